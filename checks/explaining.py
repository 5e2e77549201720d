"""Explanations: what a rule saw of one subject and why it answered as it did. Nothing is judged here."""

# ruff: noqa: S608 - the SQL is built from our own declarations; values of registers never enter its text

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Protocol

from checks import registry

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    import duckdb

    from checks.compiler import CompiledRule
    from checks.judging import Judged


class OutcomeLike(Protocol):
    """What an explanation needs of ``checks.engine.OutcomeRow``."""

    @property
    def subject_id(self) -> str: ...  # noqa: D102
    @property
    def outcome(self) -> str: ...  # noqa: D102
    @property
    def reason(self) -> str: ...  # noqa: D102
    @property
    def due(self) -> date | None: ...  # noqa: D102
    @property
    def hardness(self) -> str | None: ...  # noqa: D102


def explanation_rows(
    con: duckdb.DuckDBPyConnection, item: Judged, outcomes: Mapping[str, OutcomeLike], where: str
) -> list[dict[str, Any]]:
    """One row a rule of a judged table: rule, outcome, reason, due, looks, values read and worked out, branch.

    ``looks`` are ISO dates by source; ``values`` are as published or as named in the rule, dates ISO.
    """
    values = item.compiled.values_sql(item.wide, where=where)
    names = [row[0] for row in con.execute(f"DESCRIBE {values}").fetchall()]
    shown = [name for name in names if not name.startswith("clock_")]
    cells = ", ".join(f"{_quoted(name)}: {_quoted(name)}" for name in shown)
    found = con.execute(f"SELECT CAST(to_json({{{cells}}}) AS VARCHAR) FROM ({values})").fetchall()
    if not found:
        return []
    row = json.loads(found[0][0])
    return [_row(compiled, item, outcomes[compiled.rule.id], row) for compiled in item.compiled.rules]


def _quoted(name: str) -> str:
    return '"' + name + '"'


def _row(compiled: CompiledRule, item: Judged, outcome: OutcomeLike, row: dict[str, Any]) -> dict[str, Any]:
    rule = compiled.rule
    read = {name: row[name] for name in dict.fromkeys([*rule.reads, *rule.observed])}
    worked_out = {name: row[name] for name in item.compiled.shared}
    worked_out |= {name: row[f"{rule.slug}__{name}"] for name in rule.values}
    return {
        "rule_id": rule.id,
        "subject_id": outcome.subject_id,
        "outcome": outcome.outcome,
        "reason": outcome.reason,
        "hardness": outcome.hardness,
        "due": outcome.due,
        "looks": {source: row[f"seen_{source}"] for source in rule.sources},
        "latency_and_tolerance": compiled.slack_days,
        "values": read,
        "worked_out": worked_out,
        "because": because(compiled, outcome),
        "dimension": registry.dimension(rule.id),
    }


def because(compiled: CompiledRule, outcome: OutcomeLike) -> str:
    """The rule's own words for the branch taken, as written in its file where it has any."""
    rule = compiled.rule
    for item in [*rule.not_applicable, *rule.decisions, *rule.otherwise]:
        if not isinstance(item, str) and item.reason == outcome.reason and item.outcome == outcome.outcome:
            return item.when
    for failure in rule.failed:
        if outcome.outcome == "failed" and failure.hardness == outcome.hardness:
            return failure.when or f"overdue({failure.due})"
    return str(outcome.reason)
