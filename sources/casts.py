"""From declared types to SQL: one expression a column, over text columns named ``c0``, ``c1``, ….

Here: which macro of ``casts.sql`` serves which declared type, masking, and the list of cells that failed. Not here: the
forms themselves (``sql/casts.sql``) and the tables they go into (``staging``).
"""

from sources.headers import Layout
from sources.spec_tables import DUCKDB_TYPES, ColumnSpec, FormatSpec, TableSpec
from sources.sqltext import identifier, literal, literal_list

PERSON = "PERSONA NATURAL"
SHOWN_RAW = 200
REASONS = {
    "integer": "not_a_number",
    "decimal": "not_a_number",
    "percent": "not_a_number",
    "number": "not_a_number",
    "date": "not_a_date",
    "timestamp": "not_a_date",
    "boolean": "not_yes_or_no",
}


def typed_select(table: TableSpec, layout: Layout, form: FormatSpec, relation: str, *, trimmed: bool = False) -> str:
    """Return the SELECT that turns a relation of texts into staged rows: row number, values, failed cells.

    Kept columns come under their own names, what remains of personal ones under theirs, and ``failed`` lists the cells
    that have text but no value. ``trimmed`` texts have no blanks around them, and none is empty.
    """
    texts = [f"{_text(position, form, trimmed=trimmed)} AS t{position}" for position in _positions(layout)]
    values = [f"{_value(column, layout, form)} AS v{index}" for index, column in enumerate(table.kept_columns())]
    values += [f"{_named(name, table, layout)} AS n{index}" for index, name in enumerate(table.named_columns())]
    shown = [f"v{index} AS {identifier(column.name)}" for index, column in enumerate(table.kept_columns())]
    shown += [f"n{index} AS {identifier(name)}" for index, name in enumerate(table.named_columns())]
    return (
        f"SELECT row_number, {', '.join(shown)}, {_failed(table, layout)} AS failed "  # noqa: S608 - our own contract
        f"FROM (SELECT *, {', '.join(values)} FROM (SELECT row_number, {', '.join(texts)} FROM {relation}))"
    )


def _positions(layout: Layout) -> list[int]:
    return sorted({position for position in layout.positions.values() if position is not None})


def _text(position: int, form: FormatSpec, *, trimmed: bool) -> str:
    # JSON has its own word for nothing; trimming millions of its texts would cost more than reading them.
    text = f"nullif(c{position}, '')" if form.kind == "ocds_zip" else f"as_text(c{position})"
    if trimmed:
        text = f"c{position}"
    if not form.null_words:
        return text
    words = literal_list(word.lower() for word in form.null_words)
    return f"CASE WHEN list_contains({words}, lower({text})) THEN NULL ELSE {text} END"


def _value(column: ColumnSpec, layout: Layout, form: FormatSpec) -> str:
    position = layout.positions[column.name]
    if position is None:
        return f"CAST(NULL AS {DUCKDB_TYPES[column.type]})"
    text = f"t{position}"
    if column.natural_person_of:
        return _masked(column, text, layout)
    value = _cast(column, text, form)
    if column.pattern:
        return f"CASE WHEN regexp_full_match({value}, {literal(column.pattern)}) THEN {value} END"
    return value


def _masked(column: ColumnSpec, text: str, layout: Layout) -> str:
    if column.natural_person_of == column.name:
        return f"masked_ruc({text})"
    holder = layout.positions[column.natural_person_of or ""]
    # Without the tax number nobody can tell a firm from a person: then no name leaves the reader.
    natural = "true" if holder is None else f"is_natural_person(t{holder})"
    return f"CASE WHEN {text} IS NOT NULL AND {natural} THEN {literal(PERSON)} ELSE {text} END"


def _cast(column: ColumnSpec, text: str, form: FormatSpec) -> str:
    if form.kind == "ocds_zip" and column.type == "timestamp":
        return f"as_lima_moment({text})"
    if column.type in ("decimal", "percent"):
        return f"as_decimal_{form.decimal_mark}({text})"
    if column.type == "date":
        return f"CAST(as_moment({text}, {literal_list(form.date_formats)}, {form.first_year}) AS DATE)"
    if column.type == "timestamp":
        return f"as_moment({text}, {literal_list(form.timestamp_formats or form.date_formats)}, {form.first_year})"
    if column.type == "boolean":
        return f"as_boolean({text}, {literal_list(form.true_words)}, {literal_list(form.false_words)})"
    return {"code": "as_code", "integer": "as_integer", "number": "as_number"}.get(column.type, "") + f"({text})"


def _named(name: str, table: TableSpec, layout: Layout) -> str:
    places = [layout.positions[column.name] for column in table.columns if column.named_as == name]
    tests = [f"t{place} IS NOT NULL" for place in places if place is not None]
    return f"({' OR '.join(tests)})" if tests else "CAST(NULL AS BOOLEAN)"


def _failed(table: TableSpec, layout: Layout) -> str:
    """The list of cells that have text but no value; built only for rows that have one, which are few."""
    tests, cells = [], []
    for index, column in enumerate(table.kept_columns()):
        position = layout.positions[column.name]
        reason = "other_form" if column.pattern else REASONS.get(column.type)
        if position is None or reason is None:
            continue
        test = f"(t{position} IS NOT NULL AND v{index} IS NULL)"
        raw = "NULL" if column.natural_person_of else f"left(t{position}, {SHOWN_RAW})"
        tests.append(test)
        cells.append(
            f"CASE WHEN {test} THEN {{'column': {literal(column.name)}, 'reason': {literal(reason)}, 'raw': {raw}}} END"
        )
    if not tests:
        return 'CAST(NULL AS STRUCT("column" VARCHAR, reason VARCHAR, raw VARCHAR)[])'
    return f"CASE WHEN {' OR '.join(tests)} THEN list_filter([{', '.join(cells)}], lambda cell: cell IS NOT NULL) END"
