"""Which files the page of a work shows with a month of progress: photographs, and the valuation. Nothing is judged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sandbox.plans.clock import percentile
from sandbox.plans.progress import LEAPS_IN, complete_shown
from sandbox.plans.reporting import last_reported, month_of

if TYPE_CHECKING:
    from datetime import date

    from sandbox.plans.facts import Month, WorkPlan

_LACKING_FROM, _MOST_PHOTOS = 2, 3
_SALT = 53
# Up to which per cent of all works are so: without photographs or valuations, with those of the newest month to come;
# then those that leap by so many points, without or with a valuation.
_DEALT: tuple[tuple[int, dict[str, str]], ...] = (
    (3, {"papers": "no_photos"}), (6, {"papers": "no_valuation"}), (8, {"papers": "to_come"}),
    (11, {"papers": "leap_bare", "pace": "leap"}), (12, {"pace": "leap"}),
    (14, {"papers": "leap_bare", "pace": "leap_forty"}),
)  # fmt: skip
_ANOTHER_PACE = {"pace", "slip", "ending", "papers"}


def deal_papers(work: WorkPlan) -> None:
    """Beside what its scenario says, the page of some works lacks files of months, and some leap."""
    drawn = percentile(work.number, _SALT)
    dealt: dict[str, str] = next((traits for share, traits in _DEALT if drawn < share), {})
    if not ("pace" in dealt and _ANOTHER_PACE & work.traits.keys()):
        work.traits = dealt | work.traits


def photos_in(work: WorkPlan, month: Month, day: date) -> int:
    """How many photographs the page of ``day`` shows with a month."""
    kind = work.trait("papers")
    bare = (kind == "no_photos" and passed(work, month) >= _LACKING_FROM) or _bare(work, month, day)
    # Whoever gathers files of photographs gathers few.
    most = _MOST_PHOTOS if work.trait("pictures") == "ungathered" else 1
    return 0 if bare else 1 + (work.number + month[1]) % most


def valuations_in(work: WorkPlan, month: Month, day: date) -> int:
    """How many files of its valuation the page of ``day`` shows with a month."""
    kind, months = work.trait("papers"), passed(work, month)
    lacking = (kind == "no_valuation" and months >= _LACKING_FROM) or (kind == "leap_bare" and months == LEAPS_IN)
    return 0 if lacking or _bare(work, month, day) else 1


def _bare(work: WorkPlan, month: Month, day: date) -> bool:
    """A month without files of any kind: one in which nothing was built, or the newest, whose files are to come."""
    kind = work.trait("papers")
    if kind == "idle":
        return passed(work, month) % 2 == 1
    return kind == "to_come" and month == last_reported(work, day) and not complete_shown(work, day)


def passed(work: WorkPlan, month: Month) -> int:
    """How many months after that of the start a month is."""
    return _number(month) - _number(month_of(work.dates.started))


def _number(month: Month) -> int:
    return month[0] * 12 + month[1]
