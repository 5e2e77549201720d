"""Concludes a night: events so far x tonight's outcomes -> tonight's new events.

:func:`compute` is a pure function of the events in ``alert_events``, tonight's ``findings`` and outcomes, and
the looks; it writes them to a Parquet file and changes no table. Folding events into alerts is ``store``;
what each cell does is ``transitions.yml``.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from alerts import machine, statements
from alerts.errors import NightUnknownError, RuleUnknownError
from alerts.rules import RuleFacts, facts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import date
    from pathlib import Path

    from duckdb import DuckDBPyConnection

    #: (con, night, name of a table of (rule_id, subject_id)) -> (rule_id, subject_id, outcome, reason).
    AskOutcomes = Callable[[DuckDBPyConnection, date, str], Iterable[tuple[str, str, str, str | None]]]

logger = logging.getLogger(__name__)

#: The declared table as rows: state, outcome, manner, event, state after, guard, burst.
TABLE = machine.table()

_SCRATCH = (
    "compute_night", "compute_transitions", "compute_states", "compute_rules", "compute_rule_sources",
    "compute_rule_pages", "compute_outcomes", "compute_source_looks", "compute_first_nights", "compute_rule_looks",
    "compute_ends", "compute_spoken_of", "compute_met", "compute_now", "compute_failing", "compute_asked",
    "compute_signs", "compute_moves", "compute_burst", "compute_events",
)  # fmt: skip


def compute(
    con: DuckDBPyConnection,
    night: date,
    out_parquet: Path,
    *,
    rules: Sequence[RuleFacts] | None = None,
    outcomes: AskOutcomes | None = None,
) -> int:
    """Write tonight's new events to ``out_parquet`` and return how many there are.

    The file has the columns of ``alert_events`` in the order (alert_id, sequence). With nothing new, no file is
    written (one left by a killed run is removed) and 0 is returned. The same inputs give the same bytes.
    A night older than the last concluded one has nothing to add: 0.

    Args:
        con: the warehouse, with ``alert_events`` replayed from the archive and ``findings`` of tonight.
        night: the night being concluded; must be in ``meta_nights``.
        out_parquet: where to write; its folder must exist.
        rules: what is known of the rules; the registry's when not given.
        outcomes: how to ask for outcomes of single subjects; the engine's when not given.

    Raises:
        NightUnknownError: the night is not in ``meta_nights``.
        RuleUnknownError: a finding names a rule that ``rules`` does not have.
    """
    national = _scope(con, night) == "national"
    out_parquet.unlink(missing_ok=True)
    if _concluded_later(con, night):
        logger.info("transitions skipped", extra={"night": night.isoformat(), "why": "a later night is concluded"})
        return 0
    try:
        _fill_inputs(con, night, national=national, rules=facts() if rules is None else rules)
        statements.run(con, "compute_looks", "compute_states")
        _refuse_unknown_rules(con)
        _fill_outcomes(con, night, outcomes or _engine_outcomes)
        statements.run(con, "compute_signs", "compute_moves", "compute_burst", "compute_events")
        return _write(con, out_parquet)
    finally:
        con.execute("DROP VIEW IF EXISTS temp.compute_stands")
        for name in _SCRATCH:
            con.execute(f"DROP TABLE IF EXISTS temp.{name}")


def _scope(con: DuckDBPyConnection, night: date) -> str:
    row = statements.first(con, "SELECT scope FROM meta_nights WHERE night = ?", [night])
    if row is None:
        raise NightUnknownError(f"meta_nights does not know {night}; record the night before its transitions.")
    return str(row[0])


def _concluded_later(con: DuckDBPyConnection, night: date) -> bool:
    return statements.number(con, "SELECT count(*) FROM alert_events WHERE night > ?", [night]) > 0


def _fill_inputs(con: DuckDBPyConnection, night: date, *, national: bool, rules: Sequence[RuleFacts]) -> None:
    statements.run(con, "macros", "compute_inputs")
    numbers = machine.parameters()
    con.execute(
        "INSERT INTO compute_night VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [
            night, national, numbers.second_look_days.value,
            numbers.rule_burst.hold_days or numbers.second_look_days.value,
            numbers.body_burst.floor, numbers.body_burst.share, numbers.rule_burst.floor, numbers.rule_burst.share,
        ],
    )  # fmt: skip
    states = machine.declaration().states.items()
    statements.fill(con, "compute_transitions", [tuple(row) for row in TABLE])
    statements.fill(con, "compute_states", [(name, state.shown_as, state.said) for name, state in states])
    statements.fill(con, "compute_rules", [(rule.rule_id, rule.version, rule.absence) for rule in rules])
    registers = [(rule, source) for rule in rules for source in (*rule.sources, *rule.cites)]
    looked_at = [(rule.rule_id, source, source in rule.sources) for rule, source in registers]
    statements.fill(con, "compute_rule_sources", looked_at)
    statements.fill(con, "compute_rule_pages", [(rule.rule_id, *page) for rule in rules for page in rule.pages])


def _refuse_unknown_rules(con: DuckDBPyConnection) -> None:
    unknown = con.execute(statements.text("unknown_rules")).fetchall()
    if unknown:
        names = ", ".join(f"{rule} v{version}" for rule, version in unknown)
        raise RuleUnknownError(f"Findings name rules that the registry does not have: {names}. Check them again.")


def _fill_outcomes(con: DuckDBPyConnection, night: date, ask: AskOutcomes) -> None:
    """Ask for the outcome of every live alert that did not fail."""
    if statements.number(con, "SELECT count(*) FROM compute_asked") == 0:
        return
    statements.fill(con, "compute_outcomes", list(ask(con, night, "compute_asked")))


def _engine_outcomes(
    con: DuckDBPyConnection, night: date, pairs_table: str
) -> Iterable[tuple[str, str, str, str | None]]:
    from checks import engine

    return [
        (row.rule_id, row.subject_id, row.outcome, row.reason)
        for row in engine.outcomes_beside_findings(con, night, pairs_table)
    ]


def _write(con: DuckDBPyConnection, out_parquet: Path) -> int:
    number = statements.number(con, "SELECT count(*) FROM compute_events")
    if number:
        con.sql(statements.text("events_in_order")).write_parquet(str(out_parquet), compression="zstd")
    logger.info("transitions computed", extra={"events": number})
    return number
