"""Folds event files of the archive into ``alert_events`` and ``alerts``.

Deterministic: the same files give the same rows on every machine, whatever stood in the tables before. Files that an
earlier replay folded are known by their hash and not read again; only alerts with an event in another file are folded
anew. When a file is missing or changed, when the tables are not as they were left, or when this version folds in
another way, everything is. Deciding events is ``transitions``; nothing is decided here.
"""

from __future__ import annotations

import hashlib
import logging
from typing import TYPE_CHECKING

import duckdb

from alerts import machine, statements
from alerts.errors import ReplayError
from warehouse.connection import transaction

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from duckdb import DuckDBPyConnection

    #: A file's SHA-256 and its path.
    Hashed = tuple[str, str]

logger = logging.getLogger(__name__)

#: The SQL whose wording decides what the tables hold: other words, another fold.
_FOLD = ("macros", "load_events", "fold_alerts", "fold_fingerprint")
_SCRATCH = ("replay_states", "replay_new", "replay_touched")


def replay(con: DuckDBPyConnection, event_parquet_paths: Iterable[Path]) -> int:
    """Make ``alert_events`` and ``alerts`` say what all these event files say; returns the number of alerts.

    One transaction: a killed replay leaves what stood before. The order of the paths does not matter; no path
    at all empties both tables. Alerts that were never confirmed keep their events and get no row.

    Raises:
        ReplayError: a file cannot be read, lacks a column, holds a state this version does not know,
            or repeats an event of another file.
    """
    try:
        files = sorted((_sha256(path), str(path)) for path in event_parquet_paths)
        with transaction(con):
            added = _bring_up_to_date(con, files)
            number = statements.number(con, "SELECT count(*) FROM alerts")
    except (duckdb.Error, OSError) as error:
        raise ReplayError(f"The event files could not be replayed; verify the archive. It says: {error}") from error
    finally:
        for name in _SCRATCH:
            con.execute(f"DROP TABLE IF EXISTS temp.{name}")
    logger.info("alerts replayed", extra={"files": len(files), "added": added, "alerts": number})
    return number


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _bring_up_to_date(con: DuckDBPyConnection, files: Sequence[Hashed]) -> int:
    """Fold the files that are not folded yet, or all of them; returns how many that were."""
    statements.run(con, "macros", "replay_inputs")
    states = machine.declaration().states.items()
    statements.fill(con, "replay_states", [(name, state.shown_as) for name, state in states])
    folded = _folded(con, files)
    if folded is None:
        statements.run(con, "replay_anew")
    new = [path for sha256, path in files if sha256 not in (folded or ())]
    if new:
        _fold(con, new)
    if new or folded is None:
        known = [sha256 for sha256, _ in files]
        con.execute("DELETE FROM state_events")
        con.execute("INSERT INTO state_events VALUES (?, ?)", [known, _seal(con, known)])
    return len(new)


def _folded(con: DuckDBPyConnection, files: Sequence[Hashed]) -> set[str] | None:
    """Hashes of the files that the tables hold; None when they hold another thing than some of these files."""
    left = statements.first(con, "SELECT files, seal FROM state_events")
    given = {sha256 for sha256, _ in files}
    if left is None or not given.issuperset(left[0]) or len(given) < len(files):
        return None
    return set(left[0]) if left[1] == _seal(con, left[0]) else None


def _seal(con: DuckDBPyConnection, files: Sequence[str]) -> str:
    """One hash over the files, the way of folding them, and what the tables hold."""
    shown = sorted((name, state.shown_as) for name, state in machine.declaration().states.items())
    words = [statements.text(name) for name in _FOLD]
    held = statements.first(con, statements.text("fold_fingerprint"))
    return hashlib.sha256(repr((files, shown, words, held)).encode()).hexdigest()


def _fold(con: DuckDBPyConnection, paths: Sequence[str]) -> None:
    con.execute(statements.text("load_events"), {"paths": list(paths)})
    repeated = statements.first(con, statements.text("repeated_events"))
    if repeated is not None:
        raise ReplayError(f"Alert {repeated[0]} has two events {repeated[2]} on {repeated[1]}; verify the archive.")
    unknown = statements.first(con, statements.text("unknown_states"))
    if unknown is not None:
        raise ReplayError(f"An event leads to the state {unknown[0]!r}, which transitions.yml does not declare.")
    statements.run(con, "fold_alerts")
