"""The legal clock: business days and calendar days as pure functions over a set of days off.

Here: counting, and explaining a count day by day. Not here: where the days off come from
(``checks.calendar``) and how rules reach them inside SQL (``checks.language``).

A business day is not a Saturday, a Sunday, a national holiday, a day decreed non-working for the
public sector, nor a day off of the region or of the body itself. Counting excludes the first day and includes the last
(Reg. DS 009-2025-EF art. 62.2); calendar terms end on the day counted.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import Enum

NATIONAL = "00"
_SATURDAY = 5


class Layers(Enum):
    """Which days off count: the national ones only, or decreed, regional and the body's own ones too."""

    NATIONAL = "national"
    ALL = "all"


@dataclass(frozen=True)
class DayOff:
    """One day on which terms do not run, and where: the whole country ('00'), a department, or one body (its key)."""

    day: date
    region: str
    kind: str  # 'national' | 'decreed' | 'regional' | 'entity'
    name: str
    source: str
    standing: str  # 'firm' | 'assumed'


@dataclass(frozen=True)
class CountedDay:
    """One line of an explanation: ``number`` is the ordinal of a business day, None for a day off."""

    day: date
    number: int | None
    why: str | None


@dataclass(frozen=True)
class Calendar:
    """The days off of every region, ready for counting."""

    days_off: tuple[DayOff, ...]
    _index: dict[tuple[str, date], DayOff] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        index: dict[tuple[str, date], DayOff] = {}
        for off in self.days_off:
            index.setdefault((off.region, off.day), off)
        object.__setattr__(self, "_index", index)

    def day_off(self, day: date, region: str | None = None, body: str | None = None) -> DayOff | None:
        """The day off itself: that of the whole country before the region's, that before the body's own."""
        places = (place for place in (NATIONAL, region, body) if place is not None)
        return next((off for place in places if (off := self._index.get((place, day)))), None)

    def why_off(
        self, day: date, region: str | None = None, layers: Layers = Layers.ALL, body: str | None = None
    ) -> str | None:
        """Why terms do not run on a day, or None when it is a business day."""
        if day.weekday() >= _SATURDAY:
            return "weekend"
        off = self.day_off(day, region, body)
        return off.name if off is not None and (layers is Layers.ALL or off.kind == "national") else None

    def explain(
        self, start: date, days: int, region: str | None = None, layers: Layers = Layers.ALL, body: str | None = None
    ) -> list[CountedDay]:
        """Every day from the one after ``start`` to the ``days``-th business day, with its number or why it is off."""
        counted: list[CountedDay] = []
        day, number = start, 0
        while number < days:
            day += timedelta(days=1)
            why = self.why_off(day, region, layers, body)
            if why is None:
                number += 1
            counted.append(CountedDay(day, number if why is None else None, why))
        return counted

    def business_days_after(
        self, start: date, days: int, region: str | None = None, layers: Layers = Layers.ALL, body: str | None = None
    ) -> date:
        """The ``days``-th business day after ``start`` (itself not counted); ``days`` of 0 gives ``start``."""
        counted = self.explain(start, days, region, layers, body)
        return counted[-1].day if counted else start

    def due_min(self, start: date, days: int) -> date:
        """The earliest legal reading: national holidays only."""
        return self.business_days_after(start, days, None, Layers.NATIONAL)

    def due_max(self, start: date, days: int, region: str | None = None, body: str | None = None) -> date:
        """The latest legal reading: decreed days and the own days off of region and body count as well."""
        return self.business_days_after(start, days, region, Layers.ALL, body)

    def regions(self) -> list[str]:
        """Regions that have days off of their own, in order; the rest follow the national calendar."""
        return sorted({off.region for off in self.days_off if off.kind != "entity"} - {NATIONAL})

    def bodies(self) -> list[str]:
        """Keys of the bodies that have days off of their own, in order."""
        return sorted({off.region for off in self.days_off if off.kind == "entity"})


def calendar_days_after(start: date, days: int) -> date:
    """``start`` plus calendar days; the term ends on that day even when nobody works on it."""
    return start + timedelta(days=days)


def weekends(first: date, last: date) -> Iterable[date]:
    """Saturdays and Sundays from ``first`` to ``last``, both included."""
    day = first
    while day <= last:
        if day.weekday() >= _SATURDAY:
            yield day
        day += timedelta(days=1)
