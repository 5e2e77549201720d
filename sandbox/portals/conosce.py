"""CONOSCE's workbooks: contracts, awards, consortia and plans by year, orders by month (sources §6.1, §6.2).

Quirks kept: headers in lower case in older years, a banner row above the header of awards, codes of consortia that are
no tax numbers, natural persons among the contractors of orders. Columns in the order of the dictionary of 2021.
"""

from __future__ import annotations

import io
import re
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from sandbox.model import Award, Contract, Process, Supplier
from sandbox.plans import orders
from sandbox.portals import sheet
from sandbox.portals.persons import person
from sandbox.portals.printing import INVENTED, dot_decimal, draw, timestamp

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sandbox.model import Body, World

Row = tuple[str, ...]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MONTHS = (
    "ENERO", "FEBRERO", "MARZO", "ABRIL", "MAYO", "JUNIO",
    "JULIO", "AGOSTO", "SETIEMBRE", "OCTUBRE", "NOVIEMBRE", "DICIEMBRE",
)  # fmt: skip
CONTRACTS = (
    "CODIGOCONVOCATORIA", "N_COD_CONTRATO", "DESCRIPCION_PROCESO", "FECHA_PUBLICACION_CONTRATO",
    "FECHA_SUSCRIPCION_CONTRATO", "FECHA_VIGENCIA_INICIAL", "FECHA_VIGENCIA_FINAL", "FECHA_VIGENCIA_FIN_ACTUALIZADA",
    "CODIGO_CONTRATO", "NUM_CONTRATO", "MONTO_CONTRATADO_TOTAL", "MONTO_CONTRATADO_ITEM", "MONTO_ADICIONAL",
    "MONTO_REDUCCION", "MONTO_PRORROGA", "MONTO_COMPLEMENTARIO", "URLCONTRATO", "CODIGOENTIDAD", "NUM_ITEM", "MONEDA",
    "RUC_CONTRATISTA", "RUC_DESTINATARIO_PAGO", "TIENERESOLUCION",
)  # fmt: skip
AWARDS = (
    "CODIGOENTIDAD", "ENTIDAD_RUC", "CODIGOCONVOCATORIA", "PROCESO", "N_ITEM", "DESCRIPCION_ITEM", "ESTADO_ITEM",
    "CANTIDAD_ADJUDICADO_ITEM", "MONTO_REFERENCIAL_ITEM", "MONTO_ADJUDICADO_ITEM", "MONEDA", "UNIDAD_MEDIDA",
    "RUC_PROVEEDOR", "PROVEEDOR", "TIPO_PROVEEDOR", "FECHA_CONVOCATORIA", "FECHA_BUENAPRO", "FECHA_CONSENTIMIENTO_BP",
)  # fmt: skip
MEMBERS = ("AÑO", "RUC_CONSORCIO", "CONSORCIO", "RUC_MIEMBRO", "MIEMBRO")
PLANS = (
    "AÑO", "CODIGOENTIDAD", "RUC_ENTIDAD", "ENTIDAD", "VERSION", "N_REFERENCIA", "FECHA_PUBLICACION", "MES_PREVISTO",
    "DESCRIPCIÓN_PROCESO", "TIPOPROCESOSELECCION", "OBJETOCONTRACTUAL", "DESCRIPCION_ITEM", "N_ITEM", "CANTIDAD",
)  # fmt: skip
ORDERS = (
    "ENTIDAD", "RUC_ENTIDAD", "FECHA_REGISTRO", "FECHA_DE_EMISION", "FECHA_COMPROMISO_PRESUPUESTAL",
    "FECHA_DE_NOTIFICACION", "TIPOORDEN", "NRO_DE_ORDEN", "ORDEN", "DESCRIPCION_ORDEN", "MONEDA",
    "MONTO_TOTAL_ORDEN_ORIGINAL", "OBJETOCONTRACTUAL", "ESTADOCONTRATACION", "TIPODECONTRATACION",
    "DEPARTAMENTO__ENTIDAD", "RUC_CONTRATISTA", "NOMBRE_RAZON_CONTRATISTA",
)  # fmt: skip
_PESOS = "Soles"
_CONSORTIUM_DIGITS = 7
_PLACE = re.compile(r"(pac|adjudicaciones|contratos|consorcio|ordenes)/(\d{4})/CONOSCE_([A-Z]+)\2_0\.xlsx")


def _of_year(world: World, year: int) -> list[Process]:
    """Give the processes called in a year, and one more that no small world lacks: won by a consortium, and signed."""
    return [*(process for process in world.processes if process.called_on.year == year), always(world, year)]


def always(world: World, year: int) -> Process:
    """Invent a process of a year that only these files know: a register of a whole year is never empty."""
    code, day = f"9{year}001", date(year, 2, 3)
    winner = Supplier(f"15{year}9", f"CONSORCIO {INVENTED} {year}")
    return Process(
        ocid=f"ocds-dgv273-seacev3-{code}",
        tender_id=code,
        title=f"LP-SM-1-{year}-INV-1",
        description=f"{INVENTED} {year}",
        body=world.bodies[0],
        category="works",
        called_on=day,
        method="open",
        method_details="Licitación Pública",
        value=Decimal(1_000_000),
        cui=None,
        item_states=("CONTRATADO",),
        awards=(Award(f"{code}-{winner.code}", day, Decimal(1_000_000), (winner,)),),
        contracts=(Contract(f"8{code}", f"{code}-{winner.code}", f"CONTRATO N 1 {year}", day, Decimal(1_000_000)),),
    )


def _contracts(world: World, year: int) -> Iterator[Row]:
    for process in _of_year(world, year):
        winners = {award.award_id: award.suppliers for award in process.awards}
        for number, contract in enumerate(process.contracts, 1):
            supplier = next(iter(winners.get(contract.award_id or "", ())), None)
            amount = dot_decimal(contract.amount)
            yield (
                process.tender_id, contract.contract_id, process.description, timestamp(contract.signed_on),
                timestamp(contract.signed_on), timestamp(contract.period_from), timestamp(contract.period_to),
                timestamp(contract.period_to), contract.contract_id, contract.title, amount, amount, "0.0", "0.0",
                "0.0", "0.0", "", process.body.consucode, str(number), _PESOS, supplier.code if supplier else "",
                supplier.code if supplier else "", "NO",
            )  # fmt: skip


def _awards(world: World, year: int) -> Iterator[Row]:
    for process in _of_year(world, year):
        for award in process.awards:
            for supplier in award.suppliers:
                amount = dot_decimal(award.amount)
                kind = "Consorcio" if len(supplier.code) == _CONSORTIUM_DIGITS else "Persona Jurídica"
                yield (
                    process.body.consucode, process.body.ruc, process.tender_id, process.title.replace("-", " - "),
                    "1", process.description, "CONTRATADO", "1.0", dot_decimal(process.value), amount, _PESOS,
                    "SERVICIO", supplier.code, supplier.name, kind, timestamp(process.called_on),
                    timestamp(award.awarded_on), timestamp(award.awarded_on),
                )  # fmt: skip


def _members(world: World, year: int) -> Iterator[Row]:
    for process in _of_year(world, year):
        for award in process.awards:
            for supplier in award.suppliers:
                if len(supplier.code) == _CONSORTIUM_DIGITS:
                    other = person(draw(supplier.code, "member", 50))
                    firm = f"2{draw(supplier.code, 'firm', 10**9):010d}"
                    yield (str(year), supplier.code, supplier.name, firm, f"SOCIA {INVENTED} {firm[-4:]} S.A.C.")
                    yield (str(year), supplier.code, supplier.name, other.ruc, other.name)


def _plans(world: World, year: int) -> Iterator[Row]:
    for number, process in enumerate(_of_year(world, year), 1):
        body = process.body
        kind = {"works": "Obra", "services": "Servicio", "goods": "Bien"}[process.category]
        yield (
            str(year), body.consucode, body.ruc, body.name, "1", str(number), timestamp(date(year, 1, 20)),
            str(process.called_on.month), process.description, process.method_details, kind, process.description, "1",
            "1.0",
        )  # fmt: skip


def _orders(world: World, first: date) -> Iterator[Row]:
    """Print a month's orders; every second one goes to a natural person, whom its description names."""
    for body in world.bodies:
        for order in orders.of_month(body, first.month):
            yield order_row(body, first, order.place, order.number)


def order_row(body: Body, first: date, place: int, number: str, kind: str = "O/S") -> Row:
    """Print one order of a body in the month that begins on ``first``."""
    key = f"{body.ruc}{first}{place}"
    day = timestamp(first + timedelta(days=draw(key, "day", 27)))
    human = person(place + first.month * 7)
    ruc, name, what = human.ruc, human.name, f"SERVICIO PRESTADO POR {human.name} DNI {human.document}"
    if place % 2:
        ruc, name, what = f"2{place:010d}", f"PROVEEDORA {INVENTED} {place} S.A.C.", "COMPRA DE MATERIALES"
    return (
        body.name, body.ruc, day, day, day, day, kind, number, f"{kind}-{number}", what, _PESOS,
        f"{draw(key, 'amount', 90_000) + 500}.5", "Servicio", "CONTRATADO", "MENOR A 8 UIT",
        body.district.department, ruc, name,
    )  # fmt: skip


_YEARLY: dict[str, tuple[str, Row, Callable[[World, int], Iterator[Row]]]] = {
    "pac": ("PAC", PLANS, _plans),
    "adjudicaciones": ("ADJUDICACIONES", AWARDS, _awards),
    "contratos": ("CONTRATOS", CONTRACTS, _contracts),
    "consorcio": ("CONSORCIO", MEMBERS, _members),
}


def book(headers: Row, rows: Iterator[Row], *, banner: str | None = None, lower: bool = False) -> bytes:
    """Print a workbook: perhaps a banner row, the headers in one case or the other, the rows."""
    lines: list[Row] = [(banner,)] if banner else []
    lines.append(tuple(header.lower() for header in headers) if lower else headers)
    stream = io.BytesIO()
    sheet.write(stream, [*lines, *rows])
    return stream.getvalue()


def file(world: World, rest: str) -> bytes | None:
    """Print the workbook at an address below the reports, or nothing where the publisher has none."""
    found = _PLACE.fullmatch(rest)
    if found is None:
        return None
    folder, year, name = found.group(1), int(found.group(2)), found.group(3)
    if folder == "ordenes":
        return _orders_book(world, year, name.removeprefix("ORDENESCOMPRA"))
    wanted, headers, rows = _YEARLY[folder]
    if name != wanted or not 2018 <= year <= world.day.year:
        return None
    banner = f"{name} {year} - {INVENTED}" if folder == "adjudicaciones" else None
    return book(headers, rows(world, year), banner=banner, lower=year < world.day.year)


def _orders_book(world: World, year: int, month: str) -> bytes | None:
    if month not in MONTHS or date(year, MONTHS.index(month) + 1, 1) > world.day:
        return None
    return book(ORDERS, _orders(world, date(year, MONTHS.index(month) + 1, 1)))


def files(world: World) -> list[str]:
    """List the addresses of the newest files below the reports."""
    last = world.day.replace(day=1) - timedelta(days=1)
    month = f"ordenes/{last.year}/CONOSCE_ORDENESCOMPRA{MONTHS[last.month - 1]}{last.year}_0.xlsx"
    year = world.day.year
    return [*(f"{folder}/{year}/CONOSCE_{name}{year}_0.xlsx" for folder, (name, *_) in _YEARLY.items()), month]
