"""Dates and months that a file's name carries.

Here: the named groups of a source's file patterns. Not here: dates inside files (``sql/casts.sql``). A file's time of
last change is never a date: copying changes it.
"""

import re
from calendar import monthrange
from datetime import date

from sources.spec import SourceSpec
from sources.spec_tables import FilePattern

MONTHS_A_YEAR = 12
MONTHS_ES = (
    "ENERO", "FEBRERO", "MARZO", "ABRIL", "MAYO", "JUNIO",
    "JULIO", "AGOSTO", "SETIEMBRE", "OCTUBRE", "NOVIEMBRE", "DICIEMBRE",
)  # fmt: skip
"""Months as Peruvian portals write them: September is SETIEMBRE."""


def matching_pattern(spec: SourceSpec, file_name: str) -> tuple[FilePattern, dict[str, str]] | None:
    """Return the first declared form a file name has in full, with what its named groups hold."""
    for pattern in spec.files.patterns:
        if found := re.fullmatch(pattern.pattern, file_name, flags=re.IGNORECASE):
            return pattern, {name: text for name, text in found.groupdict().items() if text}
    return None


def date_in_name(spec: SourceSpec, file_name: str) -> date | None:
    """Return the date a file's name carries, None when it carries none or an impossible one."""
    found = matching_pattern(spec, file_name)
    groups = found[1] if found else {}
    if not {"day", "month", "year"} <= groups.keys():
        return None
    try:
        return date(int(groups["year"]), int(groups["month"]), int(groups["day"]))
    except ValueError:
        return None


def part_in_name(spec: SourceSpec, file_name: str) -> str | None:
    """Return the part a file's name stands for: ``YYYY-MM``, ``YYYY``, either with ``.n`` for a further piece.

    None when it names none.
    """
    found = matching_pattern(spec, file_name)
    groups = found[1] if found else {}
    piece = f".{int(groups['part_piece'])}" if int(groups.get("part_piece", "0")) else ""
    year, month = groups.get("part_year"), groups.get("part_month")
    if year is None:
        return None
    if month is None:
        return f"{year}{piece}"
    return f"{year}-{int(month):02d}{piece}" if 1 <= int(month) <= MONTHS_A_YEAR else None


def speaks_until(name: str, pattern: str | None) -> date | None:
    """Return the last day of the month that a file's name says; None when it says none.

    >>> speaks_until("anexo-2-obras-a-diciembre-2025", r"(?P<month_es>[a-z]+)-(?P<year>20[0-9]{2})")
    datetime.date(2025, 12, 31)
    >>> speaks_until("anexo-2-obras-2026", r"(?P<month_es>[a-z]+)-(?P<year>20[0-9]{2})") is None
    True
    """
    ends = [end for found in re.finditer(pattern or "(?!)", name, re.IGNORECASE) if (end := _end(found.groupdict()))]
    return ends[-1] if ends else None


def _end(groups: dict[str, str | None]) -> date | None:
    number, word = groups.get("month"), (groups.get("month_es") or "").upper().replace("SEPTIEMBRE", "SETIEMBRE")
    month = int(number) if number else MONTHS_ES.index(word) + 1 if word in MONTHS_ES else 0
    if not 1 <= month <= MONTHS_A_YEAR:
        return None
    year = int(groups["year"] or 0)
    return date(year, month, monthrange(year, month)[1])
