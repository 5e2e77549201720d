"""The truth about digital works logs: MIS-13 and OUT-03."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sandbox.calendar import days_after
from sandbox.plans import links
from sandbox.plans.logs import entries, opened_on
from sandbox.verdicts.execution import FULL_HANDOVERS
from sandbox.verdicts.verdict import PASSED, Verdict, WorkCase, failed, in_order, not_applicable, not_evaluable
from sandbox.views.logs import logged, window
from sandbox.views.processes import contract_seen

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from sandbox.plans.facts import ProcessPlan, WorkPlan

_LATENCY = 45
_OPENED_WITHIN = 30
_SILENCE = {"R0": 21}
_SILENCE_ELSE = 30
_YOUNG = 30
# CONOSCE is read of the last two years that began so many days ago; logs of this year and the last.
_CODED_AFTER, _YEARS = 62, 2


@in_order
def mis_13(case: WorkCase) -> Iterator[Verdict]:
    """No digital works log."""
    yield from _outside(case)
    if case.unreadable("started_on", "handover_on"):
        yield not_evaluable("unparsable")
    process = case.process
    if process is None:
        yield not_evaluable("no_process_linked")
        return
    if logs_of(case, process):
        yield PASSED
    if not _coded(process, case.day) or process.signed is None:
        yield not_evaluable("no_contract_code")
        return
    if case.work.trait("handover") not in FULL_HANDOVERS or case.work.dates.handover > case.day:
        yield not_evaluable("no_whole_handover")
    if process.signed.year <= case.day.year - _YEARS:
        yield not_evaluable("log_years_not_held")
    due = days_after(case.work.dates.handover, _OPENED_WITHIN)
    yield failed(due) if days_after(due, _LATENCY) < case.day else PASSED


@in_order
def out_03(case: WorkCase) -> Iterator[Verdict]:
    """A works log without entries."""
    yield from _outside(case)
    started = links.started_shown(case.work, case.day)
    if started is not None and (_spoken_until(case) - started).days < _YOUNG:
        yield not_applicable("young_work")
    if case.unreadable("started_on"):
        yield not_evaluable("unparsable")
    process = case.process
    if process is None:
        yield not_evaluable("no_process_linked")
        return
    logs = logs_of(case, process)
    if not logs:
        yield not_evaluable("no_log_linked")
    if len(logs) > 1 or len(links.works_of(case.project, process, case.day)) > 1:
        yield not_evaluable("several_logs")
    yield _of_entries(case, logs[0])


def _of_entries(case: WorkCase, work: WorkPlan) -> Verdict:
    seen = list(entries(work, *window(case.day)))
    if not seen:
        return not_evaluable("no_entries_seen")
    last = max(day for day, _ in seen)
    silence = _SILENCE.get(case.regime, _SILENCE_ELSE)
    halts = [day for day, kind in seen if kind.startswith(("Suspensión", "Culminación"))]
    if halts and days_after(max(halts), silence) >= last:
        return not_evaluable("log_halted")
    due = days_after(last, silence)
    return failed(due) if days_after(due, _LATENCY) < _spoken_until(case) else PASSED


def _spoken_until(case: WorkCase) -> date:
    """The day until which the newest file of entries speaks, and so the rule: its month ends."""
    return window(case.day)[1]


def _outside(case: WorkCase) -> Iterator[Verdict]:
    yield from case.outside_procurement()
    yield from case.outside_state("executing")


def _coded(process: ProcessPlan, day: date) -> bool:
    """Whether the files of contracts that are read show the contract."""
    newest = days_after(day, -_CODED_AFTER).year
    return contract_seen(process, day) and newest - _YEARS < process.called.year <= newest


def logs_of(case: WorkCase, process: ProcessPlan) -> list[WorkPlan]:
    """The works whose logs can be found through a process, each as often as it has logs."""
    if not _coded(process, case.day):
        return []
    held = case.day.year - _YEARS
    return [work for work in logged(case.project, process, case.day) if opened_on(work).year > held]
