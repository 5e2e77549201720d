"""Describes parsed Parquet files in two small frames, one row a column and one row a table, for the gate to judge.

DuckDB counts; nothing here decides whether the counts are good.
"""

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import duckdb

from warehouse.statements import quoted, statement

if TYPE_CHECKING:
    import pandas as pd

MAX_VALUES = 60
"""A column with at most so many distinct values has them listed, so that allowed values can be judged."""
VERSION = 2
"""Rises whenever the same files would be described differently."""
COLUMN_FIELDS = ["table", "name", "type", "rows", "nulls", "distinct", "min", "max", "values"]
TABLE_FIELDS = ["table", "rows", "columns", "unparsable_rows"]
_OWN_COLUMNS = frozenset({"unparsable", "row_number"})


class Profile(NamedTuple):
    """`columns`: table, name, type, rows, nulls, distinct, min, max, values (list of text, or None when they are many).

    `tables`: table, rows, columns, unparsable_rows. `min` and `max` are text.
    """

    columns: "pd.DataFrame"
    tables: "pd.DataFrame"


def profile(files: Mapping[str, Path], listed: Mapping[str, Collection[str]] | None = None) -> Profile:
    """The profile of the Parquet files of one arrival, by table.

    Args:
        files: table -> Parquet file.
        listed: table -> columns whose values are listed; all columns of all tables when not given.
    """
    import pandas as pd

    columns: list[dict[str, Any]] = []
    table_rows: list[dict[str, Any]] = []
    with duckdb.connect() as con:
        for table, path in files.items():
            wanted = None if listed is None else frozenset(listed.get(table, ()))
            described, summary = _profile_one(con, table, path, wanted)
            columns += described
            table_rows.append(summary)
    return Profile(
        pd.DataFrame(columns, columns=COLUMN_FIELDS),
        pd.DataFrame(table_rows, columns=TABLE_FIELDS),
    )


def _profile_one(
    con: duckdb.DuckDBPyConnection,
    table: str,
    path: Path,
    listed: frozenset[str] | None,
) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    source = quoted(str(path))
    types = {row[0]: row[1] for row in con.execute(statement("load/describe", path=source)).fetchall()}
    names = [name for name in types if name not in _OWN_COLUMNS]
    measures = [_measures(name) for name in names]
    lost = "count(*) FILTER (WHERE len(unparsable) > 0)" if "unparsable" in types else "0"
    query = statement("profile", path=source, lost=lost, measures="".join(f",\n  {text}" for text in measures))
    row = con.execute(query).fetchone() or (0, 0)
    rows, unparsable_rows, per_column = int(row[0]), int(row[1]), row[2:]
    described = [
        {"table": table, "name": name, "type": types[name], "rows": rows, **_named(per_column[4 * i : 4 * i + 4], rows)}
        for i, name in enumerate(names)
    ]
    for column in described:
        asked = listed is None or column["name"] in listed
        column["values"] = _values(con, source, column) if asked else None
    return described, {"table": table, "rows": rows, "columns": len(names), "unparsable_rows": unparsable_rows}


def _measures(name: str) -> str:
    column = '"' + name.replace('"', '""') + '"'
    return (
        f"count({column}), count(DISTINCT {column}), "
        f"CAST(min({column}) AS VARCHAR), CAST(max({column}) AS VARCHAR)"
    )


def _named(measured: tuple[Any, ...], rows: int) -> dict[str, Any]:
    filled, distinct, least, greatest = measured
    return {"nulls": rows - int(filled), "distinct": int(distinct), "min": least, "max": greatest}


def _values(con: duckdb.DuckDBPyConnection, source: str, column: dict[str, Any]) -> list[str] | None:
    if column["distinct"] > MAX_VALUES or column["type"].endswith("[]"):
        return None
    name = '"' + str(column["name"]).replace('"', '""') + '"'
    return [str(value) for (value,) in con.execute(statement("values", path=source, column=name)).fetchall()]
