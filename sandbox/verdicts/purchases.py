"""The truth about contracts in SEACE (MIS-02), of processes and of works no process can be tied to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sandbox.calendar import days_after
from sandbox.plans import deadlines, links
from sandbox.plans.investments import standing
from sandbox.verdicts.verdict import PASSED, Verdict, WorkCase, failed, in_order, not_applicable, not_evaluable
from sandbox.views.processes import contract_seen, is_awarded, says_contracted

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from sandbox.plans.facts import ProcessPlan, ProjectPlan, WorkPlan

_HELD_UP = ("appealed", "suspended")


def of_work(case: WorkCase) -> Verdict | None:
    """The verdict on a work without a process, None when a process is the subject in its place."""
    if case.process is not None:
        return None
    if case.work.trait("secrecy") == "reserved":
        return not_applicable("reserved")
    return not_evaluable("no_process_linked") if case.work.by_contract else not_applicable("modality")


@in_order
def of_process(project: ProjectPlan | None, process: ProcessPlan, day: date) -> Iterator[Verdict]:
    """The verdict on a process for works; ``project`` is None when it serves no work."""
    if not is_awarded(process, day):
        yield not_applicable("no_award")
    if process.fate == "void":
        yield not_applicable("void")
    if process.fate in _HELD_UP:
        yield not_applicable("suspended")
    works = links.works_of(project, process, day) if project is not None else []
    if project is None or not works:
        yield not_evaluable("no_work_linked")
        return
    yield from _outside(project, works, day)
    if contract_seen(process, day):
        yield not_evaluable("contract_not_matched") if process.fate == "unmatched" else PASSED
    yield from _without_contract(process, works, day)


def _outside(project: ProjectPlan, works: list[WorkPlan], day: date) -> Iterator[Verdict]:
    if any(work.trait("secrecy") == "reserved" for work in works):
        yield not_applicable("reserved")
    if any(work.trait("origin") == "reconstruction" for work in works):
        yield not_applicable("reconstruction")
    investment = project.investment
    if investment is None or not investment.trait("kind").startswith("emergency"):
        return
    tied = any(work.has_cui for work in works) and standing(investment, day) == "active"
    if tied:
        yield not_applicable("emergency")


def _without_contract(process: ProcessPlan, works: list[WorkPlan], day: date) -> Iterator[Verdict]:
    if says_contracted(process, day):
        yield not_evaluable("contracted_without_record")
    if process.fate == "undated" or process.awarded is None:
        yield not_evaluable("no_award_date")
        return
    starts = [start for work in works if (start := links.started_shown(work, day)) is not None]
    started = max(starts, default=None)
    if started is not None and started < process.awarded:
        yield not_evaluable("contradiction")
    due = deadlines.contract_due(started, process.awarded, process.called, works[0].region)
    yield failed(due) if days_after(due, deadlines.OCDS_LATENCY) < day else PASSED
