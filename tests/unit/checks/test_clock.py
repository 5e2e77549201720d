"""The legal clock against every worked date of the rule catalogue, and against awkward turns of the year."""

from datetime import date, timedelta

import duckdb
import pytest

from checks import calendar, clock
from checks.calendar import official_calendar
from checks.clock import Calendar, DayOff, Layers, calendar_days_after
from checks.clock_table import clock_rows
from checks.errors import CalendarError

CALENDAR = official_calendar()


def national(start: date, days: int) -> date:
    return CALENDAR.due_min(start, days)


@pytest.mark.parametrize(
    ("start", "days", "expected"),
    [
        pytest.param(date(2026, 3, 27), 10, date(2026, 4, 14), id="contract over Holy Week"),
        pytest.param(date(2026, 7, 15), 10, date(2026, 8, 3), id="request over 23, 28 and 29 July"),
        pytest.param(date(2026, 11, 30), 10, date(2026, 12, 16), id="request over 8 and 9 December"),
        pytest.param(date(2026, 11, 30), 10, date(2026, 12, 16), id="orders of November"),
        pytest.param(date(2026, 11, 30), 10, date(2026, 12, 16), id="valuation paid 30 November"),
        pytest.param(date(2026, 6, 1), 22, date(2026, 7, 2), id="latest signing after consent"),
        pytest.param(date(2026, 7, 2), 10, date(2026, 7, 16), id="registration of that contract"),
        pytest.param(date(2025, 3, 3), 16, date(2025, 3, 25), id="old regime: latest signing"),
        pytest.param(date(2025, 3, 25), 10, date(2025, 4, 8), id="old regime: registration"),
        pytest.param(date(2026, 5, 8), 10, date(2026, 5, 22), id="liquidation, soft"),
        pytest.param(date(2026, 6, 7), 10, date(2026, 6, 19), id="liquidation, hard"),
        pytest.param(date(2026, 3, 31), 10, date(2026, 4, 16), id="tenth of April"),
        pytest.param(date(2026, 6, 30), 10, date(2026, 7, 14), id="tenth of July"),
        pytest.param(date(2026, 7, 31), 10, date(2026, 8, 17), id="tenth of August"),
    ],
)
def test_business_day_oracles(start: date, days: int, expected: date) -> None:
    assert national(start, days) == expected


def test_request_over_new_year_counts_the_national_layer_only() -> None:
    # The catalogue gives 2026-01-06 for the national layer; the decreed 26 December and 2 January move it two days.
    assert national(date(2025, 12, 19), 10) == date(2026, 1, 6)
    assert CALENDAR.due_max(date(2025, 12, 19), 10) == date(2026, 1, 8)


@pytest.mark.parametrize(
    ("start", "days", "expected"),
    [
        (date(2026, 8, 3), 15, date(2026, 8, 18)),  # appeal
        (date(2026, 2, 2), 30, date(2026, 3, 4)),  # contractor's liquidation
        (date(2026, 3, 4), 50, date(2026, 4, 23)),  # answer
        (date(2026, 4, 23), 15, date(2026, 5, 8)),  # reply
        (date(2026, 2, 2), 125, date(2026, 6, 7)),  # hard path
        (date(2026, 9, 30), 30, date(2026, 10, 30)),  # third quarter
        (date(2026, 5, 4), 22, date(2026, 5, 26)),  # start after contract
    ],
)
def test_calendar_day_oracles(start: date, days: int, expected: date) -> None:
    assert calendar_days_after(start, days) == expected


@pytest.mark.parametrize(
    ("start", "region", "expected"),
    [
        pytest.param(date(2023, 12, 22), None, date(2023, 12, 27), id="25 and decreed 26 December 2023"),
        pytest.param(date(2023, 12, 29), None, date(2024, 1, 3), id="1 and decreed 2 January 2024"),
        pytest.param(date(2025, 4, 30), None, date(2025, 5, 5), id="1 and decreed 2 May 2025"),
        pytest.param(date(2025, 4, 16), None, date(2025, 4, 21), id="Holy Thursday and Good Friday 2025"),
        pytest.param(date(2026, 4, 1), None, date(2026, 4, 6), id="Holy Thursday and Good Friday 2026"),
        pytest.param(date(2026, 7, 22), None, date(2026, 7, 24), id="23 July"),
        pytest.param(date(2026, 7, 27), None, date(2026, 7, 30), id="28 and 29 July"),
        pytest.param(date(2026, 8, 5), None, date(2026, 8, 7), id="6 August"),
        pytest.param(date(2025, 8, 14), "04", date(2025, 8, 18), id="15 August in Arequipa"),
        pytest.param(date(2025, 8, 14), None, date(2025, 8, 15), id="15 August elsewhere"),
        pytest.param(date(2026, 8, 27), "23", date(2026, 8, 31), id="28 August in Tacna"),
        pytest.param(date(2026, 12, 7), None, date(2026, 12, 10), id="8 and 9 December"),
    ],
)
def test_next_business_day(start: date, region: str | None, expected: date) -> None:
    assert CALENDAR.due_max(start, 1, region) == expected


@pytest.mark.parametrize(
    ("day", "holiday"),
    [
        (date(2021, 12, 9), False), (date(2022, 12, 9), True), (date(2021, 8, 6), False), (date(2022, 8, 6), True),
        (date(2022, 6, 7), False), (date(2024, 6, 7), True), (date(2022, 7, 23), False), (date(2024, 7, 23), True),
    ],
)  # fmt: skip
def test_new_holidays_start_in_their_year(day: date, holiday: bool) -> None:
    assert any(off.day == day for off in CALENDAR.days_off) is holiday


def test_easter_sunday_is_not_a_holiday() -> None:
    assert all(off.day != date(2026, 4, 5) for off in CALENDAR.days_off)


def test_due_min_never_exceeds_due_max() -> None:
    for offset in range(0, 800, 3):
        start = date(2024, 11, 1) + timedelta(days=offset)
        for days in (1, 10, 22):
            assert CALENDAR.due_min(start, days) <= CALENDAR.due_max(start, days, "04")


def test_explanation_numbers_business_days_and_names_days_off() -> None:
    lines = CALENDAR.explain(date(2025, 12, 23), 2)
    assert [(line.day.day, line.number) for line in lines] == [
        (24, 1), (25, None), (26, None), (27, None), (28, None), (29, 2),
    ]  # fmt: skip
    assert [line.why for line in lines][1:5] == [
        "Navidad del Señor", "Día no laborable del sector público", "weekend", "weekend",
    ]  # fmt: skip


def test_zero_days_is_the_day_itself() -> None:
    assert CALENDAR.business_days_after(date(2026, 8, 1), 0) == date(2026, 8, 1)


def test_regional_days_count_in_their_region_only() -> None:
    own = Calendar((DayOff(date(2026, 3, 3), "04", "regional", "fiesta", "s", "assumed"),))
    assert own.why_off(date(2026, 3, 3), "04") == "fiesta"
    assert own.why_off(date(2026, 3, 3), "23") is None
    assert own.why_off(date(2026, 3, 3), "04", Layers.NATIONAL) is None
    assert own.regions() == ["04"]


FEAST = Calendar((
    DayOff(date(2026, 3, 3), "04", "regional", "fiesta", "s", "assumed"),
    DayOff(date(2026, 3, 4), "infobras:body:7", "entity", "aniversario", "RA 12-2026", "firm"),
))  # fmt: skip


def test_days_of_a_body_count_for_that_body_only_and_in_the_latest_reading_alone() -> None:
    monday, body = date(2026, 3, 2), "infobras:body:7"
    assert FEAST.due_max(monday, 2) == date(2026, 3, 4)
    assert FEAST.due_max(monday, 2, None, body) == date(2026, 3, 5)
    assert FEAST.due_max(monday, 2, "04", body) == date(2026, 3, 6)
    assert FEAST.due_max(monday, 2, "04", "infobras:body:8") == date(2026, 3, 5)
    assert FEAST.due_min(monday, 2) == date(2026, 3, 4)
    assert FEAST.why_off(date(2026, 3, 4), "04", Layers.NATIONAL, body) is None
    assert (FEAST.regions(), FEAST.bodies()) == (["04"], [body])


def test_a_term_of_a_body_is_explained_day_by_day() -> None:
    rows = clock_rows(FEAST, date(2026, 3, 2), 2, "04", "infobras:body:7")
    assert [(row.day.day, row.least, row.most) for row in rows] == [(3, 1, None), (4, 2, None), (5, None, 1), (6, None, 2)]
    assert [row.note for row in rows] == ["fiesta (s, assumed)", "aniversario (RA 12-2026, firm)", "", "due_max"]
    with pytest.raises(ValueError, match="infobras:body:1001"):
        clock_rows(FEAST, date(2026, 3, 2), 2, None, "Municipalidad")


def test_the_file_of_days_takes_days_of_bodies_with_their_source(tmp_path) -> None:
    head = calendar.EXTRA_DAYS.read_text(encoding="utf-8").replace("entity: []", "entity:")
    path = tmp_path / "extra_days.yml"
    line = '\n  - {day: 2026-03-04, bodies: ["infobras:body:7", "seace:body:9"], name: feast, source: RA 12-2026, standing: firm}\n'
    path.write_text(head + line, encoding="utf-8")
    (found,) = calendar.read_extra_days(path).entity
    assert (found.bodies, found.standing) == (["infobras:body:7", "seace:body:9"], "firm")
    for broken in (line.replace("source: RA 12-2026, ", ""), line.replace("infobras:body:7", "Municipalidad"), line.replace("firm", "sure")):
        path.write_text(head + broken, encoding="utf-8")
        with pytest.raises(CalendarError, match="entity"):
            calendar.read_extra_days(path)


def test_core_calendar_holds_every_day_off_once() -> None:
    con = duckdb.connect()
    con.execute(
        "CREATE TABLE core_calendar (region TEXT, day DATE, kind TEXT, name TEXT, source TEXT, standing TEXT, "
        "PRIMARY KEY (region, day))"
    )
    rows = calendar.load_calendar(con)
    assert calendar.load_calendar(con) == rows
    assert con.execute("SELECT count(*) FROM core_calendar").fetchall() == [(rows,)]
    kinds = con.execute("SELECT DISTINCT kind FROM core_calendar ORDER BY kind").fetchall()
    assert [kind for (kind,) in kinds] == ["decreed", "national", "regional", "weekend"]
    first, last = con.execute("SELECT min(day), max(day) FROM core_calendar").fetchall()[0]
    assert (first.year, last.year) == (calendar.FIRST_YEAR, calendar.LAST_YEAR)
    in_table = {
        day
        for (day,) in con.execute(
            "SELECT day FROM core_calendar WHERE region = '00' AND day >= '2026-01-01'"
        ).fetchall()
    }
    day = date(2026, 1, 1)
    while day < date(2027, 1, 1):
        assert (day in in_table) is (CALENDAR.why_off(day) is not None)
        day += timedelta(days=1)


def test_a_bad_extra_day_is_one_readable_error(tmp_path) -> None:
    path = tmp_path / "extra_days.yml"
    path.write_text("decreed: [{day: 2026-13-01, region: '00'}]\nregional: []\n", encoding="utf-8")
    with pytest.raises(CalendarError, match=r"extra_days\.yml"):
        calendar.read_extra_days(path)


def test_national_is_the_code_of_the_whole_country() -> None:
    assert clock.NATIONAL == "00"
