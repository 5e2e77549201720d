"""Measures a night's pages and what the warehouse knows of the same keys, for ``checks.pages`` to compare.

Only the tables of pages that changed are looked into: what is as it was can have lost nothing.
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

from checks.pages import NOTHING, Beside, Contents, Looked, PageChanges, weigh
from warehouse.load import LOOK_COLUMNS, ROW_COLUMNS, raw_name
from warehouse.pages import PageForm, PageName, count_elements, identity
from warehouse.schema import columns_of
from warehouse.statements import quoted, statement_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from duckdb import DuckDBPyConnection

FOLDER = Path(__file__).parent / "sql"
_NUMBERS = ("BIGINT", "DOUBLE", "DECIMAL")
_TOLD_APART = ("VARCHAR", "DATE", "TIMESTAMP", *_NUMBERS)
"""Types of columns whose contents can change places; yes and no hardly tell columns apart."""
_OURS = frozenset({"page_key", "array"} | {name for name, _ in (*ROW_COLUMNS, *LOOK_COLUMNS)})
"""Columns that no portal publishes."""


def changes(  # noqa: PLR0913, PLR0917 - all of these describe one look
    con: DuckDBPyConnection,
    source: str,
    night: date,
    files: Mapping[str, Path],
    forms: Sequence[PageForm],
    most_pct: float,
) -> PageChanges:
    """What tonight's pages of a source are beside what was known of them before the night; nothing is written."""
    pages = quoted(str(files["pages"]))
    count_elements(con, files, forms)
    query = statement_of(FOLDER, "pages_looked", pages=pages)
    lasting = [form.name for form in forms if form.lasts]
    known = {"source": source, "night": night, "lasting": lasting}
    looked = [Looked(*row) for row in con.execute(query, known).fetchall()]
    unshared = [form.name for form in forms if form.unshared]
    asked = {"source": source, "unshared": unshared, "lasting": lasting}
    shared: set[PageName] = set()
    if unshared:
        shared = set(con.execute(statement_of(FOLDER, "pages_shared", pages=pages), asked).fetchall())
    con.execute("DROP TABLE page_elements")
    changed: dict[str, list[Looked]] = defaultdict(list)
    for page in looked:
        if page.changed and page.most is not None:
            changed[page.page].append(page)
    beside = [
        each
        for form in forms
        if changed[form.name]
        for each in _beside(con, source, files, form, changed[form.name])
    ]
    return weigh(looked, beside, shared, night, most_pct)


def _beside(
    con: DuckDBPyConnection, source: str, files: Mapping[str, Path], form: PageForm, changed: Sequence[Looked]
) -> Iterator[Beside]:
    for table in form.tables:
        raw = raw_name(source, table)
        columns = columns_of(con, raw)
        keys = [page.key for page in changed]
        before = _contents(con, raw, form, table, columns, keys)
        now = _contents(con, f"read_parquet({quoted(str(files[table]))})", form, table, columns, keys)
        for page in changed:
            yield Beside(page, table, before.get(page.key, NOTHING), now.get(page.key, NOTHING))


def _contents(  # noqa: PLR0913, PLR0917 - all of these say what is looked up
    con: DuckDBPyConnection, relation: str, form: PageForm, table: str, columns: Mapping[str, str], keys: list[str]
) -> dict[str, Contents]:
    """What one table holds of each key."""
    compared = [name for name, kind in columns.items() if name not in _OURS and kind.startswith(_TOLD_APART)]
    listed = [f", list(DISTINCT {_text(name, columns[name])})" for name in compared]
    lasting = form.lasting.get(table)
    query = statement_of(
        FOLDER,
        "page_contents",
        relation=relation,
        counted=f'coalesce(sum("{form.counted[table]}"), 0)' if table in form.counted else "0",
        period=f"max({identity(form.period)})" if table in form.counted and form.period else "''",
        identity=f"list(DISTINCT {identity(lasting)})" if lasting else "[]",
        cells="".join(listed),
    )
    return {
        key: Contents(rows, int(counted), frozenset(ids), _named(compared, cells), period)
        for key, rows, counted, period, ids, *cells in con.execute(query, {"keys": keys}).fetchall()
    }


def _named(names: Sequence[str], cells: Sequence[list[str | None] | None]) -> dict[str, frozenset[str]]:
    return {
        name: frozenset(text for text in found or () if text is not None)
        for name, found in zip(names, cells, strict=True)
    }


def _text(name: str, kind: str) -> str:
    """A cell as it is compared: numbers of all types in one form."""
    number = kind.startswith(_NUMBERS)
    return f'CAST(CAST("{name}" AS DOUBLE) AS VARCHAR)' if number else f'CAST("{name}" AS VARCHAR)'
