"""Which process the registers allow to tie to which work on a day. Known from how both were planned.

A tie needs what the registers show on that day: the CUI on both, or the contractor's RUC, the amount and the dates.
Nothing here decides an outcome.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sandbox.calendar import days_after
from sandbox.plans.clock import percentile
from sandbox.plans.deadlines import NEW_LAW, regime_of_call
from sandbox.plans.rewriting import names_another_firm, shows_another_amount

if TYPE_CHECKING:
    from datetime import date

    from sandbox.plans.facts import ProcessPlan, ProjectPlan, WorkPlan

_MOST_DAYS_APART = 30
_PUT_OFF_AFTER = 10
_START_SHOWN = ("regular", "announced", "deferred")
_FILE_DAYS = 35
_WITH_FILE = 89  # per cent of the works


def file_shown(work: WorkPlan, day: date) -> bool:
    """Whether INFOBRAS shows the approval of the technical file on ``day``."""
    if work.trait("file") == "unseen":
        return False
    return day >= file_approved(work) and percentile(work.number, 8) < _WITH_FILE


def file_approved(work: WorkPlan) -> date:
    """The day on which the technical file was approved."""
    return days_after(work.registered, _FILE_DAYS)


def contractor_shown(work: WorkPlan, day: date) -> bool:
    """Whether INFOBRAS names the contractor on ``day``."""
    return work.contractor is not None and day >= days_after(work.dates.signed, work.show)


def contractor_numbered(work: WorkPlan, day: date) -> bool:
    """Whether the number by which INFOBRAS names the contractor is the one that SEACE knows."""
    regular = work.trait("contractor") == "regular" and not names_another_firm(work, day)
    return contractor_shown(work, day) and regular


def started_shown(work: WorkPlan, day: date) -> date | None:
    """The start date as INFOBRAS shows it on ``day``."""
    if work.trait("start") not in _START_SHOWN or day < work.dates.started or "started_on" in work.broken:
        return None
    return work.dates.started


def deferral_shown(work: WorkPlan, day: date) -> bool:
    """Whether INFOBRAS shows a change of the term of a work that did not begin."""
    if work.trait("start") == "put_off":
        return day >= days_after(work.dates.signed, _PUT_OFF_AFTER)
    return work.trait("start") == "deferred" and day >= work.dates.started


def process_of(project: ProjectPlan, position: int, day: date) -> ProcessPlan | None:
    """The process tied to the work at ``position`` of the project, None when none can be tied."""
    work = project.works[position]
    if not work.by_contract:
        return None
    called = [process for process in project.processes if process.called <= day]
    if work.has_cui and (by_code := _by_code(project, position, called, day)) is not None:
        return by_code
    return next((process for process in called if _by_amount(process, work, day)), None)


def works_of(project: ProjectPlan, process: ProcessPlan, day: date) -> list[WorkPlan]:
    """The works tied to a process on ``day``."""
    return [work for at, work in enumerate(project.works) if process_of(project, at, day) is process]


def regime_of(project: ProjectPlan, position: int, day: date) -> str:
    """The law that governs a work as far as the registers tell on ``day``: R0, R1 or unknown."""
    process = process_of(project, position, day)
    if process is not None:
        return regime_of_call(process.called)
    started = started_shown(project.works[position], day)
    return "R0" if started is not None and started < NEW_LAW else "unknown"


def _by_code(project: ProjectPlan, position: int, called: list[ProcessPlan], day: date) -> ProcessPlan | None:
    coded = [process for process in called if process.carries_cui and process.category == "works"]
    rivals = sum(1 for other in project.works if other.by_contract and other.has_cui)
    if len(coded) == 1 and rivals == 1:
        return coded[0]
    if not contractor_numbered(project.works[position], day):
        return None
    by_firm = [p for p in coded if p.link == "firm" and position in p.serves and p.awarded and p.awarded <= day]
    return by_firm[0] if len(by_firm) == 1 else None


def _by_amount(process: ProcessPlan, work: WorkPlan, day: date) -> bool:
    started = started_shown(work, day)
    if process.link != "amount" or process.awarded is None or process.awarded > day or started is None:
        return False
    if not contractor_numbered(work, day) or shows_another_amount(work, day):
        return False
    contract_seen = process.contract_shown is not None and process.contract_shown <= day
    since = process.signed if contract_seen and process.signed else process.awarded
    return abs((started - since).days) <= _MOST_DAYS_APART
