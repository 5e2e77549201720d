"""Digest, snapshot, profile and connection."""

import subprocess
import sys
from datetime import date

import duckdb
import pytest

from warehouse import digest, meta, profile, schema, snapshot, tables
from warehouse.connection import open_warehouse, transaction
from warehouse.errors import SnapshotError

ROWS = "SELECT CAST(i AS VARCHAR) AS from_id, 'b' AS to_id, 'cui' AS method, i / 7 AS confidence FROM range(5000) AS r (i)"


def filled(path, order, threads=1):
    with open_warehouse(path, threads=threads, memory_limit="500MB") as con:
        schema.create(con)
        con.execute(f"INSERT INTO links BY NAME {ROWS} ORDER BY {order}")
        meta.record_receipts(con, date(2026, 3, 10), "s", [{"part": "", "requested_at": order}])
        return digest.digest(con)


def test_equal_tables_have_equal_digests_whatever_the_order(tmp_path):
    one = filled(tmp_path / "a.duckdb", "from_id")
    other = filled(tmp_path / "b.duckdb", "hash(from_id)", threads=2)
    assert one == other
    with open_warehouse(tmp_path / "a.duckdb", read_only=True) as con:
        assert digest.digest(con) == one


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE links SET to_id = 'c' WHERE from_id = '77'",
        "DELETE FROM links WHERE from_id = '77'",
        "INSERT INTO links SELECT * FROM links WHERE from_id = '77'",
        "INSERT INTO links SELECT * FROM links WHERE from_id = '77' UNION ALL SELECT * FROM links WHERE from_id = '77'",
        "UPDATE links SET to_id = NULL WHERE from_id = '77'",
    ],
)
def test_any_difference_shows_and_names_its_table(tmp_path, change):
    one = filled(tmp_path / "a.duckdb", "from_id")
    with open_warehouse(tmp_path / "a.duckdb") as con:
        con.execute(change)
        other = digest.digest(con)
    assert other.total != one.total
    assert one.differences(other) == ["links"]


def test_volatile_columns_and_run_records_are_outside(con):
    con.execute("INSERT INTO core_processes (ocid, regenerated_on) VALUES ('a', TIMESTAMP '2026-01-01 00:00:00')")
    before = digest.digest(con)
    con.execute("UPDATE core_processes SET regenerated_on = TIMESTAMP '2026-02-01 00:00:00'")
    meta.record_receipts(con, date(2026, 3, 10), "s", [{"part": "", "url": "u"}])
    assert digest.digest(con) == before


def test_snapshot_holds_declared_tables_and_is_read_while_the_writer_writes(tmp_path):
    path = tmp_path / "published" / "snapshot.duckdb"
    read = "import duckdb, sys; print(duckdb.connect(sys.argv[1], read_only=True).execute('SELECT count(*) FROM links').fetchone()[0])"
    with open_warehouse(tmp_path / "vigia.duckdb") as con:
        schema.create(con)
        con.execute(f"INSERT INTO links BY NAME {ROWS}")
        con.execute("CREATE TABLE raw_x__y (a INTEGER)")
        snapshot.publish(con, path)
        con.execute("DELETE FROM links")
        child = subprocess.run([sys.executable, "-c", read, str(path)], capture_output=True, text=True, check=True)
        assert child.stdout.strip() == "5000"
        with duckdb.connect(path, read_only=True) as reader:
            names = {row[0] for row in reader.execute("SELECT table_name FROM duckdb_tables()").fetchall()}
            assert names == set(tables.load())
            snapshot.publish(con, path)
            assert reader.execute("SELECT count(*) FROM links").fetchone() == (5000,)
    with duckdb.connect(path, read_only=True) as reader:
        assert reader.execute("SELECT count(*) FROM links").fetchone() == (0,)
    assert [file.name for file in path.parent.iterdir()] == ["snapshot.duckdb"]


def test_a_snapshot_that_fails_leaves_the_old_one(tmp_path, con, monkeypatch):
    path = tmp_path / "snapshot.duckdb"
    snapshot.publish(con, path)
    before = path.read_bytes()
    con.execute("DROP TABLE links")
    with pytest.raises(SnapshotError, match="links"):
        snapshot.publish(con, path)
    assert path.read_bytes() == before
    assert [file.name for file in tmp_path.iterdir()] == ["snapshot.duckdb"]


def test_profile_has_one_row_a_column_and_one_a_table(tmp_path, con):
    path = tmp_path / "works.parquet"
    con.execute(f"""COPY (
        SELECT * FROM (VALUES ('a', 1.50, DATE '2026-01-02', CAST([] AS VARCHAR[])), ('b', NULL, NULL, ['amount']),
                              ('a', 2.00, NULL, NULL)) AS v (code, amount, day, unparsable)
    ) TO '{path}' (FORMAT parquet)""")
    found = profile.profile({"works": path})
    columns = {column["name"]: column for column in found.columns}
    assert list(columns) == ["code", "amount", "day"]
    wanted = {"rows": 3, "nulls": 1, "distinct": 2, "min": "1.50", "max": "2.00"}
    assert {name: columns["amount"][name] for name in wanted} == wanted
    assert columns["code"]["values"] == ["a", "b"]
    assert found.tables == [{"table": "works", "rows": 3, "columns": 3, "unparsable_rows": 1}]


def test_profile_of_an_empty_file(tmp_path, con):
    path = tmp_path / "works.parquet"
    con.execute(f"COPY (SELECT 'a' AS code WHERE FALSE) TO '{path}' (FORMAT parquet)")
    found = profile.profile({"works": path})
    assert [found.columns[0][name] for name in ("rows", "nulls", "distinct")] == [0, 0, 0]


def test_dates_are_those_of_lima_and_a_failed_transaction_leaves_nothing(tmp_path):
    with open_warehouse(tmp_path / "a.duckdb") as con:
        assert con.execute("SELECT CAST(TIMESTAMPTZ '2026-01-02 03:00:00+00' AS DATE)").fetchone() == (date(2026, 1, 1),)
        con.execute("CREATE TABLE t (a INTEGER)")
        with pytest.raises(duckdb.ConversionException), transaction(con):
            con.execute("INSERT INTO t VALUES (1); INSERT INTO t VALUES ('x')")
        assert con.execute("SELECT count(*) FROM t").fetchone() == (0,)
