"""The truth about the updated cost of investments as both registers tell it: OUT-12."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sandbox.calendar import days_after
from sandbox.plans.deadlines import MEF_LATENCY
from sandbox.plans.investments import standing
from sandbox.plans.told_costs import told_cost
from sandbox.verdicts.verdict import PASSED, Verdict, WorkCase, failed, in_order, not_applicable, not_evaluable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sandbox.plans.facts import InvestmentPlan
    from sandbox.verdicts.changes import Looks

_APART_DAYS = 60
_WITHOUT_COST = ("cost_zero", "cost_blank")
_AGREEING = range(950, 1051)


@in_order
def out_12(looks: Looks) -> Iterator[Verdict]:
    """The cost differs between INFOBRAS and the bank of investments."""
    case = looks.now
    investment = case.project.investment
    if case.work.trait("secrecy") == "reserved":
        yield not_applicable("reserved")
    if investment is None or not case.work.has_cui:
        yield not_applicable("no_cui")
        return
    if case.is_emergency:
        yield not_applicable("emergency")
    yield from case.outside_state("executing")
    if case.unreadable("started_on"):
        yield not_evaluable("unparsable")
    yield from _incomparable(case, investment)
    told = told_cost(case.work, investment, case.day)
    if told is None or told.thousandths in _AGREEING:
        yield PASSED
        return
    if not told.thousandths:
        yield not_evaluable("no_cost_shown")
    first_seen = looks.costs_seen or case.day
    if told.told_on is None:
        first_seen = max(first_seen, looks.past().day if looks.earlier else case.day)
    due = days_after(max(first_seen, told.told_on or first_seen), _APART_DAYS)
    if days_after(due, MEF_LATENCY) < case.day:
        yield failed(due)
    known = told.told_on is not None and told.told_on >= first_seen
    yield PASSED if known else not_evaluable("difference_not_old_enough")


def _incomparable(case: WorkCase, investment: InvestmentPlan) -> Iterator[Verdict]:
    where = standing(investment, case.day)
    if where == "missing":
        yield not_evaluable("investment_not_found")
    if where not in ("active", "both"):
        yield not_applicable("investment_not_active")
    if "updated_cost" in investment.broken and investment.trait("money") not in _WITHOUT_COST:
        yield not_evaluable("unparsable")
    if len(investment.works) > 1:
        yield not_evaluable("several_works")
    if investment.trait("money") in _WITHOUT_COST:
        yield not_evaluable("no_cost")
