"""The wide tables that rules are judged on: one row a subject with everything its rules read.

Here: reading ``tables/<name>.yml`` and its SQL. Not here: the rules (``checks.registry``) and judging.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, model_validator

from checks.errors import RuleError
from checks.narrowing import narrowed, tables_read
from checks.parameters import Parameters, parameters
from checks.rule import Exclusion, Text
from checks.sqlfiles import read_sql
from checks.strict import Strict, read_strict
from warehouse import tables as warehouse_tables

FOLDER = Path(__file__).parent / "tables"
SQL_FOLDER = Path(__file__).parent / "sql"
# Every wide query gives these; the engine relies on them.
STANDARD = ("subject_id", "subject_type", "body_key", "region", "unparsable", "unpublished")


class Awaited(Strict):
    """A fact that rules are written for and that no register carries so far: null on every row until one does.

    ``signs`` are pieces of a published header by which a register that begins to carry it would be noticed.
    """

    type: Literal["BOOLEAN", "DATE", "INTEGER", "DECIMAL(18,2)"]
    what: Text
    carried_by: Text
    why_not: Text
    signs: list[str] = Field(min_length=1)


class WideTable(Strict):
    """One wide table: its query, the columns it adds to a core table, and what its rules share.

    ``with_rows`` names queries of ``sql/`` that its own query reads as if they were tables; ``awaited`` are columns
    that its query cannot fill, as no register carries them.
    """

    name: str
    description: str = Field(min_length=10)
    sql: str
    base: str | None = None
    adds: dict[str, str]
    awaited: dict[str, Awaited] = Field(default_factory=dict)
    with_rows: list[str] = Field(default_factory=list)
    own_looks: list[str] = Field(default_factory=list)
    after: str | None = None
    values: dict[str, str] = Field(default_factory=dict)
    exclusions: dict[str, Exclusion] = Field(default_factory=dict)
    example_row: dict[str, Any]

    @model_validator(mode="after")
    def _awaits_what_nobody_carries(self) -> WideTable:
        carried = sorted(self.awaited.keys() & set(self._filled))
        if carried:
            raise ValueError(f"awaited: {', '.join(carried)} is a column that the query fills; take it from 'awaited'")
        return self

    @property
    def _filled(self) -> list[str]:
        core = warehouse_tables.load()[self.base].column_names if self.base else []
        return [*core, *STANDARD, *self.adds]

    @property
    def columns(self) -> list[str]:
        """Every column the query gives."""
        return list(dict.fromkeys([*self._filled, *self.awaited]))

    def query(self, values: Parameters, columns: frozenset[str] | None = None) -> str:
        """The query with its parameters written in, and a null for what no register carries.

        With ``columns`` it gives those, and joins no register that none of them needs.
        """
        own, with_rows = read_sql(SQL_FOLDER / self.sql, values), self.with_rows
        if columns is not None:
            own = narrowed(own, columns)
            read = tables_read(own)
            with_rows = [name for name in with_rows if name in read]
        rows = [f"{name} AS ({read_sql(SQL_FOLDER / f'{name}.sql', values)})" for name in with_rows]
        nulls = [f"CAST(NULL AS {column.type}) AS {name}" for name, column in self.awaited.items()]
        if not rows and not nulls:
            return own
        before = f"WITH {', '.join(rows)} " if rows else ""
        return f"{before}SELECT {', '.join(['*', *nulls])} FROM ({own})"  # noqa: S608 - our own files


@cache
def wide_tables() -> dict[str, WideTable]:
    """Every declared wide table by name, those that need another's outcomes after it.

    Raises:
        RuleError: a declaration breaks the form or does not bear its file's name.
    """
    found: dict[str, WideTable] = {}
    for path in sorted(FOLDER.glob("*.yml")):
        table = read_strict(path, WideTable, RuleError)
        if table.name != path.stem:
            raise RuleError(f"{path.name}: declares '{table.name}'; rename the file or the table")
        found[table.name] = table
    return dict(sorted(found.items(), key=lambda item: item[1].after is not None))


def wide_query(table: WideTable, columns: frozenset[str] | None = None) -> str:
    """The query of a wide table with the parameters in force, for those columns only where they are named."""
    return table.query(parameters(), columns)
