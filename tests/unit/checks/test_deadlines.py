"""Sixty-four deadlines in business days, counted on a wall calendar before the code was asked.

Both readings: the earliest (national holidays alone) and the latest (decreed days and the region's own off as well).
Holidays as of their year: 9 December since 2022, 6 August since 2022, 7 June and 23 July since 2023; Easter 2022 on
17 April, 2023 on 9 April, 2024 on 31 March, 2025 on 20 April, 2026 on 5 April, 2027 on 28 March. Decreed: 26 December
2023, 2 January 2024, 2 May and 26 December 2025, 2 January 2026. Arequipa (04): 15 August; Tacna (23): 28 August.
"""

from datetime import date

import pytest

from checks.calendar import official_calendar
from checks.clock_table import clock_rows

CALENDAR = official_calendar()


@pytest.mark.parametrize(
    ("start", "days", "region", "earliest", "latest"),
    [
        pytest.param(date(2025, 12, 15), 10, None, date(2025, 12, 30), date(2025, 12, 31), id="over Christmas and its bridge"),
        pytest.param(date(2025, 12, 22), 5, None, date(2025, 12, 30), date(2025, 12, 31), id="five days over Christmas"),
        pytest.param(date(2025, 12, 30), 3, None, date(2026, 1, 5), date(2026, 1, 6), id="over 1 and 2 January"),
        pytest.param(date(2024, 12, 20), 10, None, date(2025, 1, 7), date(2025, 1, 7), id="over New Year without bridges"),
        pytest.param(date(2023, 12, 20), 10, None, date(2024, 1, 5), date(2024, 1, 9), id="over New Year with bridges of 2023"),
        pytest.param(date(2024, 12, 31), 1, None, date(2025, 1, 2), date(2025, 1, 2), id="first day of 2025"),
        pytest.param(date(2026, 12, 18), 10, None, date(2027, 1, 5), date(2027, 1, 5), id="into 2027"),
        pytest.param(date(2026, 12, 31), 1, None, date(2027, 1, 4), date(2027, 1, 4), id="first day of 2027"),
        pytest.param(date(2025, 12, 24), 10, "04", date(2026, 1, 9), date(2026, 1, 13), id="New Year in Arequipa"),
        pytest.param(date(2025, 12, 24), 1, None, date(2025, 12, 26), date(2025, 12, 29), id="day after Christmas Eve"),
        pytest.param(date(2026, 3, 31), 2, None, date(2026, 4, 6), date(2026, 4, 6), id="Holy Wednesday then Monday"),
        pytest.param(date(2026, 3, 20), 10, None, date(2026, 4, 7), date(2026, 4, 7), id="over Holy Week 2026"),
        pytest.param(date(2026, 4, 1), 10, None, date(2026, 4, 17), date(2026, 4, 17), id="from Holy Wednesday"),
        pytest.param(date(2025, 4, 14), 5, None, date(2025, 4, 23), date(2025, 4, 23), id="Holy Week 2025"),
        pytest.param(date(2025, 4, 17), 1, None, date(2025, 4, 21), date(2025, 4, 21), id="from Holy Thursday 2025"),
        pytest.param(date(2024, 3, 25), 10, None, date(2024, 4, 10), date(2024, 4, 10), id="Holy Week 2024"),
        pytest.param(date(2027, 3, 22), 10, None, date(2027, 4, 7), date(2027, 4, 7), id="Holy Week 2027"),
        pytest.param(date(2023, 4, 3), 10, None, date(2023, 4, 19), date(2023, 4, 19), id="Holy Week 2023"),
        pytest.param(date(2022, 4, 11), 10, None, date(2022, 4, 27), date(2022, 4, 27), id="Holy Week 2022"),
        pytest.param(date(2026, 4, 5), 1, None, date(2026, 4, 6), date(2026, 4, 6), id="from Easter Sunday"),
        pytest.param(date(2026, 4, 24), 10, None, date(2026, 5, 11), date(2026, 5, 11), id="over Labour Day 2026"),
        pytest.param(date(2025, 4, 25), 10, None, date(2025, 5, 12), date(2025, 5, 13), id="over 1 and decreed 2 May 2025"),
        pytest.param(date(2025, 4, 30), 1, None, date(2025, 5, 2), date(2025, 5, 5), id="the day after the bridge of May"),
        pytest.param(date(2026, 5, 29), 10, None, date(2026, 6, 12), date(2026, 6, 12), id="over 7 June, a Sunday"),
        pytest.param(date(2024, 6, 3), 5, None, date(2024, 6, 11), date(2024, 6, 11), id="over Friday 7 June 2024"),
        pytest.param(date(2026, 6, 19), 10, None, date(2026, 7, 6), date(2026, 7, 6), id="over Monday 29 June"),
        pytest.param(date(2022, 6, 3), 5, None, date(2022, 6, 10), date(2022, 6, 10), id="7 June 2022 was no holiday"),
        pytest.param(date(2026, 7, 15), 10, None, date(2026, 8, 3), date(2026, 8, 3), id="over 23, 28 and 29 July"),
        pytest.param(date(2026, 7, 22), 22, None, date(2026, 8, 27), date(2026, 8, 27), id="22 days over July and 6 August"),
        pytest.param(date(2026, 7, 24), 5, None, date(2026, 8, 4), date(2026, 8, 4), id="from Friday 24 July"),
        pytest.param(date(2026, 7, 27), 1, None, date(2026, 7, 30), date(2026, 7, 30), id="the day after Independence"),
        pytest.param(date(2025, 7, 18), 10, None, date(2025, 8, 7), date(2025, 8, 7), id="July 2025"),
        pytest.param(date(2024, 7, 19), 10, None, date(2024, 8, 7), date(2024, 8, 7), id="July 2024"),
        pytest.param(date(2022, 7, 20), 10, None, date(2022, 8, 5), date(2022, 8, 5), id="July 2022, when the 23rd was no holiday"),
        pytest.param(date(2026, 7, 31), 10, None, date(2026, 8, 17), date(2026, 8, 17), id="over 6 August"),
        pytest.param(date(2021, 8, 2), 5, None, date(2021, 8, 9), date(2021, 8, 9), id="6 August 2021 was no holiday"),
        pytest.param(date(2026, 8, 5), 1, None, date(2026, 8, 7), date(2026, 8, 7), id="over Thursday 6 August"),
        pytest.param(date(2026, 8, 12), 10, "04", date(2026, 8, 26), date(2026, 8, 26), id="Arequipa: 15 August is a Saturday"),
        pytest.param(date(2025, 8, 11), 10, "04", date(2025, 8, 25), date(2025, 8, 26), id="Arequipa: Friday 15 August 2025"),
        pytest.param(date(2025, 8, 11), 10, None, date(2025, 8, 25), date(2025, 8, 25), id="the same elsewhere"),
        pytest.param(date(2026, 8, 24), 10, "23", date(2026, 9, 7), date(2026, 9, 8), id="Tacna: Friday 28 August"),
        pytest.param(date(2026, 8, 24), 10, None, date(2026, 9, 7), date(2026, 9, 7), id="the same elsewhere, 30 August a Sunday"),
        pytest.param(date(2024, 8, 26), 10, None, date(2024, 9, 10), date(2024, 9, 10), id="30 August 2024, a Friday"),
        pytest.param(date(2024, 8, 26), 10, "23", date(2024, 9, 10), date(2024, 9, 11), id="Tacna 2024: 28 and 30 August"),
        pytest.param(date(2026, 9, 30), 10, None, date(2026, 10, 15), date(2026, 10, 15), id="over Thursday 8 October"),
        pytest.param(date(2025, 10, 1), 10, None, date(2025, 10, 16), date(2025, 10, 16), id="over Wednesday 8 October 2025"),
        pytest.param(date(2026, 10, 23), 10, None, date(2026, 11, 6), date(2026, 11, 6), id="1 November, a Sunday"),
        pytest.param(date(2024, 10, 25), 10, None, date(2024, 11, 11), date(2024, 11, 11), id="Friday 1 November 2024"),
        pytest.param(date(2026, 12, 1), 10, None, date(2026, 12, 17), date(2026, 12, 17), id="over 8 and 9 December"),
        pytest.param(date(2026, 12, 7), 1, None, date(2026, 12, 10), date(2026, 12, 10), id="the day after 9 December"),
        pytest.param(date(2025, 12, 1), 10, None, date(2025, 12, 17), date(2025, 12, 17), id="December 2025"),
        pytest.param(date(2021, 12, 3), 5, None, date(2021, 12, 13), date(2021, 12, 13), id="9 December 2021 was no holiday"),
        pytest.param(date(2026, 11, 30), 22, None, date(2027, 1, 5), date(2027, 1, 5), id="22 days into January 2027"),
        pytest.param(date(2025, 3, 3), 16, None, date(2025, 3, 25), date(2025, 3, 25), id="old regime: latest signing"),
        pytest.param(date(2024, 11, 15), 16, None, date(2024, 12, 10), date(2024, 12, 10), id="old regime: signing over December"),
        pytest.param(date(2024, 12, 2), 26, None, date(2025, 1, 10), date(2025, 1, 10), id="old regime: 16 and 10 days together"),
        pytest.param(date(2026, 6, 1), 32, None, date(2026, 7, 16), date(2026, 7, 16), id="new regime: 22 and 10 days together"),
        pytest.param(date(2025, 6, 20), 32, None, date(2025, 8, 11), date(2025, 8, 11), id="new regime: over July"),
        pytest.param(date(2025, 12, 1), 32, None, date(2026, 1, 20), date(2026, 1, 22), id="new regime: over New Year"),
        pytest.param(date(2026, 2, 27), 22, None, date(2026, 3, 31), date(2026, 3, 31), id="new regime: over Holy Week"),
        pytest.param(date(2024, 3, 1), 26, None, date(2024, 4, 10), date(2024, 4, 10), id="old regime: over Holy Week 2024"),
        pytest.param(date(2023, 12, 1), 26, None, date(2024, 1, 11), date(2024, 1, 15), id="old regime: over New Year with bridges"),
        pytest.param(date(2026, 1, 1), 1, None, date(2026, 1, 2), date(2026, 1, 5), id="from New Year"),
        pytest.param(date(2026, 2, 28), 10, None, date(2026, 3, 13), date(2026, 3, 13), id="from a Saturday"),
    ],
)
def test_both_readings_of_a_term(start: date, days: int, region: str | None, earliest: date, latest: date) -> None:
    assert CALENDAR.due_min(start, days) == earliest
    assert CALENDAR.due_max(start, days, region) == latest
    rows = clock_rows(CALENDAR, start, days, region)
    assert [row.day for row in rows if row.last_least] == [earliest]
    assert [row.day for row in rows if row.last_most] == [latest] == [rows[-1].day]
    assert [row.most for row in rows if row.most] == list(range(1, days + 1))


def test_every_day_that_does_not_count_says_why_and_where_it_was_read() -> None:
    rows = {row.day: row for row in clock_rows(CALENDAR, date(2025, 12, 19), 10, "15")}
    assert rows[date(2025, 12, 20)].note == "fin de semana / weekend"
    assert rows[date(2025, 12, 26)].note == "Día no laborable del sector público (DS 042-2025-PCM, firm)"
    assert (rows[date(2025, 12, 26)].least, rows[date(2025, 12, 26)].most) == (4, None)
    assert (rows[date(2026, 1, 6)].note, rows[date(2026, 1, 8)].note) == ("due_min", "due_max")


def test_a_region_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="from 01 to 25"):
        clock_rows(CALENDAR, date(2026, 1, 1), 1, "26")
