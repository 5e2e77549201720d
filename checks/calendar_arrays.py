"""The legal calendar as two arrays in a table of one row, so that a rule counts business days without a join.

Here: keeping it in the warehouse and finding it. Not here: where days off come from (``checks.calendar``) and how days
are counted (``checks.language``). Making the arrays costs as much as judging a tenth of the country.
"""

# ruff: noqa: S608 - the names are those of this module

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from checks.errors import CalendarError

if TYPE_CHECKING:
    import duckdb

KEPT_ARRAYS = "state_calendar_arrays"
"""Kept in the warehouse beside the calendar, as the history keeps its state: no part of digest and snapshot."""
OWN_ARRAYS = "calendar_arrays"
"""One connection's own, where the warehouse has none (a snapshot) or cannot be written."""
_SQL = Path(__file__).parent / "sql" / "calendar_arrays.sql"


def calendar_arrays(con: duckdb.DuckDBPyConnection) -> str:
    """The table of one row that holds the calendar as arrays: the kept one, else one of this connection's own.

    Raises:
        CalendarError: ``core_calendar`` is empty.
    """
    if con.execute("SELECT count(*) FROM core_calendar").fetchall() == [(0,)]:
        raise CalendarError("core_calendar is empty: fill it with checks.calendar.load_calendar before judging")
    for name in (KEPT_ARRAYS, OWN_ARRAYS):
        if _has_arrays(con, name):
            return name
    make_arrays(con, f"TEMP TABLE {OWN_ARRAYS}")
    return OWN_ARRAYS


def bodies_with_days(con: duckdb.DuckDBPyConnection) -> tuple[str, ...]:
    """Bodies with days off of their own, in the order in which the arrays have their calendars."""
    rows = con.execute("SELECT DISTINCT region FROM core_calendar WHERE kind = 'entity' ORDER BY region").fetchall()
    return tuple(str(body) for (body,) in rows)


def keep_arrays(con: duckdb.DuckDBPyConnection) -> None:
    """Keep the arrays of ``core_calendar`` in the warehouse; made anew only when the calendar changed."""
    if not _has_arrays(con, KEPT_ARRAYS):
        make_arrays(con, f"TABLE {KEPT_ARRAYS}")


def make_arrays(con: duckdb.DuckDBPyConnection, table: str) -> None:
    """Make ``table`` (``TABLE name`` or ``TEMP TABLE name``) from ``core_calendar``."""
    con.execute(_SQL.read_text(encoding="utf-8").replace("{{table}}", table))


def _has_arrays(con: duckdb.DuckDBPyConnection, name: str) -> bool:
    """Whether the table is there and was made from the calendar as it stands."""
    if con.execute("SELECT 1 FROM duckdb_tables() WHERE table_name = ?", [name]).fetchone() is None:
        return False
    made = con.execute(f"SELECT fingerprint FROM {name}").fetchall()
    return made == con.execute("SELECT sum(hash(region, day)) FROM core_calendar").fetchall()
