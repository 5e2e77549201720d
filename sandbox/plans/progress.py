"""How far a work has come, as its last report says. Dates decide; nothing is judged."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from sandbox.calendar import last_day_of
from sandbox.plans.reporting import last_reported, month_of

if TYPE_CHECKING:
    from datetime import date

    from sandbox.plans.facts import Month, WorkPlan

_SHORT = Decimal(85)
_COMPLETE = Decimal(100)
_MOST_WHILE_BUILDING = 99


def complete_shown(work: WorkPlan, day: date) -> bool:
    """Whether the record of the real end is published."""
    return work.dates.finish_shown is not None and day >= work.dates.finish_shown


def physical_shown(work: WorkPlan, day: date) -> Decimal | None:
    """The physical progress in per cent that INFOBRAS shows on ``day``, None without a report."""
    month = last_reported(work, day)
    return None if month is None else physical_in(work, month, last=complete_shown(work, day))


def physical_in(work: WorkPlan, month: Month, *, last: bool) -> Decimal:
    """The physical progress in per cent that the report of a month states; ``last``: it is the one of the real end."""
    if last:
        return _SHORT if work.trait("reception") in ("short", "short_unexplained") else _COMPLETE
    ending = work.dates.planned_end
    if work.trait("ending") == "complete_unclosed" and month >= month_of(ending):
        return _COMPLETE
    built = (last_day_of(*month) - work.dates.started).days
    length = max((ending - work.dates.started).days, 1)
    return Decimal(max(min(built * 100 // length, _MOST_WHILE_BUILDING), 0))
