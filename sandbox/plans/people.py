"""Who resides at a work and until when its people serve, as the daily file and the work's page show it.

Here: facts that both prints and the truth need. Nothing is judged.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sandbox.calendar import days_after
from sandbox.plans.clock import percentile

if TYPE_CHECKING:
    from datetime import date

    from sandbox.plans.facts import WorkPlan

_WITH_RESIDENT = 98  # per cent of the works
_WITH_TERM = 30  # per cent of the works whose people's last day is published beforehand
_LATE_DAYS = 45
_SHORT_TERM = 40


def residency(work: WorkPlan) -> str:
    """How the resident is shown: regular, none, late, page_only or unnamed."""
    kind = work.trait("residency")
    return "none" if kind == "regular" and percentile(work.number, 10) >= _WITH_RESIDENT else kind


def resident_since(work: WorkPlan) -> date:
    """The first day of the resident."""
    late = residency(work) == "late"
    return days_after(work.dates.started, _LATE_DAYS + work.number % 90 if late else 0)


def resident_in_file(work: WorkPlan, day: date) -> bool:
    """Whether the daily file names a resident."""
    return residency(work) in ("regular", "late") and resident_since(work) <= day


def leaves(work: WorkPlan, day: date) -> date | None:
    """The last day of whom the daily file shows at the work, None where none is published."""
    if work.state(day) == "finished":
        return work.dates.finished
    if work.trait("serving") != "regular":
        return _short_term(work)
    return work.dates.planned_end if percentile(work.number, 14) < _WITH_TERM else None


def succeeded_on(work: WorkPlan, day: date) -> date | None:
    """Since when the page shows successors of whoever left, None where it shows none."""
    if work.trait("serving") != "succeeded" or work.state(day) == "finished":
        return None
    return _short_term(work) if _short_term(work) <= day else None


def _short_term(work: WorkPlan) -> date:
    return days_after(work.dates.started, _SHORT_TERM + work.number % 90)


def supervision_shown(work: WorkPlan, day: date) -> str:
    """Whom the page shows as supervisor: nobody, a person with the term of service, or a firm without one."""
    kind, since = work.trait("supervision"), work.dates.supervised
    if kind == "amount_only":
        return "firm"
    if since is None or since > day:
        return "nobody"
    return "person" if kind in ("person", "late") else "firm"
