"""The truth about where a work is said to lie: MIS-10, INC-12 and IMP-07."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sandbox.plans import place
from sandbox.plans.investments import standing
from sandbox.verdicts.verdict import PASSED, Verdict, WorkCase, failed, in_order, not_applicable, not_evaluable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sandbox.plans.facts import ProjectPlan, WorkPlan

_LETTERS = 15
_CROWD = 3


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


@in_order
def imp_07(case: WorkCase) -> Iterator[Verdict]:
    """Default coordinates."""
    kind = case.work.trait("place")
    yield from case.outside_data()
    if case.is_young:
        yield not_applicable("young_work")
    if case.unreadable("started_on"):
        yield not_evaluable("unparsable")
    if not case.page_read:
        yield not_evaluable("map_not_seen")
    if not place.has_point(case.work):
        yield not_applicable("no_point")
    crowded = kind == "default_point" and case.sharers >= _CROWD
    yield failed(None) if kind in ("zero_point", "swapped_point") or crowded else PASSED


@in_order
def inc_12(case: WorkCase) -> Iterator[Verdict]:
    """Place differs."""
    work, investment = case.work, case.project.investment
    if work.trait("secrecy") == "reserved":
        yield not_applicable("reserved")
    if investment is None or not work.has_cui:
        yield not_applicable("no_cui")
        return
    yield from case.outside_data()
    if case.is_young:
        yield not_applicable("young_work")
    if case.unreadable("started_on"):
        yield not_evaluable("unparsable")
    if standing(investment, case.day) == "missing":
        yield not_evaluable("investment_not_found")
    if work.district is None:
        yield not_evaluable("district_unknown")
    if place.is_spread(investment):
        yield not_evaluable("investment_place_unknown")
    yield PASSED if work.district == investment.district else _where_the_point_lies(case)


def _where_the_point_lies(case: WorkCase) -> Verdict:
    """What the map says of a work whose record names another district than its investment."""
    if not case.page_read:
        return not_evaluable("map_not_seen")
    if not place.has_point(case.work):
        return not_evaluable("no_point")
    return failed(None) if case.work.trait("place") == "elsewhere" else PASSED


def sharers(read: Iterable[tuple[ProjectPlan, WorkPlan]]) -> int:
    """Of how many investments a work whose page was read is said to lie exactly at the default point."""
    alike = {
        project.number
        for project, work in read
        if work.trait("place") == "default_point" and place.has_point(work) and work.has_cui and project.investment
    }
    return len(alike)
