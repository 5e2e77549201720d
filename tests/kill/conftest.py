"""Shared with the tests of whole nights: the path of their helpers, a folder in memory, a warm command."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "night"))

from command import Command, memory_folder, shared


@pytest.fixture(scope="session")
def vigia() -> Command:
    """The command, forked from a warm process."""
    return shared()


@pytest.fixture(scope="module")
def place_folder() -> Iterator[Path]:
    """An empty folder for the module, in memory where the machine has one."""
    with memory_folder() as folder:
        yield folder
