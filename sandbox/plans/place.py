"""Where a work lies, as the daily file and the map show it. Nothing is judged here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sandbox import names
from sandbox.plans.clock import percentile

if TYPE_CHECKING:
    from sandbox.plans.facts import WorkPlan

_ADDRESSED, _EXACT, _POINTED = 84, 67, 83  # per cent of the works
_VAGUE = ("vague", "vague_pointed", "vague_told")


def address(work: WorkPlan) -> str | None:
    """The address or reference that the daily file shows."""
    kind = work.trait("place")
    if kind in ("vague", "vague_pointed"):
        return "S/N"
    if kind == "exact_bare" or (kind == "regular" and percentile(work.number, 1) >= _ADDRESSED):
        return None
    return f"SECTOR {names.place(work.number * 5 + 1)}"


def is_exact(work: WorkPlan) -> bool:
    """Whether the file says that the place is exact, and not only a reference."""
    kind = work.trait("place")
    return kind == "exact_bare" or (kind not in _VAGUE and percentile(work.number, 15) < _EXACT)


def has_point(work: WorkPlan) -> bool:
    """Whether the map shows a point of the work; it has none of a work without a district."""
    if work.district is None:
        return False
    kind = work.trait("place")
    if kind == "regular":
        return percentile(work.number, 16) < _POINTED
    return kind == "vague_pointed"
