"""The truth about what only the page of a work shows: MIS-06 and OUT-11."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sandbox.calendar import days_after
from sandbox.plans import people
from sandbox.plans.deadlines import INFOBRAS_LATENCY
from sandbox.verdicts.verdict import PASSED, Verdict, WorkCase, failed, in_order, not_evaluable

if TYPE_CHECKING:
    from collections.abc import Iterator

_NAMED_WITHIN, _REPLACED_WITHIN = 15, 15


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


@in_order
def out_11(case: WorkCase) -> Iterator[Verdict]:
    """The term of supervisor or resident ended and nobody followed."""
    work, day = case.work, case.day
    yield from case.outside_procurement()
    yield from case.outside_state("executing")
    yield from case.from_page()
    supervision, resident = people.supervision_shown(work, day), people.resident_in_file(work, day)
    if supervision == "nobody" and people.residency(work) in ("none", "late") and not resident:
        yield not_evaluable("nobody_shown")
    left = people.leaves(work, day)
    if left is None or people.succeeded_on(work, day) or (supervision != "person" and not resident):
        yield PASSED
        return
    due = days_after(left, _REPLACED_WITHIN)
    yield failed(due) if days_after(due, INFOBRAS_LATENCY) < day else PASSED
