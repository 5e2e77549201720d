"""The engine: every rule on every row, once a night; failures and counts are kept, the rest is computed on demand.

Here: what is kept of a pass and what can be asked. Not here: how a pass is made (``checks.judging``,
``checks.compiler``). No function reads a clock: the night is given, and rules are judged by their looks.
"""

# ruff: noqa: S608 - the SQL is built from our own declarations; values of registers never enter its text

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from checks.explaining import explanation_rows
from checks.judging import Judged, Maker, branch_case, create, judge, keep_pass, kept_pass, rules_of
from warehouse.connection import transaction

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import date

    import duckdb

    from checks.compiler import CompiledRule
    from checks.rule import Rule

log = logging.getLogger(__name__)
ABSENT = "absent"
MOST_NAMED = 20_000


class OutcomeRow(NamedTuple):
    """One subject under one rule; ``due`` is the last lawful day where the row came so far."""

    rule_id: str
    subject_type: str | None
    subject_id: str
    outcome: str
    reason: str
    severity: int | None
    due: date | None
    hardness: str | None


@dataclass(frozen=True)
class CheckReport:
    """What a night's check found: number of findings, and of subjects by rule and outcome."""

    findings: int
    outcomes: dict[str, dict[str, int]]


def check(con: duckdb.DuckDBPyConnection, night: date) -> CheckReport:
    """Judge everything and replace ``findings`` and ``outcome_counts``; the same again changes nothing.

    Raises:
        RuleFaultError: a rule could not be evaluated (our fault); both tables stay as they were.
    """
    judged = judge(con, night, rules_of(), shown=True)
    with transaction(con):
        con.execute("DELETE FROM findings")
        con.execute("DELETE FROM outcome_counts")
        for item in judged:
            con.execute(_met_sql(item))
            con.execute(_counts_sql(item))
            con.execute(_findings_sql(item))
    keep_pass(con, night, judged)
    report = _report(con)
    log.info("rules checked", extra={"findings": report.findings, "rules": len(report.outcomes)})
    return report


def check_again(con: duckdb.DuckDBPyConnection, night: date, make: Maker = create) -> None:
    """Judge everything as ``check`` does, with any engine, into the temporary table ``found_again``; nothing is kept.

    Works on a read-only connection. Raises RuleFaultError as ``check`` does.
    """
    judged = judge(con, night, rules_of(), shown=True, make=make)
    con.execute("CREATE OR REPLACE TEMP TABLE found_again AS FROM findings LIMIT 0")
    for item in judged:
        con.execute(_findings_sql(item, "found_again"))


def outcomes(
    con: duckdb.DuckDBPyConnection, night: date, rule_id: str | None = None, subject_id: str | None = None
) -> list[OutcomeRow]:
    """Every subject's outcome, of one rule or one subject when named, in the order of rules and subjects.

    Works on a read-only connection. Raises RuleFaultError as ``check`` does.
    """
    chosen = rules_of(None if rule_id is None else [rule_id])
    where = "" if subject_id is None else f"WHERE subject_id = {_text(subject_id)}"
    return _rows(con, judge(con, night, chosen, where))


def outcomes_for(con: duckdb.DuckDBPyConnection, night: date, pairs_table: str) -> list[OutcomeRow]:
    """The outcome of each (rule_id, subject_id) of a table or view of the connection.

    A subject that the core tables no longer hold, or a rule that is no more, comes back as ``absent``.
    """
    asked = _asked(con, pairs_table)
    where = _where_asked(pairs_table, asked)
    return _answers(asked, _rows(con, judge(con, night, rules_of(rule for rule, _ in asked), where)))


def outcomes_beside_findings(con: duckdb.DuckDBPyConnection, night: date, pairs_table: str) -> list[OutcomeRow]:
    """As ``outcomes_for``, but of the pass that made tonight's findings where this connection still holds it.

    Who compares outcomes with findings needs both of one pass; and judging again, even a few, passes over every table.
    """
    judged = kept_pass(con, night)
    if judged is None:
        return outcomes_for(con, night, pairs_table)
    asked = _asked(con, pairs_table)
    return _answers(asked, _rows(con, judged, {rule for rule, _ in asked}, _where_asked(pairs_table, asked)))


def _asked(con: duckdb.DuckDBPyConnection, pairs_table: str) -> set[tuple[str, str]]:
    return set(con.execute(f"SELECT DISTINCT rule_id, subject_id FROM {pairs_table}").fetchall())


def _answers(asked: Iterable[tuple[str, str]], rows: Iterable[OutcomeRow]) -> list[OutcomeRow]:
    found = {(row.rule_id, row.subject_id): row for row in rows}
    return [
        found.get(pair) or OutcomeRow(pair[0], None, pair[1], ABSENT, "not_in_register", None, None, None)
        for pair in sorted(asked)
    ]


def _where_asked(pairs_table: str, asked: Iterable[tuple[str, str]]) -> str:
    """The subjects asked for. Few are named one by one: DuckDB then looks for them before it joins, not after."""
    subjects = {subject for _, subject in asked}
    if len(subjects) > MOST_NAMED:
        return f"WHERE subject_id IN (SELECT subject_id FROM {pairs_table})"
    return f"WHERE subject_id IN ({', '.join(map(_text, sorted(subjects)))})"


def explain(
    con: duckdb.DuckDBPyConnection, night: date, subject_id: str, rule_id: str | None = None
) -> list[dict[str, Any]]:
    """Why a subject came out as it did: by rule the values read, the looks, the outcome and the branch taken."""
    where = f"WHERE subject_id = {_text(subject_id)}"
    judged = judge(con, night, rules_of(None if rule_id is None else [rule_id]), where)
    rows = {row.rule_id: row for row in _rows(con, judged)}
    return [row for item in judged for row in explanation_rows(con, item, rows, where)]


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def _met_sql(item: Judged) -> str:
    """How many rows took each combination of branches: a thousand rows to count from in place of a million."""
    codes = ", ".join(f"{compiled.rule.slug}__code" for compiled in item.compiled.rules)
    return f"CREATE OR REPLACE TEMP TABLE {_met(item)} AS SELECT {codes}, count(*) AS n FROM {item.name} GROUP BY ALL"


def _met(item: Judged) -> str:
    return f"met_{item.compiled.table.name}"


def _counts_sql(item: Judged) -> str:
    selects = " UNION ALL ".join(_counts_of(item, compiled) for compiled in item.compiled.rules)
    return f"INSERT INTO outcome_counts BY NAME {selects}"


def _counts_of(item: Judged, compiled: CompiledRule) -> str:
    return (
        f"SELECT '{compiled.rule.id}' AS rule_id, outcome, reason, CAST(sum(n) AS BIGINT) AS n FROM ("
        f"SELECT {branch_case(compiled, 'outcome')} AS outcome, {branch_case(compiled, 'reason')} AS reason, n "
        f"FROM {_met(item)}) GROUP BY ALL"
    )


def _findings_sql(item: Judged, table: str = "findings") -> str:
    """All findings of a table in one statement: DuckDB then reads rules side by side and writes whole row groups."""
    selects = " UNION ALL ".join(_findings_of(item, compiled) for compiled in item.compiled.rules)
    return f"INSERT INTO {table} BY NAME {selects}"


def _findings_of(item: Judged, compiled: CompiledRule) -> str:
    rule, slug = compiled.rule, compiled.rule.slug
    shown = item.compiled.shown_columns([compiled])
    fields = ", ".join(f"shown.{name} AS {name}" for name in shown)
    regime = "regime" if "regime" in shown else "NULL"
    observed = ", ".join(f"'{name}': {name}" for name in rule.observed)
    cited = ", ".join(f"'{name}'" for name in rule.citable_regimes())
    citable = f"coalesce({regime}, 'any') IN ({cited})" if cited else "FALSE"
    return (
        f"SELECT '{rule.id}' AS rule_id, {rule.version} AS rule_version, subject_id, body_key, region, "
        f"{branch_case(compiled, 'severity', failures=True)} AS severity, "
        f"coalesce({branch_case(compiled, 'hardness', failures=True)}, 'hard') AS hardness, {slug}__due AS due, "
        f"{slug}__due + CAST({compiled.slack_days} AS INTEGER) AS judged_after, {compiled.seen_on} AS seen_on, "
        f"{regime} AS regime, {branch_case(compiled, 'reason', failures=True)} AS reason, "
        f"CAST(to_json({{{observed}}}) AS VARCHAR) AS observed, "
        f"{_expected_sql(rule)} AS expected, "
        f"{citable} AS citable "
        f"FROM (SELECT subject_id, {slug}__code, {slug}__due, {fields} FROM {item.name} WHERE {compiled.failed()})"
    )


def _expected_sql(rule: Rule) -> str:
    text, gap = _text(rule.expected.es), "{due}"
    day = f"coalesce(strftime({rule.slug}__due, '%d/%m/%Y'), '')"
    return f"replace({text}, '{gap}', {day})" if gap in text else text


def _rows(
    con: duckdb.DuckDBPyConnection, judged: Iterable[Judged], only: Collection[str] | None = None, where: str = ""
) -> list[OutcomeRow]:
    """The outcomes of a pass, of some rules and subjects only when they are named."""
    rows: list[OutcomeRow] = []
    for item in judged:
        mine = [compiled for compiled in item.compiled.rules if only is None or compiled.rule.id in only]
        if mine and where:
            # Looked for once and not once a rule, and without what findings show of them.
            taken = ", ".join(f"{compiled.rule.slug}__code, {compiled.rule.slug}__due" for compiled in mine)
            found = f"SELECT subject_type, subject_id, {taken} FROM {item.name} {where}"
            con.execute(f"CREATE OR REPLACE TEMP TABLE asked_of AS {found}")
        for compiled in mine:
            wanted = ", ".join(branch_case(compiled, what) for what in ("outcome", "reason", "severity"))
            query = (
                f"SELECT '{compiled.rule.id}', subject_type, subject_id, {wanted}, {compiled.rule.slug}__due, "
                f"{branch_case(compiled, 'hardness')} FROM {'asked_of' if where else item.name} ORDER BY subject_id"
            )
            rows += [OutcomeRow(*row) for row in con.execute(query).fetchall()]
    return sorted(rows, key=lambda row: (row.rule_id, row.subject_id))


def _report(con: duckdb.DuckDBPyConnection) -> CheckReport:
    counts: dict[str, dict[str, int]] = {}
    for rule_id, outcome, n in con.execute(
        "SELECT rule_id, outcome, sum(n) FROM outcome_counts GROUP BY ALL ORDER BY ALL"
    ).fetchall():
        counts.setdefault(rule_id, {})[outcome] = int(n)
    found = con.execute("SELECT count(*) FROM findings").fetchall()
    return CheckReport(int(found[0][0]), counts)
