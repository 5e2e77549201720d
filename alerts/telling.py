"""Tells alerts in words: titles, names and one neutral Spanish sentence an alert.

Prepares the temporary tables that ledger and digest read; writes no file. The sentence is built in SQL, once,
for one alert as for half a million.
"""

from __future__ import annotations

from contextlib import contextmanager
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

import yaml

from alerts import machine, statements
from alerts.rules import RuleFacts, facts

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from duckdb import DuckDBPyConnection

SCRATCH = ("telling_rules", "telling_words", "telling_events", "telling_states", "telling_chosen", "told_alerts")

#: What every file and row of an invented world carries.
INVENTED = "DATOS INVENTADOS"

#: What is added to the sentence of a fault of the data: it accuses nobody.
ASKED = "Se consulta al dueño de los datos; no se atribuye a la entidad."


@cache
def words() -> dict[str, str]:
    """Return column name -> Spanish words."""
    text = resources.files("alerts").joinpath("words.yml").read_text(encoding="utf-8")
    return {str(name): str(word) for name, word in yaml.load(text, Loader=yaml.CSafeLoader).items()}


def notice(world: str) -> str:
    """Return the words a world's output must carry: ``DATOS INVENTADOS`` for a sandbox, else nothing."""
    return INVENTED if world.startswith("sandbox") else ""


@contextmanager
def told(
    con: DuckDBPyConnection,
    rules: Sequence[RuleFacts] | None = None,
    *,
    night: date | None = None,
    alert_id: str | None = None,
) -> Iterator[None]:
    """Hold ``told_alerts`` (alerts with names and sentence) and the word tables while the block runs.

    All alerts, or only those with an event in ``night``, or only the one of ``alert_id``: sentences take time.
    """
    known = facts() if rules is None else rules
    statements.run(con, "macros", "telling")
    try:
        statements.fill(con, "telling_rules", [_rule_row(rule) for rule in known])
        statements.fill(con, "telling_words", sorted(words().items()))
        declared = machine.declaration()
        statements.fill(con, "telling_events", [(name, event.es, event.en) for name, event in declared.events.items()])
        statements.fill(con, "telling_states", [(name, state.shown_as) for name, state in declared.states.items()])
        con.execute(statements.text("telling_chosen"), {"night": night, "alert_id": alert_id})
        statements.run(con, "told_alerts")
        yield
    finally:
        for name in SCRATCH:
            con.execute(f"DROP TABLE IF EXISTS temp.{name}")


def sentence(con: DuckDBPyConnection, alert_id: str, rules: Sequence[RuleFacts] | None = None) -> str | None:
    """Return the neutral Spanish sentence of one alert, or None when there is no such alert."""
    with told(con, rules, alert_id=alert_id):
        row = statements.first(con, "SELECT sentence_es FROM told_alerts")
    return None if row is None else str(row[0])


def _rule_row(rule: RuleFacts) -> tuple[str | None, ...]:
    duties = (rule.duty("R0"), rule.duty("R1"), rule.duty("any"))
    return (rule.rule_id, rule.title_es, rule.title_en, *duties, ASKED if rule.asks_owner else None)
