"""A server of the hand-made world, one a module."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sandbox.server import serve
from tests.unit.sandbox_portals.handmade import world

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sandbox.server import Handle


@pytest.fixture(scope="module")
def portals() -> Iterator[Handle]:
    with serve(world()) as handle:
        yield handle
