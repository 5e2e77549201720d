"""Runs the SQL files of this room; no SQL and no decision lives here."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


@cache
def text(name: str) -> str:
    """Return the SQL of ``volunteers/sql/<name>.sql``."""
    return resources.files("volunteers").joinpath("sql", f"{name}.sql").read_text(encoding="utf-8")


def run(con: DuckDBPyConnection, *names: str) -> None:
    """Execute the named files in order on ``con``."""
    for name in names:
        con.execute(text(name))
