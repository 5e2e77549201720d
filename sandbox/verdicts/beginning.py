"""The truth about works that ought to have begun: MIS-08 and OUT-07."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from sandbox.calendar import days_after
from sandbox.plans import deadlines
from sandbox.plans.investments import BLANK_PRIOR, BLANK_YEAR, accrued, standing
from sandbox.plans.links import deferral_shown, started_shown
from sandbox.verdicts.record import unbound
from sandbox.verdicts.verdict import PASSED, Verdict, WorkCase, failed, in_order, not_applicable, not_evaluable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sandbox.plans.facts import InvestmentPlan

_TWO_MONTHS = 60
_SPENDING = ("accrued_prior", "accrued_year", "updated_cost")


@in_order
def mis_08(case: WorkCase) -> Iterator[Verdict]:
    """Contracted, without start or handover."""
    work, day = case.work, case.day
    yield from case.outside_procurement()
    if case.state not in ("not_started", "executing"):
        yield not_applicable("not_pending")
    if case.is_marked:
        yield not_applicable("stoppage_flag")
    if case.unreadable("started_on", "handover_on"):
        yield not_evaluable("unparsable")
    handed_over = case.state == "executing" and work.trait("handover") != "none" and work.dates.handover <= day
    if handed_over or started_shown(work, day) is not None:
        yield PASSED
    process, signed = case.process, case.contract_signed
    if process is None or signed is None:
        yield not_evaluable("no_contract_date")
        return
    if deferral_shown(work, day):
        yield not_evaluable("may_be_deferred")
    due = deadlines.beginning_due(signed, process.called, work.region)
    yield failed(due) if days_after(due, deadlines.INFOBRAS_LATENCY) < day else PASSED


@in_order
def out_07(case: WorkCase) -> Iterator[Verdict]:
    """Not begun, though its start has passed."""
    work, day = case.work, case.day
    yield from unbound(case)
    yield from _begun(case)
    investment = case.project.investment if work.has_cui else None
    known = investment is not None and standing(investment, day) in ("active", "both")
    if investment is not None and known and any(field in investment.broken for field in _SPENDING):
        yield not_evaluable("unparsable")
    if deferral_shown(work, day):
        yield not_evaluable("may_be_deferred")
    little = _spent_little(investment, case) if investment is not None and known else None
    started = started_shown(work, day)
    if started is None:
        if little is None:
            yield not_evaluable("no_start_date")
        yield PASSED if little else not_evaluable("spending_kind_unknown")
        return
    due = days_after(started, _TWO_MONTHS)
    if days_after(due, deadlines.MEF_LATENCY) < day:
        yield failed(due)
    yield not_evaluable("spending_kind_unknown") if little is False else PASSED


def _begun(case: WorkCase) -> Iterator[Verdict]:
    if case.state != "not_started":
        yield not_applicable("begun")
    if case.is_young:
        yield not_applicable("young_work")


def _spent_little(investment: InvestmentPlan, case: WorkCase) -> bool | None:
    """Whether at most a tenth of the cost is spent, None where what is published does not tell."""
    money = investment.trait("money")
    if money in ("cost_zero", "cost_blank"):
        return None
    prior, year = accrued(investment, case.day)
    known = (Decimal(0) if money in BLANK_PRIOR else prior) + (Decimal(0) if money in BLANK_YEAR else year)
    if known * 10 > investment.cost:
        return False
    return None if money in BLANK_PRIOR or money in BLANK_YEAR else True
