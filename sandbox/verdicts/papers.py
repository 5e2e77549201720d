"""The truth about the files that belong to months of progress: MIS-12 and IMP-04."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING

from sandbox.calendar import business_days_after, days_after, last_day_of
from sandbox.plans.deadlines import INFOBRAS_LATENCY
from sandbox.plans.papers import photos_in, valuations_in
from sandbox.plans.reporting import after
from sandbox.verdicts.plausibility import cost_shown
from sandbox.verdicts.progress import known_months
from sandbox.verdicts.verdict import PASSED, Verdict, WorkCase, failed, in_order, not_applicable, not_evaluable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sandbox.plans.facts import Month

_FIRST, _WITHIN = (2023, 6), 10
_FORTY, _LARGE = Decimal(40), Decimal(500_000)


@in_order
def mis_12(case: WorkCase) -> Iterator[Verdict]:
    """A month of progress without photographs or valuation file."""
    yield from _outside(case)
    if case.unreadable("started_on", "physical_pct"):
        yield not_evaluable("unparsable")
    yield from _unseen(case)
    bare = next((month for month, _ in _grown(case) if month >= _FIRST and _lacks(case, month)), None)
    if bare is None:
        yield PASSED
        return
    due = business_days_after(last_day_of(*after(bare)), _WITHIN, case.work.region)
    yield failed(due) if days_after(due, INFOBRAS_LATENCY) < case.day else PASSED


@in_order
def imp_04(case: WorkCase) -> Iterator[Verdict]:
    """A jump of progress in one month, without a valuation file."""
    yield from _outside(case)
    cost = cost_shown(case)
    if cost is not None and cost <= _LARGE:
        yield not_applicable("small_work")
    if case.unreadable("started_on", "physical_pct"):
        yield not_evaluable("unparsable")
    yield from _unseen(case)
    if cost is None:
        yield not_evaluable("no_amounts")
    jumped = any(by > _FORTY and not valuations_in(case.work, month, case.day) for month, by in _grown(case))
    yield failed(None) if jumped else PASSED


def _outside(case: WorkCase) -> Iterator[Verdict]:
    yield from case.outside_data()
    if case.state == "not_started":
        yield not_applicable("not_started")
    if case.is_young:
        yield not_applicable("young_work")


def _unseen(case: WorkCase) -> Iterator[Verdict]:
    yield from case.from_page()
    if len(known_months(case)) < 2:
        yield not_evaluable("months_not_seen")


def _grown(case: WorkCase) -> Iterator[tuple[Month, Decimal]]:
    """The months whose progress grew beyond that of the month right before, and by how much."""
    for (earlier, was), (month, now) in pairwise(known_months(case).items()):
        if month == after(earlier) and now > was:
            yield month, now - was


def _lacks(case: WorkCase, month: Month) -> bool:
    work = case.work
    return not photos_in(work, month, case.day) or (work.by_contract and not valuations_in(work, month, case.day))
