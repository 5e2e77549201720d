"""The truth about red flags, which rank works and accuse nobody: of what each can be asked, and where it is raised.

What tells of one purchase alone stands in its plan; what tells of several is counted over all plans of the country.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from sandbox.verdicts.ranking_classes import Markets
from sandbox.views.processes import contract_seen, contracts, is_awarded, winner

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from sandbox.model import Process, Work
    from sandbox.plans.facts import ProcessPlan

_LOOSE = ("unmatched", "by_amount")
_BID_DAYS, _SIGNING_DAYS, _GAP_PCT = 15, 60, 10
_YEAR, _TWO_YEARS, _HALF_YEAR = 365, 730, 180
_LEAST, _DIRECT_AWARDS, _GROWTH = 5, 3, 10
_LEVELS, _EXTENSIONS = (15, 50), 3

Flag = tuple[str, bool]
"""A flag that can be asked, and whether it is raised."""


@dataclass(frozen=True, slots=True)
class Called:
    """One purchase as its register shows it on a day."""

    plan: ProcessPlan
    shown: Process
    day: date

    @property
    def direct(self) -> bool:
        """Whether nobody competed."""
        return self.shown.method == "direct"

    @property
    def awarded(self) -> bool:
        """Whether somebody has won."""
        return is_awarded(self.plan, self.day)

    @property
    def awarded_on(self) -> date | None:
        """The day on which somebody won, where it is published."""
        return self.plan.awarded if self.awarded and self.plan.fate != "undated" else None

    @property
    def body(self) -> str:
        """Who calls."""
        return self.plan.body.consucode

    @property
    def winner(self) -> str:
        """The code of who won, or would."""
        return winner(self.plan, self.day).code


class Purchases:
    """All purchases that the registers show on a day."""

    def __init__(self, called: Sequence[Called]) -> None:
        """Of the whole country, of every kind."""
        self._all = called
        self._markets = Markets(called)
        self._begins = min((one.plan.called for one in called), default=None)
        self._of_body: dict[str, list[Called]] = {}
        self._first_of: dict[str, list[date | None]] = {}
        for one in called:
            if one.plan.category == "works":
                self._of_body.setdefault(one.body, []).append(one)
            if one.awarded:
                self._first_of.setdefault(one.winner, []).append(one.awarded_on)

    def works(self) -> Iterator[Called]:
        """Those that buy works."""
        return (one for one in self._all if one.plan.category == "works")

    def flags(self, one: Called) -> Iterator[Flag]:
        """Every flag that can be asked of a purchase of works."""
        yield from _alone(one)
        yield from self._of_calls(one)
        yield from self._markets.flags(one, one.awarded_on)
        if one.awarded_on is not None:
            yield from self._of_awards(one, one.awarded_on)
            yield from self._growth(one, one.awarded_on)
            yield from self._newness(one, one.awarded_on)

    def _of_calls(self, one: Called) -> Iterator[Flag]:
        calls = [other for other in self._of_body[one.body] if _within(other.plan.called, one.plan.called, _YEAR)]
        direct = sum(other.direct for other in calls)
        if len(calls) >= _LEAST:
            yield "direct_is_usual", one.direct and direct * 2 >= len(calls)
        if one.awarded and one.shown.cui is not None:
            alike = [
                other
                for other in self._of_body[one.body]
                if other.awarded and (other.shown.cui, other.winner) == (one.shown.cui, one.winner)
            ]
            near = [other for other in alike if abs((other.plan.called - one.plan.called).days) <= _HALF_YEAR]
            yield "split_contracts", len(near) > 1

    def _of_awards(self, one: Called, awarded: date) -> Iterator[Flag]:
        known = [(other, other.awarded_on) for other in self._of_body[one.body]]
        dated = [(other, on) for other, on in known if on is not None]
        shared = [other for other, on in dated if _within(on, awarded, _TWO_YEARS)]
        if one.direct:
            given = [other for other, on in dated if _within(on, awarded, _YEAR) and other.winner == one.winner]
            yield "repeated_direct_awards", sum(other.direct for other in given) >= _DIRECT_AWARDS
        if len(shared) >= _LEAST:
            yield "supplier_share", sum(other.winner == one.winner for other in shared) * 2 >= len(shared)

    def _growth(self, one: Called, awarded: date) -> Iterator[Flag]:
        won = [
            (on, other.plan.ocid, other)
            for other in self._of_body[one.body]
            if other.winner == one.winner and (on := other.awarded_on) is not None
        ]
        began, _, first = min(won, key=lambda item: item[:2])
        if 1 <= (awarded - began).days <= _YEAR:
            yield "small_then_large", one.plan.value >= first.plan.value * _GROWTH

    def _newness(self, one: Called, awarded: date) -> Iterator[Flag]:
        days = self._first_of[one.winner]
        known = [on for on in days if on is not None]
        firm = one.winner.startswith("20") and len(one.winner) == len("20000000000")
        if firm and len(known) == len(days) and self._begins and (awarded - self._begins).days >= _YEAR:
            yield "new_supplier", min(known) >= awarded


def _within(earlier: date, later: date, days: int) -> bool:
    return 0 <= (later - earlier).days <= days


def _alone(one: Called) -> Iterator[Flag]:
    plan = one.plan
    if one.awarded and not one.direct:
        yield "single_tenderer", plan.rivals == 0
        if one.awarded_on is not None and one.awarded_on >= plan.called:
            yield "short_call", (one.awarded_on - plan.called).days < _BID_DAYS
    if not contract_seen(plan, one.day) or plan.fate in _LOOSE or plan.signed is None:
        return
    (contract,) = contracts(plan, one.day)
    if contract.amount is not None:
        yield "contract_unlike_award", abs(contract.amount - plan.value) * 100 > plan.value * _GAP_PCT
    if one.awarded_on is not None and plan.signed >= one.awarded_on:
        yield "late_signature", (plan.signed - one.awarded_on).days > _SIGNING_DAYS


def of_work(work: Work) -> Iterator[Flag]:
    """Every flag that can be asked of a work as its register shows it."""
    amount = work.contract_amount or Decimal(0)
    if work.additions > 0 and work.additions_amount > 0 and amount > 1:
        added = work.additions_amount * 100
        near = any(amount * (level - 1) < added <= amount * level for level in _LEVELS)
        yield "additions_near_level", near
    yield "repeated_extensions", work.modifications >= _EXTENSIONS
    if work.term_days:
        yield "long_extension", work.modification_days * 2 >= work.term_days
