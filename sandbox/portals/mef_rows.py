"""Print one investment as a row of each MEF file (sources §3.2, §3.3).

Quirks kept: dot decimals (``8435227.0``), timestamps at midnight, coordinates mostly ``0.0``, ``-MUL.DEP-`` for
investments in several departments, a physical progress left empty where none is reported, names with line breaks,
responsible persons by name in INVERSIONES_DESACTIVADAS (invented here).
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from sandbox.portals import mef_layout as layout
from sandbox.portals.printing import (
    INVENTED,
    dot_decimal,
    draw,
    invented_person,
    timestamp,
    whole_or_decimal,
    yes_no,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from sandbox.model import Investment

_LEVELS = {"GOBIERNO LOCAL": "GL", "GOBIERNO REGIONAL": "GR", "GOBIERNO NACIONAL": "GN"}
# B and C as seen (sources §3.2); the words of stage A are ASSUMED.
_STAGES = {"A": "Aprobación de consistencia (A)", "B": "Expediente técnico (B)", "C": "Ejecución física (C)"}
_FUNCTIONS = ("TRANSPORTE", "SANEAMIENTO", "EDUCACIÓN", "SALUD", "AGROPECUARIA")
_MONTHS = ("ENE", "FEB", "MAR", "ABR", "MAY", "JUN", "JUL", "AGO", "SET", "OCT", "NOV", "DIC")

Row = dict[str, str]


def _flag(value: bool | None) -> str:
    return yes_no(value=value, yes="SI", no="NO")


def _name(investment: Investment) -> str:
    """Print the name; one in thirty carries a line break, as quoted names of the real file do (sources §3.1)."""
    if draw(investment.cui or investment.snip, "break", 30):
        return investment.name
    head, blank, tail = investment.name.partition(" ")
    return f"{head}\n{tail}" if blank else investment.name


def _accrued(investment: Investment) -> Decimal | None:
    parts = [part for part in (investment.accrued_prior, investment.accrued_year) if part is not None]
    return sum(parts, Decimal(0)) if parts else None


def _common(investment: Investment) -> Row:
    """Print what several files share; each file takes the columns it has."""
    key = investment.cui or investment.snip
    body = investment.body
    function = _FUNCTIONS[draw(key, "function", len(_FUNCTIONS))]
    units = {unit: f"{unit} DE LA {body.name}" for unit in ("OPMI", "UF", "UEI")}
    return {
        "CODIGO_UNICO": investment.cui,
        "CODIGO_SNIP": investment.snip,
        "COD_SNIP": investment.snip,
        "NOMBRE_INVERSION": _name(investment),
        "TIPO_INVERSION": ("PROYECTO DE INVERSION", "INVERSIONES IOARR")[investment.small],
        "MARCO": "INVIERTE" if investment.snip == investment.cui else "SNIP",
        "NIVEL": _LEVELS.get(body.level, body.level),
        "SECTOR": body.sector,
        "ENTIDAD": body.name,
        **{f"NOMBRE_{unit}": text for unit, text in units.items()},
        **{f"NOM_{unit}": text for unit, text in units.items()},
        "SEC_EJEC": body.sec_ejec,
        "NOMBRE_UEP": body.name,
        "NOM_UEP": body.name,
        "FUNCION": function,
        "PROGRAMA": function,
        "SUBPROGRAMA": function,
        "SITUACION": ("VIABLE", "APROBADO")[investment.small],
        "FECHA_REGISTRO": timestamp(investment.registered_on),
        "FECHA_VIABILIDAD": timestamp(investment.viable_on),
        "MONTO_VIABLE": dot_decimal(investment.viable_amount),
        "COSTO_ACTUALIZADO": dot_decimal(investment.updated_cost),
        "CTRL_CONCURR": dot_decimal(investment.concurrent_control),
        "MONTO_LAUDO": dot_decimal(investment.award_amount),
        "MONTO_FIANZA": dot_decimal(investment.bond_amount),
        "PRIMER_DEVENGADO": investment.first_accrued or "",
        "ULTIMO_DEVENGADO": investment.last_accrued or "",
        "EXPEDIENTE_TECNICO": _flag(investment.technical_file),
        "TIENE_F8": _flag(investment.f8),
        "TIENE_F12B": _flag(investment.f12b_registered),
        "TIENE_F9": "NO",
        "DES_MODALIDAD": investment.modality or "",
        "NUM_HABITANTES_BENEF": str(draw(key, "people", 9000) + 100),
        **_place(investment),
    }


def _place(investment: Investment) -> Row:
    district = investment.district
    key = investment.cui or investment.snip
    located = draw(key, "located", 5) < 2  # three of five rows have no coordinates (sources §3.2)
    place = {
        "DEPARTAMENTO": district.department,
        "PROVINCIA": district.province,
        "DISTRITO": district.district,
        "UBIGEO": district.ubigeo,
        "LATITUD": str(district.latitude) if located else "0.0",
        "LONGITUD": str(district.longitude) if located else "0.0",
    }
    drawn = draw(key, "several", 90) == 0
    if drawn if investment.spread_out is None else investment.spread_out:
        place |= {"DEPARTAMENTO": "-MUL.DEP-", "PROVINCIA": "-MUL.PROV-", "DISTRITO": "-MUL.DIST-", "UBIGEO": ""}
    return place


def _detalle(investment: Investment) -> Row:
    cost, accrued = investment.updated_cost, _accrued(investment)
    balance = None if cost is None or accrued is None else cost - accrued
    begin, end = timestamp(investment.execution_from), timestamp(investment.execution_to)
    return {
        "ESTADO": "ACTIVO",
        "SALDO_EJECUTAR": dot_decimal(balance),
        "REGISTRADO_PMI": "NO",
        "DEVEN_ACUMUL_ANIO_ANT": dot_decimal(investment.accrued_prior),
        "DEV_ANIO_ACTUAL": dot_decimal(investment.accrued_year),
        "PIM_ANIO_ACTUAL": whole_or_decimal(investment.pim_year),
        "MONTO_ET_F8": dot_decimal(cost) if investment.f8 else "",
        "ETAPA_F8": _STAGES.get(investment.f8_stage or "", ""),
        "TIENE_AVAN_FISICO": _flag(investment.physical_reported),
        "AVANCE_FISICO": dot_decimal(investment.physical_pct) if investment.physical_reported else "",
        "AVANCE_EJECUCION": dot_decimal(investment.execution_pct),
        "ULT_FEC_DECLA_ESTIM": timestamp(investment.estimate_declared_at),
        "FEC_INI_EJECUCION": begin,
        "FEC_FIN_EJECUCION": end,
        "FEC_INI_EJEC_FISICA": begin,
        "FEC_FIN_EJEC_FISICA": end,
        "INFORME_CIERRE": "NO",
        "ALTERNATIVA": f"{INVENTED}: ALTERNATIVA ÚNICA",
        "IND_IOARR_EMERG": _flag(investment.emergency),
    }


def _monitoring(investment: Investment) -> Row:
    updated = investment.f12b_updated_at
    spent = investment.accrued_year
    last = int(investment.last_accrued[4:6]) - 1 if investment.last_accrued else 11
    by_month = {f"DEV_{month}_AÑO_VIG": "" if spent is None else "0.0" for month in _MONTHS}
    if spent is not None:
        by_month[f"DEV_{_MONTHS[last]}_AÑO_VIG"] = dot_decimal(spent)
    return {
        "ESTADO": "ACTIVO" if "detalle" in investment.files else "CERRADO",
        "DEVENGADO_ACUMULADO": dot_decimal(investment.f12b_accrued),
        "DEV_AÑO_ACTUAL": dot_decimal(spent),
        "PIM_AÑO_ACTUAL": whole_or_decimal(investment.pim_year),
        "FECHA_ULT_ACT_F12B": timestamp(updated),
        "ULT_PERIODO_REG_F12B": f"{updated:%Y-%m}" if updated else "",  # form ASSUMED
        "AVANCE_FISICO": dot_decimal(investment.physical_pct) if investment.physical_reported else "",
        "ULT_ESTADO_SITUACIONAL": INVENTED,
        "ULT_FEC_DECLA_ESTIM": timestamp(investment.estimate_declared_at),
        "AVANCE_EJECUCION": dot_decimal(investment.execution_pct),
        **by_month,
        "INICIO_EJEC_FISICA": timestamp(investment.execution_from),
        "CULMINA_EJEC_FISICA": timestamp(investment.execution_to),
    }


def _closed(investment: Investment) -> Row:
    return {
        "ESTADO": "CERRADO",
        "INFORME_CIERRE": "SI",
        "FEC_CIERRE": timestamp(investment.closed_on),
        "DES_CIERRE": INVENTED,
        "CULMINADA": "SI",
        "DEVEN_ACUMULADO": dot_decimal(_accrued(investment)),
    }


def _deactivated(investment: Investment) -> Row:
    key = investment.cui or investment.snip
    return {
        "ESTADO": "DESACTIVADO PERMANENTE",  # words ASSUMED
        "RESPONSABLE_OPMI": invented_person(key, "opmi"),
        "RESPONSABLE_UEI": invented_person(key, "uei"),
        "RESP_NOMBRE_UF": invented_person(key, "uf"),
        "OPI": INVENTED,
        "RESPONSABLE_OPI": invented_person(key, "opi"),
        "INFORME_CIERRE": "NO",
        "DEVENGADO_ACUMULADO": dot_decimal(_accrued(investment)),
    }


_OWN: dict[str, Callable[[Investment], Row]] = {
    layout.DETALLE: _detalle,
    layout.MONITORING: _monitoring,
    layout.CLOSED: _closed,
    layout.DEACTIVATED: _deactivated,
}


def row(file: str, investment: Investment, year: int) -> Row:
    """Print an investment for a file.

    Args:
        file: one of the names in the layout.
        investment: a field named in its ``broken`` is printed as the text given there.
        year: the year of the file's process.
    """
    values = _common(investment) | _OWN[file](investment) | {"ANIO_PROCESO": str(year), "ANIO_PROC": str(year)}
    for name, text in investment.broken.items():
        values |= dict.fromkeys(layout.HEADERS_OF[name], text)
    return {column: values.get(column, "") for column in layout.COLUMNS[file]}
