"""The truth about contracts in INFOBRAS and in SEACE: OUT-10, INC-03, INC-04 and INC-16."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sandbox.calendar import days_after
from sandbox.plans import links
from sandbox.plans.deadlines import OCDS_LATENCY
from sandbox.plans.links import contractor_shown, file_shown
from sandbox.plans.rewriting import AMOUNTS
from sandbox.plans.slips import slip_of
from sandbox.verdicts.amounts import ADDED
from sandbox.verdicts.verdict import PASSED, Verdict, WorkCase, failed, in_order, not_applicable, not_evaluable
from sandbox.views.processes import SHARES, contract_end, contract_seen, is_awarded

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from sandbox.plans.facts import ProcessPlan, WorkPlan

_TAXED_PCT, _OF_HUNDRED = 118, 100
_NO_FIRM = ("blank", "firm_name", "consortium_name", "consortium_code", "natural", "foreign")
_ENDED_DAYS = 180
_UNNAMED = ("blank",)
_OTHER_FILES = ("file_of_one_sol", "file_thousandfold", "file_fourfold", "file_threefold", "file_third")


@in_order
def inc_03(case: WorkCase) -> Iterator[Verdict]:
    """The amounts of the contract differ."""
    yield from case.outside_procurement()
    if not contractor_shown(case.work, case.day):
        yield not_evaluable("no_contract_amount")
    process = own_process(case)
    if process is None:
        yield not_evaluable("no_own_contract")
        return
    agree = amounts_agree(case, process)
    if agree is None:
        yield not_evaluable("amounts_not_comparable")
    if not agree and contractors_agree(case, process) is False:
        yield not_evaluable("contract_not_confirmed")
    yield PASSED if agree else failed(None)


@in_order
def inc_04(case: WorkCase) -> Iterator[Verdict]:
    """The contractors differ."""
    yield from case.outside_procurement()
    if not contractor_shown(case.work, case.day) or case.work.trait("contractor") in _UNNAMED:
        yield not_evaluable("no_contractor")
    process = own_process(case)
    if process is None:
        yield not_evaluable("no_own_contract")
        return
    agree = contractors_agree(case, process)
    if agree is None:
        yield not_evaluable("contractors_not_comparable")
    if agree:
        yield PASSED
    if case.work.trait("contractor") == "wrong_digit":
        yield not_evaluable("mistyped_number")
    yield failed(None) if amounts_agree(case, process) else not_evaluable("contract_not_confirmed")


@in_order
def out_10(case: WorkCase) -> Iterator[Verdict]:
    """The contract ended long ago, and nobody says that the work did."""
    yield from case.outside_procurement()
    if case.state not in ("executing", "finished"):
        yield not_applicable("not_begun_or_stopped")
    if case.is_marked:
        yield not_applicable("stoppage_flag")
    if case.unreadable("programmed_end_on", "started_on"):
        yield not_evaluable("unparsable")
    process = own_process(case)
    if process is None:
        yield not_evaluable("no_own_contract")
        return
    if process.signed is None or not contract_seen(process, case.day):
        yield not_evaluable("no_contract_end")
        return
    if case.state == "finished":
        yield not_evaluable("completion_not_published")
    end = _latest_end(case.work, contract_end(process.signed), case.day)
    yield failed(end) if days_after(end, _ENDED_DAYS + OCDS_LATENCY) < case.day else PASSED


def _latest_end(work: WorkPlan, contracted: date, day: date) -> date:
    """The latest end that both registers let anybody count."""
    dates, ending = work.dates, work.trait("ending")
    more = dates.extension_days if dates.extended is not None and dates.extended <= day else 0
    first = contracted if ending in ("no_ends", "only_reprogrammed") else max(contracted, dates.planned_end)
    ends = [first]
    if ending != "no_ends":
        ends.append(days_after(dates.planned_end, 0 if ending in ("days_only", "term_only") else more))
    if more and ending != "term_only":
        ends.append(days_after(first, more))
    if more and ending != "days_only" and work.trait("term") == "known" and work.trait("start") != "blank":
        ends.append(days_after(dates.started, work.term + more))
    return max(ends)


@in_order
def inc_16(case: WorkCase) -> Iterator[Verdict]:
    """The modality contradicts a contract."""
    work, day = case.work, case.day
    yield from case.outside_data()
    if work.by_contract:
        seen = case.process is not None and contract_seen(case.process, day)
        yield PASSED if seen else not_evaluable("expenses_unknown")
    if work.modality != "Administración directa":
        yield not_applicable("modality")
    if not work.has_cui:
        yield not_evaluable("no_cui")
    coded = [process for process in case.project.processes if process.carries_cui]
    contracts = [process for process in (*coded, *case.project.others) if contract_seen(process, day)]
    if not contracts:
        yield PASSED
    if work.parent_code is not None:
        yield not_evaluable("balance_of_work")
    if len(case.project.works) > 1:
        yield not_evaluable("several_works")
    whole = len(contracts) == 1 and contracts[0].value == work.cost
    filed = file_shown(work, day) and slip_of(work, day) not in _OTHER_FILES
    yield failed(None) if whole and filed else not_evaluable("other_component")


def own_process(case: WorkCase) -> ProcessPlan | None:
    """The process of the work if it serves no other work."""
    process = case.process
    if process is None or links.works_of(case.project, process, case.day) != [case.work]:
        return None
    return process


def amounts_agree(case: WorkCase, process: ProcessPlan) -> bool | None:
    """Whether both show one amount; None where they may mean different ones."""
    changed = case.work.parent_code is not None or slip_of(case.work, case.day) in ADDED
    if changed or not contractor_shown(case.work, case.day) or not contract_seen(process, case.day):
        return None
    told = AMOUNTS.get(slip_of(case.work, case.day), 1000)
    signed = SHARES.get(process.fate, 1000)
    # A member's share is less than the whole.
    if told < signed and not _both_firms(case, process):
        return None
    pairs = ((told, signed), (told * _TAXED_PCT / 100, signed), (told, signed * _TAXED_PCT / 100))
    return any(abs(one - other) * _OF_HUNDRED <= signed for one, other in pairs)


def _both_firms(case: WorkCase, process: ProcessPlan) -> bool:
    work = case.work
    if not contractor_shown(work, case.day) or not is_awarded(process, case.day):
        return False
    consortium = work.contractor is None or process.supplier.name.startswith("CONSORCIO")
    return not consortium and work.trait("contractor") not in _NO_FIRM


def contractors_agree(case: WorkCase, process: ProcessPlan) -> bool | None:
    """Whether both name one firm; None where one of them may be a consortium, a person or nobody."""
    if not _both_firms(case, process) or case.work.parent_code is not None:
        return None
    return process.fate not in ("other_firm", "other_contract") and links.contractor_numbered(case.work, case.day)
