"""Scores: how complete, how timely and how consistent the published record is, per work, district, region and body.

Here: completeness of each work against the CoST elements that ought to be public at its stage (``elements.yml``), and
the shares by place and body with their denominators. Not here: duties. A score ranks and informs; it accuses nobody,
opens no alert, and is never cited in a letter.

What could not be looked for (no linked record, a cell that could not be read, a column that is not published) counts
neither as shown nor as missing. An element for which no register that we read has a field counts nowhere.
"""

# ruff: noqa: S608 - the SQL is built from our own declarations; values of registers never enter its text

from __future__ import annotations

import logging
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from pydantic import Field

from checks.errors import RuleError
from checks.judging import judge, kept_pass, outcomes_sql, rules_of
from checks.language import Context, to_sql
from checks.parameters import parameters
from checks.rule import Text
from checks.sqlfiles import read_sql
from checks.strict import Strict, read_strict
from warehouse.connection import transaction

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    import duckdb

    from checks.judging import Judged

log = logging.getLogger(__name__)
ELEMENTS = Path(__file__).parent / "elements.yml"
SQL = Path(__file__).parent / "sql" / "scores"
STAGES = ("preparation", "procurement", "implementation", "completion", "closing")
TIMELY = {"infobras": "OUT-01", "f12b": "OUT-02", "seace": "MIS-02"}
"""The rule that says of each register whether a record came in time."""
_NEEDS = {"process": "has_process", "contract": "has_contract"}


class Element(Strict):
    """One element of the CoST standard. Without ``shown`` no register that we read has a field for it."""

    id: str = Field(pattern=r"^[a-z][a-z_]*$")
    from_stage: Literal["preparation", "procurement", "implementation", "completion", "closing"] = Field(alias="from")
    title: Text
    shown: str | None = None
    needs: Literal["process", "contract", "estimate"] | None = None
    contracted: bool = False

    def due(self) -> str:
        """SQL: the element ought to be public of the work."""
        rank = f"list_position([{', '.join(repr(stage) for stage in STAGES)}], stage)"
        reached = f"{rank} >= {STAGES.index(self.from_stage) + 1}"
        if self.from_stage == "procurement":
            reached = f"({rank} >= {STAGES.index('implementation') + 1} OR has_contract)"
        if self.contracted or self.from_stage == "procurement":
            reached += " AND contracted"
        if self.needs == "estimate":
            reached += " AND has_estimate"
        return f"coalesce({reached}, FALSE)"


class _File(Strict):
    """elements.yml as a whole."""

    elements: list[Element]


@cache
def elements() -> tuple[Element, ...]:
    """The 39 elements in the standard's order."""
    return tuple(read_strict(ELEMENTS, _File, RuleError).elements)


def score(con: duckdb.DuckDBPyConnection, night: date) -> dict[str, int]:
    """Score everything and replace ``work_scores`` and ``scores``; the same again changes nothing.

    Rests on tonight's findings and comparisons. Returns the rows of ``scores`` by measure.
    """
    _judged(con, night)
    with transaction(con):
        score_works(con)
        con.execute(read_sql(SQL / "records.sql", {}))
        con.execute(read_sql(SQL / "places.sql", parameters()))
    rows = con.execute("SELECT measure, count(*) FROM scores GROUP BY measure ORDER BY measure").fetchall()
    log.info("scored", extra={"scores": sum(int(n) for _, n in rows)})
    return {str(measure): int(n) for measure, n in rows}


def score_works(con: duckdb.DuckDBPyConnection) -> None:
    """Replace ``work_scores`` by what is public of each work now."""
    con.execute("DELETE FROM work_scores")
    con.execute(f"INSERT INTO work_scores BY NAME {_works_sql(con)}")


def _works_sql(con: duckdb.DuckDBPyConnection) -> str:
    """One row a work: its elements due, shown, unknown and missing."""
    base = read_sql(SQL / "works.sql", parameters())
    columns = [str(name) for name, *_ in con.execute(f"DESCRIBE {base}").fetchall()]
    carried = [element for element in elements() if element.shown]
    layer = ", ".join(
        f"{element.due()} AS {element.id}__due, {shown} AS {element.id}__shown, {known} AS {element.id}__known"
        for element in carried
        for shown, known in [_sql_of(element, columns)]
    )

    def count(condition: str) -> str:
        return " + ".join(f"CAST({condition.format(e=element.id)} AS INTEGER)" for element in carried)

    absent = ", ".join(
        f"CASE WHEN {e.id}__due AND {e.id}__known AND NOT {e.id}__shown THEN '{e.id}' END" for e in carried
    )
    return (
        f"SELECT work_id, body_key, region, ubigeo, stage, seen_on, "
        f"{count('({e}__due AND {e}__known)')} AS due, {count('({e}__due AND {e}__shown)')} AS shown, "
        f"{count('({e}__due AND NOT {e}__known)')} AS unknown, "
        f"list_filter([{absent}], lambda element: element IS NOT NULL) AS missing "
        f"FROM (SELECT *, {layer} FROM ({base}))"
    )


def _sql_of(element: Element, columns: Iterable[str]) -> tuple[str, str]:
    """SQL of whether an element is shown, and whether its absence would mean anything."""
    context = Context({name: name for name in columns}, parameters(), where=f"elements.{element.id}")
    shown = f"coalesce({to_sql(str(element.shown), context)}, FALSE)"
    read = ", ".join(f"'{name}'" for name in sorted(context.used))
    known = f"NOT list_has_any(list_concat(unparsable, unpublished), [{read}])"
    if element.needs in _NEEDS:
        known += f" AND {_NEEDS[element.needs]}"
    return shown, f"({shown} OR ({known}))"


def _judged(con: duckdb.DuckDBPyConnection, night: date) -> None:
    """Make ``judged``: of each register, the records that its rule judged, and how late the late ones are."""
    judged = kept_pass(con, night) or judge(con, night, rules_of(TIMELY.values()))
    union = " UNION ALL ".join(_register(judged, register, rule_id) for register, rule_id in TIMELY.items())
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE judged AS "
        f"SELECT register, subject_id, outcome = 'failed' AS failed, date_diff('day', f.due, f.seen_on) AS days_late "
        f"FROM ({union}) LEFT JOIN findings AS f USING (rule_id, subject_id) WHERE outcome IN ('passed', 'failed')"
    )


def _register(judged: list[Judged], register: str, rule_id: str) -> str:
    """The outcomes of one register's rule."""
    for item in judged:
        for compiled in item.compiled.rules:
            if compiled.rule.id == rule_id:
                outcomes = outcomes_sql(compiled, item.name)
                return f"SELECT '{register}' AS register, '{rule_id}' AS rule_id, subject_id, outcome FROM ({outcomes})"
    raise RuleError(f"scores rest on {rule_id}, and there is no such rule")
