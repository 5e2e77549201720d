"""What the Contraloría publishes besides INFOBRAS: reports, stopped works, citizen monitors (sources §7).

Quirks kept: a search whose every row states the totals and names officials, annexes whose header stands on another row
each quarter and whose name may lack the cut date, codes that end in ``.0``. The columns of the monitors' files are
ASSUMED: the real ones were never seen.
"""

from __future__ import annotations

import io
import json
import re
from typing import TYPE_CHECKING

from sandbox.portals import sheet
from sandbox.portals.persons import COUNT, person
from sandbox.portals.printing import INVENTED, draw

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sandbox.model import Work, World

SEARCH = "/BuscadorCGR/Informes/BusquedaInformesCGR.ashx"
COLLECTION = "/gobpe/institucion/contraloria/colecciones/18230-obras-paralizadas-documentos"
REPORT_PAGE = "/gobpe/institucion/contraloria/informes-publicaciones/7715417-informe-de-obras-paralizadas-a-setiembre"
FILES = "/gobpe/uploads/document/file/"
MONITORS = "/datosabiertos/DATOS%20ABIERTOS%20-%20MONITORES%20CIUDADANOS%20DE%20CONTROL.csv"
RESULTS = "/datosabiertos/DATOS%20ABIERTOS%20-%20RESULTADOS%20DE%20INTERVENCIONES%202021_3.csv"
_REPORTS_A_YEAR = 120
_ANNEX = (
    "Código INFOBRAS", "CUI", "Descripción Obra", "Entidad", "Evento", "Modalidad de ejecución", "Departamento",
    "Provincia", "Distrito", "Año inicio obra", "Avance físico", "Nivel de gobierno", "Sector", "Causal paralización",
    "Tipo de obra",
)  # fmt: skip
_DATED = re.compile(r"9000001/9000001-anexo-n-02-base-de-obras-paralizadas-a-setiembre-(\d{4})\.XLSX")
_UNDATED = "8489152/8489152-anexo-n-02-reporte-de-obras-paralizadas.XLSX"


def search(world: World, query: Mapping[str, str]) -> bytes | None:
    """Print a page of the search of reports; an empty list beyond the last page, nothing for another action."""
    page, size, year = query.get("PageNumber", ""), query.get("PageSize", ""), query.get("pAnio", "")
    numbers = page.isdigit() and size.isdigit() and year.isdigit()
    if query.get("Action") != "loadInformesElastic" or not numbers or not int(size):
        return None
    begin = (int(page) - 1) * int(size)
    shown = range(max(0, begin), min(begin + int(size), _REPORTS_A_YEAR))
    pages = -(-_REPORTS_A_YEAR // int(size))
    totals: dict[str, str | None] = {"TotalRows": str(_REPORTS_A_YEAR), "TotalPages": str(pages)}
    rows = [_report(world, int(year), number) | totals for number in shown]
    return json.dumps(rows, ensure_ascii=False).encode()


def _report(world: World, year: int, number: int) -> dict[str, str | None]:
    work = world.works[draw(f"{year}{number}", "work", len(world.works))]
    body, first = work.body, person(number)
    second = person(number + 17)
    return {
        "CodigoInforme": f"{year}{number + 1:05d}",
        "NumeroInforme": f"{number + 1:03d}-{year}-2-{body.infobras_code}",
        "CiacCodigo": f"2{number + 1:05d}",
        "CresCodigoFormato": f"{year}CSI{number + 1:06d}",
        "Descripcion": f"{INVENTED}: CONTROL A LA OBRA {work.name} CUI {work.cui or 'NO CONSTA'}",
        "Entidad": body.name,
        "Departamento": body.district.department,
        "Provincia": body.district.province,
        "Distrito": body.district.district,
        "FechaEmision": f"{year}/{number % 9 + 1:02d}/{number % 27 + 1:02d}",
        "FechaPublicacion": f"{year}/{number % 9 + 1:02d}/28",
        "FechaFinEjecucion": f"{year}/{number % 9 + 1:02d}/{number % 27 + 1:02d}",
        "ModalidadServicio": "HITO DE CONTROL",
        "ServicioControl": "SERVICIO CONTROL SIMULTANEO",
        "ResumenEjecutivo": "",
        "ResumenInforme": "",
        "Sector": body.sector,
        "Periodo": str(year),
        "NivelGobierno": body.level,
        "EsReconstruccion": "N",
        "EsCovid": "N",
        "EsConResponsabilidad": "S" if number % 4 == 0 else "N",
        "Responsabilidad": "ADMINISTRATIVO" if number % 4 == 0 else "",
        "TotalFuncionarios": "2",
        "Funcionarios": f"{first.name} (DNI {first.document}), {second.name} (DNI {second.document})",
        "Evento": "NINGUNO".ljust(40),
        "Operativo": None,
        "TotalRecomendaciones": "0",
        "CodigoEntidad": None,
        "CodigoSector": None,
    }


def gobpe(world: World, path: str) -> tuple[bytes, str] | None:
    """Print what stands at an address of the state's site: the collection, a report's page, an annex."""
    html = "text/html; charset=utf-8"
    if path == COLLECTION:
        return _links([REPORT_PAGE, FILES + _UNDATED]), html
    if path == REPORT_PAGE:
        year = world.day.year
        dated = f"{FILES}9000001/9000001-anexo-n-02-base-de-obras-paralizadas-a-setiembre-{year}.XLSX?v=1790000000"
        return _links([dated, dated.replace("anexo-n-02-base", "anexo-n-03-base-de-servicios")]), html
    rest = path.removeprefix(FILES)
    if not path.startswith(FILES) or not (rest == _UNDATED or _DATED.fullmatch(rest)):
        return None
    book = annex(world, title_rows=2 if rest == _UNDATED else 6)
    return book, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _links(addresses: list[str]) -> bytes:
    items = "".join(f'<li><a href="{address}">Descargar</a></li>' for address in addresses)
    return f"<!DOCTYPE html><html><head><title>{INVENTED}</title></head><body><ul>{items}</ul></body></html>".encode()


def annex(world: World, title_rows: int) -> bytes:
    """Print an annex: so many title rows, the header, one row a work that stands still."""
    titles = [(f"{INVENTED} {number + 1}",) for number in range(title_rows)]
    stopped = [work for work in world.works if work.state == "Paralizada"] or list(world.works[:5])
    stream = io.BytesIO()
    sheet.write(stream, [*titles, _ANNEX, *map(_stopped, stopped)])
    return stream.getvalue()


def _stopped(work: Work) -> tuple[str, ...]:
    district = work.district or work.body.district
    return (
        f"{work.code}.0", f"{work.cui}.0" if work.cui else "", work.name, work.body.name, "NINGUNO",
        work.modality, district.department, district.province, district.district,
        str(work.started_on.year) if work.started_on else "", str(work.physical_pct or ""), work.body.level,
        work.body.sector, work.stop_cause or "FALTA DE RECURSOS", work.work_type,
    )  # fmt: skip


def monitors() -> bytes:
    """Print the list of citizen monitors, with what nobody may ever see of them."""
    lines = ["NOMBRES;DNI;DEPARTAMENTO;CORREO"]
    for number in range(COUNT):
        human = person(number)
        lines.append(f"{human.name};{human.document};LIMA;{human.document}@correo.invalid")
    return ("\r\n".join(lines) + "\r\n").encode("latin-1")


def results(world: World) -> bytes:
    """Print the results of the interventions of the monitors."""
    lines = ["CODIGO_OBRA,INTERVENCION,RESULTADO,MONITOR"]
    for number, work in enumerate(world.works[:60]):
        lines.append(f"{work.code},{number + 1},{INVENTED},{person(number).name}")
    return ("\r\n".join(lines) + "\r\n").encode()
