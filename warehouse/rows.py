"""Puts rows of Python values into a table, many with one statement. What stands in files DuckDB reads by itself."""

from collections.abc import Sequence

import duckdb

from warehouse.statements import statement

MOST_AT_ONCE = 200
"""Rows a statement. DuckDB plans each statement it is given: one for each row takes a millisecond a row."""


def insert(con: duckdb.DuckDBPyConnection, table: str, rows: Sequence[Sequence[object]]) -> None:
    """Add rows with a value for every column of the table, in its order; none is no work."""
    for start in range(0, len(rows), MOST_AT_ONCE):
        some = rows[start : start + MOST_AT_ONCE]
        marks = ", ".join(f"({', '.join('?' for _ in row)})" for row in some)
        con.execute(statement("insert_rows", table=table, rows=marks), [value for row in some for value in row])
