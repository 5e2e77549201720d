"""Turns raw tables into the views core SQL reads: raw columns under the names of the core table, plus their look.

One view per declared input, made afresh for each build: `input_<…>` has the mapped columns, `part`, `seen_on`,
`row_number`, `unparsable` and `unpublished` (both in names of the core table). A raw table that does not exist yet
gives an empty view, so that core SQL need not know what has been read so far. The table `input_columns` says which
core columns each view can fill. What values mean is decided in sql/core/, not here.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import duckdb

from warehouse import tables
from warehouse.declarations import Input, Table, always_there, carried_by, fed_by
from warehouse.load import raw_name
from warehouse.rows import insert
from warehouse.schema import columns_of, table_names
from warehouse.statements import quoted, statement, text_list


@dataclass(frozen=True)
class _Wanted:
    """One column of a view: its name, the raw column behind it and the type core SQL counts on."""

    name: str
    raw: str
    type: str
    feeds: tuple[str, ...]


def create_views(con: duckdb.DuckDBPyConnection, selections: Sequence[str]) -> None:
    """Makes what the selections read: views of declared inputs, `input_columns`, `known_places`, `process_parts`."""
    process_parts = statement("inputs/process_parts")
    parted = any("process_parts" in text for text in selections)
    read = [*selections, process_parts] if parted else selections
    con.execute(statement("inputs/columns"))
    con.execute(statement("inputs/known_places"))
    made = table_names(con)
    for table in tables.load().values():
        for source in table.inputs:
            if any(source.view in text for text in read):
                raw = raw_name(source.source, source.table)
                _create_view(con, table, source, columns_of(con, raw) if raw in made else {})
    if parted:
        con.execute(process_parts)


def _create_view(
    con: duckdb.DuckDBPyConnection, table: Table, source: Input, raw_columns: dict[str, str]
) -> None:
    wanted = _wanted(table, source)
    seen = con.execute("SELECT 1 FROM meta_current WHERE source = ?", [source.source]).fetchone()
    if not raw_columns or seen is None:
        empty = ", ".join(f"CAST(NULL AS {column.type}) AS {column.name}" for column in wanted)
        con.execute(statement("inputs/empty_view", view=source.view, columns=empty))
        published: set[str] = set()
    else:
        absent = _absent(con, source, raw_columns)
        con.execute(_view(table, source, raw_columns, absent))
        published = set(carried_by(table, source)) - set(absent[""])
    rows = [(table.name, source.view, name, name in published) for name in carried_by(table, source)]
    insert(con, "input_columns", rows)


def _wanted(table: Table, source: Input) -> list[_Wanted]:
    fed = fed_by(table, source)
    direct = [_Wanted(name, raw, table.column(name).type, tuple(fed[raw])) for name, raw in source.columns.items()]
    return direct + [_Wanted(name, e.raw, e.type, tuple(fed[e.raw])) for name, e in source.extras.items()]


def _absent(con: duckdb.DuckDBPyConnection, source: Input, raw_columns: dict[str, str]) -> dict[str, list[str]]:
    """Part -> core columns that the part's file did not carry; '' holds those that no part carries."""
    table = next(table for table in tables.load().values() if source in table.inputs)
    fed = fed_by(table, source)
    never = {name for raw in fed if raw not in raw_columns for name in fed[raw]}
    rows = con.execute(
        "SELECT part, column_name FROM meta_absent WHERE source = ? AND table_name = ?",
        [source.source, source.table],
    ).fetchall()
    absent = {"": set(never)}
    for part, raw in rows:
        absent.setdefault(str(part), set(never)).update(fed.get(str(raw), []))
    return {part: sorted(names) for part, names in absent.items()}


def _view(table: Table, source: Input, raw_columns: dict[str, str], absent: dict[str, list[str]]) -> str:
    wanted = _wanted(table, source)
    columns = ",\n  ".join(f"{_value(column, raw_columns.get(column.raw))} AS {column.name}" for column in wanted)
    return statement(
        "inputs/view",
        view=source.view,
        raw=source.raw_table,
        source=quoted(source.source),
        seen_on="r._seen_on" if source.by_key else "m.seen_on",
        columns=columns,
        unparsable=_unparsable(table, source, raw_columns),
        unpublished=_unpublished(table, source, absent),
    )


def _value(column: _Wanted, raw_type: str | None) -> str:
    cell = f'r."{column.raw}"'
    if raw_type is None:
        return f"CAST(NULL AS {column.type})"
    if raw_type == column.type:
        return cell
    if column.type == "BOOLEAN" and raw_type == "VARCHAR":
        return f"yes_no({cell})"
    return f"TRY_CAST({cell} AS {column.type})"


def _can_fail(column: _Wanted, raw_type: str | None) -> bool:
    """Whether a published cell can be lost between the raw type and ours (a number too large, a text that is none)."""
    return raw_type is not None and column.type not in {raw_type, "VARCHAR"}


def _unparsable(table: Table, source: Input, raw_columns: dict[str, str]) -> str:
    """SQL for the reader's list in core names, and the cells that do not fit our type."""
    fed = fed_by(table, source)
    names = ", ".join(f"{quoted(raw)}: {text_list(targets)}" for raw, targets in fed.items())
    lists = [f"flatten(list_transform(r.unparsable, lambda c: coalesce(MAP {{{names}}}[c], CAST([] AS VARCHAR[]))))"]
    conditions = ["len(r.unparsable) > 0"]
    for column in _wanted(table, source):
        if _can_fail(column, raw_columns.get(column.raw)):
            lost = f'(r."{column.raw}" IS NOT NULL AND {_value(column, raw_columns[column.raw])} IS NULL)'
            conditions.append(lost)
            lists.append(f"CASE WHEN {lost} THEN {text_list(list(column.feeds))} END")
    together = f"list_concat({', '.join(lists)})" if len(lists) > 1 else f"{lists[0]}"
    return (
        f"CASE WHEN {' OR '.join(conditions)} "
        f"THEN list_sort(list_distinct({together})) ELSE CAST([] AS VARCHAR[]) END"
    )


def _unpublished(table: Table, source: Input, absent: dict[str, list[str]]) -> str:
    """SQL for the core columns that the file behind a row does not carry."""
    there = set(always_there(table))
    never_carried = set(table.column_names) - there - set(carried_by(table, source))
    lists = {part: text_list(sorted((never_carried | set(names)) - there)) for part, names in absent.items()}
    cases = " ".join(f"WHEN {quoted(part)} THEN {names}" for part, names in lists.items() if part)
    # A source without parts has the part '', whose own absent columns are already in its list.
    return f"CASE r._part {cases} ELSE {lists['']} END" if cases else lists[""]
