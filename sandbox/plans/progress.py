"""How far a work has come, as its last report says. Dates decide; nothing is judged."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from sandbox.calendar import last_day_of
from sandbox.plans.reporting import after, last_reported, month_of, reported_months
from sandbox.plans.slips import slip_of

if TYPE_CHECKING:
    from datetime import date

    from sandbox.plans.facts import Month, WorkPlan

_SHORT = Decimal(85)
_ROUNDED_OFF = Decimal("98.5")
_COMPLETE = Decimal(100)
_MOST_WHILE_BUILDING = 99
_FROZEN_AFTER, _EVERY = 1, 2  # months of a work that then stands still, and of one that moves every other month
LEAPS_IN = 2
"""In which month after the first a work leaps whose pace says so."""
_LEAPS = {"leap": 41, "leap_forty": 40}
_BEFORE_LEAP, _MONTHLY = (4, 8), 1  # per cent of the months before, and a month's progress after it
_PRINTED = {"progress_over": Decimal("100.51"), "progress_rounded": Decimal("100.50")}
_BUMPS = {"month_fell": Decimal("1.01"), "month_dipped": Decimal(1)}
"""By how much the last month but one stands above the newest where the page bears such a slip."""


def complete_shown(work: WorkPlan, day: date) -> bool:
    """Whether the record of the real end is published."""
    return work.dates.finish_shown is not None and day >= work.dates.finish_shown


def physical_shown(work: WorkPlan, day: date) -> Decimal | None:
    """The physical progress in per cent that INFOBRAS shows on ``day``, None without a report."""
    if slip_of(work, day) == "progress_short":
        return _ROUNDED_OFF
    month = last_reported(work, day)
    return None if month is None else physical_in(work, month, last=complete_shown(work, day))


def percent_printed(work: WorkPlan, day: date) -> Decimal | None:
    """The same with the slip that the record may bear."""
    return _PRINTED.get(slip_of(work, day)) or physical_shown(work, day)


def physical_by_month(work: WorkPlan, day: date) -> dict[Month, Decimal]:
    """What the page of the work shows on ``day``: the physical progress of every reported month, the oldest first."""
    months = reported_months(work, day)
    shown = {m: physical_in(work, m, last=m == months[-1] and complete_shown(work, day)) for m in months}
    if slip_of(work, day) == "progress_short" and months:
        shown[months[-1]] = _ROUNDED_OFF
    bump = _BUMPS.get(slip_of(work, day))
    if bump is not None and len(months) > 1:
        shown[months[-2]] = shown[months[-1]] + bump
    return shown


def _days_built(work: WorkPlan, month: Month) -> int:
    """How many days of building the report of a month shows."""
    first, pace = month_of(work.dates.started), work.trait("pace")
    if pace == "frozen":
        month = min(month, after(first, _FROZEN_AFTER))
    if pace == "by_halves":
        passed = (month[0] - first[0]) * 12 + month[1] - first[1]
        month = after(first, passed - passed % _EVERY)
    return (last_day_of(*month) - work.dates.started).days


def physical_in(work: WorkPlan, month: Month, *, last: bool) -> Decimal:
    """The physical progress in per cent that the report of a month states; ``last``: it is the one of the real end."""
    if last:
        return _SHORT if work.trait("reception") in ("short", "short_unexplained") else _COMPLETE
    if work.trait("pace") in _LEAPS:
        return _leapt(work, month)
    ending = work.dates.planned_end
    if work.trait("ending") == "complete_unclosed" and month >= month_of(ending):
        return _COMPLETE
    built = _days_built(work, month)
    length = max((ending - work.dates.started).days, 1)
    return Decimal(max(min(built * 100 // length, _MOST_WHILE_BUILDING), 0))


def _leapt(work: WorkPlan, month: Month) -> Decimal:
    first = month_of(work.dates.started)
    passed = (month[0] - first[0]) * 12 + month[1] - first[1]
    if passed < LEAPS_IN:
        return Decimal(_BEFORE_LEAP[passed])
    landed = _BEFORE_LEAP[-1] + _LEAPS[work.trait("pace")]
    return Decimal(min(landed + (passed - LEAPS_IN) * _MONTHLY, _MOST_WHILE_BUILDING))
