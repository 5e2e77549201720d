"""Print one selection process as an OCDS record of SEACE v3, key by key as the real ones (sources §1.2–§1.4).

Quirks kept: releases are links with the old host inside, ``date``, ``publishedDate`` and ``id`` carry the moment of
regeneration (microseconds apart), some documents have neither type nor title, consortium winners have 7-digit codes
under the scheme PE-RUC, awards and contracts have no status, a value of 0 may be protected by law, the CUI is there
only for some processes. What the records do not hold is filled by fixed draws.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from sandbox.portals.oece_parts import Json, document, item, money, named_supplier, organisation
from sandbox.portals.oece_slips import misfile
from sandbox.portals.printing import draw, lima

if TYPE_CHECKING:
    from sandbox.model import Award, Contract, Process, Supplier

OLD_HOST = "https://contratacionesabiertas.osce.gob.pe"
_CONTRACT_DOCUMENTS = "https://prod4.seace.gob.pe:9000/api/con/documentos/descargar/"
# days after the call, type, title, format; the fourth pair of None is the real "document of no type".
_TENDER_DOCUMENTS: tuple[tuple[int, str | None, str | None, str], ...] = (
    (0, "biddingDocuments", "Bases Administrativas", "pdf"),
    (16, "clarifications", "Pliego de absolución de consultas y observaciones", "pdf"),
    (16, "biddingDocuments", "Bases Integradas", "rar"),
    (20, None, None, "pdf"),
)
_AWARD_DOCUMENTS = (
    ("biddingDocuments", "Documentos de Presentación de Propuestas"),
    ("evaluationReports", "Documentos de Calificación y Evaluación"),
    ("awardNotice", "Documentos de Otorgamiento de Buena Pro"),
)
# The types that a call does not list, by what it lists.
_UNLISTED: dict[str, tuple[str | None, ...]] = {
    "complete": (),
    "no_evaluation": ("evaluationReports", None),
    "untyped": ("evaluationReports",),
    "none": ("biddingDocuments", "clarifications", "evaluationReports", "awardNotice", None),
}
_CONTRACT_PAPERS: dict[str, tuple[Json, ...]] = {
    "signed": ({"documentType": "contractSigned", "title": "Archivos del contrato"},),
    "none": (),
    "untyped": ({},),
    "annex": ({"documentType": "contractAnnexe", "title": "Archivos de la garantía del contrato"},),
}
_SOURCE = {
    "id": "seace_v3",
    "name": "Sistema Electrónico de Contrataciones del Estado - Versión 3",
    "url": "https://prodapp2.seace.gob.pe/seacebus-uiwd-pub/buscadorPublico/buscadorPublico.xhtml",
}


def _clock(process: Process) -> tuple[str, str, str]:
    """Give the times of day of a regeneration: of ``date``, of ``id`` and of ``publishedDate``, microseconds apart."""
    seconds, micro = divmod(draw(process.ocid, "moment", 7_200_000_000), 1_000_000)
    hour, rest = divmod(seconds, 3600)
    minute = f"{9 + hour:02d}:{rest // 60:02d}:{rest % 60:02d}"
    begin = min(micro, 999_900)
    return f"{minute}.{begin:06d}", f"{minute}.{begin + 13:06d}", f"{minute}.{begin + 18:06d}"


def _tender_documents(process: Process, seen: date) -> list[Json]:
    called = process.called_on
    plan = [(called + timedelta(days=days), kind, title, form) for days, kind, title, form in _TENDER_DOCUMENTS]
    awarded = next((award.awarded_on for award in process.awards if award.awarded_on), None)
    if awarded is not None:
        plan += [(awarded, kind, title, "zip") for kind, title in _AWARD_DOCUMENTS]
    plan = [entry for entry in plan if entry[1] not in _UNLISTED[process.papers]]
    return [
        document(f"{process.ocid}/{place}", day, kind, title, form)
        for place, (day, kind, title, form) in enumerate(plan)
        if day <= seen
    ]


def _tender(process: Process, seen: date) -> Json:
    called = process.called_on
    hour = f"{8 + draw(process.ocid, 'called', 12):02d}:{draw(process.ocid, 'minute', 60):02d}:00"
    states: tuple[str | None, ...] = process.item_states or (None,)
    tender: Json = {
        "id": process.tender_id,
        "title": process.title,
        "description": process.description,
        "procuringEntity": organisation(process),
        "datePublished": lima(called, hour),
        "procurementMethod": process.method,
        "procurementMethodDetails": process.method_details,
        "mainProcurementCategory": process.category,
        "additionalProcurementCategories": [process.category],
        "value": money(process.value) | {"amount_PEN": float(process.value)},
        "tenderPeriod": {"startDate": lima(called), "endDate": lima(called)},
    }
    if draw(process.ocid, "enquiry", 11) > 1:
        begin, end = called + timedelta(days=1), called + timedelta(days=14)
        tender["enquiryPeriod"] = {
            "startDate": lima(begin, "00:01:00"),
            "endDate": lima(end, "23:59:00"),
            "durationInDays": 13,
        }
    tender["items"] = [item(process, place, state, process.value) for place, state in enumerate(states, 1)]
    tender["documents"] = _tender_documents(process, seen)
    hidden = process.value == 0 and draw(process.ocid, "law", 2) == 0
    tender["hasTenderInformationProtectedByLaw"] = hidden
    if process.tenderers:
        tender["tenderers"] = [named_supplier(tenderer) for tenderer in process.tenderers]
        tender["numberOfTenderers"] = len(process.tenderers)
    return tender


def _parties(process: Process) -> list[Json]:
    body = process.body
    buyer = {
        **organisation(process),
        "identifier": {"id": body.consucode, "scheme": "PE-CONSUCODE", "legalName": body.name},
        "additionalIdentifiers": [{"id": body.ruc, "scheme": "PE-RUC", "legalName": body.name}],
        "address": {
            "streetAddress": "PLAZA DE ARMAS S/N",
            "locality": body.district.district,
            "region": body.district.province,
            "department": body.district.department,
            "countryName": "PERU",
        },
        "roles": ["buyer", "procuringEntity"],
    }
    roles: dict[Supplier, list[str]] = {tenderer: ["tenderer"] for tenderer in process.tenderers}
    for award in process.awards:
        for supplier in award.suppliers:
            held = roles.setdefault(supplier, [])
            if "supplier" not in held:
                held.append("supplier")
    firms = [
        {
            **named_supplier(firm),
            "identifier": {"scheme": "PE-RUC", "id": firm.code, "legalName": firm.name},
            "roles": held,
        }
        for firm, held in roles.items()
    ]
    return [buyer, *firms]


def _award(process: Process, award: Award) -> Json:
    contracted = any(contract.award_id == award.award_id for contract in process.contracts)
    state = "CONTRATADO" if contracted else "ADJUDICADO"
    printed: Json = {"id": award.award_id}
    if award.amount is not None:
        printed["value"] = money(award.amount)
    awarded = item(process, 1, state, award.amount if award.amount is not None else process.value)
    printed["items"] = [awarded | {"status": "active" if contracted else "pending"}]
    if award.awarded_on is not None:
        printed["date"] = lima(award.awarded_on)
    printed["suppliers"] = [named_supplier(supplier) for supplier in award.suppliers]
    return printed


def _contract_documents(contract: Contract, signed: date) -> list[Json]:
    number = 152_000_000 + draw(contract.contract_id, "document", 900_000)
    return [
        {
            "id": str(number),
            **typed,
            "url": f"{_CONTRACT_DOCUMENTS}{number}",
            "datePublished": lima(signed + timedelta(days=5), "16:03:54"),
            "format": "application/pdf",
            "language": "es",
        }
        for typed in _CONTRACT_PAPERS[contract.papers]
    ]


def _contract(process: Process, contract: Contract) -> Json:
    printed: Json = {"id": contract.contract_id}
    if contract.award_id is not None:
        printed["awardID"] = contract.award_id
    printed |= {"title": contract.title, "description": process.description}
    begin, end = contract.period_from, contract.period_to
    period: Json = {}
    if begin is not None:
        period["startDate"] = lima(begin)
    if end is not None:
        period["endDate"] = lima(end)
    if begin is not None and end is not None:
        period["durationInDays"] = (end - begin).days
    if period:
        printed["period"] = period
    if contract.amount is not None:
        printed["value"] = money(contract.amount)
    if contract.signed_on is not None:
        printed["dateSigned"] = lima(contract.signed_on)
    amount = contract.amount if contract.amount is not None else process.value
    printed["items"] = [item(process, 1, None, amount)]
    documents = _contract_documents(contract, contract.signed_on or process.called_on)
    if documents:
        printed["documents"] = documents
    return printed


def budget_shown(process: Process) -> bool:
    """Whether the record says the budget: always beside a CUI, else one in two."""
    return process.cui is not None or bool(draw(process.ocid, "budget", 2))


def _planning(process: Process) -> Json:
    budget: Json = {"description": "Fondos Públicos"}
    if process.cui is not None:
        budget |= {"project": process.description, "projectID": process.cui}
    if budget_shown(process):
        budget["amount"] = money(process.value)
    return {"budget": budget}


def _links(process: Process, regenerated_on: date, clock: tuple[str, str, str]) -> list[Json]:
    """Print the releases: links only, the newest first and of the same moment as the record."""
    tags = ["planning", "tender"] + ["award"] * bool(process.awards) + ["contract"] * bool(process.contracts)
    tender = {"id": process.tender_id, "title": process.title}
    links = []
    for step in range(3 + draw(process.ocid, "releases", 5)):
        day = max(regenerated_on - timedelta(days=7 * step), process.called_on)
        name = f"{process.ocid}-{lima(day, clock[1])}"
        url = f"{OLD_HOST}/api/v1/release/{name}"
        links.append({"url": url, "date": lima(day, clock[0]), "tag": tags, "details": {"id": name, "tender": tender}})
    return links


def record(process: Process, regenerated_on: date) -> Json:
    """Print a process as a record.

    Args:
        process: the process as its register shows it.
        regenerated_on: the day on which OECE last made the file; documents of later days are not in it yet.
    """
    clock = _clock(process)
    compiled: Json = {
        "tag": ["compiled"],
        "id": f"{process.ocid}-{lima(regenerated_on, clock[1])}",
        "date": lima(regenerated_on, clock[0]),
        "ocid": process.ocid,
        "publishedDate": lima(regenerated_on, clock[2]),
        "initiationType": "tender",
        "buyer": organisation(process),
        "planning": _planning(process),
        "tender": _tender(process, regenerated_on),
        "parties": _parties(process),
        "sources": [_SOURCE],
        "dataSegmentation": {
            "id": f"{process.called_on:%Y-%m}",
            "criteria": ["añoInicioConvocatoria", "mesInicioConvocatoria"],
        },
    }
    if process.awards:
        compiled["awards"] = [_award(process, award) for award in process.awards]
    if process.contracts:
        compiled["contracts"] = [_contract(process, contract) for contract in process.contracts]
    misfile(process, compiled)
    return {"compiledRelease": compiled, "ocid": process.ocid, "releases": _links(process, regenerated_on, clock)}
