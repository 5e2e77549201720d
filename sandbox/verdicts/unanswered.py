"""The truth about works of which no register carries enough to accuse anybody: MIS-23, OUT-04 and INC-07."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sandbox.calendar import days_after
from sandbox.plans import stoppage
from sandbox.plans.investments import BLANK_PRIOR, BLANK_YEAR, accrued, spending_months, standing
from sandbox.plans.links import started_shown
from sandbox.plans.progress import physical_shown
from sandbox.verdicts.verdict import PASSED, Verdict, WorkCase, in_order, not_applicable, not_evaluable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from sandbox.plans.facts import InvestmentPlan

_LISTED_FROM = {"Contrata": 40, "Administración directa": 50}
_HALF_A_YEAR = 185
_OUTSIDE_THE_LAW = "Falta de disponibilidad presupuestal"
_SPENT_ON = 2
_NOBODY_TELLS = not_evaluable("no_register_carries_it")


@in_order
def mis_23(case: WorkCase) -> Iterator[Verdict]:
    """Stopped and outside the inventory, which no register shows."""
    work, cause = case.work, stoppage.cause_shown(case.work)
    yield from _running(case)
    if cause == _OUTSIDE_THE_LAW:
        yield not_applicable("cause_excluded")
    if case.unreadable("physical_pct", "stopped_on"):
        yield not_evaluable("unparsable")
    progress, since = physical_shown(work, case.day), stoppage.day_shown(work)
    if progress is not None and progress < _LISTED_FROM[work.modality]:
        yield not_applicable("below_inventory_level")
    if since is not None and days_after(since, _HALF_A_YEAR) > case.day:
        yield not_applicable("stopped_briefly")
    if progress is None:
        yield not_evaluable("no_progress")
    if since is None:
        yield not_evaluable("no_stop_date")
    yield not_evaluable("cause_unknown") if cause in (None, "Otros") else _NOBODY_TELLS


def _running(case: WorkCase) -> Iterator[Verdict]:
    """Why the law on stopped works does not bind the work; nothing when it does."""
    if case.work.trait("secrecy") == "reserved":
        yield not_applicable("reserved")
    if case.work.modality not in _LISTED_FROM:
        yield not_applicable("modality")
    if case.is_emergency:
        yield not_applicable("emergency")
    if case.state != "stopped":
        yield not_applicable("not_stopped")


@in_order
def out_04(case: WorkCase) -> Iterator[Verdict]:
    """Spent on and not valued, in months of which no register shows what the money was for."""
    work, investment = case.work, case.project.investment
    yield from case.outside_procurement()
    yield from case.outside_state("executing")
    if case.unreadable("started_on"):
        yield not_evaluable("unparsable")
    if investment is None or not work.has_cui:
        yield not_evaluable("no_cui")
        return
    # Without a day of the start no month lies before it.
    started = started_shown(work, case.day)
    yield _by_spending(investment, started and days_after(started.replace(day=1), -1), case.day)


@in_order
def inc_07(case: WorkCase) -> Iterator[Verdict]:
    """Money spent while the work stood still, of a class that no register shows."""
    work, day, investment = case.work, case.day, case.project.investment
    if work.trait("secrecy") == "reserved":
        yield not_applicable("reserved")
    if investment is None or not work.has_cui:
        yield not_applicable("no_cui")
        return
    if case.is_emergency:
        yield not_applicable("emergency")
    if case.state != "stopped":
        yield not_applicable("not_stopped")
    if case.unreadable("stopped_on"):
        yield not_evaluable("unparsable")
    since = stoppage.day_shown(work)
    if since is None:
        yield not_evaluable("no_stop_date")
        return
    if (day.year - since.year) * 12 + day.month - since.month < _SPENT_ON:
        yield not_applicable("stopped_briefly")
    yield _by_spending(investment, since, day)


@in_order
def _by_spending(investment: InvestmentPlan, since: date | None, day: date) -> Iterator[Verdict]:
    where = standing(investment, day)
    if where == "missing":
        yield not_evaluable("investment_not_found")
    if where not in ("active", "both"):
        yield not_applicable("investment_not_active")
    if {"accrued_prior", "accrued_year"} & investment.broken.keys():
        yield not_evaluable("unparsable")
    yield PASSED if _nothing_since(investment, since, day) else _NOBODY_TELLS


def _nothing_since(investment: InvestmentPlan, since: date | None, day: date) -> bool:
    """Whether the investment shows no accrual after the month of a day."""
    _, last = spending_months(investment, day)
    if last is not None:
        return since is not None and last <= f"{since:%Y%m}"
    blank = investment.trait("money") in (*BLANK_PRIOR, *BLANK_YEAR)
    return not blank and sum(accrued(investment, day)) == 0
