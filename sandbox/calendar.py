"""The sandbox's own calendar of Peru: a hand-written table, so that it can disagree with the audit's.

Holds days on which nobody works and the two ways the law counts. It knows no duty and no rule, and it does not
use the ``holidays`` package. Days are Lima civil days.
"""

from __future__ import annotations

from bisect import bisect_right
from datetime import date, timedelta
from functools import lru_cache

from sandbox.errors import CalendarRangeError

FIRST_YEAR, LAST_YEAR = 2018, 2032
_ONE_DAY = timedelta(days=1)

# (month, day, first year in which it was a holiday for everybody)
_FIXED = (
    (1, 1, 0),
    (5, 1, 0),
    (6, 7, 2024),
    (6, 29, 0),
    (7, 23, 2023),
    (7, 28, 0),
    (7, 29, 0),
    (8, 6, 2022),
    (8, 30, 0),
    (10, 8, 0),
    (11, 1, 0),
    (12, 8, 0),
    (12, 9, 2022),
    (12, 25, 0),
)
# Good Fridays; Holy Thursday is the day before.
_GOOD_FRIDAYS = (
    date(2018, 3, 30),
    date(2019, 4, 19),
    date(2020, 4, 10),
    date(2021, 4, 2),
    date(2022, 4, 15),
    date(2023, 4, 7),
    date(2024, 3, 29),
    date(2025, 4, 18),
    date(2026, 4, 3),
    date(2027, 3, 26),
    date(2028, 4, 14),
    date(2029, 3, 30),
    date(2030, 4, 19),
    date(2031, 4, 11),
    date(2032, 3, 26),
)
# Days declared non-working for the public sector (DS 151-2022-PCM, DS 042-2025-PCM).
_DECREED = (date(2023, 12, 26), date(2024, 1, 2), date(2025, 5, 2), date(2025, 12, 26), date(2026, 1, 2))
# Regional days: INEI department, month, day.
_REGIONAL = (("04", 8, 15), ("23", 8, 28))


@lru_cache(maxsize=1)
def national_holidays() -> frozenset[date]:
    """National holidays of every year in the table, Easter Sunday left out (it is a Sunday)."""
    fixed = {
        date(year, month, day)
        for year in range(FIRST_YEAR, LAST_YEAR + 1)
        for month, day, since in _FIXED
        if year >= since
    }
    holy_thursdays = {friday - _ONE_DAY for friday in _GOOD_FRIDAYS}
    return frozenset(fixed | holy_thursdays | set(_GOOD_FRIDAYS))


def good_friday(year: int) -> date:
    """Good Friday of ``year``."""
    return _GOOD_FRIDAYS[year - FIRST_YEAR]


@lru_cache(maxsize=32)
def _working_days(region: str | None) -> tuple[int, ...]:
    regional = {date(year, m, d) for year in range(FIRST_YEAR, LAST_YEAR + 1) for r, m, d in _REGIONAL if r == region}
    free = {day.toordinal() for day in national_holidays() | set(_DECREED) | regional}
    first, last = date(FIRST_YEAR, 1, 1).toordinal(), date(LAST_YEAR, 12, 31).toordinal()
    return tuple(o for o in range(first, last + 1) if date.fromordinal(o).weekday() < 5 and o not in free)


def is_business_day(day: date, region: str | None = None) -> bool:
    """Whether public offices of ``region`` (INEI department, None = anywhere) work on ``day``."""
    days = _working_days(region)
    at = bisect_right(days, day.toordinal())
    return at > 0 and days[at - 1] == day.toordinal()


def business_days_after(day: date, count: int, region: str | None = None) -> date:
    """The ``count``-th business day after ``day``, itself not counted.

    Raises:
        CalendarRangeError: the answer lies outside the table.
    """
    days = _working_days(region)
    at = bisect_right(days, day.toordinal()) + count - 1
    if at >= len(days) or day.year < FIRST_YEAR:
        raise CalendarRangeError(f"{day} + {count} business days: the sandbox's table covers {FIRST_YEAR}-{LAST_YEAR}")
    return date.fromordinal(days[at])


def days_after(day: date, count: int) -> date:
    """``day`` plus ``count`` calendar days."""
    return date.fromordinal(day.toordinal() + count)


def last_day_of(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year + month // 12, month % 12 + 1, 1) - _ONE_DAY


@lru_cache(maxsize=1)
def watched_nights() -> tuple[date, ...]:
    """The nights around which deadlines are crowded: New Year, Holy Week, 28-31 July, 9 December."""
    nights: list[date] = []
    for year in range(FIRST_YEAR, LAST_YEAR + 1):
        friday = good_friday(year)
        nights += [date(year, 1, 2), date(year, 1, 3)]
        nights += [friday + timedelta(days=n) for n in (-2, -1, 0, 1, 3)]
        nights += [date(year, 7, n) for n in (28, 29, 30, 31)]
        nights += [date(year, 12, 9), date(year, 12, 10)]
    return tuple(nights)
