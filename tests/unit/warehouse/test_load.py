"""Loading looks and writing meta rows: whole or not at all, and the same when repeated."""

from datetime import date

import pytest

from warehouse import load, meta
from warehouse.errors import LoadError, WarehouseError

NIGHT = date(2026, 3, 10)
RAW = load.RawTable("oece_ocds", "awards", (("ocid", "VARCHAR"), ("award_id", "VARCHAR"), ("amount", "DECIMAL(20,4)")))


@pytest.fixture
def awards(con, tmp_path):
    load.ensure_raw(con, [RAW])

    def write(select, name="a.parquet"):
        path = tmp_path / name
        con.execute(f"COPY ({select}) TO '{path}' (FORMAT parquet)")
        return path

    return write


def rows(con):
    return con.execute("SELECT _part, ocid, amount FROM raw_oece_ocds__awards ORDER BY ALL").fetchall()


def test_a_look_replaces_its_own_part_only(con, awards):
    first = awards("SELECT 'a' AS ocid, 1.5 AS amount, 1 AS row_number")
    assert load.load_look(con, "oece_ocds", "2024-04", NIGHT, "sha", {"awards": first}) == {"awards": 1}
    load.load_look(con, "oece_ocds", "2024-05", NIGHT, "sha", {"awards": first})
    second = awards("SELECT 'b' AS ocid, NULL AS amount", "b.parquet")
    for _ in range(2):
        load.load_look(con, "oece_ocds", "2024-05", date(2026, 3, 11), "other", {"awards": second}, {"awards": ["amount"]})
    assert [(part, ocid) for part, ocid, _ in rows(con)] == [("2024-04", "a"), ("2024-05", "b")]
    assert con.execute("SELECT * FROM meta_current ORDER BY ALL").fetchall() == [
        ("oece_ocds", "2024-04", NIGHT, "sha"), ("oece_ocds", "2024-05", date(2026, 3, 11), "other"),
    ]
    absent = con.execute("SELECT DISTINCT part, table_name, column_name FROM meta_absent ORDER BY ALL").fetchall()
    assert ("2024-05", "awards", "amount") in absent
    assert ("2024-04", "awards", "amount") not in absent


def test_a_table_that_is_not_named_loses_its_part(con, awards):
    path = awards("SELECT 'a' AS ocid")
    load.load_look(con, "oece_ocds", "2024-04", NIGHT, "sha", {"awards": path})
    load.load_look(con, "oece_ocds", "2024-04", NIGHT, "sha", {})
    assert rows(con) == []


@pytest.mark.parametrize(
    ("select", "told"),
    [("SELECT 'a' AS ocid, 1 AS colour", "colour"), ("SELECT 'a' AS ocid, 'much' AS amount", "does not fit")],
)
def test_a_file_that_does_not_fit_changes_nothing(con, awards, select, told):
    load.load_look(con, "oece_ocds", "2024-04", NIGHT, "sha", {"awards": awards("SELECT 'a' AS ocid")})
    before = rows(con), con.execute("SELECT * FROM meta_current").fetchall()
    with pytest.raises(LoadError, match=told):
        load.load_look(con, "oece_ocds", "2024-04", date(2026, 3, 11), "x", {"awards": awards(select, "bad.parquet")})
    assert (rows(con), con.execute("SELECT * FROM meta_current").fetchall()) == before


def test_an_unknown_table_and_changed_columns_are_refused(con, awards):
    with pytest.raises(LoadError, match="ensure_raw"):
        load.load_look(con, "oece_ocds", "2024-04", NIGHT, "sha", {"bids": awards("SELECT 1 AS x")})
    with pytest.raises(LoadError, match="vigia rebuild"):
        load.ensure_raw(con, [load.RawTable("oece_ocds", "awards", (("ocid", "VARCHAR"),))])


def test_an_unchanged_payload_speaks_for_the_new_date(con, awards):
    assert not load.confirm_look(con, "oece_ocds", "2024-04", NIGHT)
    load.load_look(con, "oece_ocds", "2024-04", NIGHT, "sha", {"awards": awards("SELECT 'a' AS ocid")})
    assert load.confirm_look(con, "oece_ocds", "2024-04", date(2026, 3, 12))
    assert con.execute("SELECT seen_on, payload_sha256 FROM meta_current").fetchall() == [(date(2026, 3, 12), "sha")]
    assert len(rows(con)) == 1


def test_meta_rows_of_a_night_replace_themselves(con, awards):
    look = {"source": "s", "part": "", "night": NIGHT, "verdict": "complete", "accepted": True}
    for rows_in in (5, 6):
        meta.record_looks(con, [look | {"rows_in": rows_in}, look | {"part": "2024-04"}])
        meta.record_receipts(con, NIGHT, "s", [{"part": "", "url": "u", "status": 200}])
        meta.record_gate(con, NIGHT, "s", "", [{"expectation": "rows", "success": True, "level": "floor"}])
        meta.record_drift(con, NIGHT, "s", "", ["new column"])
        meta.record_night(con, NIGHT, "w", "slice")
        meta.record_sources(con, [{"source": "s", "stale_after_days": 3}])
        path = awards("""SELECT 's' AS source, '' AS part, 't' AS "table", 'row 4' AS place, NULL AS "column",
                      'ragged' AS reason, 'x,y' AS raw""", "q.parquet")
        meta.record_quarantine(con, NIGHT, "s", "", path)
    assert con.execute("SELECT part, rows_in FROM meta_looks ORDER BY part").fetchall() == [("", 6), ("2024-04", None)]
    for table in ("meta_receipts", "meta_gate", "meta_drift", "meta_nights", "meta_sources", "meta_quarantine"):
        assert con.execute(f"SELECT count(*) FROM {table}").fetchone() == (1,), table
    assert con.execute("SELECT table_name, place, raw FROM meta_quarantine").fetchall() == [("t", "row 4", "x,y")]
    meta.record_quarantine(con, NIGHT, "s", "", [])
    assert con.execute("SELECT count(*) FROM meta_quarantine").fetchone() == (0,)


def test_a_step_takes_back_its_own_alarms_only(con):
    alarm = {"alarm_id": "1", "kind": "refused", "source": "s", "message_en": "m"}
    meta.record_alarms(con, NIGHT, [alarm], kinds=["refused"], source="s")
    meta.record_alarms(con, NIGHT, [{"alarm_id": "2", "kind": "burst"}], kinds=["burst"])
    meta.record_alarms(con, NIGHT, [], kinds=["refused"], source="other")
    assert con.execute("SELECT count(*) FROM meta_alarms").fetchone() == (2,)
    meta.record_alarms(con, NIGHT, [], kinds=["refused"], source="s")
    assert con.execute("SELECT alarm_id FROM meta_alarms").fetchall() == [("2",)]
    with pytest.raises(WarehouseError, match="kinds"):
        meta.record_alarms(con, NIGHT, [alarm], kinds=["burst"])


def test_wrong_words_are_refused(con):
    with pytest.raises(WarehouseError, match="colour"):
        meta.record_sources(con, [{"source": "s", "colour": "red"}])
    with pytest.raises(WarehouseError, match="scope"):
        meta.record_night(con, NIGHT, "w", "half")
