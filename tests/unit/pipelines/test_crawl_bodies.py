"""Which bodies of the transparency portal are asked next: who builds now, by what is at stake and least known."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import duckdb
import pytest

from pipelines.stages.crawl import candidates
from pipelines.turns import Pace, choose
from sources import registry
from sources.spec import PagesAccess
from warehouse.schema import create

SOURCE = "pcm_pte_inversiones"
NIGHT = date(2026, 11, 20)


def access() -> PagesAccess:
    found = registry.get(SOURCE).access
    assert isinstance(found, PagesAccess)
    return found


@pytest.fixture
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    """A warehouse of five bodies: 1 builds, 2 builds under another register's code, 3 has built, 4 and 5 build nothing."""
    with duckdb.connect() as connection:
        create(connection)
        bodies = {"infobras:body:10": "infobras:body:10", "mef:body:20": "infobras:body:11", "infobras:body:11": "infobras:body:11"}
        for key, group in bodies.items():
            put(connection, "core_bodies", body_key=key, register=key.split(":")[0], code=key[-2:], group_id=group)
        for code, body in {"1": "infobras:body:10", "2": "mef:body:20", "3": "infobras:body:12", "4": None, "5": None}.items():
            put(connection, "core_transparency", pte_code=code, body_key=body)
        for work, body, state in (("7", "10", "executing"), ("8", "11", "stopped"), ("9", "12", "finished")):
            key = f"infobras:body:{body}"
            put(connection, "core_works", work_id=f"infobras:work:{work}", body_key=key, state=state, contract_amount=1e6)
        yield connection


def put(connection: duckdb.DuckDBPyConnection, table: str, **row: object) -> None:
    names, marks = ", ".join(row), ", ".join("?" for _ in row)
    connection.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", list(row.values()))


def chosen(connection: duckdb.DuckDBPyConnection, most: int = 9) -> list[str]:
    pace = Pace(access().first_days, access().longest_days)
    return choose(candidates(connection, SOURCE, access()), NIGHT, pace, most)


def test_bodies_that_build_now_come_first_whichever_register_knows_them(con):
    assert chosen(con) == ["1", "2", "3", "4", "5"]
    assert chosen(con, most=2) == ["1", "2"]


def test_alerts_on_its_works_move_a_body_forward(con):
    put(con, "alerts", alert_id="a", subject_id="infobras:work:8", state="open")
    put(con, "alerts", alert_id="b", subject_id="infobras:work:7", state="closed")
    assert chosen(con)[:2] == ["2", "1"]


def test_a_body_waits_from_the_last_look_and_from_a_page_that_never_opened(con):
    put(con, "meta_pages", source=SOURCE, page_key="1", page="rubric", seen_on=date(2026, 11, 14), changed_on=date(2026, 11, 14))
    put(con, "meta_receipts", source=SOURCE, part="2/rubric", night=date(2026, 11, 19), status=500)
    put(con, "meta_receipts", source="contraloria_ficha", part="3/execution", night=date(2026, 11, 19), status=500)
    assert chosen(con) == ["3", "4", "5"]
    con.execute("UPDATE meta_pages SET seen_on = DATE '2026-11-13'")
    assert chosen(con) == ["1", "3", "4", "5"], "a week after a look, unless nothing had changed for longer"
    con.execute("UPDATE meta_pages SET changed_on = DATE '2026-11-01'")
    assert chosen(con) == ["3", "4", "5"]


def test_a_number_of_another_form_is_never_asked_for(con):
    put(con, "core_transparency", pte_code="6 OR 1=1")
    assert chosen(con) == ["1", "2", "3", "4", "5"]
