"""When a work's monthly progress reaches INFOBRAS, and which month is the last one reported on a day."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from sandbox.calendar import days_after
from sandbox.plans.deadlines import report_due
from sandbox.plans.facts import NEVER_BEGUN
from sandbox.plans.rewriting import is_rewritten

if TYPE_CHECKING:
    from random import Random

    from sandbox.plans.facts import Month, WorkPlan

_RUNNING_FROM = 20  # those who report the running month do it from this day of the month
_READABLE_MONTHS = 2
_WITHDRAWN_MONTHS = 2
_LIMIT_AFTER_DUE = 1  # a record seen this many days after the due day is still in time (one day of latency)


def before(month: Month) -> Month:
    """The month before."""
    return (month[0] - 1, 12) if month[1] == 1 else (month[0], month[1] - 1)


def after(month: Month, count: int = 1) -> Month:
    """``count`` months later."""
    at = month[0] * 12 + month[1] - 1 + count
    return at // 12, at % 12 + 1


def month_of(day: date) -> Month:
    """The month in which ``day`` lies."""
    return day.year, day.month


def plan_silence(work: WorkPlan, rng: Random) -> None:
    """Decide after which month a work falls silent, if it does, and when it speaks again."""
    said, silent = rng.randint(1, 3), rng.randint(2, 5)
    kind = work.trait("reporting")
    if kind == "until_complete":
        work.report_stop = month_of(work.dates.planned_end)
    if kind in ("stops", "gap"):
        work.report_stop = after(month_of(work.dates.started), said)
    if kind == "gap" and work.report_stop:
        work.report_again = after(work.report_stop, silent + 1)


def shown_on(work: WorkPlan, month: Month) -> date:
    """The day on which the record of ``month`` appears."""
    kind = work.trait("reporting")
    if kind == "running":
        return date(month[0], month[1], _RUNNING_FROM)
    if kind in ("at_limit", "late"):
        limit = days_after(report_due(*month, work.region), _LIMIT_AFTER_DUE)
        return limit if kind == "at_limit" else days_after(limit, 2 + work.report_day % 8)
    return days_after(date(*after(month), 1), work.report_day)


def last_reported(work: WorkPlan, day: date) -> Month | None:
    """The newest month of progress that INFOBRAS shows on ``day``, None when there is none."""
    if work.trait("start") in NEVER_BEGUN or work.trait("reporting") == "never" or day < work.dates.started:
        return None
    month = month_of(day) if work.trait("reporting") == "running" else before(month_of(day))
    if shown_on(work, month) > day:
        month = before(month)
    if work.dates.finished and work.dates.finish_shown and day >= work.dates.finish_shown:
        month = month_of(work.dates.finished)
    elif work.dates.finished:
        month = min(month, month_of(work.dates.finished))
    elif work.trait("stop") == "midway" and work.dates.stopped:
        month = min(month, after(month_of(work.dates.stopped), 3))
    if work.report_stop and month > work.report_stop and not _finished(work, day):
        month = month if work.report_again and month >= work.report_again else work.report_stop
    if work.trait("reporting") == "withdrawn" and not _finished(work, day) and is_rewritten(work, day):
        month = max(after(month, -_WITHDRAWN_MONTHS), min(month, month_of(work.dates.started)))
    return month if month >= month_of(work.dates.started) else None


def recorded_on(work: WorkPlan, month: Month, day: date) -> date:
    """The day of recording that stands beside the newest month on ``day``."""
    recorded = min(shown_on(work, month), day)
    if work.dates.finish_shown and work.dates.finished and month == month_of(work.dates.finished):
        recorded = min(recorded, work.dates.finish_shown)
    return recorded


def reported_months(work: WorkPlan, day: date) -> list[Month]:
    """Every month of progress that INFOBRAS shows on ``day``, the oldest first; months of a silence are not there."""
    last = last_reported(work, day)
    if last is None:
        return []
    first = month_of(work.dates.started)
    count = (last[0] - first[0]) * 12 + last[1] - first[1]
    months = [after(first, step) for step in range(count + 1)]
    return [month for month in months if month == last or not _silent(work, month)]


def _silent(work: WorkPlan, month: Month) -> bool:
    stop, again = work.report_stop, work.report_again
    return stop is not None and month > stop and (again is None or month < again)


def _finished(work: WorkPlan, day: date) -> bool:
    return work.dates.finish_shown is not None and day >= work.dates.finish_shown


def is_obscured(work: WorkPlan, day: date) -> bool:
    """Whether the month of the last report is one of those that a work with such a fault does not show readably.

    The first two months are always readable: the fault begins once the work owes a month.
    """
    month = last_reported(work, day)
    if month is None or _finished(work, day):
        return False
    return month >= after(month_of(work.dates.started), _READABLE_MONTHS)
