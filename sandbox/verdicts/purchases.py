"""The truth about awards, contracts and documents in SEACE (MIS-02 to MIS-04), and of works without a process."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sandbox.calendar import business_days_after, days_after
from sandbox.plans import deadlines, links, listings
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


@in_order
def mis_03(project: ProjectPlan | None, process: ProcessPlan, day: date) -> Iterator[Verdict]:
    """Awarded without a document of the evaluation."""
    if not is_awarded(process, day) or process.awarded is None:
        yield not_applicable("no_award")
        return
    if process.fate == "void":
        yield not_applicable("void")
    if process.fate in _HELD_UP:
        yield not_applicable("suspended")
    yield from _outside_law(project, process, day)
    if deadlines.regime_of_call(process.called) == "R0":
        yield not_applicable("older_law")
    listed = listings.of_call(process)
    if listed == "direct":
        yield not_applicable("without_competition")
    # What goes with an award without a day is not listed either.
    if listed == "complete" and process.fate != "undated":
        yield PASSED
    if listed == "none":
        yield not_evaluable("no_documents_listed")
    if listed in ("untyped", "complete"):
        yield not_evaluable("untyped_documents")
    if process.fate == "undated":
        yield not_evaluable("no_award_date")
    due = business_days_after(process.awarded, 1, _region(project, process, day))
    yield failed(due) if days_after(due, deadlines.OCDS_LATENCY) < day else PASSED


@in_order
def mis_04(project: ProjectPlan | None, process: ProcessPlan, day: date) -> Iterator[Verdict]:
    """A contract without its file."""
    if not contract_seen(process, day) or process.signed is None:
        yield not_applicable("no_contract_registered")
        return
    yield from _outside_law(project, process, day)
    listed = listings.of_contract(process)
    if listed == "signed":
        yield PASSED
    if listed == "untyped":
        yield not_evaluable("untyped_documents")
    due = business_days_after(process.signed, 10, _region(project, process, day))
    yield failed(due) if days_after(due, deadlines.OCDS_LATENCY) < day else PASSED


def _region(project: ProjectPlan | None, process: ProcessPlan, day: date) -> str | None:
    """The department whose holidays count: that of the works if one is shown, else the body's."""
    works = links.works_of(project, process, day) if project is not None else []
    shown = [work.region for work in works if work.region is not None]
    return min(shown) if shown else process.body.district.ubigeo[:2]


def _outside_law(project: ProjectPlan | None, process: ProcessPlan, day: date) -> Iterator[Verdict]:
    works = links.works_of(project, process, day) if project is not None else []
    if project is not None and works:
        yield from _outside(project, works, day)


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
