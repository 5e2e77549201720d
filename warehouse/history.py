"""Records what changed from night to night: versions of rows, changes of watched columns, spans of presence.

One transaction a night; recording a night again takes its entries back first, so the result is the same. For each
table that has a history, `state_<table>` keeps the newest hash and watched values of every key and
`state_<table>_undo` what the last night replaced. Both are ours alone and stay out of digest and snapshot.

A hash carries a tag (algorithm, columns, and the columns that the row's file does not carry). Hashes of different
tags are not comparable: such a row gets its new hash, and a version only if a watched column changed. A column that
is not published or could not be read makes no change; its last known value is kept for the comparison.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

import duckdb

from warehouse import tables
from warehouse.connection import transaction
from warehouse.declarations import Table
from warehouse.errors import HistoryOrderError, SchemaMismatchError
from warehouse.schema import columns_of
from warehouse.statements import quoted, statement

ALGORITHM = "duckdb-hash-2.0"
"""Name of the hash. To be changed when DuckDB's hash() gives other values; a test knows one of them."""
_STATE = {
    "key": "VARCHAR",
    "look": "VARCHAR",
    "row_hash": "UBIGINT",
    "tag": "UBIGINT",
    "version": "INTEGER",
    "gone": "BOOLEAN",
}


@dataclass(frozen=True)
class Recorded:
    """What one night brought to one table: rows first shown, versions added, changes of watched columns, rows gone."""

    new: int
    versions: int
    changes: int
    gone: int


def record(
    con: duckdb.DuckDBPyConnection, night: date, names: Collection[str] | None = None,
) -> dict[str, Recorded]:
    """Compares every table that has a history (or those named) with its newest recorded night, in one transaction.

    A row counts as gone only when tonight's look at its source is complete and accepted and the night is national.

    Raises:
        HistoryOrderError: a later night is recorded already; nothing is changed.
    """
    followed = [table for name, table in tables.load().items() if table.history and (names is None or name in names)]
    with transaction(con):
        for table in followed:
            _prepare(con, table)
        return {table.name: _record_one(con, table, night) for table in followed}


def _record_one(con: duckdb.DuckDBPyConnection, table: Table, night: date) -> Recorded:
    fields = _fields(table, night)
    last = con.execute("SELECT max(night) FROM state_nights WHERE table_name = ?", [table.name]).fetchone()
    last_night = last[0] if last else None
    if last_night is not None and last_night > night:
        raise HistoryOrderError(
            f"{table.name}: the night of {last_night} is recorded already; a night before it needs `vigia rebuild`",
        )
    if last_night == night:
        con.execute(statement("history/take_back", **fields))
    for step in ("compare", "remember", "changes", "versions", "presence", "renew"):
        con.execute(statement(f"history/{step}", **fields))
    counted = con.execute(statement("history/count", **fields)).fetchone() or (0, 0, 0, 0)
    con.execute(statement("history/tidy", **fields))
    return Recorded(*(int(n) for n in counted))


def _prepare(con: duckdb.DuckDBPyConnection, table: Table) -> None:
    wanted = _STATE | {column.name: column.type for column in table.watched if column.name not in _STATE}
    columns = ", ".join(f"{name} {kind}" for name, kind in wanted.items())
    con.execute(statement("history/create", state=_state(table), columns=columns))
    if columns_of(con, _state(table)) != wanted:
        raise SchemaMismatchError(f"{table.name}: the watched columns are others than before; run `vigia rebuild`")


def _state(table: Table) -> str:
    return f"state_{table.name}"


def _fields(table: Table, night: date) -> dict[str, str]:
    """What the SQL files of sql/history/ ask for, from the declaration."""
    versioned = [column.name for column in table.versioned]
    look = table.history.look if table.history is not None and table.history.look else "CAST(NULL AS VARCHAR)"
    tag = quoted(f"{ALGORITHM}:{','.join(versioned)}")
    return {
        "table": table.name,
        "name": quoted(table.name),
        "state": _state(table),
        "night": f"CAST({quoted(night.isoformat())} AS DATE)",
        "algorithm": quoted(ALGORITHM),
        "key": _key(table, ""),
        "table_key": _key(table, "t."),
        "look": look,
        "columns": ", ".join(versioned),
        "tag": f"hash({tag}, unpublished)" if table.has("unpublished") else f"hash({tag})",
        "watched": ",\n      ".join(_change(column.name) for column in table.watched),
        "known": ", ".join(f"{column.name} := s.{column.name}" for column in table.watched),
        "kept": ",\n  ".join(_kept(table, column.name) for column in table.watched),
    }


def _key(table: Table, prefix: str) -> str:
    if len(table.key) == 1:
        return prefix + table.key[0]
    return f"concat_ws('|', {', '.join(prefix + name for name in table.key)})"


def _hidden(table: Table, name: str) -> str:
    """SQL: tonight's file says nothing about the column."""
    lists = [column for column in ("unpublished", "unparsable") if table.has(column)]
    return " OR ".join(f"list_contains(t.{column}, {quoted(name)})" for column in lists) or "FALSE"


def _change(name: str) -> str:
    return statement("history/change", column=name, literal=quoted(name)).strip()


def _kept(table: Table, name: str) -> str:
    hidden = _hidden(table, name)
    value = f"t.{name}" if hidden == "FALSE" else f"CASE WHEN {hidden} THEN s.{name} ELSE t.{name} END"
    return f"{value} AS {name}"
