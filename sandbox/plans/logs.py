"""The digital works log of a work: whether one is kept, since when, and on which days something is entered.

Nothing is judged here. Dealt to all works by contract beside what their scenario says.
"""

from __future__ import annotations

from itertools import cycle, pairwise
from typing import TYPE_CHECKING

from sandbox.calendar import days_after, watched_nights
from sandbox.plans.clock import percentile
from sandbox.plans.facts import NEVER_BEGUN
from sandbox.plans.valuing import log_tells_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from sandbox.plans.facts import WorkPlan

_SALT = 81
_NONE, _SILENT, _HALTED, _DOUBLED = 14, 56, 66, 70  # up to which per cent of the works their log is so
_EVERY_DAYS = 12
_OPENED_WITHIN = 12
# A silent log falls silent so many days before one of the next watched nights, once it has been kept for a while.
_SILENT_FOR, _KEPT_FOR, _TOGETHER = 108, 20, 7
_HALT, _END = "Suspensión del plazo de ejecución", "Culminación de la obra"
_USUAL = {
    "anything": ("Otras ocurrencias",), "valuations": ("Valorizaciones y metrados",),
    "programme": ("Valorizaciones y metrados", "Actualización del programa de ejecución"),
}  # fmt: skip
"""What the usual entries are called in turn, by what they tell of."""


def habit(work: WorkPlan) -> str:
    """How the log of a work is kept: regular, silent, halted, doubled, or none."""
    if not work.by_contract or work.trait("start") in NEVER_BEGUN:
        return "none"
    drawn = percentile(work.number, _SALT)
    shares = ((_NONE, "none"), (_SILENT, "silent"), (_HALTED, "halted"), (_DOUBLED, "doubled"))
    return next((kind for share, kind in shares if drawn < share), "regular")


def opened_on(work: WorkPlan) -> date:
    """The day on which the log is opened: soon after the ground is handed over."""
    return days_after(work.dates.handover, 1 + work.number % _OPENED_WITHIN)


def log_ids(work: WorkPlan) -> tuple[str, ...]:
    """The numbers of its logs, in the form of the register."""
    count = {"none": 0, "doubled": 2}.get(habit(work), 1)
    return tuple(f"{work.number:08x}-0000-4000-8000-{at:012x}" for at in range(count))


def entries(work: WorkPlan, first: date, last: date) -> Iterator[tuple[date, str]]:
    """The days from ``first`` to ``last`` on which something is entered, and the kind of the entry."""
    dates, day = work.dates, opened_on(work)
    turns = cycle(_USUAL[log_tells_of(work)])
    ends = [end for end in (_silent_from(work), dates.finished, last) if end is not None]
    while day <= min(ends):
        kind = next(turns)
        halted = dates.stopped is not None and dates.stopped < day < (dates.resumed or last)
        if day >= first and not halted:
            yield day, kind
        day = days_after(day, _EVERY_DAYS)
    closing = ((dates.stopped, _HALT), (dates.finished, _END))
    yield from ((on, kind) for on, kind in closing if on is not None and first <= on <= min(ends))
    stop = _silent_from(work)
    if stop is not None and habit(work) == "halted" and first <= stop <= last:
        yield stop, _HALT


def _silent_from(work: WorkPlan) -> date | None:
    if habit(work) not in ("silent", "halted"):
        return None
    kept = days_after(opened_on(work), _KEPT_FOR + _SILENT_FOR)
    watched = watched_nights()
    apart = (night for before, night in pairwise(watched) if (night - before).days > _TOGETHER)
    nights = [night for night in apart if night >= kept]
    chosen = nights[work.number // 4 % 2 :][:1]
    return days_after(chosen[0], -_SILENT_FOR) if chosen else None
