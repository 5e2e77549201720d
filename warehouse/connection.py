"""Opens the warehouse file with the settings every reader and writer shares. What the tables are is not said here."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

TIME_ZONE = "America/Lima"
SILENT = "SET enable_progress_bar = false"
"""DuckDB takes a spawned process for a person's session and draws bars on standard output, where answers stand."""
CHECKPOINT_AT = "256MB"
"""So much may stand in the log before it is written into the file; a night then does so once, when it closes."""

_OPEN: set[int] = set()
"""Connections with a transaction under way."""


@contextmanager
def open_warehouse(
    path: Path | str,
    *,
    read_only: bool = False,
    threads: int | None = None,
    memory_limit: str | None = None,
) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection to the warehouse file, closed at the end.

    Args:
        path: the file, or ':memory:'.
        read_only: several processes may read a file together; a writer needs it alone.
        threads: number of threads; DuckDB's default when None.
        memory_limit: such as '2GB'; DuckDB's default when None.
    """
    config: dict[str, str | bool | int | float | list[str]] = {"preserve_insertion_order": False}
    if threads is not None:
        config["threads"] = threads
    if memory_limit is not None:
        config["memory_limit"] = memory_limit
    connection = duckdb.connect(str(path), read_only=read_only, config=config)
    try:
        connection.execute(f"SET TimeZone = '{TIME_ZONE}'")
        connection.execute(f"SET wal_autocheckpoint = '{CHECKPOINT_AT}'")
        connection.execute(SILENT)
        yield connection
    finally:
        connection.close()


@contextmanager
def transaction(con: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Everything inside happens, or nothing of it; inside another transaction of the connection it is part of that one.

    Each commit waits for the disk: whoever writes a hundred small things opens one around them.
    """
    if id(con) in _OPEN:
        yield
        return
    con.execute("BEGIN TRANSACTION")
    _OPEN.add(id(con))
    try:
        yield
    except BaseException:
        con.execute("ROLLBACK")
        raise
    else:
        con.execute("COMMIT")
    finally:
        _OPEN.discard(id(con))
