"""Shared by the tests of this room: the sample rows, loaded once."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))


@pytest.fixture(scope="session", autouse=True)
def kept_while_tests_run():
    import cases

    yield
    cases.forget()


@pytest.fixture(scope="session")
def samples():
    from samples import Samples

    return Samples()


@pytest.fixture(scope="session")
def warehouse():
    """One warehouse for many tests; each puts its own rows in and leaves calendar and sources alone."""
    import cases

    return cases.empty_warehouse()
