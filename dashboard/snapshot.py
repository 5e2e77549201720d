"""The published snapshot, opened for reading only.

Here: opening, the temporary tables that hold what one edition may see, and running a query of ``sql/`` by its name.
Not here: what a page makes of the rows.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

from dashboard.errors import SnapshotError
from warehouse.connection import SILENT

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from alerts.casework import Dismissed

FOLDER = Path(__file__).parent / "sql"
PREPARED = ("prepare_bodies", "prepare_alerts", "prepare_pages")
Row = dict[str, Any]


@cache
def query(name: str) -> str:
    """Text of ``sql/<name>.sql``."""
    return (FOLDER / f"{name}.sql").read_text(encoding="utf-8")


class Snapshot:
    """An open snapshot. Rows come as dicts by column name, whole at once (DuckDB streams one result at a time)."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection

    def rows(self, name: str, *values: object) -> list[Row]:
        """All rows of ``sql/<name>.sql`` with its ``?`` filled from ``values``."""
        found = self._connection.execute(query(name), list(values))
        names = [column[0] for column in found.description or []]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]

    def row(self, name: str, *values: object) -> Row:
        """The only row of a query."""
        return self.rows(name, *values)[0]


@contextmanager
def open_snapshot(
    path: Path, *, night: date, staff: bool, threads: int = 2, dismissed: Sequence[Dismissed] = ()
) -> Iterator[Snapshot]:
    """Open ``path`` read-only and prepare what the edition may see.

    Args:
        path: a published snapshot (a DuckDB file).
        night: the night whose site is built; "tonight" in the queries.
        staff: whether internal alerts and lists are shown.
        threads: how many threads a query may use.
        dismissed: episodes of alerts that staff dismissed; the open edition leaves them out.

    Raises:
        SnapshotError: the file cannot be opened, or lacks a table or column the site reads.
    """
    if not path.is_file():
        raise SnapshotError(f"no snapshot at {path}: publish a night first")
    try:
        connection = duckdb.connect(str(path), read_only=True, config={"threads": threads, "memory_limit": "1GB"})
    except duckdb.Error as error:
        raise SnapshotError(f"cannot open the snapshot {path}: {error}") from error
    try:
        connection.execute(SILENT)
        connection.execute("SET VARIABLE staff = ?", [staff])
        connection.execute("SET VARIABLE night = ?", [night])
        episodes = [f"{one.alert_id}/{one.episode}" for one in dismissed]
        connection.execute("SET VARIABLE dismissed = CAST(? AS VARCHAR[])", [episodes])
        for name in PREPARED:
            connection.execute(query(name))
        yield Snapshot(connection)
    except duckdb.CatalogException as error:
        raise SnapshotError(f"the snapshot {path} lacks something the site reads; rebuild it: {error}") from error
    finally:
        connection.close()
