"""From rules to one flat SELECT a table: named values in layers, then one CASE chain a rule.

Here: writing SQL. Not here: running it (``checks.engine``) or what words mean (``checks.language``).

A chain gives the number of the branch a row took. The order is fixed: looks, exclusions, cells not published, cells not
readable, decisions, what no register carries, dates before the calendar, failures, dates after it, otherwise, passed.
Nothing is exploded to a row a rule; only numbers and due dates leave the pass.
"""

# ruff: noqa: S608 - the SQL is built from our own declarations; values of registers never enter its text

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from checks.language import FIRST_CLOCK_DAY, Context, literal, to_sql
from checks.rule import Exclusion, Failure, Outcome, Rule
from checks.wide import STANDARD, WideTable
from warehouse.statements import quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from checks.looks import Looks
    from checks.parameters import Parameters

NOT_CARRIED = "no_register_carries_it"
OUTSIDE_CALENDAR = "date_outside_calendar"
DEPARTMENTS = 26  # 0 for one that is not known, then 01 to 25
CLOCK_COLUMNS = ("clock_positions", "clock_business_days")


@dataclass(frozen=True)
class Branch:
    """One end a row can reach; ``when`` is None for the last. ``due`` is SQL giving the last lawful day."""

    outcome: Outcome
    reason: str
    when: str | None
    hardness: str | None = None
    severity: int | None = None
    due: str | None = None


@dataclass(frozen=True)
class CompiledRule:
    """A rule with its branches; ``slack_days`` is tolerance plus latency as SQL, ``seen_on`` the clock as SQL."""

    rule: Rule
    branches: tuple[Branch, ...]
    slack_days: str
    seen_on: str

    def code(self) -> str:
        """CASE chain giving the number of the branch."""
        arms = " ".join(f"WHEN {b.when} THEN {n}" for n, b in enumerate(self.branches) if b.when is not None)
        return f"CAST(CASE {arms} ELSE {len(self.branches) - 1} END AS UTINYINT)"

    def due(self) -> str:
        """CASE giving the due date of the branch taken."""
        arms = " ".join(f"WHEN {n} THEN {b.due}" for n, b in enumerate(self.branches) if b.due is not None)
        return f"CASE {self.rule.slug}__code {arms} END" if arms else "CAST(NULL AS DATE)"

    def failed(self) -> str:
        """Condition on the branch: it is a failure."""
        codes = [str(n) for n, branch in enumerate(self.branches) if branch.outcome == "failed"]
        return f"{self.rule.slug}__code IN ({', '.join(codes)})"


@dataclass(frozen=True)
class CompiledTable:
    """All rules of one wide table. ``layers`` are named values, each layer using the ones before it."""

    table: WideTable
    rules: tuple[CompiledRule, ...]
    layers: tuple[tuple[tuple[str, str], ...], ...]
    shared: tuple[str, ...]
    sources: tuple[str, ...]
    bodies: tuple[str, ...] = ()  # those with days off of their own, in order
    read: frozenset[str] = frozenset()  # columns and values that their expressions name

    def region_start(self) -> str:
        """SQL: where the calendar of a row's department begins, or that of its body where it has one of its own."""
        if not self.bodies:
            place = "TRY_CAST(wide.region AS INTEGER)"
        else:
            arms = " ".join(f"WHEN {quoted(key)} THEN {DEPARTMENTS * n}" for n, key in enumerate(self.bodies, 1))
            # A department that is not known has the country's days and the body's.
            known = f"TRY_CAST(wide.region AS INTEGER) BETWEEN 0 AND {DEPARTMENTS - 1}"
            department = f"CASE WHEN {known} THEN TRY_CAST(wide.region AS INTEGER) ELSE 0 END"
            place = f"CASE wide.body_key {arms} ELSE 0 END + {department}"
        return f"coalesce(list_extract(clock.clock_region_starts, {place} + 1), 0)"

    def values_sql(self, wide: str, *, looks_in_rows: bool = False, where: str = "") -> str:
        """Rows of the wide relation with every named value; ``looks_in_rows`` when they bear their own night."""
        own = self.sources if looks_in_rows else self.table.own_looks
        clock = [*CLOCK_COLUMNS, *(f"seen_{s}" for s in self.sources if s not in own)]
        clock += [] if looks_in_rows else ["night"]
        sql = (
            f"SELECT wide.*, {', '.join('clock.' + c for c in clock)}, "
            f"{self.region_start()} AS region_start, "
            "coalesce(array_length(wide.unparsable), 0) > 0 AS has_unparsable, "
            "coalesce(array_length(wide.unpublished), 0) > 0 AS has_unpublished "
            f"FROM ({wide}) AS wide CROSS JOIN rule_clock AS clock {where}"
        )
        for layer in self.layers:
            columns = ", ".join(f"{value} AS {name}" for name, value in layer)
            sql = f"SELECT *, {columns} FROM ({sql})"
        return sql

    def shown_columns(self, rules: Sequence[CompiledRule] | None = None) -> list[str]:
        """What findings show of a row besides branches and dates: where it belongs, its regime, own looks, cells seen.

        Of all rules, or of those named. Looks that are the same for every row are written as constants.
        """
        asked = [compiled.rule for compiled in (self.rules if rules is None else rules)]
        observed = {name for rule in asked for name in rule.observed}
        looks = {f"seen_{source}" for rule in asked for source in rule.sources if source in self.table.own_looks}
        regime = [name for name in ("regime",) if name in (*self.shared, *self.table.columns)]
        return sorted({"body_key", "region", *observed, *regime, *looks})

    def columns_read(self) -> frozenset[str]:
        """All that judging, showing and explaining these rules takes of the wide table."""
        cells = {name for compiled in self.rules for name in compiled.rule.reads}
        return frozenset({*STANDARD, *self.read, *self.shown_columns(), *cells})

    def failed_somewhere(self) -> str:
        """Condition on the branches: at least one rule found a failure."""
        return " OR ".join(compiled.failed() for compiled in self.rules)

    def judged_sql(
        self, wide: str, *, looks_in_rows: bool = False, where: str = "", keep: str = "", shown: bool = False
    ) -> str:
        """One row a subject: the branch each rule took and its due date.

        ``keep`` names more columns to carry. With ``shown``, rows that failed somewhere bear what findings show of
        them as one value; for all others it is null and costs nothing.
        """
        carried = f"subject_id, subject_type{', ' + keep if keep else ''}"
        if shown:
            fields = ", ".join(f"'{name}': {name}" for name in self.shown_columns())
            carried += f", CASE WHEN {self.failed_somewhere()} THEN {{{fields}}} END AS shown"
        codes = ", ".join(f"{r.code()} AS {r.rule.slug}__code" for r in self.rules)
        dues = ", ".join(f"{r.rule.slug}__code, {r.due()} AS {r.rule.slug}__due" for r in self.rules)
        values = self.values_sql(wide, looks_in_rows=looks_in_rows, where=where)
        return f"SELECT {carried}, {dues} FROM (SELECT *, {codes} FROM ({values}))"


def compile_table(  # noqa: PLR0913 - what judging rests on, named one by one
    table: WideTable,
    rules: Sequence[Rule],
    looks: Looks,
    parameters: Parameters,
    night: date | None = None,
    *,
    bodies: tuple[str, ...] = (),
) -> CompiledTable:
    """Write the rules of one wide table for a night; without one, each row bears its own night and looks.

    ``bodies`` are those with days off of their own in the calendar's arrays, in the order of their keys. What is the
    same for every row is written as a constant, so that DuckDB drops the branches it decides.

    Raises:
        ExpressionError, ParameterError: naming the rule and the place.
    """
    writer = _Writer(table, looks, parameters, night)
    compiled = tuple(writer.rule(rule) for rule in rules)
    sources = tuple(sorted({source for rule in rules for source in rule.sources}))
    return CompiledTable(table, compiled, writer.layers(), tuple(table.values), sources, bodies, writer.read())


class _Writer:
    """Collects the named values of a table and its rules, each at the layer after those it uses."""

    def __init__(self, table: WideTable, looks: Looks, parameters: Parameters, night: date | None) -> None:
        self.table, self.looks, self.parameters, self.night = table, looks, parameters, night
        self.level: dict[str, int] = dict.fromkeys(table.columns, 0)
        self.named: list[tuple[str, str, int]] = []
        self.columns = {name: name for name in table.columns}
        self.contexts: list[Context] = []
        for name, expression in table.values.items():
            context = self._context(self.columns, where=f"{table.name}.values.{name}")
            self.columns = {**self.columns, name: self._name(name, name, expression, context)}

    def _context(self, columns: Mapping[str, str], slack: str = "0", seen: str = "seen_on", *, where: str) -> Context:
        self.contexts.append(Context(columns, self.parameters, slack, seen, where=where))
        return self.contexts[-1]

    def _name(self, name: str, column: str, expression: str, context: Context) -> str:
        sql = to_sql(expression, context)
        level = 1 + max((self.level[used] for used in context.used), default=0)
        self.named.append((column, sql, level))
        self.level[name] = level
        return column

    def layers(self) -> tuple[tuple[tuple[str, str], ...], ...]:
        depth = max((level for _, _, level in self.named), default=0)
        return tuple(
            tuple((name, sql) for name, sql, level in self.named if level == layer) for layer in range(1, depth + 1)
        )

    def rule(self, rule: Rule) -> CompiledRule:
        seen = [self._seen(source) for source in rule.sources]
        seen_on = f"least({', '.join(seen)})" if len(seen) > 1 else seen[0]
        latency = max(self.looks[source].latency_days for source in rule.sources)
        shared_levels = dict(self.level)
        columns = dict(self.columns)
        tolerance = to_sql(rule.tolerance, self._context(columns, where=f"{rule.id}.tolerance"))
        slack = f"({tolerance} + {latency})"

        def context(place: str) -> Context:
            return self._context(dict(columns), slack, seen_on, where=f"{rule.id}.{place}")

        for name, expression in rule.values.items():
            columns[name] = self._name(name, f"{rule.slug}__{name}", expression, context(f"values.{name}"))
        branches = [*self._looks(rule), *_Chain(self.table, rule, context).branches()]
        self.level = shared_levels
        return CompiledRule(rule, tuple(branches), slack, seen_on)

    def read(self) -> frozenset[str]:
        """Names of columns in all expressions written so far, those of values among them."""
        return frozenset(name for context in self.contexts for name in context.used)

    def _seen(self, source: str) -> str:
        if self.night is None or source in self.table.own_looks:
            return f"seen_{source}"
        seen_on = self.looks[source].seen_on
        return "CAST(NULL AS DATE)" if seen_on is None else literal(seen_on)

    def _looks(self, rule: Rule) -> Iterable[Branch]:
        night = "night" if self.night is None else literal(self.night)
        unseen = " OR ".join(f"{self._seen(source)} IS NULL" for source in rule.sources)
        stale = " OR ".join(
            f"CAST({night} - {self._seen(source)} AS INTEGER) > {self.looks[source].stale_after_days}"
            for source in rule.sources
        )
        yield Branch("not_evaluable", "source_not_seen", unseen)
        yield Branch("not_evaluable", "stale_source", stale)


class _Chain:
    """Writes the branches of one rule after those of its looks."""

    def __init__(self, table: WideTable, rule: Rule, context: ContextMaker) -> None:
        self.table, self.rule, self.context = table, rule, context

    def branches(self) -> Iterable[Branch]:
        for number, item in enumerate(self.rule.not_applicable):
            exclusion = item if isinstance(item, Exclusion) else self.table.exclusions[item]
            when = to_sql(exclusion.when, self.context(f"not_applicable[{number}]"))
            yield Branch(exclusion.outcome, exclusion.reason, when)
        yield from self._cells()
        for number, decision in enumerate(self.rule.decisions):
            when = to_sql(decision.when, self.context(f"decisions[{number}]"))
            yield Branch(decision.outcome, decision.reason, when)
        for name in self.rule.awaits:
            yield Branch("not_evaluable", NOT_CARRIED, f"{name} IS NULL")
        dues = [self._due(number, failure) for number, failure in enumerate(self.rule.failed)]
        timed = [due for due, failure in zip(dues, self.rule.failed, strict=True) if due and failure.when is None]
        if timed:
            # Years before the calendar's are slips of the pen: no term ran out in them.
            early = " OR ".join(f"({due}) < {FIRST_CLOCK_DAY}" for due in timed)
            yield Branch("not_evaluable", OUTSIDE_CALENDAR, early)
        for number, (due, failure) in enumerate(zip(dues, self.rule.failed, strict=True)):
            when = to_sql(failure.when or f"overdue({failure.due})", self.context(f"failed[{number}]"))
            yield Branch("failed", failure.reason, when, failure.hardness, failure.severity, due)
        if timed:
            unknown = " OR ".join(f"({due}) IS NULL" for due in timed)
            yield Branch("not_evaluable", OUTSIDE_CALENDAR, unknown)
        for number, decision in enumerate(self.rule.otherwise):
            when = to_sql(decision.when, self.context(f"otherwise[{number}]"))
            yield Branch(decision.outcome, decision.reason, when)
        # The last failure is the mildest: its date is the one still ahead.
        yield Branch("passed", self.rule.passed, None, due=timed[-1] if timed else None)

    def _cells(self) -> Iterable[Branch]:
        if self.rule.reads:
            names = ", ".join(f"'{name}'" for name in self.rule.reads)
            for flag, column, reason in (
                ("has_unpublished", "unpublished", "column_not_published"),
                ("has_unparsable", "unparsable", "unparsable"),
            ):
                when = f"CASE WHEN {flag} THEN list_has_any({column}, [{names}]) ELSE FALSE END"
                yield Branch("not_evaluable", reason, when)

    def _due(self, number: int, failure: Failure) -> str | None:
        return to_sql(failure.due, self.context(f"failed[{number}].due")) if failure.due else None


if TYPE_CHECKING:
    from collections.abc import Callable

    ContextMaker = Callable[[str], Context]
