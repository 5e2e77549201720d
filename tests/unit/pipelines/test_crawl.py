"""Nights that ask work by work in the invented Peru: whom, how often, and the same again from the archive."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import duckdb
import pytest

from pipelines import planning
from pipelines.clock import SystemClock
from pipelines.night import Night
from pipelines.portals import base_address, polite_session
from pipelines.rebuild import rebuild
from pipelines.settings import Settings
from pipelines.stages import accept, arrive, ask, crawl, model, whole
from pipelines.worlds import claim, sandbox_world
from sandbox.plans.transparency import listed_bodies, number_of, rubric
from sandbox.world import world as invented
from sources import asking, registry
from sources.archive import Receipt
from sources.report import QUARANTINE_NAME
from sources.spec import PagesAccess
from sources.verdicts import Verdict

pytestmark = pytest.mark.proof

DAY = date(2026, 11, 18)
SOURCES = [name for name, spec in registry.load().items() if isinstance(spec.access, PagesAccess)]
SOURCE = "contraloria_ficha"
INVESTMENTS = "mef_ssi"
BODIES = "pcm_pte_inversiones"
BULK = "contraloria_infobras"
WORLD = sandbox_world(7, 40)
REQUESTS, PAGES = 9, 8
"""What each host gets a night, and what of it the pages of works get beside the summary pages at the same host."""


def night_of(folder: Path, number: int, requests: int = REQUESTS) -> Night:
    night = Night(WORLD, DAY + timedelta(days=number), Settings(data=folder, requests=requests), SystemClock())
    claim(WORLD, night.folder)
    return night


def asked(night: Night, source: str = SOURCE) -> list[Receipt]:
    """The requests for pages of one night."""
    return [row for row in night.archive.receipts(night.date, source) if "/" in row.part]


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two nights of a small Peru, a person's decision between them, and what the third one asks."""
    folder = tmp_path_factory.mktemp("crawl")
    whole.run_steps(night_of(folder, 0))
    accept.accept(night_of(folder, 1).folder, BULK, "a decision that a rebuild finds, too", DAY)
    whole.run_steps(night_of(folder, 1))
    return folder


def test_a_first_night_has_nobody_to_ask_for(world: Path) -> None:
    assert asked(night_of(world, 0)) == []


def test_what_came_is_in_the_warehouse_with_its_own_day(world: Path) -> None:
    with night_of(world, 1).warehouse() as connection:
        pages = connection.execute(
            "SELECT count(*), min(seen_on), max(changed_on) FROM meta_pages WHERE source = ?", [SOURCE]
        ).fetchone()
        days = connection.execute(f"SELECT DISTINCT _seen_on FROM raw_{SOURCE}__arrays").fetchall()
        look = connection.execute(
            "SELECT verdict, accepted, quarantined FROM meta_looks WHERE source = ? AND night = ?",
            [SOURCE, DAY + timedelta(days=1)],
        ).fetchall()
    assert pages == (PAGES, DAY + timedelta(days=1), DAY + timedelta(days=1))
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
    with night.warehouse() as connection:
        decided = connection.execute("SELECT source, night FROM meta_decisions").fetchall()
        rows = connection.execute("SELECT DISTINCT source FROM meta_gate WHERE expectation LIKE 'shrink%'").fetchall()
    compared = {source for (source,) in rows}
    assert decided == [(BULK, night.date)]
    assert "mef_detalle" in compared, "the control"
    assert BULK not in compared, "the night before the decision is no measure"


def test_the_next_night_asks_what_was_planned_and_no_work_before_its_turn(world: Path) -> None:
    night = night_of(world, 2)
    (row,) = [row for row in planning.plan_night(WORLD, night.date, night.settings) if row["source"] == SOURCE]
    assert row["requests"] == PAGES + 1
    assert 0 < row["disk_megabytes"] < row["megabytes"]
    assert row["round_nights"] >= 2
    ask.ask_source(night, night.specs[SOURCE])
    second, third = asked(night_of(world, 1)), asked(night)
    assert len(second) == len(third) == PAGES
    assert {receipt.status for receipt in second + third} == {200}
    assert not {receipt.part for receipt in second} & {receipt.part for receipt in third}, "never seen comes first"
    with night.warehouse() as connection:
        running = connection.execute("SELECT work_code FROM core_works WHERE state IN ('executing', 'stopped')")
        codes = {code for (code,) in running.fetchall()}
    assert {receipt.part.split("/")[0] for receipt in second + third} <= codes, "running works come first"


def test_investments_are_asked_beside_their_works_and_are_in_the_warehouse(world: Path) -> None:
    """Running ones first; every question with the portal's own headers, else the invented one answers with 403."""
    night = night_of(world, 1)
    receipts = asked(night, INVESTMENTS)
    pages = registry.get(INVESTMENTS).access.pages
    assert [row.part.split("/")[1] for row in receipts] == [page.name for page in pages]
    assert {row.status for row in receipts} == {200}
    with night.warehouse() as connection:
        seen = connection.execute(f"SELECT page_key, codigo_unico FROM raw_{INVESTMENTS}__investments").fetchall()
        running = connection.execute("SELECT cui FROM core_works WHERE state IN ('executing', 'stopped')").fetchall()
    assert seen == [(receipts[0].part.split("/")[0],) * 2]
    assert (seen[0][0],) in running


def test_investments_are_candidates_by_their_works_alerts_and_money(world: Path) -> None:
    """Worked out row by row: what runs, how many open alerts there are about it and its works, what was seen when."""
    night, access = night_of(world, 1), registry.get(INVESTMENTS).access
    assert isinstance(access, PagesAccess)
    with night.warehouse() as connection:
        found = {one.key: one for one in crawl.candidates(connection, INVESTMENTS, access)}
        works = connection.execute("SELECT cui, state, work_id FROM core_works").fetchall()
        investments = connection.execute(
            "SELECT cui, state, f8_stage, investment_id, updated_cost FROM core_investments WHERE cui IS NOT NULL"
        ).fetchall()
        subjects = connection.execute("SELECT subject_id FROM alerts WHERE state <> 'closed'").fetchall()
    alerts = Counter(subject for (subject,) in subjects)
    expected = {}
    for cui, state, stage, investment, cost in investments:
        own = [(is_in, work) for code, is_in, work in works if code == cui]
        if own or state == "active":
            running = any(is_in in ("executing", "stopped") for is_in, _ in own) if own else stage == "C"
            expected[cui] = (running, alerts[investment] + sum(alerts[work] for _, work in own), float(cost or 0))
    assert {cui: (one.running, one.alerts, one.money if expected[cui][2] else 0.0) for cui, one in found.items()} == expected
    assert {running for running, _, _ in expected.values()} == {True, False}
    assert any(open_alerts for _, open_alerts, _ in expected.values())
    assert len(expected) < len(investments), "investments that are over and have no work are left in peace"
    (asked_for,) = {row.part.split("/")[0] for row in asked(night, INVESTMENTS)}
    day = DAY + timedelta(days=1)
    assert (found[asked_for].seen_on, found[asked_for].changed_on) == (day, day)
    assert {one.seen_on for cui, one in found.items() if cui != asked_for} == {None}


def test_of_a_code_that_nobody_has_nothing_is_taken_for_an_answer(tmp_path: Path) -> None:
    """The portal answers with another investment's data: kept in the archive, set aside on the way to the tables."""
    night = night_of(tmp_path, 0)
    spec = night.specs[INVESTMENTS]
    known = [found.cui for found in invented(7, 40, night.date).investments if found.cui][:6]
    looks = asking.ask(
        spec,
        session=polite_session(night),
        archive=night.archive,
        night=night.date,
        base_url=base_address(night, spec),
        crawl=asking.Crawl(lambda _most: [*known, "2999999"], 100),
    )
    assert {look.verdict for look in looks} == {Verdict.COMPLETE}
    (arrival,) = arrive.parse_sources(night, [spec])
    assert arrival.report is not None
    assert arrival.report.folder is not None
    with duckdb.connect() as connection:
        pages = arrival.parquet()["pages"]
        read = connection.execute(f"SELECT DISTINCT page_key FROM read_parquet('{pages}') ORDER BY ALL").fetchall()
        aside = connection.execute(
            f"SELECT place, reason FROM read_parquet('{arrival.report.folder / QUARANTINE_NAME}') ORDER BY ALL"
        ).fetchall()
    assert read == [(code,) for code in sorted(known)]
    assert aside == [
        ("2999999/contracts", "unconfirmed_key"), ("2999999/detail", "other_key"), ("2999999/f12b", "unconfirmed_key"),
        ("2999999/stopped", "unconfirmed_key"), ("2999999/works", "unconfirmed_key"),
    ]  # fmt: skip


@pytest.mark.parametrize("source", SOURCES)
def test_before_any_night_the_plan_says_that_nothing_is_asked(tmp_path: Path, source: str) -> None:
    rows = planning.plan_night(WORLD, DAY, Settings(data=tmp_path))
    (row,) = [row for row in rows if row["source"] == source]
    assert (row["requests"], row["round_nights"]) == (0, None)


def test_what_rubrics_show_is_what_the_invented_bodies_do(world: Path) -> None:
    """State, quarter and whether an officer is named, of every body that was asked; nothing of the others."""
    day = DAY + timedelta(days=1)
    bodies = {number_of(body): rubric(body, day) for body in listed_bodies(invented(WORLD.seed, WORLD.size, day))}
    with night_of(world, 1).warehouse() as connection:
        rows = connection.execute(
            "SELECT pte_code, state, year, quarter, access_officer_named, seen_on FROM core_transparency"
        ).fetchall()
    shown = {code: rest for code, *rest in rows}
    read = {row.part.split("/")[0] for row in asked(night_of(world, 1), BODIES) if row.status == 200}
    assert set(shown) == set(bodies)
    assert len(read) >= 3, "the pages of two never open, and cost five requests each"
    for code, body in bodies.items():
        state = "empty" if body.quarter is None else "listed"
        known = [state, *(body.quarter or (None, None)), body.officer, day]
        assert shown[code] == (known if code in read else [None] * 5), code


def test_a_rubric_that_does_not_open_is_not_read_as_an_empty_one(tmp_path: Path) -> None:
    """A body whose page always fails is told in a look of its own, and gives no row; the other one stands."""
    country = listed_bodies(invented(WORLD.seed, WORLD.size, DAY))
    broken = next(number_of(body) for body in country if not rubric(body, DAY).opens)
    open_one = next(number_of(body) for body in country if rubric(body, DAY).opens)
    night = night_of(tmp_path, 0)
    spec = night.specs[BODIES]
    asking.ask(
        spec,
        session=polite_session(night),
        archive=night.archive,
        night=DAY,
        base_url=base_address(night, spec),
        crawl=asking.Crawl(lambda _: [broken, open_one], 100),
    )
    looks = {look.part: (look.verdict, look.reason) for look in night.archive.looks(DAY)}
    assert looks[f"{broken}/rubric"] == (Verdict.INCOMPLETE, "server_error")
    assert looks[f"{open_one}/rubric"] == (Verdict.COMPLETE, "page_read")
    (arrival,) = arrive.parse_sources(night, [spec])
    with duckdb.connect() as connection:
        rows = connection.sql(f"SELECT page_key FROM read_parquet('{arrival.parquet()['rubrics']}')").fetchall()
    assert rows == [(open_one,)]
