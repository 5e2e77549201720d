"""Accepting what a source shows now, though it differs from before: a person's decision, and the night it holds from.

Here: the decision waits beside the archive until the next night takes it over, and from the archive it reaches the
warehouse. Not here: what it changes (the gate compares with no look before that night).
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from pipelines.errors import UsageError
from pipelines.night import Night
from sources import decisions
from sources.decisions import Decision, read_decision
from sources.durable import write_whole
from warehouse import meta

if TYPE_CHECKING:
    import duckdb

WAITING = "decisions.jsonl"


def accept(folder: Path, source: str, reason: str, today: date) -> Decision:
    """Write a decision down; the next night of the world takes it over.

    Raises:
        UsageError: it has no reason.
    """
    if not reason.strip():
        raise UsageError("a decision needs a reason: what was looked at, and why the register is right")
    decision = Decision(source, today, reason.strip())
    _write(folder, [*(other for other in waiting(folder) if other.source != source), decision])
    return decision


def waiting(folder: Path) -> list[Decision]:
    """The decisions that no night has taken over yet."""
    path = folder / WAITING
    lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    return [read_decision(line) for line in lines]


def take_over(night: Night) -> None:
    """Put what waits into the archive with tonight. Killed in between, it is put there again, which changes nothing."""
    found = waiting(night.folder)
    for decision in found:
        decisions.keep(night.archive, night.date, decision)
    if found:
        _write(night.folder, [])


def record(night: Night, connection: duckdb.DuckDBPyConnection) -> dict[str, Decision]:
    """Write tonight's decisions into the warehouse and return them by source."""
    found = {decision.source: decision for decision in decisions.of_night(night.archive, night.date)}
    rows = [{"source": each.source, "decided_on": each.decided_on, "reason": each.reason} for each in found.values()]
    meta.record_decisions(connection, night.date, rows)
    return found


def _write(folder: Path, found: list[Decision]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    write_whole(folder / WAITING, "".join(f"{decision.line()}\n" for decision in found).encode())
