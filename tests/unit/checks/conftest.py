"""Shared by the tests of this room: the sample rows, loaded once."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))


@pytest.fixture(scope="session")
def samples():
    from samples import Samples

    return Samples()
