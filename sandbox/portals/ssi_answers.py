"""The JSON answers of the MEF's system of follow-up (SSI) about one investment (sources §3.4).

Quirks kept: dates ``dd/mm/yy`` in the first answer and ``/Date(ms)/`` in the others, .NET's first day in place of a
missing date, whole amounts without decimals, a list of stopped works that does not name all of them, and the trap: a
code that does not exist is answered with the data of SNIP 77845.

Only the answer about the investment repeats its codes, under the names that the portal's own script reads there.

ASSUMED, for no full answer was handed over: the codes of a closure, the order of the keys that only documents name,
whole numbers as years and months of a progress, words of states.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sandbox.portals.printing import INVENTED, draw, mvc_date

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sandbox.model import Contract, Investment, MonthShown, Process, Work, WorkHistory

Json = dict[str, Any]

NO_DATE = "/Date(-62135596800000)/"
"""The first day of .NET's calendar, which stands for none."""
TRAP_SNIP = "77845"
_UNLISTED_EVERY = 3
_CENTURY = 100


def investment(found: Investment | None) -> list[Json]:
    """Print ``traeDetInvSSI``; another investment's data when the code is nobody's."""
    return [_trap() if found is None else _investment(found)]


def monitoring(found: Investment | None) -> list[Json]:
    """Print ``traeInfSeguimF12B``; empty where no form was registered."""
    if found is None or "f12b" not in found.files:
        return []
    return [
        {
            "PORC_AVANCE_FIS": _number(found.physical_pct) if found.physical_reported else None,
            "PORC_AVANCE_EJEC": _number(found.execution_pct),
            "FECHA_ULT_ACT_F12B": _moment(found.f12b_updated_at),
            "ULT_ESTADO_SITUACIONAL": INVENTED,
            "MTO_ET_SNIP": _number(found.updated_cost) if found.f8 else None,
            "TIPO_FORMATO": "F08-A" if found.f8 else None,
        }
    ]


def contracts(processes: Sequence[Process]) -> list[Json]:
    """Print ``traeContratoSeaceDWH``: the contracts of the processes that name the investment."""
    return [_contract(process, contract) for process in processes for contract in process.contracts]


def stopped(works: Sequence[Work]) -> list[Json]:
    """Print ``traeListaParalizaPublico``: most of the stopped works, never all."""
    listed = [work for work in works if work.state == "Paralizada" and draw(work.code, "unlisted", _UNLISTED_EVERY)]
    return [_stopped(work) for work in listed]


def works(found: Sequence[tuple[Work, WorkHistory]]) -> list[Json]:
    """Print ``verInfObras2``: the works of the investment with every month published."""
    return [_work(work, history) for work, history in found]


def closure(found: Investment | None) -> Json:
    """Print ``consultaCierre``; another investment's data when nothing was closed."""
    if found is None or "cierre" not in found.files:
        return {"CODIGO_UNICO": "", "COD_SNIP": TRAP_SNIP, "FEC_CIERRE": NO_DATE, "NOMBRE_INVERSION": _TRAP_NAME}
    return {**_codes(found), "FEC_CIERRE": mvc_date(found.closed_on) or NO_DATE, "NOMBRE_INVERSION": found.name}


_TRAP_NAME = f"{INVENTED}: INVERSION QUE NADIE PIDIO"


def _trap() -> Json:
    return {
        "NOMBRE_INVERSION": _TRAP_NAME,
        "ENTIDAD": "MUNICIPALIDAD DISTRITAL INVENTADA DE NINGUNA PARTE",
        "SECTOR": "GOBIERNOS LOCALES",
        "ESTADO": "ACTIVO",
        "SITUACION": "VIABLE",
        "MARCO": "SNIP",
        "MTO_VIABLE": 77845,
        "COSTO_ACTUALIZADO": 77845,
        "DEV_ACUMULADO": 0,
        "AVAN_FISICO": 0,
        "FEC_INI_EJ": None,
        "FEC_FIN_EJ": None,
        "MODAL_EJEC": "ADMINISTRACIÓN DIRECTA",
        "BENEFICIARIO": 1,
        "IND_ALERTAS": None,
        "DES_ALERT_EJEC": None,
        "CIERRE_REGISTRADO": "NO",
        "TIENE_F8": "NO",
        "CODIGO_UNICO": "",
        "COD_SNIP": TRAP_SNIP,
    }


def _codes(found: Investment) -> Json:
    return {"CODIGO_UNICO": found.cui, "COD_SNIP": found.snip}


def _investment(found: Investment) -> Json:
    key = found.cui or found.snip
    spent = [part for part in (found.accrued_prior, found.accrued_year) if part is not None]
    closed = "cierre" in found.files
    state = "ACTIVO" if "detalle" in found.files else "CERRADO" if closed else "DESACTIVADO PERMANENTE"
    printed = {
        "NOMBRE_INVERSION": found.name,
        "ENTIDAD": found.body.name,
        "SECTOR": found.body.sector,
        "ESTADO": state,
        "SITUACION": ("VIABLE", "APROBADO")[found.small],
        "MARCO": "INVIERTE" if found.snip == found.cui else "SNIP",
        "MTO_VIABLE": _number(found.viable_amount),
        "COSTO_ACTUALIZADO": _number(found.updated_cost),
        "DEV_ACUMULADO": _number(sum(spent, Decimal(0))) if spent else None,
        "AVAN_FISICO": _number(found.physical_pct) if found.physical_reported else None,
        "FEC_INI_EJ": _short(found.execution_from),
        "FEC_FIN_EJ": _short(found.execution_to),
        "MODAL_EJEC": found.modality,
        "BENEFICIARIO": draw(key, "people", 9000) + 100,
        "IND_ALERTAS": "[5]" if draw(key, "alert", 4) == 0 else None,
        "DES_ALERT_EJEC": None,
        "CIERRE_REGISTRADO": "SI" if closed else "NO",
        "TIENE_F8": "SI" if found.f8 else "NO",
        **_codes(found),
    }
    unreadable = {"updated_cost": "COSTO_ACTUALIZADO", "viable_amount": "MTO_VIABLE", "physical_pct": "AVAN_FISICO"}
    return printed | {unreadable[name]: text for name, text in found.broken.items() if name in unreadable}


def _contract(process: Process, contract: Contract) -> Json:
    award = next((award for award in process.awards if award.award_id == contract.award_id), None)
    award = award or (process.awards[0] if process.awards else None)
    document = 152_000_000 + draw(contract.contract_id, "document", 900_000)
    return {
        "DES_ITEM": process.description,
        "NUM_ITEM": 1,
        "NOM_CONTRATISTA": award.suppliers[0].name if award else None,
        "NUM_CONTRATO": contract.title,
        "FEC_SUSCRIPCION": mvc_date(contract.signed_on) or NO_DATE,
        "MTO_TOTAL": _number(contract.amount),
        "MTO_ITEM": _number(contract.amount),
        "URL_CONTRATO": f"https://prod4.seace.gob.pe:9000/api/con/documentos/descargar/{document}",
        "OBJETO_CONTRATAC": {"works": "Obra", "services": "Servicio"}.get(process.category, "Bien"),
        "PROCESO": process.title,
    }


def _stopped(work: Work) -> Json:
    report = draw(work.code, "report", 900) + 1
    return {
        "FEC_CREA": mvc_date(work.stopped_on) or NO_DATE,
        "COD_INFO_OBRAS": int(work.code),
        "DES_NOMBRE_OBRA": work.name,
        "DES_MODALIDAD": work.modality,
        "VAL_AVANCE_FISICO": _number(work.physical_pct),
        "DES_MOTIVO": work.stop_cause,
        "DES_ESTADO": "Paralizada",
        "NUM_INFORME": f"INFORME {report}",
        "URL_DOC_INFORME": None,
        "NUM_RESOLUCION": None,
        "URL_RESOLUCION": None,
        "FEC_PARALIZA": mvc_date(work.stopped_on) or NO_DATE,
    }


def _work(work: Work, history: WorkHistory) -> Json:
    place = work.district
    return {
        "NOBR_ID": int(work.code),
        "COBR_DESCRI": work.name,
        "COPA_DESCRI": work.modality,
        "AVANCEFISICO_REAL": work.broken.get("physical_pct", _number(work.physical_pct or Decimal(0))),
        "COBR_DIRECCION": work.address,
        "CODCONSUCODE_DESCRI": work.body.name,
        "NSNP_MONTOAPR": _number(work.file_amount),
        "DOBR_FEC_INI_OBRA": mvc_date(work.started_on) or NO_DATE,
        "obj_SNO_AVANCE": [_month(work, shown) for shown in history.months],
        "NCOR_LATITU": place.latitude if place else 0.0,
        "NCOR_LONGIT": place.longitude if place else 0.0,
    }


def _month(work: Work, shown: MonthShown) -> Json:
    newest = (shown.year, shown.month) == (work.progress_year, work.progress_month)
    return {
        "NOBA_ANIO": shown.year,
        "NOBA_MES": shown.month,
        "COBA_ESTREG": "2",
        "DOBA_FCHREP": (mvc_date(work.progress_recorded_on) if newest else None) or NO_DATE,
        "NOBA_FISICO_PRO": _number(shown.programmed_pct),
        "NOBA_FISICO_REA": _number(shown.physical_pct),
        "NOBA_VALZDO_PRO": _number(shown.programmed),
        "NOBA_VALZDO_REA": _number(shown.valued),
    }


def _number(value: Decimal | None) -> int | float | None:
    """Print a whole amount without decimals."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(round(value, 2))


def _short(day: date | None) -> str | None:
    return None if day is None else f"{day.day:02d}/{day.month:02d}/{day.year % _CENTURY:02d}"


def _moment(moment: datetime | None) -> str:
    if moment is None:
        return NO_DATE
    seconds = (moment - datetime.combine(moment.date(), datetime.min.time())).seconds
    midnight = (mvc_date(moment.date()) or NO_DATE)[6:-2]
    return f"/Date({int(midnight) + seconds * 1000})/"
