"""Builds the core tables from the raw ones: one SELECT a table, in an order in which each finds what it reads.

The meaning of values lies in sql/core/; links between registers are built by `links`.
"""

import duckdb

from warehouse import inputs, tables
from warehouse.connection import transaction
from warehouse.declarations import Table
from warehouse.errors import ModelError
from warehouse.statements import statement

ORDER = (
    "core_districts",
    "core_works",
    "core_investments",
    "core_processes",
    "core_awards",
    "core_contracts",
    "core_documents",
    "core_progress",
    "core_bodies",
)


def build_core(con: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """Rebuilds every core table in one transaction, from the newest accepted look at each part.

    Returns:
        table -> rows.

    Raises:
        ModelError: a SELECT fails, or gives other columns than the table declares; nothing is changed.
    """
    with transaction(con):
        inputs.create_views(con)
        return {name: _build(con, tables.load()[name]) for name in ORDER}


def selection(table: str) -> str:
    """The SELECT that fills a core table."""
    return statement(f"core/{table}")


def _build(con: duckdb.DuckDBPyConnection, table: Table) -> int:
    try:
        given = [row[0] for row in con.execute(f"DESCRIBE {selection(table.name)}").fetchall()]
        if sorted(given) != sorted(table.column_names):
            different = sorted(set(given) ^ set(table.column_names))
            raise ModelError(f"sql/core/{table.name}.sql gives other columns than declared: {different}")
        _fill(con, table)
    except duckdb.Error as error:
        raise ModelError(f"{table.name} cannot be built: {error}") from error
    row = con.execute(statement("count", table=table.name)).fetchone()
    return int(row[0]) if row else 0


def _fill(con: duckdb.DuckDBPyConnection, table: Table) -> None:
    key = " AND ".join(f"old.{name} = new.{name}" for name in table.key)
    way = "core/gather" if table.accumulates else "core/replace"
    con.execute(statement(way, table=table.name, selection=selection(table.name), key=key))
