"""The truth about works once they are finished: MIS-17 and MIS-18."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sandbox.calendar import days_after
from sandbox.plans import deadlines
from sandbox.plans.progress import physical_shown
from sandbox.plans.slips import slip_of
from sandbox.verdicts.verdict import PASSED, Verdict, WorkCase, failed, in_order, not_applicable, not_evaluable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sandbox.plans.facts import WorkPlan


def published_term(work: WorkPlan) -> int | None:
    """The longest term INFOBRAS shows of a finished work in days, None when it shows none."""
    if work.trait("term") != "known":
        return None
    longer = work.dates.extension_days if work.trait("ending") != "days_only" else 0
    return work.term + longer


def received_in_part(work: WorkPlan) -> bool:
    """Whether the register says that the reception is not that of the whole work."""
    return work.trait("reception") in ("partial", "part_before")


@in_order
def mis_17(case: WorkCase) -> Iterator[Verdict]:
    """Finished without reception."""
    work = case.work
    yield from case.outside_procurement()
    yield from case.outside_state("finished")
    if case.unreadable("started_on", "finished_on", "physical_pct", "received_on", "term_days"):
        yield not_evaluable("unparsable")
    if case.reception_shown:
        yield not_evaluable("partial_reception") if received_in_part(work) else PASSED
    if work.trait("closing") == "blank" or work.dates.finished is None:
        yield not_evaluable("no_end_date")
        return
    if slip_of(work, case.day) == "end_before_start":
        yield not_applicable("impossible_date")
    progress = physical_shown(work, case.day)
    if work.trait("reception") == "short" and progress is not None and progress < 100:
        yield not_evaluable("ended_otherwise")
    term = published_term(work)
    due = deadlines.reception_due(work.dates.finished, term, work.region)
    if deadlines.reception_judged_after(due, case.regime) < case.day:
        yield failed(due)
    yield not_evaluable("term_unknown") if term is None else PASSED


@in_order
def mis_18(case: WorkCase) -> Iterator[Verdict]:
    """Received without liquidation."""
    work = case.work
    yield from case.outside_procurement()
    yield from case.outside_state("finished")
    if not case.reception_shown:
        yield not_applicable("not_received")
    if received_in_part(work):
        yield not_applicable("partial_reception")
    if case.unreadable("started_on", "received_on", "liquidated_on", "term_days"):
        yield not_evaluable("unparsable")
    if case.settlement_shown:
        yield not_evaluable("contradiction") if work.trait("settlement") == "contradiction" else PASSED
    if work.trait("controversy") != "none":
        unknown = work.trait("controversy") == "blank"
        yield not_evaluable("controversies_unknown" if unknown else "open_controversy")
    if work.trait("reception") == "flag_only" or work.dates.received is None:
        yield not_evaluable("no_reception_date")
    yield from _judge_settlement(case, work)


def _judge_settlement(case: WorkCase, work: WorkPlan) -> Iterator[Verdict]:
    regime, term = case.regime, published_term(work)
    if regime != "R1" and term is None:
        yield not_evaluable("term_unknown")
    if work.dates.received is None:
        return
    soft, hard = deadlines.settlement_dues(work.dates.received, term or 0, regime, work.region)
    if days_after(hard, deadlines.INFOBRAS_LATENCY) < case.day:
        yield failed(hard, "hard")
    yield failed(soft, "soft") if days_after(soft, deadlines.INFOBRAS_LATENCY) < case.day else PASSED
