"""Prints the hand-worked cases as the portals publish them, all in one edition of each register. Judges nothing.

Every case has codes of its own, so one edition can hold them all, and it stays the same on every night: what a case
says of its night is then only that every register was looked at that night.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from cases import SOMEWHERE, hash_of

from sandbox.fault import Fault
from sandbox.model import Award, Body, Contract, District, Process, Supplier, WorksLog, World
from sandbox.plans.transparency import Rubric
from sandbox.portals import bulk, catalogue, conosce, infobras, mef, oece, photos, pte_pages
from sandbox.portals.answer import Answer, Asked
from sandbox.portals.infobras_pages import script_value
from sandbox.portals.oece_record import record

Case = dict[str, Any]
EDITION = date(2025, 7, 1)
LIMA = District("150101", "LIMA", "LIMA", "LIMA", -12.05, -77.04)
BODY = Body(
    "ENTIDAD INVENTADA", "0001", "20999999991", "10001", "300001", "GOBIERNO LOCAL", "GOBIERNOS LOCALES", LIMA
)
MEF_FILES = {
    "detalle": "DETALLE_INVERSIONES", "f12b": "FORMATO_12B", "cierre": "CIERRE_INVERSIONES",
    "desactivadas": "INVERSIONES_DESACTIVADAS",
}  # fmt: skip


def world_of(cases: list[Case], night: date) -> World:
    """A world that has the cases' calls and nothing else; its page of data sets names the night's file."""
    processes = tuple(_process(row) for row in _rows(cases, "ocds"))
    tenders = {contract.contract_id: process.tender_id for process in processes for contract in process.contracts}
    logs = tuple(
        WorksLog(log["log"], log["contract"], tenders.get(log["contract"], ""), "OBRA", BODY, log["opened"],
                 tuple((entry["entered"], entry["kind"]) for entry in log.get("entries", [])))
        for log in _rows(cases, "cuadernos")
    )  # fmt: skip
    return World(0, 0, night, (LIMA,), (BODY,), (), (), processes, logs)


def overrides(cases: list[Case]) -> dict[str, bytes]:
    """What every address serves on every night, by path."""
    world = world_of(cases, EDITION)
    files = {f"{catalogue.MEF}{name}.csv": mef.csv(name, _rows(cases, key)) for key, name in MEF_FILES.items()}
    months: dict[str, list[Process]] = defaultdict(list)
    for process in world.processes:
        months[f"{process.called_on:%Y/%m}"].append(process)
    for month, processes in months.items():
        content = oece.month_zip([record(process, _told_on(process)) for process in processes], month.replace("/", "-"), EDITION)
        files[f"{catalogue.OECE_FILE}seace_v3/json/{month}/"] = content
    files |= _printed_orders(cases)
    files[bulk.PHOTOS] = photos.packed({f"{photo['UrlImg']}.png": _drawn(photo) for photo in _rows(cases, "fotos")})
    index = oece.Months(world).index("http://127.0.0.1/api/v1", size=1000)
    return files | {catalogue.OECE_INDEX: json.dumps(index).encode()}


ORDERS = "/conosce/reportes/ordenes/{0}/CONOSCE_ORDENESCOMPRA{1}{0}_0.xlsx"
RUBRIC = "/pte/reportes_directos/pte_transparencia_pro_inv.aspx"
def works_file(cases: list[Case], night: date) -> dict[str, bytes]:
    """The file of works as it stands on a night: an earlier edition of a case until its night, then the next one."""
    editions = [[*case.get("before", []), case] for case in cases]
    shown = [next((one for one in several if night <= one["night"]), several[-1]) for several in editions]
    return {catalogue.DOWNLOAD: infobras.workbook([_named(row) for row in _rows(shown, "infobras")])}


EXECUTION = "/InfobrasWeb/Mapa/DatosEjecucion"
POINT = "/InfobrasWeb/Mapa/MapaEstadistico/WmsProxy"
_PERSON = {
    "NombreRep": "PERSONA", "ApellidoPaterno": "INVENTADA", "ApellidoMaterno": None, "TipoDoc": "D.N.I",
    "NumeroDocRep": "00000000", "UrlRegistro": None, "DocumentoDesignacion": None, "FechaDesignacion": " ",
    "FechaFin": " ",
}  # fmt: skip
_FIRM = {"Ruc": None, "NombreEmpresa": None, "FechaContrato": None, "MontoSoles": 0.0}
_MONTH = {
    "PorcProgramadoFisico": None, "ProgramadoFinanc": None, "RealFinanc": None, "PorcEjecFinanc": None,
    "MontoEjecFinanc": None, "Estado": "En ejecución", "TipoParalizacion": None, "FechaParalizacion": None,
    "DiasParalizado": None, "Causal": None, "ComentarioFisico": None, "ComentarioValorizado": None, "lImgFisico": [],
    "lImgValorizacion": [],
}  # fmt: skip
_IMAGE = {"UrlImg": "ab", "nombreArchivo": "ARCHIVO INVENTADO"}
_CHANGE = {"Causal": "CAUSAL", "FechaAprob": " ", "UrlRegistro": None}
_ENTRIES = {
    "lModificacionPlazo": _CHANGE | {"TipoModificacion": None, "NumeroPLazo": 0, "DiasAprobados": None, "FechaFin": " ",
                                     "nombreArchivo": None, "Extension": None},
    "lAdicionalDeduc": _CHANGE | {"NumeroAdic": 1, "TipoAdicional": None, "SubTipo": None, "Porcentaje": None,
                                  "MontoSoles": None},
    "lSupervisor": _PERSON | _FIRM,
    "lResidente": _PERSON | {"AperturaCuadernoObra": "SI"},
    "lAvances": _MONTH,
    "lCronograma": {},
    "lContratista": {
        "TipoEmpresa": "Empresa", "Ruc": None, "NombreEmpresa": None, "MontoSoles": 0.0, "NumeroContrato": None,
        "FechaContrato": " ", "FechaFinContrato": " ",
    },
}  # fmt: skip


def _drawn(photo: dict[str, Any]) -> bytes:
    """A picture with the hash of a case: each field brighter than the one before it where its bit is set."""
    bits = f"{hash_of(photo):064b}"
    rows = []
    for row in range(8):
        ups = [1 if bit == "1" else -1 for bit in bits[row * 8 : row * 8 + 8]]
        walk = [sum(ups[:at]) for at in range(9)]
        # A sheet has all its greys within one level, other pictures have them wide apart.
        rows.append([240 - min(walk) + at if photo.get("sheet") else 116 + 3 * row + 14 * at for at in walk])
    return photos.png(rows)


def _printed_orders(cases: list[Case]) -> dict[str, bytes]:
    """The months' files of orders, each with a line of a body that no case asks about."""
    told = _rows(cases, "ordenes")
    files = {}
    for month in {month for row in told for month in row["months"]} | ({"2026-01", "2026-04"} if told else set()):
        first = date.fromisoformat(f"{month}-01")
        lines = [conosce.order_row(BODY, first, 1, "1")]
        for row in told:
            body = replace(BODY, ruc=row["RUC_ENTIDAD"])
            numbers = numbers_of(row["months"].get(month, ""))
            lines += [conosce.order_row(body, first, place, number) for place, number in enumerate(numbers, 1)]
        path = ORDERS.format(first.year, conosce.MONTHS[first.month - 1])
        files[path] = conosce.book(conosce.ORDERS, iter(lines))
    return files


def numbers_of(told: str) -> list[str]:
    """The numbers that a case tells as runs: ``1-3 7 S/N``."""
    found = []
    for part in told.split():
        first, _, last = part.partition("-")
        found += [str(number) for number in range(int(first), int(last) + 1)] if last else [part]
    return found


def asked_on(cases: list[Case]) -> dict[date, dict[str, list[str]]]:
    """The works and bodies whose pages are looked at, by night and register."""
    found: dict[date, dict[str, list[str]]] = defaultdict(lambda: {"contraloria_ficha": [], "pcm_pte_inversiones": []})
    for case in cases:
        for page in case.get("fichas", []):
            found[page.get("seen_on", case["night"])]["contraloria_ficha"].append(page["ObraId"])
        for page in case.get("rubros", []):
            found[case["night"]]["pcm_pte_inversiones"].append(page["id_entidad"])
    return found


def printed_pages(cases: list[Case]) -> dict[str, Fault]:
    """What makes the portal print the cases' supervisors and residents on the pages of their works."""
    pages = {page["ObraId"]: page for page in _rows(cases, "fichas")}

    def change(answer: Answer, asked: Asked) -> Answer:
        page, body = pages[asked.query["ObraId"]], answer.body
        assert isinstance(body, bytes)
        for name, blank in _ENTRIES.items():
            # The register numbers its entries through: no two pages are alike.
            first = int(page["ObraId"]) * 100
            entries = [_numbered({"Codigo": n, **blank, **entry}) for n, entry in enumerate(page.get(name, []), first)]
            empty = f"var {name}=[];".encode()
            assert empty in body
            body = body.replace(empty, f"var {name}={script_value(entries)};".encode())
        return replace(answer, body=body)

    def place(answer: Answer, asked: Asked) -> Answer:
        code = asked.query["CQL_FILTER"].split("'")[1]
        point = pages[code].get("point")
        shown = [_feature(code, SOMEWHERE if point is True else point)] if point else []
        return replace(answer, body=json.dumps({"type": "FeatureCollection", "features": shown}).encode())

    told = "the page as a case tells it"
    return {
        EXECUTION: Fault("printed", told, change=change),
        POINT: Fault("placed", told, change=place),
        RUBRIC: Fault("shown", told, change=_printed_rubrics(cases)),
    }


def _printed_rubrics(cases: list[Case]) -> Callable[[Answer, Asked], Answer]:
    """What makes the transparency portal print the cases' rubrics."""
    rubrics = {rubric["id_entidad"]: rubric for rubric in _rows(cases, "rubros")}

    def change(answer: Answer, asked: Asked) -> Answer:
        told = rubrics[asked.query["id_entidad"]]
        # The portal's own number is ten thousand more than that of INFOBRAS.
        body = replace(BODY, infobras_code=str(int(told["id_entidad"]) - 10_000), sec_ejec=told["IdUE"] or "")
        quarter = None if told["quarter"] is None else tuple(told["quarter"])
        page = pte_pages.projects(body, Rubric("told", quarter, officer=True, wraps=told["IdUE"] is not None), [])
        return replace(answer, body=page.encode())

    return change


def _numbered(entry: dict[str, Any]) -> dict[str, Any]:
    """An entry whose files have numbers of their own, too."""
    files = {name: entry[name] for name in ("lImgFisico", "lImgValorizacion") if entry.get(name)}
    numbers = iter(range(int(entry["Codigo"]) * 10, int(entry["Codigo"]) * 10 + 10))
    return entry | {name: [{"Codigo": next(numbers), **_IMAGE, **f} for f in listed] for name, listed in files.items()}


def _feature(code: str, place: tuple[float, float]) -> dict[str, Any]:
    latitude, longitude = place
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [longitude, latitude]},
        "properties": {"cdp1_codigo": code},
    }


def _rows(cases: list[Case], key: str) -> list[dict[str, Any]]:
    return [row for case in cases for row in case.get(key, [])]


def _named(row: dict[str, str]) -> dict[str, str]:
    """The second of two equal headers is ``RUC #2`` in a case and ``RUC__2`` for the printer."""
    return {header.replace(" #", "__"): text for header, text in row.items()}


def _told_on(process: Process) -> date:
    """The day on which the record was made: every document of the case stands in it."""
    awarded = (award.awarded_on for award in process.awards if award.awarded_on)
    return max([EDITION, process.called_on + timedelta(days=20), *awarded])


def _amount(value: int | None) -> Decimal | None:
    return None if value is None else Decimal(value)


def _process(row: dict[str, Any]) -> Process:
    awards = tuple(
        Award(award["id"], award.get("date"), _amount(award.get("amount")),
              tuple(Supplier(code, f"EMPRESA {code}") for code in award.get("suppliers", [])))
        for award in row.get("awards", [])
    )  # fmt: skip
    contracts = tuple(
        Contract(contract["id"], contract.get("award_id"), "CONTRATO", contract.get("signed_on"),
                 _amount(contract.get("amount")), period_to=contract.get("ends_on"), papers=contract.get("papers", "signed"))
        for contract in row.get("contracts", [])
    )  # fmt: skip
    return Process(
        ocid=row["ocid"], tender_id=row["ocid"].rsplit("-", 1)[1], title=f"LP-{row['ocid']}",
        description=row.get("description", "OBRA"),
        body=BODY, category=row["category"], called_on=row["called_on"], method=row.get("method", "open"),
        method_details="Licitación Pública", value=Decimal(1_000_000), cui=row.get("cui"),
        item_states=tuple(row.get("item_states", ())), awards=awards, contracts=contracts,
        papers=row.get("papers", "complete"),
    )  # fmt: skip
