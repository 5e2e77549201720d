"""Writes the reference page of the tables from their declarations. Pages for users belong to the dashboard."""

from warehouse import tables
from warehouse.declarations import Column, Table

_GROUPS = {
    "core": "The modelled registers",
    "links": "Links between registers",
    "history": "History",
    "checks": "Outcomes of the rules",
    "alerts": "Alerts",
    "lists": "Lists",
    "meta": "What was looked at",
}


def render() -> str:
    """The whole page as Markdown."""
    parts = ["# Tables of the warehouse\n\nMade from `warehouse/tables/*.yml`; change those files, not this page.\n"]
    for group, title in _GROUPS.items():
        parts.append(f"## {title}\n")
        parts += [_table(table) for table in tables.of_group(group)]
    return "\n".join(parts)


def _table(table: Table) -> str:
    lines = [f"### `{table.name}`\n", f"{table.description}\n"]
    lines.append(f"Key: {', '.join(f'`{name}`' for name in table.key)}.\n" if table.key else "No key.\n")
    if table.inputs:
        files = sorted({f"`{source.source}` ({source.table})" for source in table.inputs})
        lines.append(f"Comes from {', '.join(files)}.\n")
    lines += [f"> {warning}\n" for warning in table.warnings]
    lines += ["| column | type | unit | meaning |", "|---|---|---|---|"]
    lines += [_row(column) for column in table.columns]
    return "\n".join(lines) + "\n"


def _row(column: Column) -> str:
    meaning = column.description
    if column.null_means:
        meaning += f". Null: {column.null_means}"
    marks = [mark for mark, is_set in (("watched", column.watched), ("volatile", column.volatile)) if is_set]
    if marks:
        meaning += f" ({', '.join(marks)})"
    return f"| `{column.name}` | {column.type} | {column.unit or ''} | {meaning.replace('|', chr(92) + '|')} |"
