"""The CSV files of the MEF, of OECE's entities and of the districts, against the real headers."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path

import pytest

from sandbox.errors import UnknownColumnError
from sandbox.portals import districts, entities, mef, mef_layout, mef_rows, robots
from sandbox.portals.catalogue import SITES
from tests.unit.sandbox_portals.handmade import AREQUIPA, BODY, INVESTMENTS, ask, world

REAL = json.loads((Path(__file__).parents[2] / "fixtures/sandbox_portals/real_layouts.json").read_text("utf-8"))
THIRD_PARTY = {"ORIGEN_CLASIFICACION", "CRITERIO_INCLUSION"}


def _file(name: str) -> list[dict[str, str]]:
    stream = io.BytesIO()
    mef.write(stream, name, world())
    text = stream.getvalue().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_detalle_has_the_real_columns_in_order():
    assert list(mef_layout.COLUMNS["DETALLE_INVERSIONES"]) == [c for c in REAL["detalle_slice"] if c not in THIRD_PARTY]


@pytest.mark.parametrize(
    ("name", "columns"),
    [("DETALLE_INVERSIONES", 68), ("FORMATO_12B", 54), ("CIERRE_INVERSIONES", 48), ("INVERSIONES_DESACTIVADAS", 42)],
)
def test_number_of_columns(name, columns):
    assert len(mef_layout.COLUMNS[name]) == columns
    assert len(set(mef_layout.COLUMNS[name])) == columns


def test_bytes_begin_with_a_mark_and_use_comma_and_quotes():
    stream = io.BytesIO()
    mef.write(stream, "FORMATO_12B", world())
    assert stream.getvalue().startswith(b"\xef\xbb\xbfCODIGO_UNICO,NOMBRE_INVERSION,")
    assert "DEV_AÑO_ACTUAL" in stream.getvalue().decode()
    assert b'""LA FLOR""' in stream.getvalue()


@pytest.mark.parametrize(
    ("header", "text"),
    [
        ("CODIGO_UNICO", "2342129"),
        ("MONTO_VIABLE", "1205287.56"),
        ("COSTO_ACTUALIZADO", "1500000.0"),
        ("CTRL_CONCURR", ""),
        ("DEVEN_ACUMUL_ANIO_ANT", "100.5"),
        ("DEV_ANIO_ACTUAL", "0.0"),
        ("PIM_ANIO_ACTUAL", "250000"),
        ("FECHA_REGISTRO", "2024-01-02 00:00:00"),
        ("ULT_FEC_DECLA_ESTIM", "2026-10-02 12:32:42"),
        ("TIENE_F8", "SI"),
        ("ETAPA_F8", "Ejecución física (C)"),
        ("EXPEDIENTE_TECNICO", ""),
        ("AVANCE_FISICO", "95.4"),
        ("ULTIMO_DEVENGADO", "202610"),
        ("UBIGEO", "040101"),
        ("NIVEL", "GL"),
        ("MARCO", "INVIERTE"),
        ("ESTADO", "ACTIVO"),
        ("ANIO_PROCESO", "2026"),
    ],
)
def test_detalle_values(header, text):
    assert _file("DETALLE_INVERSIONES")[0][header] == text


def test_progress_is_empty_when_none_is_reported():
    assert _file("DETALLE_INVERSIONES")[1]["TIENE_AVAN_FISICO"] == "NO"
    assert _file("DETALLE_INVERSIONES")[1]["AVANCE_FISICO"] == ""


def test_a_repeated_investment_stands_twice_with_identical_rows():
    rows = _file("DETALLE_INVERSIONES")
    assert [row["CODIGO_UNICO"] for row in rows] == ["2342129", "2400001", "2400001"]
    assert rows[1] == rows[2]


def test_broken_cell_is_printed_literally():
    assert _file("DETALLE_INVERSIONES")[1]["COSTO_ACTUALIZADO"] == "S/. 1,500"


def test_monitoring_closed_and_deactivated_rows():
    monitoring, closed, deactivated = (
        _file(name)[0] for name in ("FORMATO_12B", "CIERRE_INVERSIONES", "INVERSIONES_DESACTIVADAS")
    )
    assert monitoring["FECHA_ULT_ACT_F12B"] == "2026-10-05 09:01:02"
    assert monitoring["DEVENGADO_ACUMULADO"] == "100.5"
    assert monitoring["DEV_OCT_AÑO_VIG"] == "0.0"
    assert closed["FEC_CIERRE"] == "2026-05-06 00:00:00"
    assert closed["ESTADO"] == "CERRADO"
    assert deactivated["CODIGO_UNICO"] == ""
    assert deactivated["COD_SNIP"] == "1234"
    assert all(deactivated[name] for name in ("RESPONSABLE_OPMI", "RESPONSABLE_UEI", "RESP_NOMBRE_UF"))


def test_every_field_of_an_investment_that_can_break_has_a_column_somewhere():
    columns = {column for names in mef_layout.COLUMNS.values() for column in names}
    own = {"body", "district", "spread_out", "files", "repeated", "broken"}
    fields = set(INVESTMENTS[0].__dataclass_fields__) - own
    assert set(mef_layout.HEADERS_OF) == fields
    assert all(set(headers) <= columns for headers in mef_layout.HEADERS_OF.values())


def test_quirks_that_only_some_rows_have():
    """Line breaks within quoted names, several departments and missing coordinates occur, and not everywhere."""
    rows = [
        mef_rows.row("DETALLE_INVERSIONES", replace(INVESTMENTS[0], cui=str(2_000_000 + number)), 2026)
        for number in range(300)
    ]
    for found in (
        sum("\n" in row["NOMBRE_INVERSION"] for row in rows),
        sum(row["DEPARTAMENTO"] == "-MUL.DEP-" for row in rows),
        sum(row["LATITUD"] == "0.0" for row in rows),
    ):
        assert 0 < found < len(rows)


def test_handmade_mef_rows():
    rows = list(csv.reader(io.StringIO(mef.csv("CIERRE_INVERSIONES", [{"CODIGO_UNICO": "1"}]).decode("utf-8-sig"))))
    assert len(rows[1]) == 48
    assert "".join(rows[1]) == "1"
    with pytest.raises(UnknownColumnError, match="has no column NADA"):
        mef.csv("FORMATO_12B", [{"NADA": "1"}])


def test_static_file_states_when_it_was_made(portals):
    head = ask(f"{portals.url}/datastorefiles/DETALLE_INVERSIONES.csv", "HEAD")
    assert (head.status, head.body) == (200, b"")
    assert parsedate_to_datetime(head.headers["last-modified"]) == datetime(2026, 11, 18, 8, tzinfo=UTC)
    assert head.headers["accept-ranges"] == "bytes"
    assert int(head.headers["content-length"]) == len(ask(f"{portals.url}/datastorefiles/DETALLE_INVERSIONES.csv").body)


def test_entities_file(portals):
    body = ask(f"{portals.url}/entidades/CONOSCE_entidades_contratantes.csv").body
    lines = body.decode("latin-1").split("\n")
    assert lines[0].split("|") == REAL["entities"]
    assert b"\r" not in body
    assert "SAN ÑUCO" in lines[1]
    assert "Ñ".encode("latin-1") in body
    row = dict(zip(REAL["entities"], lines[1].split("|"), strict=True))
    assert row["CODCONSUCODE"] == BODY.consucode
    assert len(row["ULTIMAACTUALIZACION"]) == 8


def test_some_entities_have_no_siaf_code():
    bodies = tuple(replace(BODY, ruc=str(20_000_000_000 + number)) for number in range(200))
    lines = entities.publish(replace(world(), bodies=bodies)).decode("latin-1").splitlines()[1:]
    assert 0 < sum(line.split("|")[5] == "" for line in lines) < 60


def test_districts_file(portals):
    rows = list(csv.DictReader(io.StringIO(ask(f"{portals.url}/ubigeo/ubigeo_distrito.csv").body.decode())))
    assert list(rows[0]) == REAL["districts"]
    assert [row["inei"] for row in rows] == ["040101", "070101"]
    assert float(rows[0]["latitude"]) == AREQUIPA.latitude


def test_handmade_entities_and_districts_refuse_unknown_columns():
    assert entities.csv([{"RUC": "1"}]).decode("latin-1").splitlines()[1] == "1||||||||"
    with pytest.raises(UnknownColumnError):
        entities.csv([{"NADA": "1"}])
    with pytest.raises(UnknownColumnError):
        districts.csv([{"nada": "1"}])


def test_robots_closes_nothing_that_is_asked_for(portals):
    body = ask(f"{portals.url}/robots.txt").body.decode()
    assert body == robots.text()
    closed = [line.split(": ")[1] for line in body.splitlines() if line.startswith("Disallow")]
    assert closed
    asked = [address.removeprefix(portals.url) for address in portals.addresses()]
    asked += [address for site in SITES for address in site.GUIDE]
    assert not [path for path in asked for prefix in closed if path.startswith(prefix)]
    assert robots.text(("/",), crawl_delay=5) == "User-agent: *\nDisallow: /\nCrawl-delay: 5\n"
