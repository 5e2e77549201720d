"""What INFOBRAS shows of a planned work on one day."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sandbox import names
from sandbox.calendar import days_after
from sandbox.model import Work
from sandbox.plans import place
from sandbox.plans.clock import percentile
from sandbox.plans.investments import accrued, is_closed, spending_months, standing
from sandbox.plans.links import contractor_shown, deferral_shown, file_approved, file_shown, started_shown
from sandbox.plans.people import leaves, resident_in_file, resident_since
from sandbox.plans.progress import physical_shown
from sandbox.plans.reporting import is_obscured, last_reported, recorded_on
from sandbox.plans.stoppage import cause_shown, day_shown, mark_shown
from sandbox.plans.told_costs import told_cost
from sandbox.plans.valuing import programmed_in
from sandbox.views.slips import misprints

if TYPE_CHECKING:
    from sandbox.model import Supplier
    from sandbox.plans.facts import InvestmentPlan, WorkPlan

_STATES = {
    "not_started": "Sin Ejecución",
    "executing": "En Ejecución",
    "stopped": "Paralizada",
    "finished": "Finalizado",
}
_CENT = Decimal("0.01")
_WHOLE = Decimal(100)
_EXTENSIONS_SALT, _EXTENDED = 103, ((50, 3), (80, 2))
_DEFERRED_DAYS = 90
_WITH_AMOUNT = ("firm", "firm_name", "natural")


def publish(work: WorkPlan, investment: InvestmentPlan | None, day: date) -> Work:
    """The record of a work on ``day``; fields whose cell is broken are empty and named in ``broken``."""
    state = work.state(day)
    fields: dict[str, Any] = {
        **_identity(work, state, investment, day),
        **_preparation(work, day),
        **_ordinary_flags(work, day, state),
    }
    if state == "not_started":
        fields |= _announcement(work, day)
    else:
        fields |= _schedule(work, day) | _people(work, day) | _progress(work, day)
    if state == "stopped":
        fields |= _stoppage(work, day)
    if state == "finished":
        fields |= _closing(work, day)
    fields |= misprints(work, day)
    broken = {name: text for name, text in work.broken.items() if fields.get(name) is not None}
    if not is_obscured(work, day):
        broken.pop("progress_month", None)
    fields |= dict.fromkeys(broken)
    return Work(**fields, broken=broken)


def _identity(work: WorkPlan, state: str, investment: InvestmentPlan | None, day: date) -> dict[str, Any]:
    known = investment is not None and standing(investment, day) != "missing"
    fields: dict[str, Any] = {
        "code": work.code,
        "name": work.name,
        "body": work.body,
        "district": work.district,
        "modality": work.modality,
        "state": _STATES[state],
        "work_type": work.work_type,
        "is_balance": work.parent_code is not None,
        "parent_code": work.parent_code,
        "reserved": work.trait("secrecy") == "reserved",
        "reconstruction": work.trait("origin") == "reconstruction",
        "address": place.address(work),
        "exact_place": place.is_exact(work),
        "pointed": place.has_point(work),
        "point": place.point(work),
        "monitor_reports": int(percentile(work.number, 2) < 2),
        "complaints": int(percentile(work.number, 3) < 1),
        "control_reports": int(percentile(work.number, 4) < 9),
    }
    if investment is not None:
        fields |= _codes(work, investment)
    if investment is not None and known and percentile(work.number, 5) < 77:
        fields["investment_name"] = investment.name
        closed = is_closed(investment, day)
        fields["investment_state"] = None if percentile(work.number, 6) >= 79 else ("CERRADO" if closed else "ACTIVO")
        fields |= _spending(work, investment, day)
    if investment is not None and known:
        fields |= _cost_told(work, investment, day)
    return fields


def _cost_told(work: WorkPlan, investment: InvestmentPlan, day: date) -> dict[str, Any]:
    told = told_cost(work, investment, day)
    return {} if told is None else {"told_cost": told.amount, "told_cost_on": told.told_on}


def _codes(work: WorkPlan, investment: InvestmentPlan) -> dict[str, Any]:
    cui, snip = {
        "six_digits": (investment.cui[:-1], None),
        "product": (f"3{investment.cui[1:]}", None),
        "older_only": (None, investment.snip),
    }.get(work.trait("code"), (investment.cui, investment.snip))
    return {"cui": cui, "snip": snip}


def _spending(work: WorkPlan, investment: InvestmentPlan, day: date) -> dict[str, Any]:
    first, _ = spending_months(investment, day)
    if first is None or percentile(work.number, 7) >= 56:
        return {}
    return {"first_accrued_year": int(first[:4]), "accrued_total": sum(accrued(investment, day), Decimal(0))}


def _preparation(work: WorkPlan, day: date) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    if file_shown(work, day):
        fields |= {"file_approved_on": file_approved(work), "file_amount": work.cost}
    if contractor_shown(work, day) and work.contractor:
        fields |= _contractor(work, work.contractor)
        fields["contract_amount"] = work.cost
    return fields


def _contractor(work: WorkPlan, firm: Supplier) -> dict[str, Any]:
    number = work.number
    code, name = {
        "blank": (None, None),
        "wrong_digit": (f"{firm.code[:-1]}{(int(firm.code[-1]) + 1) % 10}", firm.name),
        "firm_name": (None, names.company(number)),
        "consortium_name": (None, names.consortium(number)),
        "consortium_code": (f"{1_500_000 + number}", names.consortium(number)),
        "natural": (names.tax_number("10", 50_000_000 + number), names.person(number * 2 + 7_000_000)),
        "foreign": (f"99{number:08d}", names.company(number)),
    }.get(work.trait("contractor"), (firm.code, firm.name))
    return {"contractor_ruc": code, "contractor_name": name}


def _ordinary_flags(work: WorkPlan, day: date, state: str) -> dict[str, Any]:
    marked: bool | None = work.trait("mark") == "yes" and state in ("executing", "finished")
    if state == "stopped":
        marked = mark_shown(work)
    controversies: int | None = 0
    if work.trait("controversy") == "blank":
        controversies = None
    elif work.trait("controversy") == "open" and work.dates.reception_shown and day >= work.dates.reception_shown:
        controversies = 1
    return {"stoppage_flag": marked, "controversies": controversies}


def _announcement(work: WorkPlan, day: date) -> dict[str, Any]:
    fields: dict[str, Any] = {"started_on": started_shown(work, day)}
    if deferral_shown(work, day):
        fields |= {"modifications": 1, "modification_days": _DEFERRED_DAYS}
    return fields


def _schedule(work: WorkPlan, day: date) -> dict[str, Any]:
    dates, ending = work.dates, work.trait("ending")
    extended = dates.extended is not None and day >= dates.extended
    end: date | None = dates.planned_end
    fields: dict[str, Any] = {
        "started_on": None if work.trait("start") == "blank" else dates.started,
        "programmed_end_on": None if ending in ("no_ends", "only_reprogrammed") else end,
        "reprogrammed_end_on": None if ending == "no_ends" else end,
        "term_days": {"blank": None, "zero": 0}.get(work.trait("term"), work.term),
    }
    if extended:
        longer = days_after(dates.planned_end, dates.extension_days)
        fields["modifications"] = _extensions(work)
        if ending != "term_only":
            fields["modification_days"] = dates.extension_days
        if ending not in ("days_only", "term_only"):
            fields["reprogrammed_end_on"] = longer
        if ending != "days_only" and work.trait("term") == "known":
            fields["new_term_days"] = work.term + dates.extension_days
    return fields | _handover(work, day)


def _extensions(work: WorkPlan) -> int:
    """In how many parts a term was extended: works without a contractor sometimes do so bit by bit."""
    if work.by_contract:
        return 1
    drawn = percentile(work.number, _EXTENSIONS_SALT)
    return next((count for share, count in _EXTENDED if drawn < share), 1)


def _handover(work: WorkPlan, day: date) -> dict[str, Any]:
    kind = work.trait("handover")
    if kind == "none" or day < work.dates.handover:
        return {}
    label, percent = {
        "full": ("Total", _WHOLE),
        "by_kind": ("Total", None),
        "partial": ("Parcial", Decimal(60)),
        "partial_full": ("Parcial", _WHOLE),
        "low": ("Total", Decimal(60)),
    }[kind]
    return {"handover_kind": label, "handover_pct": percent, "handover_on": work.dates.handover}


def _people(work: WorkPlan, day: date) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    until = leaves(work, day)
    kind = work.trait("supervision")
    named = work.dates.supervised is not None and day >= work.dates.supervised
    if named and kind in ("person", "late") and (work.by_contract or percentile(work.number, 9) < 92):
        fields |= {"supervisor_person": names.person(work.number * 2), "supervisor_from": work.dates.supervised}
        fields["supervisor_to"] = until
    if resident_in_file(work, day):
        fields |= {"resident_person": names.person(work.number * 2 + 1), "resident_from": resident_since(work)}
        fields["resident_to"] = until
    firm = kind if named else ""
    if work.by_contract and named and kind == "person" and work.supervision_firm:
        firm = "firm"
    if firm == "natural":
        fields["supervision_ruc"] = names.tax_number("10", 40_000_000 + work.number)
        fields["supervision_name"] = names.person(work.number * 2 + 5_000_000)
    elif firm in ("firm", "firm_name"):
        fields["supervision_name"] = names.company(work.number + 977)
        fields["supervision_ruc"] = names.tax_number("20", 70_000_000 + work.number) if firm == "firm" else None
    if firm in _WITH_AMOUNT or kind == "amount_only":
        fields["supervision_amount"] = (work.cost / 20).quantize(_CENT)
    return fields


def _progress(work: WorkPlan, day: date) -> dict[str, Any]:
    month = last_reported(work, day)
    if month is None:
        return {"up_to_date": False}
    percent = physical_shown(work, day)
    planned = min(_WHOLE, percent + 4) if percent is not None else None
    number: int | None = month[1]
    if is_obscured(work, day):
        number = {"half": None, "bad_month": 13}.get(work.trait("reporting"), number)
    valued = None if percent is None else (work.cost * percent / 100).quantize(_CENT)
    return {
        "progress_year": month[0],
        "progress_month": number,
        "progress_recorded_on": recorded_on(work, month, day),
        "physical_programmed_pct": planned,
        "physical_pct": percent,
        "valued_programmed": None if valued is None else programmed_in(work, month, valued),
        "valued": valued,
        "financial_pct": percent,
        "financial_amount": valued,
        "comments": "AVANCE SEGUN VALORIZACION" if percentile(work.number, 11) < 25 else None,
    }


def _stoppage(work: WorkPlan, day: date) -> dict[str, Any]:
    since = work.dates.stopped
    if since is None:
        return {}
    counted = date(day.year, day.month, 1)
    return {
        "stop_cause": cause_shown(work),
        "stopped_on": day_shown(work),
        "stopped_days": max((counted - since).days, 1),
    }


def _closing(work: WorkPlan, day: date) -> dict[str, Any]:
    dates = work.dates
    fields: dict[str, Any] = {"finished_on": None if work.trait("closing") == "blank" else dates.finished}
    reception = work.trait("reception")
    if reception == "short":
        fields["incomplete_reason"] = "RESOLUCION DE CONTRATO"
    elif reception != "short_unexplained" and percentile(work.number, 13) < 87:
        fields["incomplete_reason"] = "NO APLICA"
    if dates.reception_shown and day >= dates.reception_shown:
        fields["total_reception"] = {"partial": False, "part_before": False, "date_only": None}.get(reception, True)
        fields["received_on"] = None if reception == "flag_only" else dates.received
    settlement = work.trait("settlement")
    if dates.settlement_shown and day >= dates.settlement_shown:
        fields["liquidated"] = {"contradiction": False, "date_only": None}.get(settlement, True)
        fields["liquidated_on"] = None if settlement == "flag_only" else dates.settled
        fields["final_cost"] = work.cost
    return fields
