"""Nights that ask work by work in the invented Peru: whom, how often, and the same again from the archive."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from pipelines import planning
from pipelines.clock import SystemClock
from pipelines.night import Night
from pipelines.rebuild import rebuild
from pipelines.settings import Settings
from pipelines.stages import ask, model, whole
from pipelines.worlds import claim, sandbox_world
from sources import registry
from sources.archive import Receipt
from sources.spec import PagesAccess

DAY = date(2026, 11, 18)
SOURCES = [name for name, spec in registry.load().items() if isinstance(spec.access, PagesAccess)]
SOURCE = "contraloria_ficha"
WORLD = sandbox_world(7, 40)
REQUESTS = 8


def night_of(folder: Path, number: int, requests: int = REQUESTS) -> Night:
    night = Night(WORLD, DAY + timedelta(days=number), Settings(data=folder, requests=requests), SystemClock())
    claim(WORLD, night.folder)
    return night


def asked(night: Night) -> list[Receipt]:
    """The requests for pages of one night."""
    return [row for row in night.archive.receipts(night.date, SOURCE) if "/" in row.part]


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two nights of a small Peru, and what the third one asks."""
    folder = tmp_path_factory.mktemp("crawl")
    for number in range(2):
        whole.run_steps(night_of(folder, number))
    return folder


def test_a_first_night_has_nobody_to_ask_for(world: Path) -> None:
    assert asked(night_of(world, 0)) == []


def test_what_came_is_in_the_warehouse_with_its_own_day(world: Path) -> None:
    with night_of(world, 1).warehouse() as connection:
        pages = connection.execute("SELECT count(*), min(seen_on), max(changed_on) FROM meta_pages").fetchone()
        days = connection.execute(f"SELECT DISTINCT _seen_on FROM raw_{SOURCE}__arrays").fetchall()
        look = connection.execute(
            "SELECT verdict, accepted, quarantined FROM meta_looks WHERE source = ? AND night = ?",
            [SOURCE, DAY + timedelta(days=1)],
        ).fetchall()
    assert pages == (REQUESTS, DAY + timedelta(days=1), DAY + timedelta(days=1))
    assert days == [(DAY + timedelta(days=1),)]
    assert look == [("complete", True, 0)]


def test_a_night_that_is_repeated_asks_nobody(world: Path) -> None:
    night = night_of(world, 1)
    before, seen = model.digest(night).total, len(night.archive.receipts(night.date, SOURCE))
    ask.ask_source(night, night.specs[SOURCE])
    whole.derive(night)
    assert len(night.archive.receipts(night.date, SOURCE)) == seen
    assert model.digest(night).total == before


def test_the_archive_alone_makes_the_same_tables(world: Path) -> None:
    night = night_of(world, 1)
    before = model.digest(night).total
    assert rebuild(night) == before
    assert night.archive.verify() == []


def test_the_next_night_asks_what_was_planned_and_no_work_before_its_turn(world: Path) -> None:
    night = night_of(world, 2)
    (row,) = [row for row in planning.plan_night(WORLD, night.date, night.settings) if row["source"] == SOURCE]
    assert row["requests"] == REQUESTS + 1
    assert 0 < row["disk_megabytes"] < row["megabytes"]
    assert row["round_nights"] >= 2
    ask.ask_source(night, night.specs[SOURCE])
    second, third = asked(night_of(world, 1)), asked(night)
    assert len(second) == len(third) == REQUESTS
    assert {receipt.status for receipt in second + third} == {200}
    assert not {receipt.part for receipt in second} & {receipt.part for receipt in third}, "never seen comes first"
    with night.warehouse() as connection:
        running = connection.execute("SELECT work_code FROM core_works WHERE state IN ('executing', 'stopped')")
        codes = {code for (code,) in running.fetchall()}
    assert {receipt.part.split("/")[0] for receipt in second + third} <= codes, "running works come first"


@pytest.mark.parametrize("source", SOURCES)
def test_before_any_night_the_plan_says_that_nothing_is_asked(tmp_path: Path, source: str) -> None:
    rows = planning.plan_night(WORLD, DAY, Settings(data=tmp_path))
    (row,) = [row for row in rows if row["source"] == source]
    assert (row["requests"], row["round_nights"]) == (0, None)
