"""Where a work lies, and where the daily file and the map say that it does. Nothing is judged here."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from sandbox import names
from sandbox.geography import districts
from sandbox.plans.clock import percentile

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sandbox.model import District
    from sandbox.plans.facts import InvestmentPlan, WorkPlan

Point = tuple[float, float]
_ADDRESSED, _EXACT, _POINTED = 84, 67, 83  # per cent of the works
_SPREAD = 1  # per cent of the investments
_VAGUE = ("vague", "vague_pointed", "vague_told", "default_vague")
_SURE = ("exact_bare", "default_point")
_POINTED_KINDS = (
    "vague_pointed", "zero_point", "swapped_point", "default_point", "default_vague", "elsewhere", "moved",
)  # fmt: skip
_IN_ANOTHER = ("elsewhere", "elsewhere_unseen", "moved")
_FAR = 0.15  # degrees: no square of one district comes near the middle of the other
_DEFAULT: Point = (-12.0464, -77.0428)
"""Where somebody's map stands when nobody has moved it yet."""


def recorded(home: District, traits: Mapping[str, str]) -> District:
    """The district that the daily file names of a project's work at ``home``."""
    if traits.get("place") not in _IN_ANOTHER:
        return home
    far = [other for other in _beside(home.ubigeo[:2]) if _apart(home, other) > _FAR]
    return far[int(home.ubigeo) % len(far)] if far else home


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
    return kind in _SURE or (kind not in _VAGUE and percentile(work.number, 15) < _EXACT)


def has_point(work: WorkPlan) -> bool:
    """Whether the map shows a point of the work; it has none of a work without a district."""
    if work.district is None:
        return False
    kind = work.trait("place")
    if kind == "regular":
        return percentile(work.number, 16) < _POINTED
    return kind in _POINTED_KINDS


def point(work: WorkPlan) -> Point | None:
    """Latitude and longitude of a point that does not lie about the recorded district; None where it does."""
    home = work.home
    if home is None:
        return None
    return {
        "zero_point": (0.0, 0.0),
        "swapped_point": (home.longitude, home.latitude),
        "default_point": _DEFAULT,
        "default_vague": _DEFAULT,
        "elsewhere": (home.latitude, home.longitude),
    }.get(work.trait("place"))


def is_spread(investment: InvestmentPlan) -> bool:
    """Whether the MEF files name several departments of an investment, and no district."""
    return percentile(int(investment.snip), 17) < _SPREAD


def _apart(one: District, other: District) -> float:
    return max(abs(one.latitude - other.latitude), abs(one.longitude - other.longitude))


@lru_cache(maxsize=32)
def _beside(department: str) -> tuple[District, ...]:
    return tuple(district for district in districts() if district.ubigeo[:2] == department)
