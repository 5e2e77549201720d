"""The truth about what only the page of a work shows: MIS-06."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sandbox.calendar import days_after
from sandbox.plans import people
from sandbox.verdicts.verdict import PASSED, Verdict, WorkCase, failed, in_order, not_evaluable

if TYPE_CHECKING:
    from collections.abc import Iterator

_NAMED_WITHIN = 15


@in_order
def mis_06(case: WorkCase) -> Iterator[Verdict]:
    """Executing contract work without a resident engineer."""
    work = case.work
    yield from case.outside_procurement()
    yield from case.outside_state("executing")
    if case.unreadable("started_on"):
        yield not_evaluable("unparsable")
    if work.trait("start") == "blank":
        yield not_evaluable("no_start_date")
    if people.resident_in_file(work, case.day):
        yield PASSED
    yield from case.from_page()
    kind = people.residency(work)
    if kind == "unnamed":
        yield not_evaluable("resident_without_name")
    yield PASSED if kind == "page_only" else failed(days_after(work.dates.started, _NAMED_WITHIN))
