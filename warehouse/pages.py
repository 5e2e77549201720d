"""Pages of a register that is asked key by key: what lasts on each of them, counted so that two looks can be compared.

Here: what the warehouse has to know of a page, and the count. Not here: what follows from a loss (`checks.pages`), nor
bringing the rows of pages into the raw tables (`load`).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from warehouse.statements import quoted, statement

PageName = tuple[str, str]
"""A key, and which page of it."""


@dataclass(frozen=True)
class PageForm:
    """One page of a key, as its source's contract describes it.

    `tables` are those that it fills. Of `lasting` ones rows stay once they were published; the columns tell them apart.
    In `counted` ones a column is the number of such elements; where `period` names columns, a count is one of that
    period and begins anew with the next. No two keys have the same `unshared` page.
    """

    name: str
    tables: tuple[str, ...]
    lasting: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    counted: Mapping[str, str] = field(default_factory=dict)
    period: tuple[str, ...] = ()
    unshared: bool = False

    @property
    def lasts(self) -> bool:
        """Whether anything on it lasts beyond a period."""
        return bool(self.lasting or (self.counted and not self.period))


def identity(columns: Sequence[str]) -> str:
    """What tells the rows of a lasting table apart, as an SQL expression."""
    return "concat_ws(chr(31), " + ", ".join(f"coalesce(CAST(\"{name}\" AS VARCHAR), '')" for name in columns) + ")"


def count_elements(con: duckdb.DuckDBPyConnection, files: Mapping[str, Path], forms: Sequence[PageForm]) -> None:
    """Make the temporary table `page_elements`: page_key, page, elements, one row a page of which anything lasts."""
    counts = [part for form in forms for part in _counts(form, files)]
    con.execute(statement("load/page_elements", counts="\nUNION ALL\n".join(counts) or statement("load/no_elements")))


def _counts(form: PageForm, files: Mapping[str, Path]) -> Iterator[str]:
    measures = {table: f"count(DISTINCT {identity(columns)})" for table, columns in form.lasting.items()}
    counted = {} if form.period else form.counted
    measures |= {table: f'coalesce(sum("{column}"), 0)' for table, column in counted.items()}
    for table, measure in measures.items():
        path = quoted(str(files[table]))
        yield statement("load/count_elements", page=quoted(form.name), measure=measure, path=path)
