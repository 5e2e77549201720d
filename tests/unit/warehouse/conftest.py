"""Hand-made arrivals for the warehouse: Parquet files typed as the readers type them, loaded through the front door."""

import re
import shutil
from datetime import date
from itertools import count
from pathlib import Path

import duckdb
import pytest

from warehouse import load, meta, model, schema, tables
from warehouse.connection import open_warehouse

RAW_TYPES = {"INTEGER": "BIGINT", "DOUBLE": "DOUBLE", "DATE": "DATE", "BOOLEAN": "BOOLEAN", "TIMESTAMP": "TIMESTAMP"}
NIGHT = date(2026, 3, 10)


def raw_type(core_type: str) -> str:
    if core_type.startswith("DECIMAL"):
        return "DECIMAL(20,4)"
    return RAW_TYPES.get(core_type, "VARCHAR")


def raw_tables() -> dict[tuple[str, str], dict[str, str]]:
    """(source, table) -> raw column -> type, gathered from the declarations of all core tables."""
    found: dict[tuple[str, str], dict[str, str]] = {}
    for table in tables.load().values():
        for source in table.inputs:
            columns = found.setdefault((source.source, source.table), {})
            for name, raw in source.columns.items():
                columns.setdefault(raw, raw_type(table.column(name).type))
            for extra in source.extras.values():
                columns.setdefault(extra.raw, raw_type(extra.type))
    found["oece_ocds", "processes"]["called_at"] = "TIMESTAMP"
    return found


class Arrivals:
    """Loads rows (mappings of raw columns) as one accepted look."""

    def __init__(self, con: duckdb.DuckDBPyConnection, folder: Path) -> None:
        self.con = con
        self.folder = folder
        self.numbers = count()

    def parquet(self, source: str, table: str, rows: list[dict], leave_out: tuple[str, ...] = ()) -> Path:
        columns = {n: k for n, k in raw_tables()[source, table].items() if n not in leave_out}
        columns |= {"unparsable": "VARCHAR[]", "row_number": "BIGINT"}
        path = self.folder / f"{next(self.numbers)}.parquet"
        listed = ", ".join(f'"{name}" {kind}' for name, kind in columns.items())
        self.con.execute(f"CREATE OR REPLACE TEMP TABLE arriving ({listed})")
        for number, row in enumerate(rows, start=1):
            full = {"unparsable": [], "row_number": number} | row
            assert full.keys() <= columns.keys(), full.keys() - columns.keys()
            names = ", ".join(f'"{name}"' for name in full)
            marks = ", ".join("?" for _ in full)
            self.con.execute(f"INSERT INTO arriving ({names}) VALUES ({marks})", list(full.values()))
        self.con.execute(f"COPY arriving TO '{path}' (FORMAT parquet)")
        return path

    def __call__(self, source: str, files: dict[str, list[dict]], *, part: str = "", night: date = NIGHT,
                 absent: dict[str, list[str]] | None = None, verdict: str = "complete") -> None:
        declared = {key: columns for key, columns in raw_tables().items() if key[0] == source}
        load.ensure_raw(
            self.con,
            [load.RawTable(source, table, tuple(columns.items())) for (_, table), columns in declared.items()],
        )
        gone = absent or {}
        paths = {t: self.parquet(source, t, rows, tuple(gone.get(t, ()))) for t, rows in files.items()}
        load.load_look(self.con, source, part, night, f"sha-{next(self.numbers)}", paths, absent)
        look = {"source": source, "part": part, "night": night, "verdict": verdict, "accepted": True, "seen_on": night}
        meta.record_looks(self.con, [look])

    def works(self, *rows: dict, **more) -> None:
        """A bulk file of works, whatever the rows leave out being null."""
        self("contraloria_infobras", {"works": list(rows)}, **more)


@pytest.fixture(scope="session")
def empty_warehouse(tmp_path_factory):
    """A file with every declared table, made once and copied for each test."""
    path = tmp_path_factory.mktemp("warehouse") / "empty.duckdb"
    with open_warehouse(path) as connection:
        schema.create(connection)
    return path


@pytest.fixture
def con(empty_warehouse, tmp_path_factory):
    path = tmp_path_factory.mktemp("con") / "vigia.duckdb"
    shutil.copyfile(empty_warehouse, path)
    with open_warehouse(path) as connection:
        yield connection


@pytest.fixture
def arrive(con, tmp_path):
    return Arrivals(con, tmp_path)


def needed(table: str) -> set[str]:
    """A core table with all that its SELECT reads: building the others would take most of a test's time."""
    read = set(re.findall(r"\bcore_\w+", model.selection(table))) & set(model.ORDER) - {table}
    return {"core_districts", table}.union(*map(needed, read))


@pytest.fixture
def core(con):
    """Builds a core table with those it reads and gives its rows as dicts in the order of a column."""

    def build(table: str, order: str = "1") -> list[dict]:
        model.build_core(con, model.ORDER if table == "core_bodies" else tuple(needed(table)))
        return rows_of(con, table, order)

    return build


@pytest.fixture
def rows(con):
    return lambda table, order="1": rows_of(con, table, order)


def rows_of(con: duckdb.DuckDBPyConnection, table: str, order: str = "1") -> list[dict]:
    cursor = con.execute(f"SELECT * FROM {table} ORDER BY {order}")
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
