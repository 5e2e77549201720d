"""The truth about works that stand twice in the register: IMP-08."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sandbox.plans.links import contractor_shown
from sandbox.verdicts.verdict import PASSED, Verdict, WorkCase, failed, in_order, not_applicable, not_evaluable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sandbox.plans.facts import WorkPlan


@in_order
def imp_08(case: WorkCase) -> Iterator[Verdict]:
    """Same work registered twice."""
    work = case.work
    yield from _outside(case)
    if case.unreadable("started_on", "contract_amount"):
        yield not_evaluable("unparsable")
    if not contractor_shown(work, case.day):
        yield not_evaluable("no_contract_amount")
    alike = [other for other in case.project.works if other is not work and _could_be(work, other, case)]
    if not alike:
        yield PASSED
    # The number of a contract stands on the pages only.
    seen = [other for other in alike if {work.code, other.code} <= case.pages_read]
    if any(_contract(other) == _contract(work) for other in seen):
        yield failed(None)
    yield PASSED if seen == alike else not_evaluable("numbers_not_seen")


def _outside(case: WorkCase) -> Iterator[Verdict]:
    work = case.work
    if work.trait("secrecy") == "reserved":
        yield not_applicable("reserved")
    if not work.by_contract:
        yield not_applicable("modality")
    if work.parent_code is not None:
        yield not_applicable("completes_another")
    if not work.has_cui or case.project.investment is None:
        yield not_applicable("no_cui")
    yield from case.outside_data()
    if case.is_young:
        yield not_applicable("young_work")


def _could_be(work: WorkPlan, other: WorkPlan, case: WorkCase) -> bool:
    """Whether the daily file shows the other like the work; works of a project all have one cost."""
    sold = other.by_contract and contractor_shown(other, case.day) and "contract_amount" not in other.broken
    return sold and other.has_cui and other.parent_code is None and other.name == work.name


def _contract(work: WorkPlan) -> str:
    """The work whose contract it is."""
    return work.contract_of or work.code
