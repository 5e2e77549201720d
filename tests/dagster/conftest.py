"""Shared with the tests of whole nights: the path of their helpers, a folder in memory, a warm command."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "night"))

from command import Command, memory_folder, warm


@pytest.fixture(scope="module")
def vigia() -> Iterator[Command]:
    """The command, forked from a warm process."""
    with warm() as command:
        yield command


@pytest.fixture(scope="module")
def place_folder() -> Iterator[Path]:
    """An empty folder for the module, in memory where the machine has one."""
    with memory_folder() as folder:
        yield folder
