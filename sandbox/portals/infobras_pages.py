"""The INFOBRAS pages of one work: DatosEjecucion, Sumario, InformeControl (sources §2.5), printed when asked for.

Quirks kept: the values stand as JavaScript arrays in a script, names with markup are escaped as ASP.NET does, the page
of an unknown work is a page without values and status 200, one work in 25 has its pages in Windows-1252 without a
stated charset.

ASSUMED, for no HTML of these pages was ever handed over: everything around the arrays, the table and the number form
of the summary, the hidden field and the tabs that name the ``ObraId``, the answer about an unknown work, and dates of
control reports as dd/mm/yyyy.
"""

from __future__ import annotations

import html
import json
from typing import TYPE_CHECKING, Any

from sandbox.portals import infobras_shell as shell
from sandbox.portals.answer import Published
from sandbox.portals.infobras_arrays import NAMES, arrays
from sandbox.portals.printing import INVENTED, draw, slashed

if TYPE_CHECKING:
    from decimal import Decimal

    from sandbox.model import Work, WorkHistory

NOTHING = "No existe registro"
_HTML = "text/html; charset=utf-8"
_OLD_HTML = "text/html"
_OLD_PAGES_EVERY = 25
_TABS = ("Sumario", "DatosGenerales", "DatosPreparacion", "DatosEjecucion", "DatosCierre", "InformeControl")
_PAGE = """<!DOCTYPE html>
<html lang="es">
<head><title>INFOBRAS - {title} - {invented}</title>
{styles}</head>
<body class="sitio">
<p class="aviso">{invented}: ninguna entidad, obra ni persona es real</p>
<input type="hidden" id="ObraId" name="ObraId" value="{code}">
<ul class="nav nav-tabs">{tabs}</ul>
<h2 class="obra-nombre">{name}</h2>
{content}
{rest}</body>
</html>
"""
_GRID = """<table class="table tbl-avances" id="grillaAvances">
<thead><tr><th>Año</th><th>Mes</th><th>Programado (%)</th><th>Real (%)</th><th>Estado</th></tr></thead>
<tbody></tbody>
</table>
"""
# What ASP.NET's serializer writes in place of characters that could end a script or an attribute.
_ESCAPES = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "'": "\\u0027"}
_ESCAPE = str.maketrans(_ESCAPES)


def script_value(value: object) -> str:
    """Print a value as JSON inside a script."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPE)


def execution(code: str, work: Work | None, history: WorkHistory | None) -> Published:
    """Print ``Mapa/DatosEjecucion`` of a work; of an unknown one, all arrays are empty."""
    values: dict[str, list[dict[str, Any]]] = {name: [] for name in NAMES}
    if work is not None and history is not None:
        values = arrays(work, history)
    lines = "".join(f"    var {name}={script_value(values[name])};\n" for name in NAMES)
    return _published(code, work, "Datos de ejecución", f"{_GRID}<script>\n{lines}</script>", shell.EXECUTION_BYTES)


def control_reports(code: str, work: Work | None) -> Published:
    """Print ``Mapa/InformeControl`` of a work."""
    count = work.control_reports if work else 0
    reports = [_report(code, work, place) for place in range(count) if work]
    content = f"<script>\n    var lInformeControl={script_value(reports)};\n</script>"
    return _published(code, work, "Informes de control", content, 0)


def summary(code: str, work: Work | None, history: WorkHistory | None) -> Published:
    """Print ``Mapa/Sumario`` of a work: a table of labels, the address that a volunteer opens."""
    if work is None or history is None:
        return _published(code, work, "Sumario", f"<p>{NOTHING}</p>", shell.SUMMARY_BYTES)
    rows = "".join(
        f"<tr><th>{label}</th><td>{html.escape(text)}</td></tr>\n" for label, text in _labels(work, history).items()
    )
    content = f'<table class="table ficha-resumen">\n<tbody>\n{rows}</tbody>\n</table>'
    return _published(code, work, "Sumario", content, shell.SUMMARY_BYTES)


def _labels(work: Work, history: WorkHistory) -> dict[str, str]:
    newest = history.months[-1] if history.months else None
    percent = work.broken.get("physical_pct", "" if work.physical_pct is None else f"{work.physical_pct} %")
    month = "" if newest is None or newest.month is None else f"{newest.month:02d}/{newest.year}"
    return {
        "NOMBRE DE OBRA": work.name,
        "ESTADO DE OBRA": work.state,
        "PORCENTAJE DE AVANCE FÍSICO": percent,
        "FECHA DEL ULTIMO AVANCE": month,
        "MONTO DE APROBACIÓN": _soles(work.file_amount),
        "CONTRATISTA": work.contractor_name or "",
        "FECHA DE INICIO": work.broken.get("started_on", slashed(work.started_on)),
        "FECHA DE FIN": work.broken.get("programmed_end_on", slashed(work.programmed_end_on)),
        "MODALIDAD": work.modality,
        "CONTRATO": _soles(work.contract_amount),
        "FECHA DE CONTRATO": slashed(history.signed_on),
    }


def _soles(amount: Decimal | None) -> str:
    return "" if amount is None else f"S/ {amount:,.2f}"


def _report(code: str, work: Work, place: int) -> dict[str, str]:
    key = f"{code}/{place}"
    issued = work.started_on or work.file_approved_on
    year = issued.year if issued else 2024
    number = f"{year}CSI{draw(key, 'body', 9000) + 1000}{place + 1:05d}"
    address = f"http://apps8.contraloria.gob.pe/SPIC/srvDownload/ViewPDF?CRES_CODIGO={number}&TIPOARCHIVO="
    return {
        "Anio": str(year),
        "NroInforme": f"{draw(key, 'report', 900) + 1:03d}-{year}-INV",
        "TituloInforme": f"{INVENTED}: HITO DE CONTROL {place + 1}",
        "TipoServicio": "SERVICIO DE CONTROL SIMULTÁNEO",
        "Modalidad": "CONTROL CONCURRENTE",
        "FechaEmision": slashed(issued),
        "FechaPublicacion": slashed(issued),
        "RutaPublicacion": f"{address}RE",
        "RutaInforme": f"{address}ADJUNTO",
    }


def _published(code: str, work: Work | None, title: str, content: str, size: int) -> Published:
    styles, rest = shell.weight(size)
    tabs = "".join(f'<li><a href="/InfobrasWeb/Mapa/{tab}?ObraId={code}">{tab}</a></li>' for tab in _TABS)
    page = _PAGE.format(
        title=title,
        invented=INVENTED,
        styles=styles,
        code=html.escape(code),
        tabs=html.escape(tabs) if not code.isdigit() else tabs,
        name=html.escape(work.name) if work else NOTHING,
        content=content,
        rest=rest,
    )
    if work is not None and draw(work.code, "charset", _OLD_PAGES_EVERY) == 0:
        return Published(page.encode("cp1252", errors="replace"), _OLD_HTML)
    return Published(page.encode(), _HTML)
