"""Dates and months that a file's name carries.

Here: the named groups of a source's file patterns. Not here: dates inside files (``sql/casts.sql``). A file's time of
last change is never a date: copying changes it.
"""

import re
from datetime import date

from sources.spec import SourceSpec
from sources.spec_tables import FilePattern


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
    """Return the month ``YYYY-MM`` a file's name is a part for, None when it names none."""
    found = matching_pattern(spec, file_name)
    groups = found[1] if found else {}
    if not {"part_year", "part_month"} <= groups.keys():
        return None
    year, month = groups["part_year"], int(groups["part_month"])
    return f"{year}-{month:02d}" if 1 <= month <= 12 else None
