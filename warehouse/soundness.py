"""Checks that tables keep what their declarations promise: unique keys, no null where a value is required.

What ought to be true of the world is the business of the checks room.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import duckdb

from warehouse import tables
from warehouse.declarations import Table
from warehouse.statements import quoted, statement


@dataclass(frozen=True)
class Problem:
    """One broken promise: table, what is wrong ('null' or 'repeated_key'), where, and how many rows."""

    table: str
    kind: str
    columns: tuple[str, ...]
    rows: int

    def __str__(self) -> str:
        """For a person."""
        what = "is null" if self.kind == "null" else "is repeated"
        return f"{self.table}: {', '.join(self.columns)} {what} in {self.rows} row(s)"


def problems(con: duckdb.DuckDBPyConnection, names: Iterable[str] | None = None) -> list[Problem]:
    """What is broken in the named tables, or in all declared ones; an empty list when all is sound."""
    declared = tables.load()
    chosen = declared.values() if names is None else [declared[name] for name in names]
    return [problem for table in chosen for problem in _of(con, table)]


def _of(con: duckdb.DuckDBPyConnection, table: Table) -> list[Problem]:
    required = [column.name for column in table.columns if column.required or column.name in table.key]
    found: list[Problem] = []
    if required:
        counts = ", ".join(f"count(*) - count({name})" for name in required)
        row = con.execute(statement("nulls", table=table.name, counts=counts)).fetchone() or ()
        found += [Problem(table.name, "null", (name,), int(n)) for name, n in zip(required, row, strict=True) if n]
    if table.key:
        query = statement("repeated_keys", table=table.name, key=", ".join(table.key), name=quoted(table.name))
        repeated = con.execute(query).fetchone()
        if repeated is not None and repeated[1]:
            found.append(Problem(table.name, "repeated_key", tuple(table.key), int(repeated[1])))
    return found
