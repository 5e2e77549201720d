"""The columns of the INFOBRAS bulk file in the layouts of 2025 and 2026, read from a declared table.

``infobras_columns.csv`` lists the 113 headers of July 2025 in order (evidence file of the real data set) and where
each stands in the 97 columns of August 2026. ``standing_2026`` is ``listed`` where sources.md §2.2 states the name or
the place, and ``assumed`` everywhere else: no raw header of 2026 was handed over. Values belong to the rows module.
"""

from __future__ import annotations

import csv
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from sandbox.errors import UnknownColumnError

_TABLE = Path(__file__).with_name("infobras_columns.csv")
VARIANTS = ("2025", "2026")


@dataclass(frozen=True)
class Column:
    """One column of July 2025 and its place a year later (``None`` when the file lost it)."""

    position: int
    header: str
    position_2026: int | None
    header_2026: str
    standing_2026: str


@cache
def columns() -> tuple[Column, ...]:
    """Read the declared table, in the order of 2025."""
    with _TABLE.open(encoding="utf-8", newline="") as file:
        return tuple(
            Column(
                position=int(row["position_2025"]),
                header=row["header_2025"],
                position_2026=int(row["position_2026"]) if row["position_2026"] else None,
                header_2026=row["header_2026"],
                standing_2026=row["standing_2026"],
            )
            for row in csv.DictReader(file)
        )


@cache
def order(variant: str) -> tuple[int, ...]:
    """Give, for each published place of a variant, the position of 2025 whose value stands there."""
    if variant == "2025":
        return tuple(column.position for column in columns())
    kept = {column.position_2026: column.position for column in columns() if column.position_2026 is not None}
    return tuple(kept[place] for place in range(len(kept)))


@cache
def headers(variant: str) -> tuple[str, ...]:
    """List the headers of a variant as the portal prints them: repeated ones repeat, without a suffix."""
    if variant == "2025":
        return tuple(column.header for column in columns())
    return tuple(columns()[position].header_2026 for position in order(variant))


@cache
def places(variant: str) -> dict[str, int]:
    """Map each header to its place; the second of two equal headers has the key ``header__2``."""
    seen: Counter[str] = Counter()
    found: dict[str, int] = {}
    for place, header in enumerate(headers(variant)):
        seen[header] += 1
        found[header if seen[header] == 1 else f"{header}__{seen[header]}"] = place
    return found


def place(header: str, variant: str) -> int:
    """Find the place of a header (or ``header__2``) in a variant.

    Raises:
        UnknownColumnError: the variant has no such header.
    """
    try:
        return places(variant)[header]
    except KeyError:
        raise UnknownColumnError(f"INFOBRAS {variant} has no column {header!r}; see {_TABLE.name}") from None
