"""The same nights with the real rules and the real engine in place of written answers."""

from __future__ import annotations

from datetime import timedelta

import duckdb
import pytest

from alerts import ledger, store, transitions
from checks import calendar, engine
from warehouse import schema

pytestmark = pytest.mark.proof


@pytest.fixture(scope="module")
def world():
    with duckdb.connect(":memory:") as con:
        con.execute("SET threads = 1")
        schema.create(con)
        calendar.load_calendar(con)
        con.execute(
            "INSERT INTO meta_sources BY NAME SELECT 'contraloria_infobras' AS source, 10 AS stale_after_days,"
            " 1 AS latency_days"
        )
        yield con


def test_a_work_opens_is_finished_and_disappears(world, tmp_path, day):
    con, files = world, []

    def night(number, change):
        on = day(number)
        con.execute("INSERT INTO meta_nights VALUES (?, 'sandbox-1-1', 'national')", [on])
        con.execute("DELETE FROM meta_current")
        con.execute("INSERT INTO meta_current VALUES ('contraloria_infobras', '', ?, 'abc')", [on])
        con.execute(change, [on])
        con.execute("UPDATE core_works SET seen_on = ?", [on])
        engine.check(con, on)
        file = tmp_path / f"{number}.parquet"
        if transitions.compute(con, on, file):
            files.append(file)
        store.replay(con, files)
        query = "SELECT state, last_event FROM alerts WHERE rule_id = 'OUT-05'"
        return con.execute(query).fetchall()

    start = day(0) - timedelta(days=200)
    insert = (
        "INSERT INTO core_works BY NAME SELECT '1' AS work_code, 'infobras:work:1' AS work_id, 'contrata' AS modality,"
        f" 'executing' AS state, DATE '{start}' AS started_on, DATE '{start}' + 60 AS programmed_end_on,"
        " 100.0 AS physical_pct, 2026 AS progress_year, 3 AS progress_month, true AS supervisor_named, '20100000009' AS contractor_ruc,"
        " '212368' AS snip, ?::DATE AS seen_on"
    )
    assert night(0, insert) == []
    assert night(1, "UPDATE core_works SET physical_pct = 50 WHERE ?::DATE IS NOT NULL") == [("open", "opened")]
    assert night(2, "UPDATE core_works SET physical_pct = 100 WHERE ?::DATE IS NOT NULL") == [("closed", "repaired")]
    assert night(3, "UPDATE core_works SET physical_pct = 50 WHERE ?::DATE IS NOT NULL") == [("open", "opened")]
    assert night(4, "DELETE FROM core_works WHERE ?::DATE IS NOT NULL") == [("open", "not_seen")]
    assert night(7, "DELETE FROM core_works WHERE ?::DATE IS NOT NULL") == [("closed", "gone")]
    row = next(iter(ledger.write(con, tmp_path / "ledger", "staff"))).read_text().splitlines()[1]
    assert "DATOS INVENTADOS" in row
    assert "avance físico real (%): 50" in row


def test_an_impossible_date_is_asked_and_never_an_accusation(world, tmp_path, day):
    """A fault of the data stands in the staff's edition alone, cites nothing and says that nobody is accused."""
    con, on, files = world, day(20), []
    con.execute("DELETE FROM core_works")
    con.execute("DELETE FROM alert_events")
    con.execute("INSERT INTO core_works BY NAME SELECT '2' AS work_code, 'infobras:work:2' AS work_id,"
                " 'finished' AS state, DATE '2025-01-10' AS started_on, DATE '1990-01-01' AS finished_on,"
                " DATE '1900-01-01' AS file_approved_on")  # fmt: skip
    for night in (on, day(21)):
        con.execute("INSERT INTO meta_nights VALUES (?, 'live', 'national')", [night])
        con.execute("UPDATE meta_current SET seen_on = ?", [night])
        con.execute("UPDATE core_works SET seen_on = ?", [night])
        engine.check(con, night)
        file = tmp_path / f"{night}.parquet"
        if transitions.compute(con, night, file):
            files.append(file)
        store.replay(con, files)
    query = "SELECT visibility, hardness FROM alerts WHERE rule_id = 'IMP-03'"
    assert con.execute(query).fetchall() == [("internal", "hard")]
    ledger.write(con, tmp_path / "open", "open")
    assert "IMP-03" not in (tmp_path / "open" / "alertas.csv").read_text()
    ledger.write(con, tmp_path / "staff", "staff")
    said = next(line for line in (tmp_path / "staff" / "alertas.csv").read_text().splitlines() if "IMP-03" in line)
    assert "Se consulta al dueño de los datos; no se atribuye a la entidad." in said
