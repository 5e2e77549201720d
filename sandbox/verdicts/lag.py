"""The truth about works that fall behind their programme: INC-15."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from sandbox.calendar import business_days_after, days_after, last_day_of
from sandbox.plans import links
from sandbox.plans.logs import entries
from sandbox.plans.progress import physical_by_month, physical_in
from sandbox.plans.reporting import after, before, is_obscured, last_reported, month_of
from sandbox.plans.slips import slip_of
from sandbox.plans.stoppage import stopped_in
from sandbox.plans.valuing import is_behind, schedules_listed
from sandbox.verdicts.logs import logs_of
from sandbox.verdicts.verdict import PASSED, Verdict, WorkCase, failed, in_order, not_applicable, not_evaluable
from sandbox.views.logs import window

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sandbox.plans.facts import Month, WorkPlan

_YOUNG, _LATENCY, _ACT_BEFORE = 30, 45, 60
_FILED_AND_REVIEWED, _APPROVED, _REGISTERED = 12, 7, 10
_HALTS = ("Suspensión", "Culminación")
_PROGRAMME, _ANYTHING = "Actualización del programa", "Otras"
_MORE_VALUED = ("valued_above", "valued_adjusted")


@in_order
def inc_15(case: WorkCase) -> Iterator[Verdict]:
    """Below eighty per cent of the programme, and no accelerated one."""
    work, day = case.work, case.day
    yield from case.outside_procurement()
    yield from case.outside_state("executing")
    first, last = window(day)
    started = links.started_shown(work, day)
    if started is not None and (last - started).days < _YOUNG:
        yield not_applicable("young_work")
    reported = last_reported(work, day)
    if case.unreadable("started_on") or (reported is not None and case.unreadable("progress_month")):
        yield not_evaluable("unparsable")
    if reported is None:
        yield not_evaluable("no_valuation")
        return
    if work.trait("reporting") in ("half", "bad_month") and is_obscured(work, day):
        yield not_evaluable("progress_month_unknown")
    if reported < before(month_of(last)):
        yield not_evaluable("month_not_reported")
    if not _lags(work, reported, day) or slip_of(work, day) in _MORE_VALUED:
        yield PASSED
    yield from case.from_page()
    if reported >= month_of(day):
        yield not_evaluable("month_not_over")
    months = _months(case)
    if max(months) != reported or stopped_in(work, reported) is not None:
        yield not_evaluable("month_withdrawn")
    begun, counted = _run(work, months, day)
    yield from _excused(case, counted)
    yield from _log(case, counted, first)
    due = days_after(last_day_of(*begun), _FILED_AND_REVIEWED)
    for term in (_APPROVED, _REGISTERED):
        due = business_days_after(due, term, work.region)
    yield failed(due) if days_after(due, _LATENCY) < last else PASSED


def _lags(work: WorkPlan, month: Month, day: date) -> bool:
    """Whether the record of a month shows something valued, and less than eighty per cent of the programme."""
    shown = physical_by_month(work, day).get(month) if month == last_reported(work, day) else None
    percent = physical_in(work, month, last=False) if shown is None else shown
    return is_behind(work, month) and percent > 0


def _months(case: WorkCase) -> list[Month]:
    """The months whose valuation is known: those of the page, and the newest ones of the earlier files."""
    months = set(physical_by_month(case.work, case.day))
    for day in case.looked_before:
        then = WorkCase(case.project, case.position, day)
        month = last_reported(case.work, then.day)
        unnamed = case.work.trait("reporting") in ("half", "bad_month") or "progress_month" in case.work.broken
        if month is not None and then.state != "not_started" and not (unnamed and is_obscured(case.work, then.day)):
            months.add(month)
    return sorted(months)


def _run(work: WorkPlan, months: list[Month], day: date) -> tuple[Month, date]:
    """The first of the months in a row in which the work lagged, and the day after the last one in which it did not."""
    at_pace = [month for month in months if not _lags(work, month, day) or stopped_in(work, month) is not None]
    begun = months[-1]
    while before(begun) in months and before(begun) not in at_pace:
        begun = before(begun)
    return begun, date(*after(at_pace[-1]), 1) if at_pace else work.dates.started


def _excused(case: WorkCase, counted: date) -> Iterator[Verdict]:
    work, extended = case.work, case.work.dates.extended
    if extended is not None and extended <= case.day:
        undated = work.trait("act") == "undated"
        if undated or extended >= days_after(counted, -_ACT_BEFORE):
            yield PASSED
    if schedules_listed(work):
        yield not_evaluable("schedule_not_read")


def _log(case: WorkCase, counted: date, held_from: date) -> Iterator[Verdict]:
    process = case.process
    if process is None:
        yield not_evaluable("no_process_linked")
        return
    logs = logs_of(case, process)
    if not logs:
        yield not_evaluable("no_log_linked")
    if len(logs) > 1 or len(links.works_of(case.project, process, case.day)) > 1:
        yield not_evaluable("several_logs")
    seen = list(entries(logs[0], *window(case.day)))
    if not seen:
        yield not_evaluable("no_entries_seen")
    started_unknown = case.work.trait("start") == "blank" and counted == case.work.dates.started
    if counted < held_from or started_unknown:
        yield not_evaluable("entry_months_not_held")
    since = [kind for on, kind in seen if on >= counted]
    if any(kind.startswith(_PROGRAMME) for kind in since):
        yield PASSED
    if any(kind.startswith(_HALTS) for kind in since):
        yield not_evaluable("log_halted")
    if any(kind.startswith(_ANYTHING) for kind in since):
        yield not_evaluable("entry_may_tell")
