"""The truth about facts that two registers tell of one work: whether both mean the same, and whether they agree.

Here: one function a fact, which answers None where nobody can compare. No law is asked.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sandbox.plans import built, place
from sandbox.plans import investments as plans
from sandbox.plans.progress import percent_printed
from sandbox.plans.reporting import is_obscured, last_reported, month_of
from sandbox.verdicts.contracts import amounts_agree, contractors_agree, own_process
from sandbox.views import processes, works

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date
    from decimal import Decimal

    from sandbox.plans.facts import InvestmentPlan, Month
    from sandbox.verdicts.verdict import WorkCase

_POINTS, _WHOLE = 15, 100
_UNREADABLE_MONTHS = ("half", "bad_month")
_FILES = {"active": "mef_detalle", "closed": "mef_cierre", "deactivated": "mef_desactivadas"}
_STATES = {"active": "ACTIVO", "closed": "CERRADO", "deactivated": "DESACTIVADO PERMANENTE"}

Shown = tuple[str, str, str, str]
"""What INFOBRAS shows, the source of the other record, its id, and what it shows."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two records of one fact that can be compared, and what they show, worked out only for who asks."""

    agrees: bool
    shown: Callable[[], Shown]


@dataclass(frozen=True, slots=True)
class TwoRegisters:
    """One work as INFOBRAS shows it on the day of its case, and its investment as MEF's files do on another day.

    ``everything``: whoever compares has read SEACE and all files of MEF, and not only the one of active investments.
    """

    case: WorkCase
    investment: InvestmentPlan | None
    told_on: date
    everything: bool = True

    @property
    def only_work(self) -> InvestmentPlan | None:
        """The investment, where it has this work and no other."""
        plan = self.investment
        alone = plan is not None and plan.cui and self.case.work.has_cui and len(plan.works) == 1
        return plan if alone else None

    @property
    def active(self) -> InvestmentPlan | None:
        """The same, where the file of active investments shows it."""
        plan = self.only_work
        return plan if plan and plans.standing(plan, self.told_on) in ("active", "both") else None


def place_told(told: TwoRegisters) -> Pair | None:
    """The district."""
    plan, district = told.active, told.case.work.district
    if plan is None or district is None or place.is_spread(plan):
        return None
    named, other = district, plan.district
    return Pair(named == other, lambda: (named.ubigeo, "mef_detalle", plan.subject_id, other.ubigeo))


def state_told(told: TwoRegisters) -> Pair | None:
    """The state: what is closed or deactivated is not being built."""
    plan, case = told.only_work, told.case
    if plan is None:
        return None
    standing = plans.standing(plan, told.told_on)
    if standing not in _FILES or (standing != "active" and not told.everything):
        return None

    def shown() -> Shown:
        record = works.publish(case.work, plan, case.day)
        return record.state, _FILES[standing], plan.subject_id, _STATES[standing]

    return Pair(standing == "active" or case.state != "executing", shown)


def progress_told(told: TwoRegisters) -> Pair | None:
    """The physical progress, where both are of about one month."""
    plan, case, month = told.active, told.case, _month_told(told)
    progress = _progress(case)
    if plan is None or progress is None or month is None or case.work.parent_code is not None:
        return None
    reported, of_work = built.progress_reported(plan, told.told_on), last_reported(case.work, case.day)
    if reported is None or "physical_pct" in plan.broken:
        return None
    if of_work is None or abs(_counted(of_work) - _counted(month)) > 1:
        return None
    values = f"{progress:.2f}", "mef_detalle", plan.subject_id, f"{reported:.2f}"
    return Pair(abs(progress - reported) <= _POINTS, lambda: values)


def _progress(case: WorkCase) -> Decimal | None:
    """The progress that the daily file shows readably, with its month."""
    work, day = case.work, case.day
    if case.state == "not_started" or last_reported(work, day) is None:
        return None
    hidden = work.trait("reporting") in _UNREADABLE_MONTHS and is_obscured(work, day)
    if hidden or case.unreadable("physical_pct", "progress_month"):
        return None
    shown = percent_printed(work, day)
    return shown if shown is not None and shown <= _WHOLE else None


def _month_told(told: TwoRegisters) -> Month | None:
    """The month of the newest sign of life in the investment's monitoring, which has a file of its own in part."""
    plan = told.active
    if plan is None:
        return None
    updated, estimated = plans.signs_of_life(plan, told.told_on)
    if not told.everything:
        updated = None
    if updated is not None and "f12b_updated_at" in plan.broken:
        return None
    newest = max((sign for sign in (updated, estimated) if sign is not None), default=None)
    return None if newest is None else month_of(newest)


def _counted(month: Month) -> int:
    return month[0] * 12 + month[1]


def amount_told(told: TwoRegisters) -> Pair | None:
    """The amount of the contract."""
    case, process = told.case, own_process(told.case) if told.everything else None
    agrees = None if process is None else amounts_agree(case, process)
    if process is None or agrees is None:
        return None

    def shown() -> Shown:
        work, (contract,) = works.publish(case.work, told.investment, case.day), processes.contracts(process, case.day)
        key = f"ocds:contract:{process.ocid}/{contract.contract_id}"
        return f"{work.contract_amount:.2f}", "oece_ocds", key, f"{contract.amount:.2f}"

    return Pair(agrees, shown)


def contractor_told(told: TwoRegisters) -> Pair | None:
    """The firm that builds."""
    case, process = told.case, own_process(told.case) if told.everything else None
    agrees = None if process is None else contractors_agree(case, process)
    if process is None or agrees is None:
        return None

    def shown() -> Shown:
        work = works.publish(case.work, told.investment, case.day)
        return work.contractor_ruc or "", "oece_ocds", f"ocds:process:{process.ocid}", process.supplier.code

    return Pair(agrees, shown)


FACTS: dict[str, Callable[[TwoRegisters], Pair | None]] = {
    "contract_amount": amount_told,
    "contractor": contractor_told,
    "physical_progress": progress_told,
    "place": place_told,
    "state": state_told,
}
"""Every fact that two registers tell."""
