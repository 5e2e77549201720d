"""A page that came with less than was known of it, from asking to the summary: not taken, named, and accepted in time."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from alerts import alarms
from pipelines.clock import SystemClock
from pipelines.night import Night
from pipelines.portals import base_address, polite_session
from pipelines.settings import Settings
from pipelines.stages import accept, arrive, model
from pipelines.worlds import claim, sandbox_world
from sandbox.world import history
from sandbox.world import world as invented
from sources import asking

pytestmark = pytest.mark.proof

DAY = date(2026, 11, 18)
SOURCE = "contraloria_ficha"
WORLD = sandbox_world(7, 40)
FORGED = (
    f"""INSERT INTO raw_{SOURCE}__progress BY NAME
        SELECT * REPLACE ('forged-' || codigo AS codigo) FROM raw_{SOURCE}__progress WHERE page_key = ?""",
    "UPDATE meta_pages SET fields_sha256 = 'other', elements = 2 * elements WHERE page_key = ? AND page = 'execution'",
)
"""Makes the warehouse remember twice the months that the portal shows of a work."""


def night_of(folder: Path, number: int) -> Night:
    night = Night(WORLD, DAY + timedelta(days=number), Settings(data=folder), SystemClock())
    claim(WORLD, night.folder)
    return night


def audit(night: Night, keys: list[str]) -> None:
    """The steps of a night that bring pages into the warehouse, and our alarms."""
    spec = night.specs[SOURCE]
    accept.take_over(night)
    asking.ask(
        spec,
        session=polite_session(night),
        archive=night.archive,
        night=night.date,
        base_url=base_address(night, spec),
        crawl=asking.Crawl(lambda _: keys, 100),
    )
    settle(night)


def settle(night: Night) -> None:
    arrive.judge(night)
    arrive.load_source(night, night.specs[SOURCE])
    with night.warehouse() as connection:
        alarms.record(connection, night.date)


def seen(night: Night, sql: str) -> list[tuple[object, ...]]:
    with night.warehouse() as connection:
        return connection.execute(sql).fetchall()


@pytest.fixture(scope="module")
def keys() -> list[str]:
    country = invented(WORLD.seed, WORLD.size, DAY)
    return [work.code for work in country.works if len(history(country, work).months) > 5][:2]


def test_a_page_that_lost_months_waits_for_a_second_look_or_for_a_person(tmp_path: Path, keys: list[str]) -> None:
    first, second = keys
    audit(night_of(tmp_path, 0), keys)
    with night_of(tmp_path, 0).warehouse() as connection:
        for statement in FORGED:
            connection.execute(statement, [first])
    days = f"SELECT page_key, min(_seen_on), max(_seen_on), count(*) FROM raw_{SOURCE}__progress GROUP BY ALL ORDER BY 1"
    before = seen(night_of(tmp_path, 0), days)

    night = night_of(tmp_path, 1)
    audit(night, keys)
    after = seen(night, days)
    assert after[0] == before[0], "its rows stand with the day of their look"
    assert after[1] == (second, night.date, night.date, before[1][3])
    others = seen(night, f"SELECT DISTINCT _seen_on FROM raw_{SOURCE}__summaries")
    assert others == [(night.date,)], "other pages of the work are taken"
    assert seen(night, "SELECT page_key, page, since, reason FROM meta_held") == [
        (first, "execution", night.date, "rows_gone")
    ]
    assert seen(night, "SELECT accepted FROM meta_looks WHERE night = (SELECT max(night) FROM meta_looks)") == [(True,)]
    ((said,),) = seen(night, "SELECT message_es FROM meta_alarms WHERE kind = 'pages_held'")
    assert str(said).startswith(f"Páginas de {SOURCE} que contradicen su lectura anterior")

    digest = model.digest(night).total
    settle(night)
    assert model.digest(night).total == digest, "a night that is repeated leaves the same"

    accept.accept(night.folder, SOURCE, "the body withdrew months that were entered twice", DAY)
    later = night_of(tmp_path, 2)
    audit(later, keys)
    assert seen(later, days)[0] == (first, later.date, later.date, int(str(before[0][3])) // 2)
    assert seen(later, "SELECT count(*) FROM meta_held") == [(0,)]
    assert "accepted as it is" in str(seen(later, "SELECT note FROM meta_drift WHERE note LIKE 'accepted%'"))
