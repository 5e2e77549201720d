"""Print one work as the cells of INFOBRAS's 113 columns of 2025 (sources §2.2); later layouts pick from these.

Quirks kept (sources §2.3): money and percentages with a blank as decimal mark, dates ``dd/mm/yyyy``, CUI and SNIP ``0``
for none, codes that sometimes end in a blank, names without punctuation, ``P C DEL CALLAO``, the same project's values
on each of its works, personal columns filled (with invented persons). What the records do not hold is filled here by
fixed draws, in the measure of the non-null counts of July 2025.
"""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from typing import TYPE_CHECKING

from sandbox.portals.printing import (
    blank_decimal,
    blank_percent,
    draw,
    invented_document,
    number,
    slashed,
    without_punctuation,
    yes_no,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from sandbox.model import Investment, Work

# Where each field of a Work stands (positions of 2025), for cells planted as unreadable.
POSITIONS: dict[str, tuple[int, ...]] = {
    "code": (2,), "name": (3,), "modality": (4,), "is_balance": (5,), "parent_code": (6,), "work_type": (8,),
    "state": (11,), "reconstruction": (12,), "monitor_reports": (15,), "complaints": (16,), "control_reports": (17,),
    "reserved": (19,), "cui": (22,), "snip": (23,), "investment_name": (24,), "investment_state": (25,),
    "address": (35,), "file_approved_on": (37,), "file_amount": (38, 41), "contractor_ruc": (43,),
    "contractor_name": (44,), "contract_amount": (45,), "supervision_ruc": (46,), "supervision_name": (47,),
    "supervision_amount": (48,), "supervisor_person": (51,), "supervisor_from": (54,), "supervisor_to": (55,),
    "resident_person": (58,), "resident_from": (61,), "resident_to": (62,), "started_on": (63,),
    "programmed_end_on": (64,), "term_days": (65,), "handover_kind": (66,), "handover_pct": (67,),
    "handover_on": (68,), "progress_year": (69,), "progress_month": (70,), "progress_recorded_on": (71,),
    "physical_programmed_pct": (72,), "physical_pct": (73,), "valued_programmed": (74,), "valued": (75,),
    "financial_pct": (76,), "financial_amount": (77,), "stop_cause": (78,), "stopped_on": (79,), "stopped_days": (80,),
    "comments": (81,), "up_to_date": (82,), "stoppage_flag": (83,), "modifications": (88,), "modification_days": (89,),
    "new_term_days": (90,), "reprogrammed_end_on": (91,), "controversies": (92,), "additions": (93,),
    "additions_amount": (94,), "deductions": (97,), "deductions_amount": (98,), "finished_on": (101,),
    "incomplete_reason": (102,), "total_reception": (103,), "received_on": (104,), "liquidated": (105,),
    "liquidated_on": (106,), "final_cost": (107,), "first_accrued_year": (111,), "accrued_total": (112,),
}  # fmt: skip


def _identity(work: Work) -> list[str]:
    code = work.code
    return [
        work.body.infobras_code,
        without_punctuation(work.body.name),
        code,
        without_punctuation(work.name),
        work.modality,
        yes_no(value=work.is_balance),
        work.parent_code or "",
        ("Creación", "Mejoramiento", "Ampliación", "Rehabilitación")[draw(code, "nature", 4)],
        work.work_type,
        f"{work.work_type} NIVEL 2",
        f"{work.work_type} NIVEL 3",
        work.state,
        yes_no(value=work.reconstruction),
        yes_no(value=draw(code, "reactivation", 50) == 0),
        "FONDO DE EMERGENCIA" if draw(code, "mark", 215) == 0 else "",
        number(work.monitor_reports),
        number(work.complaints),
        number(work.control_reports),
        number(1 if draw(code, "remarks", 40) == 0 else 0),
        yes_no(value=work.reserved),
    ]


def _project(work: Work, investment: Investment | None, siblings: int) -> list[str]:
    """Print the project's values, which the portal repeats on each of its works (sources §2.3)."""
    cui = work.cui or "0"
    named = work.investment_name is not None
    viable = investment.viable_amount if investment else work.file_amount
    updated, updated_on = _cost(work, investment)
    return [
        "" if draw(work.code, "level", 100) == 0 else work.body.level,
        work.body.sector,
        f"{cui} " if work.cui and draw(cui, "blank", 40) == 0 else cui,  # "2657303 " (sources §2.3)
        work.snip or "0",
        without_punctuation(work.investment_name),
        work.investment_state or "",
        ("F07 A", "SNIP 03", "F07 C")[draw(cui, "form", 3)] if named else "",
        blank_decimal(viable) if named else "",
        "",  # Fecha de aprobación: 0 of 180,941 filled
        f"{(updated or Decimal(0)):.0f}",  # whole numbers only, always filled
        slashed(updated_on),
        number(siblings),
    ]


def _cost(work: Work, investment: Investment | None) -> tuple[Decimal | None, date | None]:
    """The updated cost of the project and the day beside it, which two projects of five have."""
    if work.told_cost is not None or investment is None:
        return work.told_cost, work.told_cost_on
    return investment.updated_cost, investment.viable_on if draw(work.cui or "0", "updated", 5) < 2 else None


def _place(work: Work) -> list[str]:
    district = work.district
    if district is None:
        where = ["", "", ""]
    else:
        department = "P C DEL CALLAO" if district.department == "CALLAO" else district.department
        where = [department, district.province, district.district]
    exact = bool(draw(work.code, "exact", 3)) if work.exact_place is None else work.exact_place
    return [*where, work.address or "", "Exacta" if exact else "Referencial"]


def _file(work: Work) -> list[str]:
    amount = blank_decimal(work.file_amount)
    approved = work.file_approved_on
    paper = f"RESOLUCION N {draw(work.code, 'paper', 900) + 100} {approved.year}" if approved else ""
    rate = "1" if amount and draw(work.code, "rate", 135) else ""
    return [slashed(approved), amount, "Soles" if amount else "", rate, amount, paper]


def _firms(work: Work) -> list[str]:
    return [
        work.contractor_ruc or "",
        without_punctuation(work.contractor_name),
        blank_decimal(work.contract_amount),
        work.supervision_ruc or "",
        without_punctuation(work.supervision_name),
        blank_decimal(work.supervision_amount),
    ]


def _person(name: str | None, key: str) -> list[str]:
    """Print the five personal columns."""
    if not name:
        return ["", "", "", "", ""]
    number_of_college = number(draw(key, "college", 90_000) + 10_000)
    return ["DNI", invented_document(key), name, "Colegio de Ingenieros del Perú", number_of_college]


def _people(work: Work) -> list[str]:
    return [
        *_person(work.supervisor_person, f"{work.code}s"),
        slashed(work.supervisor_from),
        slashed(work.supervisor_to),
        *_person(work.resident_person, f"{work.code}r"),
        slashed(work.resident_from),
        slashed(work.resident_to),
    ]


def _progress(work: Work) -> list[str]:
    return [
        slashed(work.started_on),
        slashed(work.programmed_end_on),
        number(work.term_days),
        work.handover_kind or "",
        blank_percent(work.handover_pct),
        slashed(work.handover_on),
        number(work.progress_year),
        number(work.progress_month),
        slashed(work.progress_recorded_on),
        blank_percent(work.physical_programmed_pct),
        blank_percent(work.physical_pct),
        blank_decimal(work.valued_programmed),
        blank_decimal(work.valued),
        blank_percent(work.financial_pct),
        blank_decimal(work.financial_amount),
        work.stop_cause or "",
        slashed(work.stopped_on),
        number(work.stopped_days),
        work.comments or "",
        "Actualizado" if work.up_to_date else "Desactualizado",
        yes_no(value=work.stoppage_flag),
    ]


def _changes(work: Work) -> list[str]:
    return [
        "", "", "", "",  # CIPRIL / CIPGN: 8 of 180,941 filled
        number(work.modifications),
        number(work.modification_days),
        number(work.new_term_days),
        slashed(work.reprogrammed_end_on),
        number(work.controversies),
        number(work.additions),
        blank_decimal(work.additions_amount),
        "0", "0",  # additions to the supervision
        number(work.deductions),
        blank_decimal(work.deductions_amount),
        "0", "0",  # deductions from the supervision
    ]  # fmt: skip


def _closing(work: Work) -> list[str]:
    handed = work.liquidated_on if draw(work.code, "handed", 40) == 0 else None
    return [
        slashed(work.finished_on),
        work.incomplete_reason or "",
        yes_no(value=work.total_reception),
        slashed(work.received_on),
        yes_no(value=work.liquidated),
        slashed(work.liquidated_on),
        blank_decimal(work.final_cost),
        "Si" if handed else "",
        slashed(handed),
        "GOBIERNO LOCAL" if handed else "",
        number(work.first_accrued_year),
        blank_decimal(work.accrued_total),
    ]


def cells(work: Work, investment: Investment | None = None, siblings: int = 1) -> list[str]:
    """Print a work as the 113 cells of 2025.

    Args:
        work: the work; a field named in its ``broken`` is printed as the text given there.
        investment: the investment of its CUI, whose amounts the portal repeats.
        siblings: how many works the CUI has.
    """
    row = [
        *_identity(work),
        *_project(work, investment, siblings),
        *_place(work),
        *_file(work),
        *_firms(work),
        *_people(work),
        *_progress(work),
        *_changes(work),
        *_closing(work),
    ]
    for name, text in work.broken.items():
        for position in POSITIONS[name]:
            row[position] = text
    return row


def all_cells(works: Sequence[Work], investments: Sequence[Investment]) -> Iterator[list[str]]:
    """Print works one by one, each with its project's values."""
    by_cui = {investment.cui: investment for investment in investments if investment.cui}
    siblings = Counter(work.cui for work in works if work.cui)
    for work in works:
        cui = work.cui
        yield cells(work, by_cui.get(cui), siblings[cui]) if cui else cells(work)
