"""A term counted day by day for a person: both readings side by side, and why a day does not count.

Here: the rows. Not here: counting (``checks.clock``) and the days off (``checks.calendar``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from checks.calendar import BODY_KEY
from checks.clock import Calendar, CountedDay, DayOff, Layers

WEEKDAYS = ("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo")
REGIONS = tuple(f"{number:02d}" for number in range(1, 26))
_SATURDAY = 5


@dataclass(frozen=True)
class ClockRow:
    """One day of both readings, with the day off that it is, if any.

    ``least`` is its ordinal under the earliest reading (national holidays alone), ``most`` under the latest (decreed
    days and the own ones of region and body count as days off too); None where it does not count, or where that
    reading is over.
    """

    day: date
    least: int | None
    most: int | None
    off: DayOff | None
    last_least: bool
    last_most: bool

    @property
    def note(self) -> str:
        """Why the day does not count, or that a reading ends on it."""
        if self.off is not None:
            return f"{self.off.name} ({self.off.source}, {self.off.standing})"
        if self.day.weekday() >= _SATURDAY:
            return "fin de semana / weekend"
        ends = [name for name, is_last in (("due_min", self.last_least), ("due_max", self.last_most)) if is_last]
        return " ".join(ends)

    def shown(self) -> dict[str, Any]:
        """The row as the command prints it."""
        return {
            "day": self.day, "weekday": WEEKDAYS[self.day.weekday()], "reading_min": self.least,
            "reading_max": self.most, "note": self.note,
        }  # fmt: skip


def clock_rows(
    calendar: Calendar, start: date, days: int, region: str | None = None, body: str | None = None
) -> list[ClockRow]:
    """Every day from the one after ``start`` to the end of the latest reading of a term in business days.

    Raises:
        ValueError: no such region, or no key of a body.
    """
    if region is not None and region not in REGIONS:
        raise ValueError(f"{region!r} is no department; codes go from 01 to 25 (15 is Lima)")
    if body is not None and not re.fullmatch(BODY_KEY, body):
        raise ValueError(f"{body!r} is no key of a body; write it as infobras:body:1001")
    least = _ordinals(calendar.explain(start, days, None, Layers.NATIONAL))
    most = _ordinals(calendar.explain(start, days, region, Layers.ALL, body))
    last_least, last_most = max(least), max(most)
    every = (start + timedelta(days=offset) for offset in range(1, (last_most - start).days + 1))
    return [
        ClockRow(
            day, least.get(day), most.get(day), calendar.day_off(day, region, body), day == last_least, day == last_most
        )
        for day in every
    ]


def _ordinals(counted: list[CountedDay]) -> dict[date, int]:
    return {line.day: line.number for line in counted if line.number is not None}
