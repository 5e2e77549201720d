"""A hand-made world of four works, small enough to read, and a way to ask a server for bytes. No fixtures."""

from __future__ import annotations

import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal

from sandbox.model import Award, Body, Contract, District, Investment, Process, Supplier, Work, World

DAY = date(2026, 11, 18)
AREQUIPA = District("040101", "AREQUIPA", "AREQUIPA", "AREQUIPA", -16.3989, -71.5369)
CALLAO = District("070101", "CALLAO", "CALLAO", "CALLAO", -12.0508, -77.1260)
BODY = Body(
    "MUNICIPALIDAD DISTRITAL DE SAN ÑUCO - INVENTADA", "0608", "20999999991", "10433", "301645",
    "GOBIERNO LOCAL", "GOBIERNOS LOCALES", AREQUIPA,
)  # fmt: skip
FIRM = Supplier("20888888881", "CONSTRUCTORA IMAGINARIA S.A.C.")
CONSORTIUM = Supplier("1509611", "CONSORCIO FICTICIO DEL NORTE")


def _moment(day: int, hour: int, minute: int, second: int) -> datetime:
    """A moment of October 2026 in Lima, without zone as the records hold it."""
    return datetime.combine(date(2026, 10, day), time(hour, minute, second))


INVESTMENTS = (
    Investment(
        cui="2342129", snip="2342129", name='MEJORAMIENTO DEL SERVICIO "LA FLOR", DISTRITO DE SAN ÑUCO', body=BODY,
        district=AREQUIPA, files=frozenset({"detalle", "f12b"}), viable_amount=Decimal("1205287.56"),
        updated_cost=Decimal(1500000), accrued_prior=Decimal("100.5"), accrued_year=Decimal(0), pim_year=Decimal(250000),
        registered_on=date(2024, 1, 2), viable_on=date(2024, 2, 3), f8=True, f8_stage="C", f12b_registered=True,
        physical_reported=True, physical_pct=Decimal("95.4"), estimate_declared_at=_moment(2, 12, 32, 42),
        f12b_updated_at=_moment(5, 9, 1, 2), f12b_accrued=Decimal("100.5"), last_accrued="202610",
    ),
    Investment(
        cui="2400001", snip="77845", name="CREACION DE PISTAS", body=BODY, district=CALLAO,
        files=frozenset({"detalle", "f12b", "cierre"}), repeated=2, physical_reported=False, physical_pct=Decimal(3),
        closed_on=date(2026, 5, 6), broken={"updated_cost": "S/. 1,500"},
    ),
    Investment(
        cui="", snip="1234", name="INVERSION SIN CUI", body=BODY, district=AREQUIPA, files=frozenset({"desactivadas"}),
    ),
)  # fmt: skip

WORKS = (
    Work(
        "1001", 'MEJORAMIENTO DE "LA FLOR", N° 1 - <ETAPA> & 380/220 V', BODY, AREQUIPA, "Contrata", "En Ejecución",
        cui="2342129", snip="2342129", investment_name="MEJORAMIENTO LA FLOR", file_amount=Decimal("1205287.56"),
        file_approved_on=date(2024, 5, 6), contractor_ruc=FIRM.code, contractor_name=FIRM.name,
        contract_amount=Decimal("249977566.60"), supervisor_person="ZULMIRA QUISPILLA", started_on=date(2025, 3, 1),
        physical_pct=Decimal("95.40"), physical_programmed_pct=Decimal("99.92"), progress_year=2026, progress_month=9,
        valued=Decimal(128684),
    ),
    Work("1002", "OBRA SIN DATOS", BODY, CALLAO, "Por núcleo ejecutor", "Sin Ejecución"),
    Work("1003", "OBRA SIN DISTRITO", BODY, None, "Contrata", "Finalizado", cui="2342129", total_reception=True,
         finished_on=date(2026, 1, 31), liquidated=False),
    Work("1004", "OBRA CON CELDA ILEGIBLE", BODY, AREQUIPA, "Contrata", "Paralizada", contract_amount=Decimal(5),
         broken={"contract_amount": "1 205 287 56", "file_amount": "SIN MONTO"}),
)  # fmt: skip


def _process(number: int, called: date, **more: object) -> Process:
    given: dict[str, object] = {
        "ocid": f"ocds-dgv273-seacev3-{called.year}-10433-{number}",
        "tender_id": str(999000 + number),
        "title": f"LP-SM-{number}-{called.year}-MDSN/CS-1",
        "description": "EJECUCIÓN DE LA OBRA: MEJORAMIENTO DEL SERVICIO",
        "body": BODY,
        "category": "works",
        "called_on": called,
        "method": "open",
        "method_details": "Licitación Pública",
        "value": Decimal("28930999.01"),
        "cui": None,
        "item_states": ("CONVOCADO",),
    }
    return Process(**{**given, **more})  # type: ignore[arg-type]


PROCESSES = (
    _process(
        11, date(2024, 4, 1), cui="2342129", item_states=("CONTRATADO", "DESIERTO"), tenderers=(FIRM, CONSORTIUM),
        awards=(Award("999011-1509611", date(2024, 5, 20), Decimal("28000000.5"), (CONSORTIUM,)),),
        contracts=(
            Contract("2257286", "999011-1509611", "CONTRATO N° 4-2024", date(2024, 6, 10), Decimal("28000000.5"),
                     date(2024, 6, 11), date(2025, 6, 10)),
        ),
        changed_on=date(2026, 11, 10),
    ),
    _process(12, date(2024, 6, 3), item_states=(), value=Decimal(0)),
    _process(13, date(2026, 11, 2)),
)  # fmt: skip


def world(day: date = DAY, works: tuple[Work, ...] = WORKS) -> World:
    return World(7, len(works), day, (AREQUIPA, CALLAO), (BODY,), INVESTMENTS, works, PROCESSES)


@dataclass
class Reply:
    status: int
    headers: dict[str, str]
    body: bytes


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_args: object) -> None:
        return None


_OPENER = urllib.request.build_opener(_NoRedirect)


def ask(url: str, method: str = "GET", form: dict[str, str] | None = None, **headers: str) -> Reply:
    """Ask once, without following redirects; any status is a reply."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    body = None if form is None else urllib.parse.urlencode(form).encode()
    request = urllib.request.Request(url, body, headers=named, method=method)
    try:
        with _OPENER.open(request, timeout=10) as reply:
            return Reply(reply.status, {k.lower(): v for k, v in reply.headers.items()}, reply.read())
    except urllib.error.HTTPError as error:
        return Reply(error.code, {k.lower(): v for k, v in error.headers.items()}, error.read())
