"""The truth about works while they are built: MIS-05, OUT-01, OUT-05, INC-05 and INC-13."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sandbox.calendar import days_after
from sandbox.plans import deadlines
from sandbox.plans.investments import spending_months, standing
from sandbox.plans.layout import GRACE_AFTER_END
from sandbox.plans.progress import physical_shown
from sandbox.plans.reporting import after, before, is_obscured, last_reported, month_of
from sandbox.verdicts.verdict import PASSED, Verdict, WorkCase, failed, in_order, not_applicable, not_evaluable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from sandbox.plans.facts import Month

_GRACE_DAYS = 3
FULL_HANDOVERS = ("full", "by_kind")


@in_order
def mis_05(case: WorkCase) -> Iterator[Verdict]:
    """Executing contract work without supervisor."""
    work = case.work
    yield from case.outside_procurement()
    yield from case.outside_state("executing")
    if case.unreadable("started_on", "supervision_amount"):
        yield not_evaluable("unparsable")
    if work.trait("start") == "blank":
        yield not_evaluable("no_start_date")
    if work.dates.supervised is not None and work.dates.supervised <= case.day:
        yield PASSED
    if work.trait("supervision") == "amount_only":
        yield not_evaluable("supervision_amount_only")
    due = deadlines.supervisor_due(work.dates.started)
    late = days_after(due, deadlines.INFOBRAS_LATENCY) < case.day
    yield failed(due) if late else PASSED


@in_order
def out_01(case: WorkCase) -> Iterator[Verdict]:
    """Monthly progress not reported."""
    work = case.work
    if work.trait("secrecy") == "reserved":
        yield not_applicable("reserved")
    if case.is_emergency:
        yield not_applicable("emergency")
    yield from case.outside_state("executing")
    if case.unreadable("started_on", "progress_month"):
        yield not_evaluable("unparsable")
    if work.trait("start") == "blank":
        yield not_evaluable("no_start_date")
    if work.trait("reporting") in ("half", "bad_month") and is_obscured(work, case.day):
        yield not_evaluable("progress_month_unknown")
    yield from _judge_months(case, last_reported(work, case.day))


def _judge_months(case: WorkCase, reported: Month | None) -> Iterator[Verdict]:
    started, region = case.work.dates.started, case.work.region
    first_owed = month_of(started) if started.day == 1 else after(month_of(started))
    owed = _newest_due(case.day, region)
    if owed < first_owed:
        yield not_applicable("no_month_owed")
    if reported is not None and reported >= owed:
        yield PASSED
    missing = first_owed if reported is None else max(after(reported), first_owed)
    two_missing = (reported is None or reported < before(owed)) and before(owed) >= first_owed
    yield failed(deadlines.report_due(*missing, region), "hard" if two_missing else "soft")


def _newest_due(day: date, region: str | None) -> Month:
    """The newest month whose record cannot lawfully be missing any more."""
    closed = before(month_of(day))
    judged_after = days_after(deadlines.report_due(*closed, region), deadlines.INFOBRAS_LATENCY)
    return closed if judged_after < day else before(closed)


@in_order
def out_05(case: WorkCase) -> Iterator[Verdict]:
    """End passed, still executing, no extension."""
    work = case.work
    yield from case.outside_procurement()
    yield from case.outside_state("executing")
    if case.unreadable("programmed_end_on", "started_on", "physical_pct"):
        yield not_evaluable("unparsable")
    if work.trait("ending") == "no_ends":
        yield not_evaluable("no_end_date")
    progress = physical_shown(work, case.day)
    if progress is None:
        yield not_evaluable("no_progress")
        return
    extended = work.dates.extended is not None and work.dates.extended <= case.day
    end = days_after(work.dates.planned_end, work.dates.extension_days if extended else 0)
    if progress >= 100 or days_after(end, GRACE_AFTER_END) >= case.day:
        yield PASSED
    yield failed(end)


@in_order
def inc_05(case: WorkCase) -> Iterator[Verdict]:
    """Began before its contract, before the terrain or before anybody supervised it."""
    work = case.work
    yield from case.outside_procurement()
    if case.state == "not_started":
        yield not_applicable("not_started")
    if case.is_young:
        yield not_applicable("young_work")
    if case.unreadable("started_on", "handover_on"):
        yield not_evaluable("unparsable")
    if work.trait("start") == "blank":
        yield not_evaluable("no_start_date")
    if case.late_supervisor_shown:
        yield failed(None)
    legs = [case.contract_signed]
    if work.trait("handover") in FULL_HANDOVERS and work.dates.handover <= case.day:
        legs.append(work.dates.handover)
    known = [leg for leg in legs if leg is not None]
    if not known:
        yield not_evaluable("no_dates")
    broken = any(work.dates.started < days_after(leg, -_GRACE_DAYS) for leg in known)
    yield failed(None) if broken else PASSED


@in_order
def inc_13(case: WorkCase) -> Iterator[Verdict]:
    """Executes on a closed or deactivated investment."""
    investment = case.project.investment
    if case.work.trait("secrecy") == "reserved":
        yield not_applicable("reserved")
    if investment is None or not case.work.has_cui:
        yield not_applicable("no_cui")
        return
    if case.is_emergency:
        yield not_applicable("emergency")
    if case.state == "stopped" or case.is_marked:
        yield not_applicable("stopped")
    where = standing(investment, case.day)
    if case.state == "finished" and where == "closed" and _spent_after_closure(case):
        yield not_evaluable("spending_kind_unknown")
    if case.state != "executing":
        yield not_applicable("not_executing")
    if case.is_young:
        yield not_applicable("young_work")
    if where in ("missing", "both"):
        yield not_evaluable("investment_not_found" if where == "missing" else "contradiction")
    yield PASSED if where == "active" else failed(None)


def _spent_after_closure(case: WorkCase) -> bool:
    investment = case.project.investment
    if investment is None or investment.closed is None:
        return False
    _, last = spending_months(investment, case.day)
    return last is not None and last > f"{investment.closed:%Y%m}"
