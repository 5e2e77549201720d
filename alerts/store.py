"""Folds event files of the archive into ``alert_events`` and ``alerts``.

Deterministic: the same files give the same rows on every machine, whatever stood in the tables before.
Deciding events is ``transitions``; nothing is decided here.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import duckdb

from alerts import machine, statements
from alerts.errors import ReplayError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from duckdb import DuckDBPyConnection

logger = logging.getLogger(__name__)

_UNKNOWN_STATES = (
    "SELECT DISTINCT state_after FROM alert_events WHERE event <> 'baseline'"
    " AND state_after NOT IN (SELECT state FROM replay_states)"
)


def replay(con: DuckDBPyConnection, event_parquet_paths: Iterable[Path]) -> int:
    """Refill ``alert_events`` and ``alerts`` from all event files and return the number of alerts.

    One transaction: a killed replay leaves what stood before. The order of the paths does not matter; no path
    at all empties both tables. Alerts that were never confirmed keep their events and get no row.

    Raises:
        ReplayError: a file cannot be read, lacks a column, holds a state this version does not know,
            or repeats an event of another file.
    """
    paths = sorted(str(path) for path in event_parquet_paths)
    statements.run(con, "macros", "replay_inputs")
    for name, state in machine.declaration().states.items():
        con.execute("INSERT INTO replay_states VALUES (?, ?)", [name, state.shown_as])
    con.execute("BEGIN TRANSACTION")
    try:
        _load(con, paths)
        con.execute("DELETE FROM alerts")
        statements.run(con, "fold_alerts")
        con.execute("COMMIT")
    except duckdb.Error as error:
        con.execute("ROLLBACK")
        raise ReplayError(f"The event files could not be replayed; verify the archive. DuckDB says: {error}") from error
    except ReplayError:
        con.execute("ROLLBACK")
        raise
    finally:
        con.execute("DROP TABLE IF EXISTS temp.replay_states")
    number = statements.number(con, "SELECT count(*) FROM alerts")
    logger.info("alerts replayed", extra={"files": len(paths), "alerts": number})
    return number


def _load(con: DuckDBPyConnection, paths: list[str]) -> None:
    con.execute("DELETE FROM alert_events")
    if not paths:
        return
    con.execute(statements.text("load_events"), [paths])
    repeated = statements.first(con, statements.text("repeated_events"))
    if repeated is not None:
        raise ReplayError(f"Alert {repeated[0]} has two events {repeated[2]} on {repeated[1]}; verify the archive.")
    unknown = statements.first(con, _UNKNOWN_STATES)
    if unknown is not None:
        raise ReplayError(f"An event leads to the state {unknown[0]!r}, which transitions.yml does not declare.")
