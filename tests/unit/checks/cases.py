"""Reads the hand-worked cases and puts them straight into core tables, the shortest way. No rule is known here."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache
from itertools import pairwise, product
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb
import pyarrow as pa

from checks.calendar import load_calendar
from checks.strict import load_yaml
from warehouse import schema, tables

CASES = Path(__file__).parents[2] / "cases"
SOURCES = {
    "contraloria_infobras": (7, 1), "mef_detalle": (7, 2), "mef_f12b": (7, 2), "mef_cierre": (7, 2),
    "mef_desactivadas": (7, 2), "oece_ocds": (45, 35), "contraloria_ficha": (45, 1), "pcm_pte_inversiones": (75, 1), "oece_conosce_ordenes": (100, 62),
    "oece_cuadernos": (100, 45), "oece_asientos": (100, 45), "contraloria_fotos": (1500, 30),
}  # fmt: skip
MODALITIES = {
    "Contrata": "contrata", "Administración directa": "direct_administration", "Por núcleo ejecutor": "nucleo_ejecutor",
    "Obras por impuestos": "oxi",
}  # fmt: skip
STATES = {
    "En Ejecución": "executing",
    "Finalizado": "finished",
    "Paralizada": "stopped",
    "Sin Ejecución": "not_started",
}
REGIONS = {"LIMA": "15", "AREQUIPA": "04"}
DISTRICTS = {"LIMA": "150101"}


@cache
def read_cases() -> list[dict[str, Any]]:
    """Every case of every file, in the order of files."""
    files = sorted(CASES.glob("*/*.yml"))
    return [case for path in files for case in load_yaml(path.read_text(encoding="utf-8"))["cases"]]


def text(value: str | None) -> str | None:
    return value or None


def masked(value: str | None) -> str | None:
    """A natural person's tax number or identity card, as the reader stores it."""
    natural = re.fullmatch(r"(10|15|17)\d{9}|\d{8}", value or "")
    return f"{natural[0][:2]}*********" if natural else text(value)


def code(value: str | None, form: str) -> str | None:
    """A code that has its form, freed of the decimals that a reader of sheets gives it."""
    found = re.fullmatch(rf"({form})(\.0)?", value or "")
    return found[1] if found else None


def day(value: str | None) -> date | None:
    return date(*(int(part) for part in reversed(value.split("/")))) if value else None


def is_day(value: str | None) -> bool:
    """Whether a text can be a day, which texts of another form and absent ones always can."""
    try:
        day(value) if re.fullmatch(r"\d\d/\d\d/\d{4}", value or "") else None
    except ValueError:
        return False
    return True


def iso_day(value: str | None) -> date | None:
    return datetime.fromisoformat(value).date() if value else None


def money(value: str | None) -> Decimal | None:
    return Decimal(value.replace(" ", ".")) if value else None


def whole(value: str | None) -> int | None:
    return int(value) if value else None


def flag(value: str | None) -> bool | None:
    return {"SI": True, "NO": False}.get((value or "").upper())


WORK = {
    "work_code": ("Código INFOBRAS", text),
    "body_code": ("codigo Entidad", text),
    "body_name": ("Entidad Pública", text),
    "name": ("Nombre de obra", text),
    "modality_text": ("Modalidad de ejecución de la obra", text),
    "modality": ("Modalidad de ejecución de la obra", MODALITIES.get),
    "state_text": ("Estado de ejecución", text),
    "state": ("Estado de ejecución", STATES.get),
    "is_balance": ("¿Corresponde a un saldo de Obra?", flag),
    "reconstruction": ("Marca Reconstrucción con Cambios (Si/No)", flag),
    "reserved": ("¿Es una obra de carácter reservado?", flag),
    "cui": ("Codigo unico de inversión", lambda value: code(value, r"2\d{6}")),
    "snip": ("Código SNIP", lambda value: code(value, r"[1-9]\d*")),
    "region": ("Departamento", REGIONS.get),
    "district": ("Distrito", text),
    "ubigeo": ("Distrito", DISTRICTS.get),
    "address": ("Dirección o información de referencia", text),
    "location_kind": ("Tipo de ubicación (exacta/referencial)", text),
    "contractor_ruc": ("RUC", masked),
    "contractor_name": ("Nombre o razón social de la empresa o consorcio", text),
    "approved_amount": ("Monto aprobado en soles", money),
    "contract_amount": ("Monto del contrato  en soles", money),
    "file_approved_on": ("Fecha de aprobación del expediente", day),
    "shown_cost": ("Monto Viable actualizado", money),
    "shown_cost_on": ("Fecha de actualización", day),
    "supervision_ruc": ("RUC #2", text),
    "supervision_name": ("Nombre o razón social de la empresa o consorcio:", text),
    "supervision_amount": ("Monto del contrato  en soles #2", money),
    "supervisor_named": ("Nombres Apellidos", bool),
    "supervisor_from": ("Fecha inicio supervision", day),
    "supervisor_to": ("Fecha fin supervision", day),
    "resident_named": ("Nombres Apellidos #2", bool),
    "resident_to": ("Fecha fin  de labores", day),
    "started_on": ("Fecha de inicio de obra", day),
    "programmed_end_on": ("Fecha finalización programada de obra", day),
    "term_days": ("Plazo de ejecución (en dias)", whole),
    "handover_kind": ("Tipo de entrega", text),
    "handover_pct": ("Porcentaje de terreno entregado", money),
    "handover_on": ("Fecha de entrega del terreno", day),
    "progress_year": ("Año de avance", whole),
    "progress_month": ("Mes de avance", whole),
    "progress_recorded_on": ("Fecha de registro de avance", day),
    "physical_pct": ("Avance Físico Real Acumulado (%)", money),
    "valued": ("Monto de valorización Ejecutado Acumulado", money),
    "valued_programmed": ("Monto de valorización Programado Acumulado", money),
    "additions": ("N° de adicionales de obra", whole),
    "additions_amount": ("Monto de adicionales de obra en soles", money),
    "deductions": ("N° de deductivos de obra", whole),
    "deductions_amount": ("Monto de deductivos de obra en soles", money),
    "stop_cause": ("Causal de paralización", text),
    "stopped_on": ("Fecha de paralización", day),
    "stoppage_flag": ("Existe Paralización", flag),
    "modifications": ("N° de modificaciones", whole),
    "modification_days": ("N° días de modificaciones de plazo", whole),
    "new_term_days": ("Nuevo Plazo de ejecución (en dias)", whole),
    "reprogrammed_end_on": ("Fecha finalización reprogramada de obra", day),
    "controversies": ("N° de controversias", whole),
    "finished_on": ("Fecha de finalización real", day),
    "incomplete_reason": ("Motivo en caso no se llegue al 100%", text),
    "total_reception": ("¿Tiene recepción total?", flag),
    "received_on": ("Fecha de recepción", day),
    "liquidated": ("¿Tiene liquidación de obra?", flag),
    "liquidated_on": ("Fecha de aprobación de liquidación de obra", day),
}
WATCHED = [column.name for column in tables.load()["core_works"].watched]
LONG_AGO = date(2025, 1, 1)
TABLES = (
    "history_changes", "history_presence", "core_works", "core_investments", "core_processes", "core_awards", "core_contracts", "core_documents", "core_work_roles", "core_work_pages", "core_work_changes", "core_work_points", "core_work_photos", "core_photo_likes", "core_work_contractors", "core_progress", "core_transparency", "core_order_months", "meta_pages",
    "core_contract_codes", "core_work_logs", "core_log_entries", "links",
)  # fmt: skip
# The files of logs and entries that were read by April 2026. A file of a month speaks until its last day.
YEARS_OF_LOGS = ("2025", "2026")
ENTRIES_UNTIL = (date(2025, 12, 31), date(2026, 1, 31), date(2026, 2, 28), date(2026, 3, 31))
HALTS = ("Suspensión", "Resolución de contrato", "Culminación", "Recepción", "Cierre", "Constatación")
PROGRAMMES = ("Actualización del programa de ejecución", "Atraso en la ejecución")
IGNORED = {"Número de documento", "Provincia"}
SOMEWHERE = (-12.05, -77.04)
"""Where a point lies of which a case says no more than that the map shows it."""
STAGES = {"Aprobación de consistencia (A)": "A", "Ejecución física (C)": "C", "Expediente técnico (B)": "B"}
MONTHS = (
    "ENERO", "FEBRERO", "MARZO", "ABRIL", "MAYO", "JUNIO", "JULIO", "AGOSTO", "SETIEMBRE", "OCTUBRE", "NOVIEMBRE",
    "DICIEMBRE",
)  # fmt: skip
KINDS = {
    "Ampliación del plazo": "extension", "Suspensión del plazo": "other_term", "Adicional": "addition",
    "Deductivo": "deduction",
}  # fmt: skip
# What is listed, by the word of a case; one document of a call has no type unless a case says otherwise.
CALL_PAPERS: dict[str, tuple[str | None, ...]] = {
    "complete": ("biddingDocuments", "evaluationReports", None), "no_evaluation": ("biddingDocuments",),
    "untyped": ("biddingDocuments", None), "none": (),
}  # fmt: skip
CONTRACT_PAPERS: dict[str, tuple[str | None, ...]] = {
    "signed": ("contractSigned",), "none": (), "untyped": (None,), "annex": ("contractAnnexe",),
}  # fmt: skip
ARRAYS = {
    "lResidente": "residents", "lSupervisor": "supervisors", "lModificacionPlazo": "extensions",
    "lAdicionalDeduc": "changes", "lAdelanto": "advances", "lCronograma": "schedules",
}  # fmt: skip
DETALLE = {
    "emergency": ("IND_IOARR_EMERG", flag),
    "sec_ejec": ("SEC_EJEC", text),
    "ubigeo": ("UBIGEO", text),
    "technical_file": ("EXPEDIENTE_TECNICO", flag),
    "f8": ("TIENE_F8", flag),
    "f8_stage": ("ETAPA_F8", STAGES.get),
    "f12b_registered": ("TIENE_F12B", flag),
    "pim_year": ("PIM_ANIO_ACTUAL", money),
    "accrued_prior": ("DEVEN_ACUMUL_ANIO_ANT", money),
    "accrued_year": ("DEV_ANIO_ACTUAL", money),
    "updated_cost": ("COSTO_ACTUALIZADO", money),
    "concurrent_control": ("CTRL_CONCURR", money),
    "award_amount": ("MONTO_LAUDO", money),
    "bond_amount": ("MONTO_FIANZA", money),
    "physical_pct": ("AVANCE_FISICO", money),
    "estimate_declared_on": ("ULT_FEC_DECLA_ESTIM", iso_day),
    "last_accrued": ("ULTIMO_DEVENGADO", text),
    "type": ("TIPO_INVERSION", text),
    "snip": ("CODIGO_SNIP", text),
}
F12B = {"f12b_updated_on": ("FECHA_ULT_ACT_F12B", iso_day), "f12b_accrued": ("DEVENGADO_ACUMULADO", money)}
CIERRE = {"closed_on": ("FEC_CIERRE", iso_day), "last_accrued": ("ULTIMO_DEVENGADO", text)}


def mapped(row: dict[str, str], mapping: dict[str, Any]) -> dict[str, Any]:
    return {column: read(row.get(header)) for column, (header, read) in mapping.items()}


def work_row(row: dict[str, str]) -> dict[str, Any]:
    unknown = set(row) - {header for header, _ in WORK.values()} - IGNORED
    assert not unknown, f"the case prints headers this mapping does not know: {unknown}"
    unreadable = [column for column, (header, read) in WORK.items() if read is day and not is_day(row.get(header))]
    work = mapped({header: text for header, text in row.items() if is_day(text)}, WORK)
    return {
        **work, "work_id": f"infobras:work:{work['work_code']}", "body_key": f"infobras:body:{work['body_code']}",
        "source": "contraloria_infobras", "unparsable": unreadable, "unpublished": [],
    }  # fmt: skip


def role_rows(page: dict[str, Any], night: date) -> Iterator[dict[str, Any]]:
    """What the page of a work shows of supervisors, inspectors and residents."""
    for array in ("lSupervisor", "lResidente"):
        for number, entry in enumerate(page.get(array, [])):
            role = "resident" if array == "lResidente" else entry["TipoSupervisor"].lower()
            yield {
                "work_code": page["ObraId"], "role": role, "entry_code": str(number),
                "served_from": day(entry["FechaInicio"].strip()), "contract_on": day(entry.get("FechaContrato")),
                "served_to": day(entry.get("FechaFin", "").strip()), "person_named": entry.get("NombreRep", True) is not None,
                "designated_on": day(entry.get("FechaDesignacion")), "seen_on": page.get("seen_on", night),
            }  # fmt: skip


def _soles(amount: float | None) -> Decimal | None:
    """An amount as the page of a work prints it."""
    return None if amount is None else Decimal(str(amount))


def progress_rows(page: dict[str, Any], night: date) -> Iterator[dict[str, Any]]:
    """The months of progress that the page of a work lists."""
    for entry in page.get("lAvances", []):
        yield {
            "work_code": page["ObraId"], "year": int(entry["Anio"]), "month": MONTHS.index(entry["Mes"]) + 1,
            "physical_pct": Decimal(str(entry["PorcRealFisico"])), "state_text": entry.get("Estado", "En ejecución"),
            "stopped_on": day(entry.get("FechaParalizacion")), "seen_on": page.get("seen_on", night),
            "valued": _soles(entry.get("RealFinanc")), "valued_programmed": _soles(entry.get("ProgramadoFinanc")),
            "photos": len(entry.get("lImgFisico", [])), "valuation_documents": len(entry.get("lImgValorizacion", [])),
        }  # fmt: skip


def photo_rows(page: dict[str, Any], gathered: dict[str, dict[str, Any]], night: date) -> Iterator[dict[str, Any]]:
    """The photographs that the page of a work lists, with the hash of those whose image the case has."""
    for entry in page.get("lAvances", []):
        for number, image in enumerate(entry.get("lImgFisico", [])):
            row = {
                "work_code": page["ObraId"], "document_code": f"{entry['Anio']} {entry['Mes']} {number}",
                "year": int(entry["Anio"]), "month": MONTHS.index(entry["Mes"]) + 1, "stored_name": image.get("UrlImg", "ab"),
            }  # fmt: skip
            if photo := gathered.get(row["stored_name"]):
                sheet = photo.get("sheet", False)
                row |= {"image_hash": f"{hash_of(photo):016x}", "two_tone_pct": 100 if sheet else 30, "seen_on": night}
            yield row


def hash_of(photo: dict[str, Any]) -> int:
    """The 64 bits of a case's picture: its own, of which as many are turned as the case says."""
    own = int.from_bytes(hashlib.sha256(photo["picture"].encode()).digest()[:8])
    return own ^ (2 ** photo.get("turned", 0) - 1)


def like_rows(photos: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each hash of a case beside each that is at most four bits away."""
    hashes = {row["image_hash"] for row in photos if row.get("image_hash")}
    apart = {(one, other): (int(one, 16) ^ int(other, 16)).bit_count() for one, other in product(hashes, hashes)}
    return [
        {"image_hash": one, "like_hash": other, "bits": bits} for (one, other), bits in apart.items() if bits <= 4
    ]


def month_of_file(work: dict[str, Any], shown: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The month of progress of the daily file, where no page shows the same month."""
    key = (work["work_code"], work["progress_year"], work["progress_month"])
    if None in key or not 1 <= key[2] <= len(MONTHS) or key in {(r["work_code"], r["year"], r["month"]) for r in shown}:
        return []
    names = ("physical_pct", "valued", "valued_programmed", "seen_on")
    return [dict(zip(("work_code", "year", "month"), key, strict=True)) | {name: work[name] for name in names}]


def map_row(page: dict[str, Any], night: date) -> dict[str, Any]:
    """Whether the map showed a point of the work."""
    seen_on = page.get("seen_on", night)
    return {
        "source": "contraloria_ficha", "page_key": page["ObraId"], "page": "point", "seen_on": seen_on,
        "changed_on": seen_on, "elements": int(bool(page["point"])),
    }  # fmt: skip


def point_rows(page: dict[str, Any], night: date) -> Iterator[dict[str, Any]]:
    """The point that the map shows of a work, and how far the case says it lies outside."""
    if page.get("point"):
        latitude, longitude = SOMEWHERE if page["point"] is True else page["point"]
        yield {
            "work_code": page["ObraId"], "latitude": float(latitude), "longitude": float(longitude),
            "km_outside": page.get("km_outside"), "seen_on": page.get("seen_on", night),
        }  # fmt: skip


def order_month_row(subject: str, told: dict[str, Any], night: date) -> dict[str, Any]:
    """The month of orders that a case asks about, as the case counts it."""
    year, month = (int(part) for part in subject.rsplit("/", 1)[1].split("-"))
    return {
        "order_month_id": subject, "body_ruc": told["RUC_ENTIDAD"], "year": year, "month": month,
        "month_end": date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1), "before_seen": True,
        "seen_on": night, **told["worked"],
    }  # fmt: skip


def rubric_row(rubric: dict[str, Any], night: date) -> dict[str, Any]:
    """What the rubric of a body in the transparency portal shows: a quarter and its last day, or nothing."""
    row = {
        "pte_code": rubric["id_entidad"], "sec_ejec": rubric["IdUE"], "projects": 0, "seen_on": rubric.get("seen_on", night),
        "matched_by": "sec_ejec" if rubric["IdUE"] else None, "state": "listed" if rubric["quarter"] else "empty",
    }  # fmt: skip
    if rubric["quarter"]:
        year, quarter = rubric["quarter"]
        ends = ((3, 31), (6, 30), (9, 30), (12, 31))
        row |= {"year": year, "quarter": quarter, "quarter_end": date(year, *ends[quarter - 1])}
    return row


def contractor_rows(page: dict[str, Any], night: date) -> Iterator[dict[str, Any]]:
    """The contractors that the page of a work shows, with the number of the contract from its first digit on."""
    for number, entry in enumerate(page.get("lContratista", []), 1):
        written = re.sub(r"[^A-Z0-9]+", " ", entry.get("NumeroContrato", ""))
        yield {
            "work_code": page["ObraId"], "place": number, "contract_number": entry.get("NumeroContrato"),
            "contract_key": re.sub(r"^[^1-9]+", "", written).strip() or None,
            "signed_on": day(entry.get("FechaContrato")), "seen_on": page.get("seen_on", night),
        }  # fmt: skip


def change_rows(page: dict[str, Any], night: date) -> Iterator[dict[str, Any]]:
    """What the page of a work shows of changes of term and amount."""
    for array in ("lModificacionPlazo", "lAdicionalDeduc"):
        for number, entry in enumerate(page.get(array, [])):
            text = entry.get("TipoModificacion") or entry.get("TipoAdicional")
            yield {
                "work_code": page["ObraId"], "kind": KINDS[text], "place": number, "seen_on": page.get("seen_on", night),
                "approved_on": day(entry["FechaAprob"].strip()), "document_published": bool(entry["UrlRegistro"]),
            }  # fmt: skip


def page_row(page: dict[str, Any], night: date) -> dict[str, Any]:
    """How many elements each part of a work's page lists."""
    counts = {column: len(page.get(array, [])) for array, column in ARRAYS.items()}
    listed = sum(len(value) for value in page.values() if isinstance(value, list))
    return {"work_code": page["ObraId"], **counts, "elements": listed, "seen_on": page.get("seen_on", night)}


def investment_rows(case: dict[str, Any]) -> list[dict[str, Any]]:
    """One row a CUI, active before closed before deactivated, as the warehouse merges the four files."""
    rows: dict[str, dict[str, Any]] = {}
    for name, mapping in (("desactivadas", {}), ("cierre", CIERRE), ("detalle", DETALLE), ("f12b", F12B)):
        for published in case.get(name, []):
            cui = published["CODIGO_UNICO"]
            row = rows.setdefault(
                cui, {"cui": cui, "in_detalle": False, "in_f12b": False, "in_cierre": False, "in_desactivadas": False}
            )
            row.update({k: v for k, v in mapped(published, mapping).items() if v is not None})
            row[f"in_{name}"] = True
    for cui, row in rows.items():
        row["state"] = "active" if row["in_detalle"] else "closed" if row["in_cierre"] else "deactivated"
        row |= {
            "investment_key": f"cui:{cui}",
            "investment_id": f"mef:investment:cui:{cui}",
            "unparsable": [],
            "unpublished": [],
        }
    return list(rows.values())


def editions_of(case: dict[str, Any]) -> list[tuple[date, dict[str, dict[str, Any]]]]:
    """What INFOBRAS showed night by night, the case's own night last: rows of works by their code."""
    shown = [*case.get("before", []), case]
    rows = ((edition["night"], [work_row(row) for row in edition.get("infobras", [])]) for edition in shown)
    return [(night, {work["work_code"]: work for work in works}) for night, works in rows]


def history_rows(case: dict[str, Any]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Changes of watched cells, and since when a work is shown; a case without earlier editions was always so."""
    editions = editions_of(case)
    changes, spans = [], {}
    if len(editions) == 1:
        editions = [(LONG_AGO, editions[0][1]), *editions]
    for (last, old), (night, new) in pairwise([(LONG_AGO, {}), *editions]):
        for code in new.keys() - old.keys():
            spans[code] = {"table_name": "core_works", "key": code, "first_seen": night}
        for code in old.keys() - new.keys():
            known = {name: str(old[code].get(name)) for name in WATCHED if old[code].get(name) is not None}
            spans[code] |= {"last_seen": last, "gone_on": night, "last_row": json.dumps(known)}
        for code, name in product(old.keys() & new.keys(), WATCHED):
            was, now = (None if row.get(name) is None else str(row[name]) for row in (old[code], new[code]))
            if was != now and name not in new[code]["unparsable"]:
                changes.append({
                    "table_name": "core_works", "key": code, "column_name": name, "old_value": was, "new_value": now,
                    "last_seen": last, "night": night,
                })  # fmt: skip
    return changes, list(spans.values())


def case_rows(case: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """Rows of the core tables and links that the warehouse would make of a case."""
    night = case["night"]
    rows: dict[str, list[dict[str, Any]]] = {name: [] for name in TABLES}
    rows["core_works"] = [{**work_row(row), "seen_on": night} for row in case.get("infobras", [])]
    rows["core_work_roles"] = [role for page in case.get("fichas", []) for role in role_rows(page, night)]
    rows["core_work_changes"] = [change for page in case.get("fichas", []) for change in change_rows(page, night)]
    rows["core_work_pages"] = [page_row(page, night) for page in case.get("fichas", [])]
    rows["core_transparency"] = [rubric_row(rubric, night) for rubric in case.get("rubros", [])]
    rows["core_order_months"] = [order_month_row(case["expect"]["subject"], told, night) for told in case.get("ordenes", [])]
    rows["core_work_contractors"] = [firm for page in case.get("fichas", []) for firm in contractor_rows(page, night)]
    rows["core_work_points"] = [point for page in case.get("fichas", []) for point in point_rows(page, night)]
    shown = [month for page in case.get("fichas", []) for month in progress_rows(page, night)]
    rows["meta_pages"] = [map_row(page, night) for page in case.get("fichas", []) if "point" in page]
    rows["core_progress"] = [*shown, *(month for work in rows["core_works"] for month in month_of_file(work, shown))]
    gathered = {photo["UrlImg"]: photo for photo in case.get("fotos", [])}
    rows["core_work_photos"] = [row for page in case.get("fichas", []) for row in photo_rows(page, gathered, night)]
    rows["core_photo_likes"] = like_rows(rows["core_work_photos"])
    rows["history_changes"], rows["history_presence"] = history_rows(case)
    rows["core_investments"] = investment_rows(case)
    rows["history_presence"] += [
        {"table_name": "core_investments", "key": row["investment_key"], "first_seen": LONG_AGO} for row in rows["core_investments"]
    ]
    for record in case.get("ocds", []):
        _process_rows(rows, record, night)
    for log in case.get("cuadernos", []):
        _log_rows(rows, log, night)
    return rows


def document_rows(ocid: dict[str, Any], section: str, parent: str, types: Iterable[str | None]) -> list[dict[str, Any]]:
    """Documents of these types, as a call or a contract lists them."""
    return [
        {**ocid, "section": section, "parent_id": parent, "document_id": str(n), "url": "", "document_type": kind}
        for n, kind in enumerate(types)
    ]


def _log_rows(rows: dict[str, list[dict[str, Any]]], log: dict[str, Any], night: date) -> None:
    """A works log, its entries by month, and the works it can be tied to."""
    rows["core_work_logs"].append({"log_id": log["log"], "contract_code": log["contract"], "seen_on": night})
    months: dict[tuple[int, int], list[dict[str, Any]]] = {}
    for entry in log.get("entries", []):
        months.setdefault((entry["entered"].year, entry["entered"].month), []).append(entry)
    for (year, month), entries in months.items():
        halts = [entry["entered"] for entry in entries if entry["kind"].startswith(HALTS)]
        rows["core_log_entries"].append({
            "log_id": log["log"], "year": year, "month": month, "entries": len(entries),
            "last_on": max(entry["entered"] for entry in entries), "halted_on": max(halts, default=None),
            "programme_on": max((e["entered"] for e in entries if e["kind"] in PROGRAMMES), default=None),
            "untold_on": max((e["entered"] for e in entries if not e["kind"].startswith((*HALTS, "Valorización", "Valorizaciones"))), default=None),
        })  # fmt: skip
    tender = {code["contract_code"]: code["tender_id"] for code in rows["core_contract_codes"]}.get(log["contract"])
    tied = {process["process_id"] for process in rows["core_processes"] if process["tender_id"] == tender}
    rows["links"] += [
        {"from_id": link["from_id"], "to_id": f"oece:log:{log['log']}", "method": "process_contract", "confidence": 0.9}
        for link in rows["links"] if link["to_id"] in tied
    ]  # fmt: skip


def _process_rows(rows: dict[str, list[dict[str, Any]]], record: dict[str, Any], night: date) -> None:
    called = record.get("called_on")
    ocid = {"ocid": record["ocid"]}
    process_id = f"ocds:process:{record['ocid']}"
    rows["core_processes"].append({
        **ocid, "process_id": process_id, "tender_id": record["ocid"].rsplit("-", 1)[1], "category": record.get("category"), "cui": record.get("cui"),
        "called_on": called, "regime": None if called is None else "R0" if called < date(2025, 4, 22) else "R1",
        "item_states": sorted(record.get("item_states", [])), "body_region": "15", "seen_on": night,
        "unparsable": [], "unpublished": [], "method": record.get("method", "open"),
        "description": record.get("description", "OBRA"),
    })  # fmt: skip
    rows["core_documents"] += document_rows(ocid, "tender", record["ocid"], CALL_PAPERS[record.get("papers", "complete")])
    for award in record.get("awards", []):
        rows["core_awards"].append({
            **ocid, "award_id": award["id"], "awarded_on": award.get("date"), "amount": award.get("amount"),
            "supplier_ids": award.get("suppliers", []),
            "supplier_names": [f"EMPRESA {code}" for code in award.get("suppliers", [])],
        })  # fmt: skip
    for contract in record.get("contracts", []):
        rows["core_contracts"].append({
            **ocid, "contract_id": contract["id"], "award_id": contract.get("award_id"),
            "signed_on": contract.get("signed_on"), "amount": contract.get("amount"),
            "period_to": contract.get("ends_on"), "currency": "PEN", "signed_documents": int(contract.get("papers", "signed") == "signed"),
        })  # fmt: skip
        papers = CONTRACT_PAPERS[contract.get("papers", "signed")]
        rows["core_documents"] += document_rows(ocid, "contract", contract["id"], papers)
        rows["core_contract_codes"].append({
            "contract_code": contract["id"], "tender_id": record["ocid"].rsplit("-", 1)[1],
            "signed_on": contract.get("signed_on"),
        })  # fmt: skip
    for work in rows["core_works"]:
        if work["cui"] == record.get("cui") and work["modality"] == "contrata":
            rows["links"].append(
                {"from_id": work["work_id"], "to_id": process_id, "method": "cui_unique", "confidence": 0.9}
            )


def made_unique(case: dict[str, Any], number: int) -> dict[str, Any]:
    """The same case with codes of its own, so that many cases can stand in one warehouse."""
    codes = {f"90000{n}": f"9{number:04d}{n}" for n in range(1, 10)}
    codes |= {f"260000{n}": f"26{number:04d}{n}" for n in (1, 2, 3)} | {"1001": f"1{number:04d}"}
    codes |= {"397731": f"39{number:04d}", "57731": f"5{number:04d}"}

    # One pass: a code just made must not be taken for an old one (26 0100 1 holds 1001).
    old = re.compile("|".join(codes))

    def renamed(value: Any) -> Any:
        if isinstance(value, str):
            return old.sub(lambda found: codes[found.group()], value)
        if isinstance(value, dict):
            return {key: renamed(item) for key, item in value.items()}
        return [renamed(item) for item in value] if isinstance(value, list) else value

    return renamed(case)


def insert(con: duckdb.DuckDBPyConnection, table: str, rows: list[dict[str, Any]]) -> None:
    """Append rows by the names of their columns; what a row leaves out is null."""
    if rows:
        names = list(dict.fromkeys(name for row in rows for name in row))
        batch = pa.table({name: [row.get(name) for row in rows] for name in names})  # noqa: F841 - DuckDB reads it by name
        con.execute(f"INSERT INTO {table} BY NAME SELECT * FROM batch")


@cache
def _kept() -> TemporaryDirectory[str]:
    """A folder with an empty warehouse in a file, made once: the arrays of its calendar cost more than most tests."""
    folder = TemporaryDirectory()
    with duckdb.connect(f"{folder.name}/empty.duckdb") as con:
        schema.create(con)
        load_calendar(con)
        insert(con, "meta_sources", [
            {"source": source, "stale_after_days": stale, "latency_days": latency} for source, (stale, latency) in SOURCES.items()
        ])  # fmt: skip
    return folder


def forget() -> None:
    """Remove the folder of the kept warehouse when the tests end."""
    if _kept.cache_info().currsize:
        _kept().cleanup()
        _kept.cache_clear()


def empty_warehouse() -> duckdb.DuckDBPyConnection:
    """Tables, calendar and sources, without any row of a register."""
    con = duckdb.connect()
    con.execute(f"ATTACH '{_kept().name}/empty.duckdb' AS kept (READ_ONLY)")
    con.execute("COPY FROM DATABASE kept TO memory")
    con.execute("DETACH kept")
    return con


def clear(con: duckdb.DuckDBPyConnection) -> None:
    """Take away all that the registers hold, and the looks at them."""
    for table in (*TABLES, "meta_current"):
        con.execute(f"DELETE FROM {table}")


def look_at_everything(con: duckdb.DuckDBPyConnection, night: date) -> None:
    """Every source was seen completely that night."""
    con.execute("DELETE FROM meta_current")
    con.execute(
        "INSERT INTO meta_current SELECT source, '', CAST(? AS DATE), NULL FROM meta_sources WHERE source <> 'oece_asientos'",
        [night],
    )
    parts = [("oece_cuadernos", year, night) for year in YEARS_OF_LOGS]
    parts += [("oece_asientos", f"{last:%Y%m}", last) for last in ENTRIES_UNTIL]
    con.executemany("INSERT INTO meta_current VALUES (?, ?, ?, NULL)", parts)


def load_cases(con: duckdb.DuckDBPyConnection, cases: list[dict[str, Any]]) -> None:
    """Replace what the registers hold by some cases; the looks are of the first one's night."""
    clear(con)
    together = [case_rows(case) for case in cases]
    for table in TABLES:
        insert(con, table, [row for rows in together for row in rows[table]])
    look_at_everything(con, cases[0]["night"])
