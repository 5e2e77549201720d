"""Judging on a connection: prepares clock and looks, compiles the rules, and fills one temporary table a wide table.

Here: the pass itself and what names its branches. Not here: what is kept of it (``checks.engine``).
"""

# ruff: noqa: S608 - the SQL is built from our own declarations; values of registers never enter its text

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import duckdb

from checks import registry
from checks.calendar_arrays import bodies_with_days, calendar_arrays
from checks.compiler import CompiledRule, CompiledTable, compile_table
from checks.errors import RuleFaultError
from checks.looks import Looks, read_looks
from checks.parameters import parameters
from checks.wide import WideTable, wide_query, wide_tables

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from checks.rule import Rule


_KEPT: dict[str, list[Judged]] = {}
"""The compiled rules of the newest whole pass by its mark; the rows are in temporary tables of its connection."""


@dataclass(frozen=True)
class Tonight:
    """What the rules' clock stands on."""

    night: date
    looks: Looks
    bodies: tuple[str, ...] = ()

    def compile(self, table: WideTable, rules: Sequence[Rule]) -> Judged:
        """The rules of one wide table with tonight's looks written in."""
        compiled = compile_table(table, rules, self.looks, parameters(), self.night, bodies=self.bodies)
        whole = len(rules) == sum(rule.table == table.name for rule in registry.rules().values())
        # The night asks everything; who asks some rules pays for the registers that these read.
        return Judged(compiled, wide_query(table, None if whole else compiled.columns_read()))


@dataclass(frozen=True)
class Judged:
    """One wide table after its pass; the temporary table ``name`` has a branch and a due date a rule."""

    compiled: CompiledTable
    wide: str

    @property
    def name(self) -> str:
        """Name of the temporary table."""
        return f"judged_{self.compiled.table.name}"


def prepare_clock(con: duckdb.DuckDBPyConnection, night: date, looks: Looks) -> None:
    """Make the one-row table ``rule_clock``: the calendar's arrays, the night, and when each source was seen.

    Raises:
        CalendarError: ``core_calendar`` is empty.
    """
    arrays = calendar_arrays(con)
    seen = ", ".join(f"CAST(? AS DATE) AS seen_{source}" for source in looks)
    days = [night, *(look.seen_on for look in looks.values())]
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE rule_clock AS "
        f"SELECT * EXCLUDE (fingerprint), CAST(? AS DATE) AS night, {seen} FROM {arrays}",
        days,
    )


class Maker(Protocol):
    """How a pass becomes the temporary table ``name``: by DuckDB itself, or by another engine with the same SQL."""

    def __call__(
        self, con: duckdb.DuckDBPyConnection, name: str, item: Judged, where: str = "", *, shown: bool = False
    ) -> None:
        """Make it; raises RuleFaultError or duckdb.Error when a rule cannot be evaluated."""


def create(
    con: duckdb.DuckDBPyConnection, name: str, item: Judged, where: str = "", *, shown: bool = False
) -> None:
    """Make the temporary table of a pass with DuckDB."""
    judged = item.compiled.judged_sql(item.wide, where=where, shown=shown)
    # An earlier pass goes first: two of them side by side need twice the memory.
    con.execute(f"DROP TABLE IF EXISTS temp.{name}")
    con.execute(f"CREATE TEMP TABLE {name} AS {judged}")


def judge(  # noqa: PLR0913 - what to judge, and how
    con: duckdb.DuckDBPyConnection,
    night: date,
    rules: Sequence[Rule],
    where: str = "",
    *,
    shown: bool = False,
    make: Maker = create,
) -> list[Judged]:
    """Judge rules on all rows of their tables, or on those whose ``subject_id`` meets ``where``.

    With ``shown``, rows that failed somewhere bear what findings show of them. ``make`` is the engine.

    A rule that rests on another's outcomes (OUT-13 on OUT-01) brings it along, judged on all rows.

    Raises:
        RuleFaultError: the engine could not evaluate a rule; it is named and nothing is left half done.
    """
    con.execute("DROP TABLE IF EXISTS temp.whole_pass")
    tonight = _tonight(con, night)
    prepare_clock(con, night, tonight.looks)
    judged: list[Judged] = []
    for table in wide_tables().values():
        mine = [rule for rule in rules if rule.table == table.name]
        if not mine:
            continue
        if table.after:
            _outcomes_before(con, table, judged, tonight, whole=not where)
        item = tonight.compile(table, mine)
        try:
            make(con, item.name, item, where, shown=shown)
        except duckdb.Error as error:
            raise _culprit(con, item, where, error) from error
        judged.append(item)
    return judged


def keep_pass(con: duckdb.DuckDBPyConnection, night: date, judged: list[Judged]) -> None:
    """Note that the tables ``judged_…`` hold every rule on every row, until the next judging on this connection."""
    mark = _mark(_tonight(con, night))
    con.execute("CREATE OR REPLACE TEMP TABLE whole_pass AS SELECT ? AS mark", [mark])
    _KEPT.clear()
    _KEPT[mark] = judged


def kept_pass(con: duckdb.DuckDBPyConnection, night: date) -> list[Judged] | None:
    """The whole pass of that night that this connection still holds, None when it holds none."""
    there = con.execute("SELECT 1 FROM duckdb_tables() WHERE temporary AND table_name = 'whole_pass'").fetchall()
    mark = _mark(_tonight(con, night))
    if not there or con.execute("SELECT mark FROM temp.whole_pass").fetchall() != [(mark,)]:
        return None
    return _KEPT.get(mark)


def _mark(tonight: Tonight) -> str:
    """All that a pass depends on beside the core tables, as one text."""
    # Looks come from the warehouse in whatever order its threads give them.
    looks = sorted(tonight.looks.items())
    return repr((tonight.night, looks, tonight.bodies, [(rule.id, rule.version) for rule in rules_of()]))


def _tonight(con: duckdb.DuckDBPyConnection, night: date) -> Tonight:
    looks = read_looks(con, {source for rule in registry.rules().values() for source in rule.sources})
    return Tonight(night, looks, bodies_with_days(con))


def _outcomes_before(
    con: duckdb.DuckDBPyConnection, table: WideTable, judged: list[Judged], tonight: Tonight, *, whole: bool
) -> None:
    """Make ``outcomes_of_<rule>`` for a table that rests on a rule, judging that rule when it was not judged whole."""
    first = registry.rule(str(table.after))
    earlier = next((j for j in judged if any(r.rule.id == first.id for r in j.compiled.rules)), None)
    if earlier is None or not whole:
        before = wide_tables()[first.table]
        earlier = tonight.compile(before, [first])
        create(con, "judged_before", earlier, "")
        source = "judged_before"
    else:
        source = earlier.name
    compiled = next(r for r in earlier.compiled.rules if r.rule.id == first.id)
    con.execute(f"CREATE OR REPLACE TEMP TABLE outcomes_of_{first.slug} AS {outcomes_sql(compiled, source)}")


def outcomes_sql(compiled: CompiledRule, source: str) -> str:
    """The outcome, hardness and due date of every subject under one rule of a pass."""
    return (
        f"SELECT subject_id, {branch_case(compiled, 'outcome')} AS outcome, "
        f"{branch_case(compiled, 'hardness')} AS hardness, {compiled.rule.slug}__due AS due FROM {source}"
    )


def branch_case(compiled: CompiledRule, what: str, *, failures: bool = False) -> str:
    """SQL giving outcome, reason, hardness or severity of the branch a rule took; ``failures``: all rows failed."""
    values = [getattr(branch, what) for branch in compiled.branches]
    texts = ["NULL" if v is None else f"'{v}'" if isinstance(v, str) else str(v) for v in values]
    kind = "UTINYINT" if what == "severity" else "VARCHAR"
    failed = {text for text, branch in zip(texts, compiled.branches, strict=True) if branch.outcome == "failed"}
    if failures and len(failed) == 1:
        return f"CAST({failed.pop()} AS {kind})"
    return f"CAST([{', '.join(texts)}][{compiled.rule.slug}__code + 1] AS {kind})"


def _culprit(con: duckdb.DuckDBPyConnection, item: Judged, where: str, error: duckdb.Error) -> RuleFaultError:
    """Judge the rules one by one to name the one at fault; the wide query itself when none is."""
    compiled = item.compiled
    for rule in compiled.rules:
        alone = CompiledTable(compiled.table, (rule,), compiled.layers, compiled.shared, compiled.sources)
        try:
            create(con, "judged_alone", Judged(alone, item.wide), where)
        except duckdb.Error as fault:
            return RuleFaultError(rule.rule.id, str(fault))
    return RuleFaultError(f"(wide table {compiled.table.name})", str(error))


def rules_of(rule_ids: Iterable[str] | None = None) -> list[Rule]:
    """The rules of those ids, or all of them; unknown ids are passed over."""
    found = registry.rules()
    return list(found.values()) if rule_ids is None else [found[i] for i in sorted(set(rule_ids)) if i in found]
