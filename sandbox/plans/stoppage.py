"""What INFOBRAS shows of a stoppage: mark, day and cause. Whether a work stands still is told by its dates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sandbox.calendar import days_after, last_day_of
from sandbox.plans.clock import percentile

if TYPE_CHECKING:
    from datetime import date

    from sandbox.plans.facts import Month, WorkPlan

_CAUSES = ("Falta de disponibilidad presupuestal", "Factores climatológicos", "Discrepancias con el contratista")
_WITH_CAUSE = 88


def cause_shown(work: WorkPlan) -> str | None:
    """The cause of the stoppage as published, None where the cell is empty."""
    if work.trait("stoppage") == "others":
        return "Otros"
    return _CAUSES[work.number // 4 % 3] if percentile(work.number, 12) < _WITH_CAUSE else None


def day_shown(work: WorkPlan) -> date | None:
    """The day of the stoppage as published, None where the cell is empty."""
    return None if work.trait("stoppage") == "undated" else work.dates.stopped


def mark_shown(work: WorkPlan) -> bool | None:
    """The mark of a work in state stopped."""
    return {"unmarked": False, "mark_blank": None}.get(work.trait("stoppage"), True)


def stopped_in(work: WorkPlan, month: Month) -> date | None:
    """Since when the work stood still at the end of a month."""
    stopped, resumed = work.dates.stopped, work.dates.resumed
    if stopped is None or work.trait("stoppage") == "undated" or stopped > last_day_of(*month):
        return None
    if resumed is not None and resumed <= days_after(last_day_of(*month), 1):
        return None
    return stopped
