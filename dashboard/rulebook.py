"""What the site says about a rule, taken from the registry of checks.

Here: the shape a rule's page needs. Not here: what a rule is (its own file) or how it is judged (the engine).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dashboard.errors import RulebookError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checks.rule import Rule

Pair = tuple[str, str]
_UNREADABLE = "unpublished_or_unparsable"
_PARAMETER = re.compile(r"parameter\(([a-z0-9_]+)")


@dataclass(frozen=True)
class Ground:
    """One norm behind a rule: ``standing`` is firm, assumed or none; only a firm one is ever cited."""

    norm: str
    article: str
    standing: str
    holds_for: str = "any"

    @property
    def firm(self) -> bool:
        """Whether the text was read and may be cited."""
        return self.standing == "firm"


@dataclass(frozen=True)
class Step:
    """One step of a rule's judgement: what it answers (``kind``), when (in SQL), and the code of what that means.

    ``reason`` is a reason or, of a step that only works something out, the name of that value.
    """

    kind: str
    sql: str
    reason: str = ""

    @property
    def group(self) -> str:
        """The group of words in which the code is said."""
        return "value" if self.kind == "value" else "reason"


@dataclass(frozen=True)
class Number:
    """One value of a parameter a rule uses: for which regime, where it was read and how firmly it stands."""

    name: str
    value: str
    unit: str
    holds_for: str
    source: str
    standing: str


@dataclass(frozen=True)
class Change:
    """What a version of a rule judges otherwise than the one before, and since which day."""

    version: int
    since: str
    what: Pair


@dataclass(frozen=True)
class Lack:
    """A fact that a rule needs and that no register carries so far: what it is, what would carry it, why not today."""

    what: Pair
    carried_by: Pair
    why_not: Pair


@dataclass(frozen=True)
class RuleCard:
    """A rule as its page shows it; pairs are (Spanish, English)."""

    rule_id: str
    version: int
    dimension: str
    severity: tuple[int, ...]
    title: Pair
    why: Pair
    subject: str
    sources: tuple[str, ...]
    expected: Pair
    steps: tuple[Step, ...]
    basis: tuple[Ground, ...]
    notify: tuple[str, ...]
    verify: Pair
    ask: Pair
    absence: bool = False
    numbers: tuple[Number, ...] = ()
    changes: tuple[Change, ...] = ()
    lacks: tuple[Lack, ...] = ()
    cites: tuple[str, ...] = ()
    """Registers that it rests on beside ``sources``, which set its clock."""
    shown_by: tuple[Pair, ...] = ()
    """Observed values, each with the column that holds the day of the look that showed it."""

    @property
    def registers(self) -> tuple[str, ...]:
        """Every register that it rests on."""
        return (*self.sources, *self.cites)

    def look_alikes(self) -> tuple[str, ...]:
        """The reasons for which a case that resembles a failure is none, or cannot be told from one, in order."""
        lawful = {"not_applicable", "not_evaluable", "passed"}
        reasons = [step.reason for step in self.steps[:-1] if step.kind in lawful and step.reason]
        return tuple(reason for reason in dict.fromkeys(reasons) if reason != _UNREADABLE)

    def firm_basis(self) -> tuple[Ground, ...]:
        """The norms that may be cited, for whatever legal regime."""
        return tuple(ground for ground in self.basis if ground.firm)

    def duty(self, regime: str | None) -> tuple[Ground, ...]:
        """The norms that may be cited for a subject of one legal regime, or of none."""
        return tuple(ground for ground in self.firm_basis() if ground.holds_for in {"any", regime or "any"})

    def expected_by(self, es: str, en: str) -> Pair:
        """What the rule expects, its due date written in: a day for one subject, words for the rule as a whole."""
        return self.expected[0].replace("{due}", es), self.expected[1].replace("{due}", en)


def unknown(rule_id: str) -> RuleCard:
    """A card for a rule that left the registry but still has alerts."""
    blank = ("", "")
    return RuleCard(rule_id, 0, "", (), (rule_id, rule_id), blank, "", (), blank, (), (), (), blank, blank)


def load() -> tuple[RuleCard, ...]:
    """Cards of every rule in the registry of checks, by id.

    Raises:
        RulebookError: the registry cannot be read.
    """
    from checks import registry
    from checks.errors import CheckError

    try:
        found = registry.rules()
        return tuple(card(rule, registry.dimension(rule_id)) for rule_id, rule in found.items())
    except CheckError as error:
        raise RulebookError(f"the rules cannot be read: {error}") from error


def card(rule: Rule, dimension: str) -> RuleCard:
    """The card of one rule of the registry."""
    return RuleCard(
        rule_id=rule.id,
        version=rule.version,
        dimension=dimension,
        severity=tuple(sorted({failure.severity for failure in rule.failed})),
        title=(rule.title.es, rule.title.en),
        why=(rule.why.es, rule.why.en),
        subject=rule.subject,
        sources=tuple(rule.sources),
        cites=tuple(rule.cites),
        expected=(rule.expected.es, rule.expected.en),
        steps=tuple(_steps(rule)),
        basis=tuple(Ground(ground.norm, ground.article or "", ground.standing, ground.regime) for ground in rule.basis),
        notify=tuple(rule.notify),
        verify=(rule.verify.es, rule.verify.en),
        ask=(rule.ask.es, rule.ask.es),
        absence=dimension == "missing",
        numbers=_numbers(" ".join(step.sql for step in _steps(rule))),
        changes=tuple(Change(r.version, r.since.isoformat(), (r.what.es, r.what.en)) for r in rule.revisions),
        lacks=tuple(_lacks(rule)),
        shown_by=tuple(rule.shown_by.items()),
    )


def _lacks(rule: Rule) -> Iterator[Lack]:
    from checks.wide import wide_tables

    for name in rule.awaits:
        fact = wide_tables()[rule.table].awaited[name]
        yield Lack(*((text.es, text.en) for text in (fact.what, fact.carried_by, fact.why_not)))


def _numbers(expressions: str) -> tuple[Number, ...]:
    """The parameters that a rule's expressions name, in the order of their first use."""
    from checks.parameters import parameters

    known = parameters()
    return tuple(
        Number(name, str(value.value), known[name].unit, value.regime or "any", value.source, value.standing)
        for name in dict.fromkeys(_PARAMETER.findall(expressions))
        if name in known
        for value in known[name].values
    )


def _steps(rule: Rule) -> Iterator[Step]:
    """The judgement of a rule, in the order in which the engine asks."""
    from checks.compiler import NOT_CARRIED
    from checks.wide import wide_tables

    shared = wide_tables()[rule.table].exclusions
    for name, expression in rule.values.items():
        yield Step("value", f"{name} := {expression}", name)
    for item in rule.not_applicable:
        exclusion = shared[item] if isinstance(item, str) else item
        yield Step(exclusion.outcome, exclusion.when, exclusion.reason)
    if rule.reads:
        yield Step("not_evaluable", ", ".join(rule.reads), _UNREADABLE)
    for decision in rule.decisions:
        yield Step(decision.outcome, decision.when, decision.reason)
    for name in rule.awaits:
        yield Step("not_evaluable", f"{name} IS NULL", NOT_CARRIED)
    for failure in rule.failed:
        parts = [part for part in (failure.when, failure.due and f"seen_on > {failure.due} + {rule.tolerance}") if part]
        yield Step("asked" if rule.asks_owner else "failed", "\nAND ".join(parts), failure.reason)
    for decision in rule.otherwise:
        yield Step(decision.outcome, decision.when, decision.reason)
    yield Step("passed", "TRUE", rule.passed)
