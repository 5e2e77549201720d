"""Brings parsed Parquet files into the raw tables: one transaction a look, replacing that source's part only.

Reading what was published belongs to the sources room; giving it meaning to `model`.
"""

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb

from warehouse.connection import transaction
from warehouse.errors import LoadError
from warehouse.pages import PageForm, PageName, count_elements
from warehouse.schema import columns_of
from warehouse.statements import quoted, statement, text_list

ROW_COLUMNS = (("unparsable", "VARCHAR[]"), ("row_number", "BIGINT"))
LOOK_COLUMNS = (("_part", "VARCHAR"), ("_seen_on", "DATE"), ("_payload", "VARCHAR"))


@dataclass(frozen=True)
class RawTable:
    """One table of a source as its reader types it: columns are (name, DuckDB type)."""

    source: str
    table: str
    columns: tuple[tuple[str, str], ...]

    @property
    def name(self) -> str:
        """Name of the table in the warehouse."""
        return raw_name(self.source, self.table)

    @property
    def all_columns(self) -> dict[str, str]:
        """Declared columns, those of every row, and those of the look."""
        return dict((*self.columns, *ROW_COLUMNS, *LOOK_COLUMNS))


def raw_name(source: str, table: str) -> str:
    """Name of a raw table."""
    return f"raw_{source}__{table}"


def ensure_raw(con: duckdb.DuckDBPyConnection, raw_tables: Sequence[RawTable]) -> None:
    """Makes the raw tables that are missing.

    Raises:
        LoadError: a table has other columns than the source declares now.
    """
    for raw in raw_tables:
        columns = ", ".join(f'"{name}" {kind}' for name, kind in raw.all_columns.items())
        con.execute(f"CREATE TABLE IF NOT EXISTS {raw.name} ({columns})")
        found = columns_of(con, raw.name)
        if found.keys() != raw.all_columns.keys():
            different = sorted(found.keys() ^ raw.all_columns.keys())
            raise LoadError(f"{raw.name}: the source declares other columns now ({different}); run `vigia rebuild`")


def load_look(  # noqa: PLR0913, PLR0917 - all of these describe one look
    con: duckdb.DuckDBPyConnection,
    source: str,
    part: str,
    seen_on: date,
    payload_sha256: str | None,
    files: Mapping[str, Path],
    absent: Mapping[str, Sequence[str]] | None = None,
) -> dict[str, int]:
    """Replaces one part of a source by the parsed files of an accepted look.

    Args:
        con: the warehouse; inside a transaction the look is part of it.
        source: name of the source.
        part: month of the source, or '' where it has no parts.
        seen_on: date for which the look speaks.
        payload_sha256: hash of what was published.
        files: table -> Parquet file; tables of the source that are not named lose this part's rows.
        absent: table -> declared columns that the published file did not carry.

    Returns:
        table -> rows loaded.

    Raises:
        LoadError: a file does not fit its raw table; nothing is changed.
    """
    missing = {table: sorted(names) for table, names in (absent or {}).items()}
    with transaction(con):
        if _is_loaded(con, source, part):
            for name in _raw_tables(con, source):
                _forget(con, name, part)
        rows = {}
        for table, path in files.items():
            not_in_file, rows[table] = _insert(con, source, table, path, (part, seen_on, payload_sha256))
            missing[table] = sorted({*missing.get(table, []), *not_in_file})
        con.execute("DELETE FROM meta_absent WHERE source = ? AND part = ?", [source, part])
        for table, names in missing.items():
            for name in names:
                con.execute("INSERT INTO meta_absent VALUES (?, ?, ?, ?)", [source, part, table, name])
        _set_current(con, source, part, seen_on, payload_sha256)
    return rows


@dataclass(frozen=True)
class PagesLook:
    """What a night's pages of a source came to.

    `files` has the Parquet file of each table; that of `pages` has one row a page that was read.
    """

    source: str
    seen_on: date
    payload_sha256: str | None
    files: Mapping[str, Path]
    forms: Sequence[PageForm]


def load_pages(con: duckdb.DuckDBPyConnection, look: PagesLook) -> dict[str, int]:
    """Replaces, key by key, what a night's pages of a source show; rows of keys that were not asked stand.

    Each row carries the night of its look, so that its age is its own. Pages that `meta_held` names for this night are
    not taken: their rows stand, too.

    Returns:
        table -> rows loaded.

    Raises:
        LoadError: a file does not fit its raw table; nothing is changed.
    """
    with tempfile.TemporaryDirectory(prefix="vigia-taken-") as folder, transaction(con):
        held = con.execute(statement("load/held_pages"), [look.source, look.seen_on]).fetchall()
        return _replace_pages(con, look, _taken(con, look, held, Path(folder)) if held else look.files)


def _replace_pages(
    con: duckdb.DuckDBPyConnection, look: PagesLook, files: Mapping[str, Path]
) -> dict[str, int]:
    pages = quoted(str(files["pages"]))
    for form in look.forms:
        for name in form.tables:
            con.execute(statement("load/forget_keys", table=raw_name(look.source, name), pages=pages), [form.name])
    con.execute(statement("load/forget_pages", table=raw_name(look.source, "pages"), pages=pages))
    of_rows = ("", look.seen_on, look.payload_sha256)
    rows = {table: _insert(con, look.source, table, path, of_rows)[1] for table, path in files.items()}
    count_elements(con, files, look.forms)
    known = {"source": look.source, "seen_on": look.seen_on}
    con.execute(statement("load/remember_pages", pages=pages), known)
    con.execute(statement("load/renew_pages"))
    _set_current(con, look.source, "", look.seen_on, look.payload_sha256)
    return rows


def _taken(
    con: duckdb.DuckDBPyConnection, look: PagesLook, held: Sequence[PageName], folder: Path
) -> dict[str, Path]:
    """The files without the rows of the pages that are held."""
    keys = {form.name: [key for key, page in held if page == form.name] for form in look.forms}
    filled = {table: _among(keys[form.name]) for form in look.forms for table in form.tables}
    filled["pages"] = " OR ".join(f"(page = {quoted(name)} AND {_among(listed)})" for name, listed in keys.items())
    taken = {table: folder / f"{table}.parquet" for table in look.files}
    for table, path in look.files.items():
        places = {"path": quoted(str(path)), "taken": quoted(str(taken[table]))}
        con.execute(statement("load/taken_rows", held=filled[table], **places))
    return taken


def _among(keys: list[str]) -> str:
    return f"list_contains({text_list(keys)}, page_key)"


def confirm_look(con: duckdb.DuckDBPyConnection, source: str, part: str, seen_on: date) -> bool:
    """An unchanged payload was seen again: the part's rows stand and speak for the new date.

    Returns:
        False when nothing of that part is loaded, so that the caller has to load it.
    """
    row = con.execute(
        "SELECT payload_sha256 FROM meta_current WHERE source = ? AND part = ?",
        [source, part],
    ).fetchone()
    if row is None:
        return False
    with transaction(con):
        _set_current(con, source, part, seen_on, row[0])
    return True


def _set_current(
    con: duckdb.DuckDBPyConnection, source: str, part: str, seen_on: date, payload_sha256: str | None,
) -> None:
    con.execute("DELETE FROM meta_current WHERE source = ? AND part = ?", [source, part])
    con.execute("INSERT INTO meta_current VALUES (?, ?, ?, ?)", [source, part, seen_on, payload_sha256])


def _is_loaded(con: duckdb.DuckDBPyConnection, source: str, part: str) -> bool:
    """Whether anything of the part stands: rows and `meta_current` are written together."""
    asked = "SELECT 1 FROM meta_current WHERE source = ? AND part = ?"
    return con.execute(asked, [source, part]).fetchone() is not None


def _raw_tables(con: duckdb.DuckDBPyConnection, source: str) -> list[str]:
    rows = con.execute(
        "SELECT table_name FROM duckdb_tables() WHERE starts_with(table_name, ?) ORDER BY table_name",
        [raw_name(source, "")],
    ).fetchall()
    return [str(name) for (name,) in rows]


def _forget(con: duckdb.DuckDBPyConnection, name: str, part: str) -> None:
    others = con.execute(statement("load/other_part", table=name), [part]).fetchone()
    if others is None:
        con.execute(statement("load/forget_all", table=name))
    else:
        con.execute(statement("load/forget_part", table=name), [part])


def _insert(
    con: duckdb.DuckDBPyConnection,
    source: str,
    table: str,
    path: Path,
    look: tuple[str, date, str | None],
) -> tuple[list[str], int]:
    name = raw_name(source, table)
    try:
        declared = columns_of(con, name)
    except duckdb.CatalogException as error:
        raise LoadError(
            f"{name}: no such raw table; declare it with ensure_raw before loading {path.name}"
        ) from error
    try:
        in_file = [row[0] for row in con.execute(statement("load/describe", path=quoted(str(path)))).fetchall()]
        unknown = sorted(set(in_file) - declared.keys())
        if unknown:
            raise LoadError(f"{path.name}: columns {unknown} are not declared for {name}")
        count = con.execute(statement("load/insert", table=name, path=quoted(str(path))), list(look)).fetchone()
    except duckdb.Error as error:
        raise LoadError(f"{path.name} does not fit {name}: {error}") from error
    generated = {column for column, _ in (*LOOK_COLUMNS, *ROW_COLUMNS)}
    return sorted(declared.keys() - generated - set(in_file)), int(count[0]) if count else 0
