"""One number for the state of the warehouse: a multiset hash over the declared columns, whatever the order of rows.

Two warehouses with equal digests hold equal tables. Volatile columns, raw tables and what a run leaves about itself
are outside.
"""

import hashlib
from dataclasses import dataclass

import duckdb

from warehouse import tables
from warehouse.declarations import Table
from warehouse.statements import statement


@dataclass(frozen=True)
class Digest:
    """`total` over all tables (SHA-256, hex) and one line a table: rows:xor:sum:sum of a second hash."""

    total: str
    tables: dict[str, str]

    def differences(self, other: "Digest") -> list[str]:
        """Names of the tables that differ."""
        names = self.tables.keys() | other.tables.keys()
        return sorted(name for name in names if self.tables.get(name) != other.tables.get(name))


def digest(con: duckdb.DuckDBPyConnection) -> Digest:
    """The digest of all declared tables but those declared `digest: false`."""
    lines = {table.name: _of(con, table) for table in tables.load().values() if table.digest}
    text = "\n".join(f"{name} {line}" for name, line in sorted(lines.items()))
    return Digest(hashlib.sha256(text.encode()).hexdigest(), lines)


def _of(con: duckdb.DuckDBPyConnection, table: Table) -> str:
    columns = ", ".join(column.name for column in table.digested)
    row = con.execute(statement("digest", table=table.name, columns=columns)).fetchone()
    return ":".join(str(value) for value in row or ())
