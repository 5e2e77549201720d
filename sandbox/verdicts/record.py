"""The truth about what a work's record has to carry: MIS-07, MIS-09, MIS-11, MIS-16, MIS-20, OUT-08 and INC-06."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from sandbox.calendar import days_after, last_day_of
from sandbox.plans import stoppage
from sandbox.plans.deadlines import INFOBRAS_LATENCY
from sandbox.plans.investments import has_file, standing
from sandbox.plans.links import contractor_shown, file_shown
from sandbox.plans.progress import physical_shown
from sandbox.plans.reporting import is_obscured, last_reported, recorded_on
from sandbox.verdicts.verdict import PASSED, Verdict, WorkCase, failed, in_order, not_applicable, not_evaluable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sandbox.plans.facts import InvestmentPlan

_NEARLY_ALL = Decimal("99.5")
_TWO_MONTHS = 60
_UNCLEAR_CONTRACTORS = {"firm_name": "name_without_number", "foreign": "code_not_tax_number"}


def unbound(case: WorkCase, *, contracts_only: bool = False) -> Iterator[Verdict]:
    """Why the register's duties do not bind the work; nothing when they do."""
    if case.work.trait("secrecy") == "reserved":
        yield not_applicable("reserved")
    if contracts_only and not case.work.by_contract:
        yield not_applicable("modality")
    if case.is_emergency:
        yield not_applicable("emergency")


@in_order
def mis_07(case: WorkCase) -> Iterator[Verdict]:
    """Contracted work executing without an identified contractor."""
    yield from unbound(case, contracts_only=True)
    yield from case.outside_state("executing")
    if case.unreadable("started_on"):
        yield not_evaluable("unparsable")
    kind = case.work.trait("contractor") if contractor_shown(case.work, case.day) else "blank"
    if kind in ("blank", "wrong_digit"):
        yield failed(None)
    if kind in _UNCLEAR_CONTRACTORS:
        yield not_evaluable(_UNCLEAR_CONTRACTORS[kind])
    yield PASSED


@in_order
def mis_09(case: WorkCase) -> Iterator[Verdict]:
    """Executing without term or end."""
    work = case.work
    yield from unbound(case)
    yield from case.outside_state("executing")
    if case.unreadable("started_on", "term_days", "programmed_end_on"):
        yield not_evaluable("unparsable")
    if work.trait("ending") != "no_ends" or work.trait("term") == "known":
        yield PASSED
    yield not_evaluable("term_not_positive") if work.trait("term") == "zero" else failed(None)


@in_order
def mis_11(case: WorkCase) -> Iterator[Verdict]:
    """Executing without a valid investment code."""
    work, investment = case.work, case.project.investment
    if work.trait("secrecy") == "reserved":
        yield not_applicable("reserved")
    if work.modality == "Por núcleo ejecutor":
        yield not_applicable("nucleo_ejecutor")
    yield from unbound(case)
    yield from case.outside_state("executing")
    if case.unreadable("started_on"):
        yield not_evaluable("unparsable")
    if work.trait("code") == "older_only":
        yield not_evaluable("older_code_only")
    if investment is None or not work.has_cui:
        yield failed(None)
        return
    yield not_evaluable("investment_not_found") if standing(investment, case.day) == "missing" else PASSED


@in_order
def mis_16(case: WorkCase) -> Iterator[Verdict]:
    """Stopped without day or cause."""
    yield from unbound(case)
    if case.state != "stopped":
        yield not_applicable("not_stopped")
    if stoppage.mark_shown(case.work) is False:
        yield not_applicable("not_marked")
    if case.is_young:
        yield not_applicable("young_work")
    if case.unreadable("started_on", "stopped_on"):
        yield not_evaluable("unparsable")
    if stoppage.mark_shown(case.work) is None:
        yield not_evaluable("flag_unknown")
    told = stoppage.day_shown(case.work) is not None and stoppage.cause_shown(case.work) not in (None, "Otros")
    yield PASSED if told else failed(None)


@in_order
def mis_20(case: WorkCase) -> Iterator[Verdict]:
    """Executing without a registered technical file."""
    work, day, investment = case.work, case.day, case.project.investment
    if work.trait("secrecy") == "reserved":
        yield not_applicable("reserved")
    if investment is None or not work.has_cui:
        yield not_applicable("no_cui")
        return
    if case.is_emergency:
        yield not_applicable("emergency")
    yield from case.outside_state("executing")
    if case.unreadable("started_on", "physical_pct"):
        yield not_evaluable("unparsable")
    where = standing(investment, day)
    if where == "missing":
        yield not_evaluable("investment_not_found")
    if where not in ("active", "both"):
        yield not_applicable("investment_not_active")
    progress = physical_shown(work, day)
    contracted = work.by_contract and (contractor_shown(work, day) or case.contract_signed is not None)
    if not contracted and not progress:
        yield not_evaluable("no_progress") if progress is None else not_applicable("nothing_built")
    yield _registered(investment, infobras=file_shown(work, day))


def _registered(investment: InvestmentPlan, *, infobras: bool) -> Verdict:
    """What the cells of the investment say about its technical file, and INFOBRAS beside them."""
    there, stage = has_file(investment), investment.trait("stage")
    if stage == "A" or there is False:
        denied = (there is True) if stage == "A" else stage == "regular"
        return not_evaluable("contradiction") if denied or infobras else failed(None)
    return PASSED if there or stage == "regular" else not_evaluable("file_unknown")


@in_order
def out_08(case: WorkCase) -> Iterator[Verdict]:
    """Complete and not closed."""
    work, day = case.work, case.day
    yield from unbound(case)
    if case.state not in ("executing", "finished"):
        yield not_applicable("not_executing")
    yield from case.outside_state(case.state)
    if case.unreadable("started_on", "physical_pct", "progress_month", "finished_on", "received_on"):
        yield not_evaluable("unparsable")
    if case.state == "finished" and (work.trait("closing") != "blank" or case.reception_shown):
        yield PASSED
    progress, month = physical_shown(work, day), last_reported(work, day)
    if progress is None or month is None:
        yield not_evaluable("no_progress")
        return
    if progress < _NEARLY_ALL:
        yield not_applicable("not_complete")
    if work.trait("reporting") in ("half", "bad_month") and is_obscured(work, day):
        yield not_evaluable("progress_month_unknown")
    due = days_after(max(recorded_on(work, month, day), last_day_of(*month)), _TWO_MONTHS)
    yield failed(due) if days_after(due, INFOBRAS_LATENCY) < day else PASSED


@in_order
def inc_06(case: WorkCase) -> Iterator[Verdict]:
    """State and mark of stoppage disagree."""
    yield from case.outside_data()
    if case.state not in ("executing", "stopped"):
        yield not_applicable("not_in_execution")
    if case.is_young:
        yield not_applicable("young_work")
    mark = stoppage.mark_shown(case.work) if case.state == "stopped" else case.is_marked
    if mark is None:
        yield not_evaluable("flag_unknown")
    yield PASSED if mark == (case.state == "stopped") else failed(None)
