"""The truth about where a work is said to lie: MIS-10."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sandbox.plans import place
from sandbox.verdicts.verdict import PASSED, Verdict, WorkCase, failed, in_order, not_applicable, not_evaluable

if TYPE_CHECKING:
    from collections.abc import Iterator

_LETTERS = 15


@in_order
def mis_10(case: WorkCase) -> Iterator[Verdict]:
    """No usable place."""
    work = case.work
    yield from case.outside_data()
    if case.is_young:
        yield not_applicable("young_work")
    if case.unreadable("started_on"):
        yield not_evaluable("unparsable")
    if work.district is None:
        yield failed(None)
    if place.is_exact(work) or len(place.address(work) or "") >= _LETTERS:
        yield PASSED
    if not case.page_read:
        yield not_evaluable("map_not_seen")
    yield PASSED if place.has_point(work) else failed(None)
