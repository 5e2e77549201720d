"""Publishes a copy of the declared tables as a fresh DuckDB file that readers may hold open while the night writes.

Raw tables stay behind, and so does what history keeps for itself.
"""

import os
from pathlib import Path

import duckdb

from warehouse import tables
from warehouse.errors import SnapshotError
from warehouse.statements import quoted, statement

STORAGE_VERSION = "v1.2.0"
"""Storage form that DuckDB 1.2 and newer can open, so that a reader need not have our version."""


def publish(con: duckdb.DuckDBPyConnection, path: Path, *, storage_version: str = STORAGE_VERSION) -> Path:
    """Writes the snapshot beside `path` and puts it in its place by rename, so that a reader sees the old or the new.

    Raises:
        SnapshotError: the copy cannot be written; the file at `path` is as before.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.new")
    _remove(temporary)
    try:
        _copy(con, temporary, storage_version)
        _sync(temporary)
        temporary.replace(path)
        _sync(path.parent)
    except (duckdb.Error, OSError) as error:
        _remove(temporary)
        raise SnapshotError(f"cannot publish {path.name}: {error}") from error
    return path


def _copy(con: duckdb.DuckDBPyConnection, temporary: Path, storage_version: str) -> None:
    con.execute(statement("snapshot/attach", path=quoted(str(temporary)), version=quoted(storage_version)))
    try:
        for table in tables.load().values():
            order = ", ".join(table.key or table.column_names)
            con.execute(statement("snapshot/copy", table=table.name, order=order))
            con.execute(f"COMMENT ON TABLE published_copy.{table.name} IS {quoted(table.description)}")
    finally:
        con.execute("DETACH published_copy")


def _remove(path: Path) -> None:
    path.unlink(missing_ok=True)
    path.with_name(f"{path.name}.wal").unlink(missing_ok=True)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
