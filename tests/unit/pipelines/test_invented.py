"""The invented portals of a night: another process, several days, and what is said of days that cannot be invented."""

import os
import signal
import urllib.request
from datetime import date

import pytest

from pipelines import invented
from pipelines.errors import PipelineError, UsageError
from pipelines.invented import KEPT_COUNTRIES, InventedPortals, portals_of, withdraw

FIRST, SECOND, THIRD = (date(2026, 11, day) for day in (18, 19, 20))


def page(address: str) -> str:
    with urllib.request.urlopen(f"{address}/InfobrasWeb/DataSets", timeout=10) as answer:
        return answer.read().decode()


@pytest.fixture
def portals():
    opened = InventedPortals(1, 5)
    yield opened
    opened.close()


def test_each_day_has_its_own_address_whatever_the_order_of_asking(portals):
    portals.announce(FIRST)
    portals.announce(SECOND)
    second, first = portals.address(SECOND), portals.address(FIRST)
    assert "19-11-2026" in page(second)
    assert "18-11-2026" in page(first)
    assert portals.address(FIRST) == first


def test_a_day_that_cannot_be_invented_is_wrong_usage_and_others_go_on(portals):
    with pytest.raises(UsageError, match="2040-01-01"):
        portals.address(date(2040, 1, 1))
    assert "18-11-2026" in page(portals.address(FIRST))


def test_a_large_country_ends_with_its_last_day_and_opens_anew_when_asked_again(monkeypatch):
    withdraw(3, 5, FIRST)
    monkeypatch.setattr(invented, "SMALL_COUNTRY", 4)
    country = portals_of(3, 5)
    first, second = country.address(FIRST), country.address(SECOND)
    withdraw(3, 5, FIRST)
    assert "19-11-2026" in page(second)
    country.announce(THIRD)
    withdraw(3, 5, SECOND)
    assert country._process.poll() is None
    country.address(THIRD)
    withdraw(3, 5, THIRD)
    withdraw(3, 5, THIRD)
    assert country._process.poll() is not None
    assert portals_of(3, 5).address(FIRST) != first


def test_portals_that_ended_are_a_fault_of_ours(portals):
    portals.address(FIRST)
    os.kill(portals._process.pid, signal.SIGKILL)
    portals._process.wait()
    with pytest.raises((PipelineError, BrokenPipeError)):
        portals.address(SECOND)


def test_only_a_few_countries_stay_open():
    first = portals_of(7, 2)
    assert portals_of(7, 2) is first
    for seed in range(8, 8 + KEPT_COUNTRIES):
        portals_of(seed, 2)
    assert first._process.poll() is not None
