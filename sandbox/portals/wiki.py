"""Attachments of OECE's wiki: works logs, their entries, valuations, penalties (sources §6.4).

Quirks kept: cp1252, ``|``, CRLF, decimal comma, dates ``YYYYMMDD``, a month in which every field is quoted, texts that
name persons. The listing has the form of the wiki's REST interface. Headers that the sources do not name are ASSUMED.
"""

from __future__ import annotations

import json
import re
from datetime import date
from typing import TYPE_CHECKING

from sandbox.model import WorksLog
from sandbox.portals.conosce import MONTHS, always
from sandbox.portals.persons import person
from sandbox.portals.printing import INVENTED, draw
from sandbox.views.logs import months_shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sandbox.model import Contract, Process, World

ENTRIES, LOGS, VALUATIONS, PENALTIES = "106889263", "106889274", "106889259", "106889271"
_ENTRY = (
    "ID_CUADERNO", "FECHA_REGISTRO_ASIENTO", "TIPO_ASIENTO_REGISTRADO", "DESCRIPCION_DEL_ASIENTO", "AUTOR_DEL_ASIENTO",
)  # fmt: skip
_LOG = (
    "NRO_CORRELATIVO_DE_CUADERNO_DE_OBRA", "IDENTIFICADOR_DEL_CONTRATO", "IDENTIFICADOR_DEL_EXPEDIENTE",
    "DENOMINACION_DE_LA_OBRA", "RUC_ENTIDAD_CONTRATANTE", "RAZON_SOCIAL_ENTIDAD_CONTRATANTE", "RUC_CONTRATISTA",
    "RAZON_SOCIAL_CONTRATISTA", "ES_CONSORCIO", "UBIGEO", "DESCRIPCION_DE_UBIGEO", "LATITUD_REFERENCIA_DE_OBRA",
    "LONGITUD_REFERNCIA_DE_OBRA",
)  # fmt: skip
_VALUATION = (
    "IDENTIFICADOR_DEL_CONTRATO", "PERIODO_DE_VALORIZACION", "DESCRIPCION_DEL_IDENTIFICADOR_DEL_TIPO_VALORIZACION",
    "AVANCE_FISICO_ACUMULADO_PROGRAMADO", "AVANCE_FISICO_ACUMULADO_EJECUTADO",
)  # fmt: skip
_PENALTY = (
    "ID CONTRATO", "RUC CONTRATISTA", "TIPO PENALIDAD", "OBJETO CONTRATO", "ENTIDAD CONTRATANTE", "FECHA PENALIDAD",
    "DESCRIPCION/MOTIVO", "MONTO",
)  # fmt: skip
_LISTED = re.compile(r"/rest/api/content/(\d+)/child/attachment")
_DOWNLOAD = re.compile(r"/download/attachments/(\d+)/([A-Za-z0-9-]+\.csv)")
_AT_MOST = 120


def csv(headers: Sequence[str], rows: Iterable[Sequence[str]], *, quoted: bool = False) -> bytes:
    """Print a file as the wiki holds it; ``quoted`` puts every field in quotes."""
    lines = [headers, *rows]
    if quoted:
        lines = [[f'"{cell}"' for cell in line] for line in lines]
    return "".join("|".join(line) + "\r\n" for line in lines).encode("cp1252", errors="replace")


def _signed(world: World, year: int | None = None) -> list[tuple[Process, Contract]]:
    """Give the works contracts of a year, or of all; never none."""
    works = [process for process in world.processes if process.category == "works"]
    chosen = [process for process in works if year is None or process.called_on.year == year]
    listed = [always(world, year or world.day.year), *chosen]
    return [(process, contract) for process in listed for contract in process.contracts][:_AT_MOST]


def _always_log(world: World, year: int) -> WorksLog:
    """A log of a year that only these files know: a register of a whole year or month is never empty."""
    process = always(world, year)
    contract, day = process.contracts[0], date(year, 2, 10)
    months = months_shown(world.day)
    days = tuple((date(int(month[:4]), int(month[4:]), 5), "Ocurrencias de obra") for month in months)
    log_id = f"9{contract.contract_id}"
    return WorksLog(log_id, contract.contract_id, process.tender_id, process.description, process.body, day, days)


def _entries(world: World, month: str) -> Iterator[tuple[str, ...]]:
    for number, log in enumerate((_always_log(world, world.day.year), *world.logs)):
        human = person(number)
        text = f"{INVENTED}: el residente {human.name}, DNI {human.document}, deja constancia"
        for day, kind in log.entries:
            if f"{day:%Y%m}" == month:
                yield (log.log_id, f"{day:%Y%m%d}", kind, text, human.name)


def _logs(world: World, year: int) -> Iterator[tuple[str, ...]]:
    for number, log in enumerate((_always_log(world, year), *world.logs)):
        if log.opened_on.year != year:
            continue
        human, district = person(number + 11), log.body.district
        yield (
            log.log_id, log.contract_id, log.tender_id, log.description, log.body.ruc,
            log.body.name, human.ruc, human.name, "No", district.ubigeo,
            f"{district.department}/{district.province}/{district.district}",
            f"{district.latitude:.6f}".replace(".", ","), f"{district.longitude:.6f}".replace(".", ","),
        )  # fmt: skip


def _valuations(world: World, year: int) -> Iterator[tuple[str, ...]]:
    for _, contract in _signed(world, year):
        programmed, done = draw(contract.contract_id, "p", 10_000), draw(contract.contract_id, "d", 10_000)
        period = f"{MONTHS[draw(contract.contract_id, 'm', 12)]} {year}"
        shares = (f"{share // 100},{share % 100:02d}" for share in (programmed, done))
        yield (contract.contract_id, period, "Obra principal", *shares)


def _penalties(world: World, year: int) -> Iterator[tuple[str, ...]]:
    for number, (process, contract) in enumerate(_signed(world, year)):
        human = person(number + 23)
        reason = f"MORA DE {human.name}"
        amount = f"{draw(contract.contract_id, 'penalty', 9_000)},50"
        yield (
            contract.contract_id, human.ruc, "MORA", "Obra", process.body.name, f"{year}0315", reason, amount,
        )  # fmt: skip


def attachments(world: World, page: str) -> dict[str, bytes]:
    """Print the attachments of a wiki page by name; none for a page that is not known."""
    year = world.day.year
    if page == ENTRIES:
        months = months_shown(world.day)
        return {f"cod-asientos{month}.csv": _entry_file(world, month, quoted=month == months[-1]) for month in months}
    tables = {
        LOGS: ("cod-cuadernos", _LOG, _logs),
        VALUATIONS: ("valorizaciones", _VALUATION, _valuations),
        PENALTIES: ("penalidades", _PENALTY, _penalties),
    }
    if page not in tables:
        return {}
    stem, headers, rows = tables[page]
    return {f"{stem}{one}.csv": csv(headers, rows(world, one)) for one in (year - 1, year)}


def _entry_file(world: World, month: str, *, quoted: bool) -> bytes:
    return csv(_ENTRY, _entries(world, month), quoted=quoted)


def find(world: World, rest: str) -> tuple[bytes, str] | None:
    """Print what stands at an address below the wiki: a listing, or an attachment; with its kind."""
    if listed := _LISTED.fullmatch(rest):
        page = listed.group(1)
        names = list(attachments(world, page))
        return json.dumps(_listing(world.day, page, names), ensure_ascii=False).encode(), "application/json"
    if found := _DOWNLOAD.fullmatch(rest):
        body = attachments(world, found.group(1)).get(found.group(2))
        return (body, "text/csv") if body is not None else None
    return None


def _listing(day: date, page: str, names: Sequence[str]) -> dict[str, object]:
    """Print a page's attachments; a file's version stays the same until the month is over."""
    version = {"number": day.month, "when": f"{day:%Y-%m}-01T08:00:00.000Z"}
    return {
        "results": [
            {
                "id": f"att{page}{number}",
                "type": "attachment",
                "title": name,
                "version": version,
                "_links": {"download": f"/download/attachments/{page}/{name}?version={day.month}&api=v2"},
            }
            for number, name in enumerate(names)
        ],
        "start": 0,
        "limit": 100,
        "size": len(names),
        "_links": {"base": f"https://osce-gob-pe.atlassian.net/wiki ({INVENTED})", "context": "/wiki"},
    }


def addresses(world: World) -> list[str]:
    """List the addresses of all listings and attachments below the wiki."""
    pages = (ENTRIES, LOGS, VALUATIONS, PENALTIES)
    listings = [f"/rest/api/content/{page}/child/attachment" for page in pages]
    return [*listings, *(f"/download/attachments/{page}/{name}" for page in pages for name in attachments(world, page))]
