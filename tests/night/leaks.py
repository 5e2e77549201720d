"""Looks for texts in everything a folder holds: tables, run histories, compressed files, pages. Knows nothing of Vigía."""

from __future__ import annotations

import gzip
import re
import sqlite3
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb

DATABASES = (".duckdb",)
SQLITE_MAGIC = b"SQLite format 3\x00"
PARQUET_MAGIC = b"PAR1"
GZIP_MAGIC = b"\x1f\x8b"


@dataclass(frozen=True)
class Needle:
    """A person: the name, and the number of the identity document."""

    name: str
    document: str = ""

    def within(self, text: str) -> bool:
        """Whether a text names the person, or holds the number by itself or inside a tax number."""
        if self.name in text:
            return True
        # A number inside a hash is chance; inside a tax number it follows two digits and one digit follows it.
        pattern = rf"(?<![0-9a-f]){self.document}(?![0-9a-f])|(?<![0-9a-f])10{self.document}\d(?![0-9a-f])"
        return bool(self.document) and self.document in text and re.search(pattern, text) is not None


def found(needles: Iterable[Needle], texts: Iterable[str]) -> set[Needle]:
    """The persons whom at least one text names."""
    waiting, seen = set(needles), set()
    for text in texts:
        hits = {needle for needle in waiting if needle.within(text)}
        seen |= hits
        waiting -= hits
    return seen


def leaks(folder: Path, needles: Iterable[Needle], *, apart: Iterable[Path] = ()) -> dict[str, set[Needle]]:
    """Per file below a folder the persons it names; what lies below a folder of ``apart`` is left out."""
    wanted, left_out = list(needles), list(apart)
    result = {}
    for path in sorted(one for one in folder.rglob("*") if one.is_file() and not one.is_symlink()):
        if any(path.is_relative_to(one) for one in left_out):
            continue
        if hits := found(wanted, texts_of(path)):
            result[str(path.relative_to(folder))] = hits
    return result


def texts_of(path: Path) -> Iterator[str]:
    """All texts of a file, whatever holds them; its name is one of them."""
    yield path.name
    with path.open("rb") as file:
        first = file.read(16)
    if path.suffix in DATABASES:
        yield from _tables(path)
    elif first.startswith(SQLITE_MAGIC):
        yield from _sqlite(path)
    elif first.startswith(PARQUET_MAGIC):
        yield from _rows(duckdb.connect(), f"read_parquet('{path}')")
    else:
        content = path.read_bytes()
        yield _text(gzip.decompress(content) if first.startswith(GZIP_MAGIC) else content)


def _tables(path: Path) -> Iterator[str]:
    with duckdb.connect(str(path), read_only=True) as connection:
        names = connection.execute("SELECT schema_name, table_name FROM duckdb_tables()").fetchall()
        for schema, name in names:
            yield from _rows(connection, f'"{schema}"."{name}"')


def _rows(connection: duckdb.DuckDBPyConnection, relation: str) -> Iterator[str]:
    rows = connection.execute(f"SELECT CAST(one AS VARCHAR) FROM {relation} AS one").fetchall()
    yield "\n".join(str(text) for (text,) in rows)


def _sqlite(path: Path) -> Iterator[str]:
    connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    for table in tables:
        for row in connection.execute(f'SELECT * FROM "{table}"'):
            yield "\n".join(_text(_inflated(cell)) if isinstance(cell, bytes) else str(cell) for cell in row)
    connection.close()


def _inflated(cell: bytes) -> bytes:
    try:
        return zlib.decompress(cell)
    except zlib.error:
        return cell


def _text(content: bytes) -> str:
    """Bytes as text, escapes of JSON undone."""
    text = content.decode("utf-8", errors="replace")
    return re.sub(r"\\u([0-9a-fA-F]{4})", lambda code: chr(int(code.group(1), 16)), text)
