"""Our own alarms: a source we could not read, a floor broken, a burst held back, a fault of ours.

They say that *we* are blind or doubtful and never become a body's alert. Sending them is not done here.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, NamedTuple

from alerts import machine, statements

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from duckdb import DuckDBPyConnection

logger = logging.getLogger(__name__)

_SCRATCH = ("alarm_night", "alarm_faults", "alarm_states")


class Fault(NamedTuple):
    """A fault that no table of the night shows, told by the step that met it: a parser that died, say."""

    kind: str
    source: str | None
    rule_id: str | None
    message_es: str
    message_en: str


def record(con: DuckDBPyConnection, night: date, faults: Sequence[Fault] = ()) -> int:
    """Replace the alarms of ``night`` in ``meta_alarms`` and return how many there are.

    A function of ``meta_looks``, ``meta_gate``, ``meta_drift``, ``meta_held`` and the events up to that night, so
    that a rebuild calls it for each night and gets the same rows; ``faults`` are added as given.
    """
    numbers = machine.parameters()
    statements.run(con, "macros", "alarm_inputs")
    con.execute("INSERT INTO alarm_night VALUES (?, ?, ?)", [night, numbers.rule_burst.floor, numbers.rule_burst.share])
    states = machine.declaration().states.items()
    statements.fill(con, "alarm_states", [(name, state.said) for name, state in states])
    statements.fill(con, "alarm_faults", sorted(faults, key=repr))
    con.execute("BEGIN TRANSACTION")
    try:
        con.execute("DELETE FROM meta_alarms WHERE night = ?", [night])
        statements.run(con, "alarms")
        con.execute("COMMIT")
    except BaseException:
        con.execute("ROLLBACK")
        raise
    finally:
        for name in _SCRATCH:
            con.execute(f"DROP TABLE IF EXISTS temp.{name}")
    number = statements.number(con, "SELECT count(*) FROM meta_alarms WHERE night = ?", [night])
    logger.info("alarms recorded", extra={"night": night.isoformat(), "alarms": number})
    return number
