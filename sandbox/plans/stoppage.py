"""What INFOBRAS shows of a stoppage: mark, day and cause. Whether a work stands still is told by its dates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sandbox.plans.clock import percentile

if TYPE_CHECKING:
    from datetime import date

    from sandbox.plans.facts import WorkPlan

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
