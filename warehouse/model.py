"""Builds the core tables from the raw ones: one SELECT a table, in an order in which each finds what it reads.

The meaning of values lies in sql/core/; links between registers are built by `links`.
"""

from collections.abc import Sequence

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
    "core_contract_codes",
    "core_work_logs",
    "core_log_entries",
    "core_documents",
    "core_progress",
    "core_work_documents",
    "core_work_photos",
    "core_photo_likes",
    "core_work_pages",
    "core_work_changes",
    "core_work_roles",
    "core_work_points",
    "core_work_contractors",
    "core_work_summaries",
    "core_bodies",
    "core_transparency",
    "core_order_months",
)


def build_core(con: duckdb.DuckDBPyConnection, names: Sequence[str] = ORDER) -> dict[str, int]:
    """Rebuilds the core tables (all, or those named) in one transaction, from the newest accepted look at each part.

    That each SELECT gives exactly the declared columns and types is shown by a test, not asked every night.

    Returns:
        table -> rows.

    Raises:
        ModelError: a SELECT fails; nothing is changed.
    """
    with transaction(con):
        chosen = [name for name in ORDER if name in names]
        inputs.create_views(con, [selection(name) for name in chosen])
        return {name: _build(con, tables.load()[name]) for name in chosen}


def selection(table: str) -> str:
    """The SELECT that fills a core table."""
    return statement(f"core/{table}")


def _build(con: duckdb.DuckDBPyConnection, table: Table) -> int:
    try:
        _fill(con, table)
    except duckdb.Error as error:
        raise ModelError(f"{table.name} cannot be built: {error}") from error
    row = con.execute(statement("count", table=table.name)).fetchone()
    return int(row[0]) if row else 0


def _fill(con: duckdb.DuckDBPyConnection, table: Table) -> None:
    key = " AND ".join(f"old.{name} = new.{name}" for name in table.key)
    way = "core/gather" if table.accumulates else "core/replace"
    con.execute(statement(way, table=table.name, selection=selection(table.name), key=key))
