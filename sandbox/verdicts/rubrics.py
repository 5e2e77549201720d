"""The truth about what bodies publish in the transparency portal: MIS-21."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sandbox.calendar import days_after
from sandbox.plans.investments import BLANK_YEAR, accrued, standing
from sandbox.plans.transparency import before, end_of, quarter_of, rubric
from sandbox.verdicts.verdict import PASSED, Verdict, failed, in_order, not_applicable, not_evaluable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date
    from decimal import Decimal

    from sandbox.model import Body
    from sandbox.plans.facts import InvestmentPlan

_LAW_DAYS, _LATENCY = 30, 2


@in_order
def mis_21(body: Body, investments: Sequence[InvestmentPlan], day: date, *, read: bool) -> Iterator[Verdict]:
    """Quarterly list of projects not in the portal."""
    shown = rubric(body, day)
    if not read:
        yield not_evaluable("source_not_seen")
    if not shown.wraps:
        yield not_evaluable("body_not_recognised")
    spending = [_spends(plan, day) for plan in investments if standing(plan, day) in ("active", "both")]
    if True not in spending:
        yield not_evaluable("spending_unknown") if None in spending else not_applicable("no_running_projects")
    newest = before(quarter_of(day), 3) if shown.quarter is None else shown.quarter
    due = days_after(end_of(before(newest, -1)), _LAW_DAYS)
    yield failed(due) if days_after(due, _LATENCY) < day else PASSED


def _spends(plan: InvestmentPlan, day: date) -> bool | None:
    """Whether the file of active investments shows a budget or spending of the year; None where it does not tell."""
    pim = None if "pim_year" in plan.broken or plan.trait("pim") == "blank" else plan.trait("pim") != "zero"
    year: Decimal | None = accrued(plan, day)[1]
    if "accrued_year" in plan.broken or plan.trait("money") in BLANK_YEAR:
        year = None
    if pim or (year is not None and year > 0):
        return True
    return None if pim is None or year is None else False
