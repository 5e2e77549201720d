"""The truth about acts that change a contract: MIS-14 and MIS-15."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sandbox.calendar import business_days_after, days_after
from sandbox.plans.deadlines import INFOBRAS_LATENCY
from sandbox.plans.links import deferral_shown
from sandbox.plans.slips import slip_of
from sandbox.verdicts.amounts import ADDED
from sandbox.verdicts.verdict import PASSED, Verdict, WorkCase, failed, in_order, not_applicable, not_evaluable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

_REGISTERED_WITHIN = 10


@in_order
def mis_14(case: WorkCase) -> Iterator[Verdict]:
    """Additional works without a published resolution."""
    slip = slip_of(case.work, case.day)
    yield from case.outside_procurement()
    if slip not in ADDED:
        yield not_applicable("no_additions")
    if slip == "additions_uncounted":
        yield not_evaluable("contradiction")
    yield from _of_act(case, case.work.dates.signed)


@in_order
def mis_15(case: WorkCase) -> Iterator[Verdict]:
    """Extension without a published act."""
    work, day, extended = case.work, case.day, case.work.dates.extended
    yield from case.outside_procurement()
    if case.state == "not_started":
        if not deferral_shown(work, day):
            yield not_applicable("no_changes_of_term")
        yield from case.from_page()
        yield PASSED
    if extended is None or extended > day:
        yield not_applicable("no_changes_of_term")
        return
    yield from _of_act(case, extended)


def _of_act(case: WorkCase, approved: date) -> Iterator[Verdict]:
    yield from case.from_page()
    kind = case.work.trait("act")
    if kind == "undated":
        yield not_evaluable("no_approval_date")
    due = business_days_after(approved, _REGISTERED_WITHIN, case.work.region)
    late = days_after(due, INFOBRAS_LATENCY) < case.day
    yield failed(due) if kind == "missing" and late else PASSED
