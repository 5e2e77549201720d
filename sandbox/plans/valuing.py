"""What a work should have been valued at by its programme, month by month, beside what it was valued at.

Dealt to works by contract beside what their scenario says. All keep pace in their first months; many fall behind for
good, some stay just at eighty per cent. Nothing is judged here.
"""

from __future__ import annotations

from decimal import ROUND_DOWN, Decimal
from itertools import pairwise
from typing import TYPE_CHECKING

from sandbox.calendar import watched_nights
from sandbox.plans.clock import percentile
from sandbox.plans.reporting import after, month_of

if TYPE_CHECKING:
    from sandbox.plans.facts import Month, WorkPlan

_SALT, _NOTED_SALT, _SCHEDULE_SALT = 83, 89, 122
_BEHIND, _AT_EIGHTY = 70, 80  # up to which per cent of the works fall behind, or stay just at the level
_SILENT_ABOUT_IT, _NOTING = 86, 94  # of works behind: logs that tell of valuations only, or of a programme
_WITH_SCHEDULE = 7
_CENT = Decimal("0.01")
# What was programmed for a hundred soles of valuation, rounded so that the work stays on its side of the level.
_OF_HUNDRED = {"behind": Decimal(127), "at_eighty": Decimal(125), "pace": Decimal(104)}
_MONTHS_BEFORE, _TOGETHER = 4, 7


def pace(work: WorkPlan) -> str:
    """How the valuations of a work go: behind, at_eighty, or pace."""
    drawn = percentile(work.number, _SALT) if work.by_contract else _AT_EIGHTY
    return "behind" if drawn < _BEHIND else "at_eighty" if drawn < _AT_EIGHTY else "pace"


def behind_since(work: WorkPlan) -> Month | None:
    """The first month in which a work that falls behind is so; some months before a watched night."""
    if pace(work) != "behind":
        return None
    watched = watched_nights()
    nights = [night for before, night in pairwise(watched) if (night - before).days > _TOGETHER]
    months = [after(month_of(night), -_MONTHS_BEFORE) for night in nights]
    begun = after(month_of(work.dates.started))
    following = [month for month in months if month >= begun]
    return following[0] if following else None


def is_behind(work: WorkPlan, month: Month) -> bool:
    """Whether what was valued by the end of a month is below eighty per cent of the programme, if anything was."""
    since = behind_since(work)
    return since is not None and month >= since


def programmed_in(work: WorkPlan, month: Month, valued: Decimal) -> Decimal:
    """The programmed valuation beside what was really valued."""
    kind = "behind" if is_behind(work, month) else "at_eighty" if pace(work) == "at_eighty" else "pace"
    return (valued * _OF_HUNDRED[kind] / 100).quantize(_CENT, ROUND_DOWN)


def log_tells_of(work: WorkPlan) -> str:
    """What the usual entries in the log of a work are about: valuations, the programme, or nobody knows what."""
    if pace(work) != "behind":
        return "anything"
    drawn = percentile(work.number, _NOTED_SALT)
    return "valuations" if drawn < _SILENT_ABOUT_IT else "programme" if drawn < _NOTING else "anything"


def schedules_listed(work: WorkPlan) -> int:
    """How many schedules the page of a work lists."""
    return int(pace(work) == "behind" and percentile(work.number, _SCHEDULE_SALT) < _WITH_SCHEDULE)
