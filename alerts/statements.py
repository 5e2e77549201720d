"""Runs the SQL files of this room: one purpose a file, named for what it makes.

No SQL lives here and no decision either; values reach the statements through one-row or small
temporary tables that the caller fills.
"""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from duckdb import DuckDBPyConnection


@cache
def text(name: str) -> str:
    """Return the SQL of ``alerts/sql/<name>.sql``."""
    return resources.files("alerts").joinpath("sql", f"{name}.sql").read_text(encoding="utf-8")


def run(con: DuckDBPyConnection, *names: str) -> None:
    """Execute the named files in order on ``con``."""
    for name in names:
        con.execute(text(name))


def first(con: DuckDBPyConnection, sql: str, parameters: list[Any] | None = None) -> tuple[Any, ...] | None:
    """Return the first row, or None; reads the result to its end, which frees the connection."""
    rows = con.execute(sql, parameters).fetchall()
    return rows[0] if rows else None


def number(con: DuckDBPyConnection, sql: str, parameters: list[Any] | None = None) -> int:
    """Return the single whole number that a counting statement answers."""
    return int(con.execute(sql, parameters).fetchall()[0][0])


def fill(con: DuckDBPyConnection, table: str, rows: Sequence[tuple[Any, ...]]) -> None:
    """Insert rows as one list a column: many times faster than one parameter a value."""
    if rows:
        columns = [list(column) for column in zip(*rows, strict=True)]
        con.execute(f"INSERT INTO {table} SELECT {', '.join('unnest(?)' for _ in columns)}", columns)
