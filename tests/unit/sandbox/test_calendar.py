"""The sandbox's hand-written calendar: equal to the published tables, and right on the oracles of the law."""

from __future__ import annotations

from datetime import date

import holidays
import pytest

from sandbox.calendar import business_days_after, is_business_day, national_holidays
from sandbox.errors import CalendarRangeError
from sandbox.plans.deadlines import contract_due, reception_due, report_due, settlement_dues


@pytest.mark.parametrize("year", range(2018, 2033))
def test_national_days_equal_the_library_but_for_easter_sunday(year):
    library = {day for day in holidays.country_holidays("PE", years=year) if day.weekday() != 6}
    ours = {day for day in national_holidays() if day.year == year and day.weekday() != 6}
    assert ours == library


def test_decreed_days_are_no_business_days_anywhere():
    assert not is_business_day(date(2024, 1, 2))
    assert not is_business_day(date(2026, 1, 2), "04")
    assert is_business_day(date(2026, 1, 5))


@pytest.mark.parametrize(("region", "day", "month"), [("04", 15, 8), ("23", 28, 8)])
def test_regional_days_count_only_in_their_region(region, day, month):
    when = date(2025, month, day) if date(2025, month, day).weekday() < 5 else date(2024, month, day)
    assert not is_business_day(when, region)
    assert is_business_day(when, "15")


@pytest.mark.parametrize(
    ("day", "count", "expected"),
    [
        (date(2026, 3, 27), 10, date(2026, 4, 14)),
        (date(2026, 7, 15), 10, date(2026, 8, 3)),
        (date(2026, 11, 30), 10, date(2026, 12, 16)),
        (date(2026, 6, 1), 22, date(2026, 7, 2)),
        (date(2026, 7, 2), 10, date(2026, 7, 16)),
        (date(2025, 3, 3), 16, date(2025, 3, 25)),
    ],
)
def test_oracles_of_the_law(day, count, expected):
    assert business_days_after(day, count) == expected


def test_deadlines_on_the_oracles():
    assert settlement_dues(date(2026, 2, 2), 100, "R1", None) == (date(2026, 5, 22), date(2026, 6, 19))
    assert report_due(2026, 7, None) == date(2026, 8, 17)
    assert report_due(2026, 6, None) == date(2026, 7, 14)
    assert contract_due(date(2026, 7, 2), date(2026, 5, 1), date(2026, 3, 1), None) == date(2026, 7, 16)


def test_term_of_a_reception_is_rounded_up_and_capped():
    finished = date(2026, 3, 2)
    assert reception_due(finished, 101, None) == business_days_after(date(2026, 4, 7), 15)
    assert reception_due(finished, None, None) == reception_due(finished, 9_999, None)


def test_a_day_outside_the_table_is_refused():
    with pytest.raises(CalendarRangeError, match="2018-2032"):
        business_days_after(date(2032, 12, 20), 30)
