"""The arrays in the script of an INFOBRAS page of execution: lAvances, lSupervisor and the other ten (sources §2.5).

Keys and forms follow the one sample: years as text and months in Spanish capitals, dates ``dd/mm/yyyy``, a blank date
as ``" "``, numbers as numbers, a consortium's RUC as ``C000`` and its SEACE code, persons by name and DNI (invented).
Values planted as unreadable in the record are printed as they stand there.

ASSUMED, for no element of these was ever seen: the keys of lEntregaTerreno, lControversia and lCronograma, the order
of lAvances (newest first), and the states other than ``Paralizado``. lAdelanto, lTransferenciaFinanciera and lAdenda
stay empty: nothing the records hold belongs there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sandbox.portals.printing import as_number, draw, invented_document, invented_person, slashed

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

    from sandbox.model import MonthShown, Work, WorkHistory

Json = dict[str, Any]

NAMES = (
    "lAvances", "lSupervisor", "lResidente", "lContratista", "lModificacionPlazo", "lAdicionalDeduc",
    "lEntregaTerreno", "lAdelanto", "lCronograma", "lTransferenciaFinanciera", "lControversia", "lAdenda",
)  # fmt: skip
_MONTHS = (
    "ENERO", "FEBRERO", "MARZO", "ABRIL", "MAYO", "JUNIO", "JULIO", "AGOSTO", "SETIEMBRE", "OCTUBRE", "NOVIEMBRE",
    "DICIEMBRE",
)  # fmt: skip
_BLANK = " "
_CODES_A_WORK = 64


def arrays(work: Work, history: WorkHistory) -> dict[str, list[Json]]:
    """Give all arrays of a work's page, in the order of :data:`NAMES`."""
    filled = {
        "lAvances": _progress(work, history),
        "lSupervisor": _supervisors(work, history),
        "lResidente": _residents(work, history),
        "lContratista": _contractors(work, history),
        "lModificacionPlazo": _extensions(work, history),
        "lAdicionalDeduc": _changes(work, history),
        "lEntregaTerreno": _handovers(work),
        "lCronograma": [{"Codigo": _code(work, 60 + place)} for place in range(history.schedules)],
        "lControversia": _controversies(work),
    }
    return {name: filled.get(name, []) for name in NAMES}


def persons(work: Work, history: WorkHistory) -> list[tuple[str, str]]:
    """List the names and document numbers of the persons that the page and the search print of a work."""
    named = [(one, one["NumeroDocRep"]) for one in _supervisors(work, history)]
    named += [(one, invented_document(f"{work.code}r")) for one in _residents(work, history)]
    parts = ("ApellidoPaterno", "ApellidoMaterno", "NombreRep")
    return [(" ".join(one[part] for part in parts), document) for one, document in named if one["NombreRep"]]


def _code(work: Work, place: int) -> int:
    return int(work.code) * _CODES_A_WORK % 2_000_000_000 + place


def _day(day: date | None) -> str:
    return slashed(day) or _BLANK


def _progress(work: Work, history: WorkHistory) -> list[Json]:
    months = [_month(work, shown, place) for place, shown in enumerate(history.months)]
    if months:
        months[-1] |= _unreadable(work)
    return months[::-1]


def _month(work: Work, shown: MonthShown, place: int) -> Json:
    stopped = shown.stopped_on is not None
    key = _key(work, shown)
    finished = work.finished_on is not None and shown.physical_pct == work.physical_pct
    remark = "LA OBRA SE ENCUENTRA SUSPENDIDA" if stopped else "AVANCE SEGÚN VALORIZACIÓN"
    name = f"VAL {shown.month or 0:02d}-{shown.year} {work.code}"
    return {
        "Codigo": _code(work, place),
        "Anio": str(shown.year),
        "Mes": _month_name(shown.month),
        "PorcProgramadoFisico": as_number(shown.programmed_pct),
        "PorcRealFisico": as_number(shown.physical_pct),
        "ProgramadoFinanc": as_number(shown.programmed),
        "RealFinanc": as_number(shown.valued),
        "PorcEjecFinanc": as_number(shown.physical_pct),
        "MontoEjecFinanc": as_number(shown.valued),
        "Estado": "Paralizado" if stopped else "Finalizado" if finished else "En ejecución",
        "TipoParalizacion": "Total" if stopped else None,
        "FechaParalizacion": slashed(shown.stopped_on) or None,
        "DiasParalizado": shown.stopped_days,
        "Causal": work.stop_cause if stopped else None,
        "ComentarioFisico": remark,
        "ComentarioValorizado": remark,
        "lImgFisico": [
            _image(key, "jpeg", _photo(shown, at), physical=1) for at in range(shown.photos)
        ],
        "lImgValorizacion": [_image(key, "pdf", f"{name}{at or ''}", physical=0) for at in range(shown.valuations)],
    }


def photo_name(work: Work, shown: MonthShown, at: int) -> str:
    """The name under which the register stores a month's photograph."""
    return _stored(_key(work, shown), _photo(shown, at))


def _key(work: Work, shown: MonthShown) -> str:
    return f"{work.code}/{shown.year}/{shown.month}"


def _photo(shown: MonthShown, at: int) -> str:
    return f"WhatsApp Image {shown.year}-{at}"


def _month_name(number: int | None) -> str | None:
    if number is None:
        return None
    return _MONTHS[number - 1] if 1 <= number <= len(_MONTHS) else str(number)


def _unreadable(work: Work) -> Json:
    """Give the cells of the newest month that the record prints as an unreadable text."""
    keys = {"progress_year": "Anio", "progress_month": "Mes", "physical_pct": "PorcRealFisico", "valued": "RealFinanc"}
    return {key: work.broken[name] for name, key in keys.items() if name in work.broken}


def _image(key: str, extension: str, name: str, *, physical: int) -> Json:
    return {
        "Codigo": 3_000_000 + draw(f"{key}/{name}", "code", 900_000),
        "EsFisico": physical,
        "UrlImg": _stored(key, name),
        "nombreArchivo": f"{name}.{extension}",
        "Extension": extension,
    }


def _stored(key: str, name: str) -> str:
    return f"{draw(f'{key}/{name}', 'image', 1 << 32):08x}" * 4


def _person(name: str | None, key: str) -> Json:
    if not name:
        return {"NombreRep": None, "ApellidoPaterno": None, "ApellidoMaterno": None, "NumeroDocRep": None}
    parts = name.split(" ")
    given = " ".join(parts[2:]) or parts[0]
    first, second = (parts[0], parts[1]) if len(parts) > 2 else (parts[-1], "")
    return {
        "NombreRep": given,
        "ApellidoPaterno": first,
        "ApellidoMaterno": second,
        "NumeroDocRep": invented_document(key),
    }


def _supervisor(work: Work, person: Json, *, kind: str, since: date | None, until: date | None) -> Json:
    named = since is not None and draw(work.code, f"designation{kind}", 3) > 0
    return {
        "Codigo": _code(work, 40 if kind == "Inspector" else 41),
        "TipoSupervisor": kind,
        "TipoPersona": "Natural",
        "Ruc": None,
        "NombreEmpresa": None,
        "FechaContrato": None,
        "MontoSoles": 0.0,
        "NombreRep": person["NombreRep"],
        "ApellidoPaterno": person["ApellidoPaterno"],
        "ApellidoMaterno": person["ApellidoMaterno"],
        "FechaInicio": _day(since),
        "FechaFin": _day(until),
        "TipoDoc": "D.N.I" if person["NombreRep"] else None,
        "NumeroDocRep": person["NumeroDocRep"],
        "UrlRegistro": f"designacion/{work.code}.pdf" if named else None,
        "DocumentoDesignacion": f"RESOLUCION N° {draw(work.code, kind, 900) + 100}" if named else None,
        "FechaDesignacion": _day(since) if named else _BLANK,
    }


def _supervisors(work: Work, history: WorkHistory) -> list[Json]:
    listed: list[Json] = []
    since = history.first_supervised_on
    if since is not None and work.supervisor_person:
        surname, given = invented_person(work.code, "inspector").split(" ", 1)[::-1]
        person = _person(f"{surname} {given}", f"{work.code}i")
        listed.append(_supervisor(work, person, kind="Inspector", since=since, until=work.supervisor_from))
    if history.succeeded_on is not None:
        surname, given = invented_person(work.code, "successor").split(" ", 1)[::-1]
        person = _person(f"{surname} {given}", f"{work.code}z")
        follower = _supervisor(work, person, kind="Supervisor", since=history.succeeded_on, until=None)
        listed.append({**follower, "Codigo": _code(work, 46)})
    firm = work.supervision_name is not None or work.supervision_amount is not None
    if not firm and not work.supervisor_person:
        return listed
    person = _person(work.supervisor_person, f"{work.code}s")
    begun = work.supervisor_from or work.started_on
    today = _supervisor(work, person, kind="Supervisor", since=begun, until=work.supervisor_to)
    if firm:
        natural = (work.supervision_ruc or "").startswith("10")
        today |= {
            "TipoPersona": "Natural" if natural else "Jurídica",
            "Ruc": work.supervision_ruc,
            "NombreEmpresa": work.supervision_name,
            "FechaContrato": slashed(begun) or None,
            "MontoSoles": as_number(work.supervision_amount),
        }
    return [*listed, today]


def _residents(work: Work, history: WorkHistory) -> list[Json]:
    since = work.resident_from or history.resident_from
    if since is None:
        return []
    name = work.resident_person
    if not name and history.resident_named:
        surname, given = invented_person(work.code, "resident").split(" ", 1)[::-1]
        name = f"{surname} {given}"
    person = _person(name, f"{work.code}r")
    listed = [_resident(work, person, since, work.resident_to, place=42)]
    if history.succeeded_on is not None:
        surname, given = invented_person(work.code, "next").split(" ", 1)[::-1]
        following = _person(f"{surname} {given}", f"{work.code}n")
        listed.append(_resident(work, following, history.succeeded_on, None, place=47))
    return listed


def _resident(work: Work, person: Json, since: date, until: date | None, *, place: int) -> Json:
    named = draw(work.code, "residency", 2) > 0
    return {
        "Codigo": _code(work, place),
        "NombreRep": person["NombreRep"],
        "ApellidoPaterno": person["ApellidoPaterno"],
        "ApellidoMaterno": person["ApellidoMaterno"],
        "FechaInicio": _day(since),
        "FechaFin": _day(until),
        "AperturaCuadernoObra": "SI" if draw(work.code, "logbook", 3) else "NO",
        "DocumentoDesignacion": f"CARTA N° {draw(work.code, 'letter', 90) + 1}" if named else _BLANK,
        "FechaDesignacion": _day(since) if named else _BLANK,
        "UrlRegistro": f"residente/{work.code}.pdf" if named else None,
    }


def _contractors(work: Work, history: WorkHistory) -> list[Json]:
    if not work.contractor_name:
        return []
    code, signed = history.contractor_code, history.signed_on
    number = draw(history.contract_of or work.code, "contract", 900) + 1
    until = None if signed is None else work.reprogrammed_end_on or work.programmed_end_on
    return [
        {
            "TipoEmpresa": "Consorcio" if code else "Empresa",
            "Ruc": f"C{int(code):010d}" if code else work.contractor_ruc,
            "NombreEmpresa": work.contractor_name,
            "MontoSoles": _amount(work, "contract_amount", work.contract_amount),
            "NumeroContrato": f"{number:04d}-{signed.year}-INV/GM" if signed else None,
            "FechaContrato": _day(signed),
            "FechaFinContrato": _day(until),
        }
    ]


def _amount(work: Work, field: str, value: Decimal | None) -> float | str | None:
    return work.broken[field] if field in work.broken else as_number(value)


def _extensions(work: Work, history: WorkHistory) -> list[Json]:
    count = work.modifications
    shares = [work.modification_days // count] * count if count else []
    if shares:
        shares[-1] += work.modification_days - sum(shares)
    return [
        {
            "Codigo": _code(work, 43) + place,
            "TipoModificacion": "Ampliación del plazo",
            "NumeroPLazo": 0,
            "Causal": "Plazo adicional para la ejecución de los mayores metrados...",
            "DiasAprobados": days,
            "FechaAprob": _day(history.extended_on),
            "FechaFin": _day(work.reprogrammed_end_on if work.modification_days and place == count - 1 else None),
            "UrlRegistro": "Ampliaciones.pdf" if history.acts_published else None,
            "nombreArchivo": "Ampliaciones.pdf",
            "Extension": "pdf",
        }
        for place, days in enumerate(shares)
    ]


def _changes(work: Work, history: WorkHistory) -> list[Json]:
    kinds = (
        ("Adicional", "Adicional de obra", work.additions, work.additions_amount),
        ("Deductivo", "Deductivo de obra", work.deductions, work.deductions_amount),
    )
    return [
        {
            "NumeroAdic": place,
            "TipoAdicional": kind,
            "SubTipo": part,
            "Causal": "No previstas en el expediente",
            "FechaAprob": _day(history.added_on),
            "Porcentaje": round(float(amount / count / (work.contract_amount or amount)), 4),
            "MontoSoles": as_number(amount / count),
            "UrlRegistro": f"adicionales/documento{work.code}{place}.pdf" if history.acts_published else None,
        }
        for kind, part, count, amount in kinds
        for place in range(1, count + 1)
        if amount
    ]


def _handovers(work: Work) -> list[Json]:
    if work.handover_kind is None:
        return []
    return [
        {
            "Codigo": _code(work, 44),
            "TipoEntrega": work.handover_kind,
            "PorcTerreno": as_number(work.handover_pct),
            "FechaEntrega": work.broken.get("handover_on", _day(work.handover_on)),
            "UrlRegistro": f"terreno/{work.code}.pdf",
        }
    ]


def _controversies(work: Work) -> list[Json]:
    return [
        {"Codigo": _code(work, 45 + place), "Tipo": "Arbitraje", "Estado": "En trámite", "FechaInicio": _BLANK}
        for place in range(work.controversies or 0)
    ]
