"""Late or not is a matter of Lima's clock and of the last run; ages are counted from what the data speak for."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from pipelines.clock import FixedClock
from pipelines.health import health_of, next_run
from pipelines.night import Night
from pipelines.run import RUNS, last_run


@pytest.mark.parametrize(
    ("utc", "age", "late"),
    [
        (datetime(2026, 11, 18, 20, tzinfo=UTC), 0, False),
        (datetime(2026, 11, 19, 23, tzinfo=UTC), 1, False),
        # 04:59 UTC on the 20th is still the 19th in Lima; a minute later it is the 20th.
        (datetime(2026, 11, 20, 4, 59, tzinfo=UTC), 1, False),
        (datetime(2026, 11, 20, 5, 0, tzinfo=UTC), 2, True),
    ],
)
def test_two_days_without_a_night_are_late(published: Night, utc: datetime, age: int, late: bool) -> None:
    health = health_of(published.world, published.settings, FixedClock(utc))
    assert (health.age_days, health.late) == (age, late)
    assert ("ATRASADA / LATE" in health.headline()) is late


def test_each_source_has_its_own_age(published: Night) -> None:
    health = health_of(published.world, published.settings, published.clock)
    ages = {row["source"]: (row["age_days"], row["stale"], row["verdict"]) for row in health.sources}
    assert ages == {"contraloria_infobras": (0, False, "complete"), "mef_detalle": (9, True, "refused")}


@pytest.fixture
def failed_run(published: Night) -> Iterator[Night]:
    notes = published.folder / RUNS
    lines = [{"night": "2026-11-17", "succeeded": True}, {"night": "2026-11-18", "succeeded": False}]
    notes.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    yield published
    notes.unlink()


def test_a_failed_run_is_late_whatever_the_day(failed_run: Night) -> None:
    health = health_of(failed_run.world, failed_run.settings, failed_run.clock)
    assert health.late
    assert health.last_run == {"night": "2026-11-18", "succeeded": False}


def test_without_notes_there_is_no_last_run(published: Night) -> None:
    assert last_run(published.folder) is None


@pytest.mark.parametrize(
    ("utc", "expected"),
    [
        (datetime(2026, 11, 18, 6, 29, tzinfo=UTC), "2026-11-18T01:30:00-05:00"),
        (datetime(2026, 11, 18, 6, 30, tzinfo=UTC), "2026-11-19T01:30:00-05:00"),
        (datetime(2026, 11, 18, 3, 0, tzinfo=UTC), "2026-11-18T01:30:00-05:00"),
    ],
)
def test_the_next_run_is_half_past_one_in_lima(utc: datetime, expected: str) -> None:
    assert next_run(FixedClock(utc)).isoformat() == expected
