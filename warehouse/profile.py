"""Describes parsed Parquet files in two small lists, one row a column and one row a table, for the gate to judge.

DuckDB counts; nothing here decides whether the counts are good. Files of one shape are counted in one statement,
because a night brings dozens of small ones and planning a statement costs more than reading such a file.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import duckdb

from warehouse.connection import SILENT
from warehouse.statements import quoted, statement

MAX_VALUES = 60
"""A column with at most so many distinct values has them listed, so that allowed values can be judged."""
VERSION = 3
"""Rises whenever the same files would be described differently."""
AS_WRITTEN = "PRAGMA disable_optimizer"
"""One scan and its aggregates leave nothing to optimise; looking for it took two thirds of a small night's profiles."""
_OWN_COLUMNS = frozenset({"unparsable", "row_number"})
_FIXED_MEASURES = 2
_MEASURES_A_COLUMN = 8
_TEXT = "VARCHAR"
_MEANS = {_TEXT: "strlen({})", "BOOLEAN": "CAST({} AS INTEGER)", "DATE": "epoch({})", "TIMESTAMP": "epoch({})"}
"""What the mean of a column is taken of, by type; of numbers it is the number."""

Shape = tuple[tuple[str, str], ...]
"""Names and types of a file's columns, in order."""
_Places = dict[str, list[tuple[Path, dict[str, Any]]]]
"""Columns to be measured further, by name: the file, and the row that describes the column."""


class Profile(NamedTuple):
    """What was counted: a row a column and a row a table.

    `columns`: table, name, type, rows, nulls, distinct, min, max, mean, below_next, above_next, twice_encoded,
    accented, and values (list of text, or None when they are many).

    `tables`: table, rows, columns, unparsable_rows. `min` and `max` are text. `mean` is that of numbers, of seconds
    since 1970, of true as 1, of a text's bytes; None of lists. `below_next` and `above_next` count the rows whose cell
    is less, or more, than that of the next column, where that is of the same type, else they are 0.

    `twice_encoded` counts the cells with a letter that appears when UTF-8 is read as latin-1 (`Ã`, which Spanish
    lacks). Only where there are any, `accented` counts the cells with a letter beyond ASCII, else it is 0.
    """

    columns: list[dict[str, Any]]
    tables: list[dict[str, Any]]


class Parsed(NamedTuple):
    """The Parquet files of one arrival by table, and by table the columns whose values are listed (None: of all)."""

    files: Mapping[str, Path]
    listed: Mapping[str, Collection[str]] | None = None

    def lists(self, table: str, column: str) -> bool:
        """Whether the values of a column are wanted."""
        return self.listed is None or column in self.listed.get(table, ())


def profile(files: Mapping[str, Path], listed: Mapping[str, Collection[str]] | None = None) -> Profile:
    """The profile of one arrival; several at once cost little more than one: prefer `profile_all`."""
    return profile_all([Parsed(files, listed)])[0]


def profile_all(arrivals: Sequence[Parsed]) -> list[Profile]:
    """The profiles of several arrivals, in the order given."""
    with duckdb.connect() as con:
        con.execute(SILENT)
        con.execute(AS_WRITTEN)
        shapes = {path: _shape(con, path) for arrival in arrivals for path in arrival.files.values()}
        measured = _measured(con, shapes)
        described = [
            [_describe(table, shapes[path], measured[path]) for table, path in arrival.files.items()]
            for arrival in arrivals
        ]
        _list_values(con, arrivals, described)
        _count_accented(con, arrivals, described)
    return [_together(tables) for tables in described]


class _Described(NamedTuple):
    """One table of one arrival: a row a column, and the row of the table."""

    columns: list[dict[str, Any]]
    summary: dict[str, Any]


def _together(tables: Sequence[_Described]) -> Profile:
    return Profile([column for table in tables for column in table.columns], [table.summary for table in tables])


def _shape(con: duckdb.DuckDBPyConnection, path: Path) -> Shape:
    described = con.execute(statement("load/describe", path=quoted(str(path)))).fetchall()
    return tuple((str(row[0]), str(row[1])) for row in described)


def _measured(con: duckdb.DuckDBPyConnection, shapes: Mapping[Path, Shape]) -> dict[Path, tuple[Any, ...]]:
    """For each file rows, unparsable rows, then eight measures a column; a statement for all files of one shape."""
    alike: dict[Shape, list[Path]] = defaultdict(list)
    for path, shape in shapes.items():
        alike[shape].append(path)
    found: dict[Path, tuple[Any, ...]] = {}
    for shape, paths in alike.items():
        measures = [_measures(*pair) for pair in _with_next(_foreign(shape))]
        lost = "count(*) FILTER (WHERE len(unparsable) > 0)" if "unparsable" in dict(shape) else "0"
        # Counting distinct values by group costs six times as much, so a file alone in its shape is not grouped.
        alone = len(paths) == 1
        query = statement(
            "profile",
            paths=_paths(paths),
            file=quoted(str(paths[0])) if alone else "_file",
            group="" if alone else "GROUP BY _file",
            lost=lost,
            measures="".join(f",\n  {measure}" for measure in measures),
        )
        empty = (0, 0, *(0, 0, None, None, None, 0, 0, 0) * len(measures))
        rows = {Path(row[0]): row[1:] for row in con.execute(query).fetchall()}
        found |= {path: rows.get(path, empty) for path in paths}
    return found


def _describe(table: str, shape: Shape, measured: tuple[Any, ...]) -> _Described:
    rows, unparsable_rows, per_column = int(measured[0]), int(measured[1]), measured[_FIXED_MEASURES:]
    columns = [
        {"table": table, "name": name, "type": kind, "rows": rows, "values": None, "accented": 0,
         **_named(per_column[_MEASURES_A_COLUMN * place : _MEASURES_A_COLUMN * (place + 1)], rows)}
        for place, (name, kind) in enumerate(_foreign(shape))
    ]  # fmt: skip
    summary = {"table": table, "rows": rows, "columns": len(columns), "unparsable_rows": unparsable_rows}
    return _Described(columns, summary)


def _foreign(shape: Shape) -> list[tuple[str, str]]:
    """The columns that came from outside: all but those our readers add."""
    return [(name, kind) for name, kind in shape if name not in _OWN_COLUMNS]


def _list_values(
    con: duckdb.DuckDBPyConnection, arrivals: Sequence[Parsed], described: Sequence[Sequence[_Described]]
) -> None:
    """Fill in the values of wanted columns that have few."""
    wanted: _Places = defaultdict(list)
    for arrival, tables in zip(arrivals, described, strict=True):
        for (table, path), found in zip(arrival.files.items(), tables, strict=True):
            for column in found.columns:
                few = column["distinct"] <= MAX_VALUES and not column["type"].endswith("[]")
                if few and arrival.lists(table, column["name"]):
                    wanted[column["name"]].append((path, column))
    _fill_in(con, "values", wanted, "values", [])


def _count_accented(
    con: duckdb.DuckDBPyConnection, arrivals: Sequence[Parsed], described: Sequence[Sequence[_Described]]
) -> None:
    """Count the cells with letters beyond ASCII, which is slow, where some look encoded twice, which is rare."""
    wanted: _Places = defaultdict(list)
    for arrival, tables in zip(arrivals, described, strict=True):
        for path, found in zip(arrival.files.values(), tables, strict=True):
            for column in found.columns:
                if column["twice_encoded"]:
                    wanted[column["name"]].append((path, column))
    _fill_in(con, "accented", wanted, "accented", 0)


def _fill_in(con: duckdb.DuckDBPyConnection, query: str, wanted: _Places, field: str, empty: object) -> None:
    """Measure columns further, one statement for all files with a column of a name."""
    for name, places in wanted.items():
        text = statement(query, paths=_paths([path for path, _ in places]), column=_quoted_name(name))
        found = {Path(path): value for path, value in con.execute(text).fetchall()}
        for path, column in places:
            column[field] = found.get(path, empty)


def _with_next(columns: Sequence[tuple[str, str]]) -> list[tuple[str, str, str | None]]:
    """Name and type of each column, and the name of the next one where that is of the same type."""
    pairs = zip(columns, [*columns[1:], ("", "")], strict=True)
    return [(name, kind, other if kind == its else None) for (name, kind), (other, its) in pairs]


def _measures(name: str, kind: str, following: str | None) -> str:
    column = _quoted_name(name)
    single = not kind.endswith("[]")
    mean = f"avg({_MEANS.get(kind, '{}').format(column)})" if single else "NULL"
    twice_encoded = f"count_if(contains({column}, 'Ã'))" if kind == _TEXT else "0"
    order = ["0", "0"]
    if following and single:
        order = [f"count_if({column} {sign} {_quoted_name(following)})" for sign in "<>"]
    extremes = [f"CAST({extreme}({column}) AS VARCHAR)" for extreme in ("min", "max")]
    return ", ".join([f"count({column})", f"count(DISTINCT {column})", *extremes, mean, *order, twice_encoded])


def _named(measured: tuple[Any, ...], rows: int) -> dict[str, Any]:
    filled, distinct, least, greatest, mean, below, above, twice_encoded = measured
    return {
        "nulls": rows - int(filled), "distinct": int(distinct), "min": least, "max": greatest,
        "mean": None if mean is None else float(mean), "below_next": int(below or 0), "above_next": int(above or 0),
        "twice_encoded": int(twice_encoded or 0),
    }  # fmt: skip


def _quoted_name(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _paths(paths: Sequence[Path]) -> str:
    return "[" + ", ".join(quoted(str(path)) for path in paths) + "]"
