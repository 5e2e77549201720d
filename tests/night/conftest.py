"""Shared by the tests of whole nights: the path of their helpers, a folder in memory, a warm command."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[1] / "unit" / "checks")]

from command import Command, memory_folder, shared  # noqa: E402 - found by the path above


@pytest.fixture
def place_folder() -> Iterator[Path]:
    """An empty folder, in memory where the machine has one: a night writes many small files and waits for each."""
    with memory_folder() as folder:
        yield folder


@pytest.fixture(scope="session")
def vigia() -> Command:
    """The command, forked from a warm process."""
    return shared()


@pytest.fixture(scope="module")
def memory() -> Iterator[Path]:
    """The same for all tests of a module."""
    with memory_folder() as folder:
        yield folder
