"""Where the days off come from: the holidays library, less Easter Sunday, plus ``calendar/extra_days.yml``.

Here: reading both and filling ``core_calendar``. Not here: counting days (``checks.clock``).
"""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field, StringConstraints

from checks.calendar_arrays import keep_arrays
from checks.clock import NATIONAL, Calendar, DayOff, weekends
from checks.errors import CalendarError
from checks.strict import Strict, read_strict

if TYPE_CHECKING:
    import duckdb

FIRST_YEAR = 1990
LAST_YEAR = 2040
EXTRA_DAYS = Path(__file__).parent / "calendar" / "extra_days.yml"
BODY_KEY = r"^[a-z]+:body:[^\s']+$"
_LIBRARY = "python-holidays, Perú, feriados nacionales"
# The library lists it, the law does not; it is a Sunday, so no count changes, but a table that calls it
# a holiday would be wrong.
_NOT_A_HOLIDAY = "Domingo de Resurrección"


class DecreedDay(Strict):
    """One day declared non-working by decree."""

    day: date
    region: str = Field(pattern=r"^\d{2}$")
    name: str = Field(min_length=3)
    source: str = Field(min_length=3)
    standing: Literal["firm", "assumed"]


class RegionalDay(Strict):
    """One day off a year in one region."""

    month: int = Field(ge=1, le=12)
    day: int = Field(ge=1, le=31)
    first_year: int
    region: str = Field(pattern=r"^(0[1-9]|1\d|2[0-5])$")
    name: str = Field(min_length=3)
    source: str = Field(min_length=3)
    standing: Literal["firm", "assumed"]


class EntityDay(Strict):
    """One day on which bodies do not work by a decision of their own; ``bodies`` are their keys in every register."""

    day: date
    bodies: list[Annotated[str, StringConstraints(pattern=BODY_KEY)]] = Field(min_length=1)
    name: str = Field(min_length=3)
    source: str = Field(min_length=3)
    standing: Literal["firm", "assumed"]


class ExtraDays(Strict):
    """The whole of extra_days.yml."""

    decreed: list[DecreedDay]
    regional: list[RegionalDay]
    entity: list[EntityDay]


def read_extra_days(path: Path = EXTRA_DAYS) -> ExtraDays:
    """Read the file of decreed, regional and entity days.

    Raises:
        CalendarError: when the file is not as declared; the message names the entry.
    """
    return read_strict(path, ExtraDays, CalendarError)


def _national_days() -> list[DayOff]:
    import holidays

    library = holidays.country_holidays("PE", years=range(FIRST_YEAR, LAST_YEAR + 1), language="es")
    return [
        DayOff(day, NATIONAL, "national", name, _LIBRARY, "firm")
        for day, name in sorted(library.items())
        if name != _NOT_A_HOLIDAY
    ]


def _extra_days(extra: ExtraDays) -> list[DayOff]:
    decreed = [DayOff(d.day, d.region, "decreed", d.name, d.source, d.standing) for d in extra.decreed]
    regional = [
        DayOff(date(year, d.month, d.day), d.region, "regional", d.name, d.source, d.standing)
        for d in extra.regional
        for year in range(max(d.first_year, FIRST_YEAR), LAST_YEAR + 1)
    ]
    entity = [
        DayOff(d.day, body, "entity", d.name, d.source, d.standing) for d in extra.entity for body in d.bodies
    ]
    return decreed + regional + entity


@cache
def official_calendar() -> Calendar:
    """The calendar that rules are judged by: national, decreed, regional and entity days of 1990 to 2040."""
    return Calendar(tuple(_national_days() + _extra_days(read_extra_days())))


def load_calendar(con: duckdb.DuckDBPyConnection) -> int:
    """Fill ``core_calendar`` with every day off, weekends under region '00'; gives the number of rows.

    A weekday that is both national and decreed, regional or a body's own keeps one row a region and body.
    """
    calendar = official_calendar()
    rows: dict[tuple[str, date], tuple[str, date, str, str, str, str]] = {
        (NATIONAL, day): (NATIONAL, day, "weekend", "Fin de semana", "calendario civil", "firm")
        for day in weekends(date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31))
    }
    for off in reversed(calendar.days_off):  # the first entry of a day wins, as in Calendar
        rows[off.region, off.day] = (off.region, off.day, off.kind, off.name, off.source, off.standing)
    _insert(con, list(rows.values()))
    keep_arrays(con)
    return len(rows)


def _insert(con: duckdb.DuckDBPyConnection, rows: list[tuple[str, date, str, str, str, str]]) -> None:
    columns = ["region", "day", "kind", "name", "source", "standing"]
    lists = [list(values) for values in zip(*rows, strict=True)]
    con.execute("BEGIN")
    con.execute("DELETE FROM core_calendar")
    con.execute(
        f"INSERT INTO core_calendar ({', '.join(columns)}) SELECT {', '.join('unnest(?)' for _ in columns)}",
        lists,
    )
    con.execute("COMMIT")
