"""What SEACE shows of a planned selection process on one day."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from sandbox import names
from sandbox.calendar import days_after
from sandbox.model import Award, Contract, Process, Supplier
from sandbox.plans import classes, listings
from sandbox.plans.misfiled import is_rewritten, rewritten_on

if TYPE_CHECKING:
    from datetime import date

    from sandbox.plans.facts import ProcessPlan

_CENT = Decimal("0.01")
_CONSENT_DAYS, _CONTRACT_DAYS = 14, 240
_RAISED, _EARLIER, _LATER = 1100, 5, 30
SHARES = {
    "unmatched": 1200,
    "by_amount": 1005,
    "dearer": 1250,
    "other_contract": 1250,
    "cheaper": 800,
    "with_tax": 1180,
}
"""What a contract comes to, in thousandths of the award, by what became of the purchase."""


def publish(plan: ProcessPlan, cui: str | None, day: date) -> Process | None:
    """The record of a process on ``day``, None before its call.

    Args:
        plan: the process.
        cui: the CUI of the project it belongs to.
        day: the day of the world.
    """
    if plan.called > day:
        return None
    awards, signed = _awards(plan, day), contracts(plan, day)
    dates = [plan.called, plan.awarded, plan.contract_shown, rewritten_on(plan, day)]
    reworded = is_rewritten(plan, day, "record_reworded")
    return Process(
        ocid=_ocid(plan, day),
        tender_id=plan.tender_id,
        title=f"{plan.title}-BIS" if is_rewritten(plan, day, "record_retitled") else plan.title,
        description=f"{plan.description} (CORREGIDO)" if reworded else plan.description,
        body=plan.body,
        category=plan.category,
        called_on=plan.called,
        method="direct" if listings.of_call(plan) == "direct" else "open",
        method_details=_method(plan),
        value=plan.value,
        cui=cui if plan.carries_cui else plan.foreign_cui,
        item_states=states(plan, day),
        awards=awards,
        contracts=signed,
        tenderers=_tenderers(plan, day),
        papers=listings.listed(plan),
        slip=plan.slip,
        classes=classes.of_items(plan),
        changed_on=max(seen for seen in dates if seen is not None and seen <= day),
    )


def _ocid(plan: ProcessPlan, day: date) -> str:
    """The id of its record: of its two forms the one that the plan has, or the other."""
    if not is_rewritten(plan, day, "record_other_ocid"):
        return plan.ocid
    whole = f"{plan.called.year}-{plan.body.consucode}-{plan.tender_id}"
    return f"ocds-dgv273-seacev3-{plan.tender_id if plan.ocid.endswith(whole) else whole}"


def _method(plan: ProcessPlan) -> str:
    if listings.of_call(plan) == "direct":
        return "Contratación Directa"
    if plan.category == "works":
        return "Licitación Pública" if plan.title.startswith("LP") else "Adjudicación Simplificada"
    return "Concurso Público" if plan.category == "services" else "Subasta Inversa Electrónica"


def is_awarded(plan: ProcessPlan, day: date) -> bool:
    """Whether an award is published on ``day``."""
    withdrawn = is_rewritten(plan, day, "record_award_withdrawn")
    return plan.awarded is not None and plan.awarded <= day and not withdrawn


def winner(plan: ProcessPlan, day: date) -> Supplier:
    """Who wins, or would, as the record of ``day`` names it."""
    return _rival(plan) if is_rewritten(plan, day, "record_award_passed") else plan.supplier


def contract_seen(plan: ProcessPlan, day: date) -> bool:
    """Whether a contract is published on ``day``."""
    withdrawn = is_rewritten(plan, day, "record_contract_withdrawn")
    return plan.contract_shown is not None and plan.contract_shown <= day and not withdrawn


def contract_end(signed: date) -> date:
    """The last day of a contract as it was signed, whatever became of the work."""
    return days_after(signed, _CONTRACT_DAYS)


def contract_id(plan: ProcessPlan, day: date | None = None) -> str:
    """The code of the contract in SEACE and in all that refers to it; on a ``day`` it may be another one."""
    other = day is not None and is_rewritten(plan, day, "record_contract_renumbered")
    return str(int(plan.tender_id) + (6_000_000 if other else 5_000_000))


def _awards(plan: ProcessPlan, day: date) -> tuple[Award, ...]:
    if not is_awarded(plan, day):
        return ()
    dated = None if plan.fate == "undated" else plan.awarded
    supplier = winner(plan, day)
    return (Award(f"{plan.tender_id}-{supplier.code}", dated, plan.value, (supplier,)),)


def contracts(plan: ProcessPlan, day: date) -> tuple[Contract, ...]:
    """The contracts that are published on ``day``: none or one."""
    if not contract_seen(plan, day) or plan.signed is None:
        return ()
    share = _RAISED if is_rewritten(plan, day, "record_amount_rewritten") else SHARES.get(plan.fate, 1000)
    amount = (plan.value * share / 1000).quantize(_CENT)
    signed = days_after(plan.signed, -_EARLIER if is_rewritten(plan, day, "record_signing_rewritten") else 0)
    extended = _LATER if is_rewritten(plan, day, "record_period_extended") else 0
    loose = plan.fate in ("unmatched", "by_amount")
    return (
        Contract(
            contract_id=contract_id(plan, day),
            award_id=None if loose else f"{plan.tender_id}-{plan.supplier.code}",
            title=f"CONTRATO N {plan.number % 90 + 1} {plan.signed.year}",
            signed_on=signed,
            amount=amount,
            period_from=plan.signed,
            period_to=days_after(contract_end(plan.signed), extended),
            papers=_papers(plan, day),
        ),
    )


def _papers(plan: ProcessPlan, day: date) -> str:
    if plan.slip == "record_papers_lost":
        return "none" if is_rewritten(plan, day, plan.slip) else "signed"
    return listings.of_contract(plan)


def states(plan: ProcessPlan, day: date) -> tuple[str, ...]:
    """The states of its items."""
    if plan.fate == "deserted" and day >= days_after(plan.called, 30):
        return ("DESIERTO",)
    if not is_awarded(plan, day) or plan.awarded is None:
        return ("CONVOCADO",)
    special = {"void": ("NULO",), "appealed": ("APELADO",), "suspended": ("SUSPENDIDO",)}.get(plan.fate)
    if special is not None:
        return special
    signed = "CONTRATADO" if contract_seen(plan, day) else None
    if plan.fate == "unrecorded" and day >= days_after(plan.awarded, _CONSENT_DAYS + 10):
        signed = "CONTRATADO"
    state = signed or ("CONSENTIDO" if day >= days_after(plan.awarded, _CONSENT_DAYS) else "ADJUDICADO")
    return (state, "NULO") if plan.fate == "mixed" else (state,)


def _tenderers(plan: ProcessPlan, day: date) -> tuple[Supplier, ...]:
    rivals = (_rival(plan),) * plan.rivals
    return (plan.supplier, *rivals) if is_awarded(plan, day) else rivals


def _rival(plan: ProcessPlan) -> Supplier:
    return Supplier(names.tax_number("20", 50_000_000 + plan.number), names.company(plan.number + 31))


def says_contracted(plan: ProcessPlan, day: date) -> bool:
    """Whether the process is said to have been contracted although no contract is published."""
    return "CONTRATADO" in states(plan, day) and not contract_seen(plan, day)
