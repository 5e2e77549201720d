"""The MEF's SSI: headers, real shapes, the same figures as the files of the night, and the answers that mislead."""

from __future__ import annotations

import csv
import io
import json
from datetime import date, datetime, timedelta, timezone

import pytest

from sandbox.server import serve
from sandbox.world import world
from tests.unit.sandbox_portals.handmade import Reply, ask
from tests.unit.sandbox_portals.shapes import REAL, differences

LIMA = timezone(timedelta(hours=-5))
DETAIL, F12B = "invierteWS/Ssi/traeDetInvSSI", "invierteWS/Ssi/traeInfSeguimF12B"
CONTRACTS, STOPPED = "invierteWS/Ssi/traeContratoSeaceDWH", "invierte/paraliza/traeListaParalizaPublico"
CLOSURE = "invierte/informecierre/consultaCierre"


@pytest.fixture(scope="module")
def country():
    return world(1, 300, date(2026, 11, 18))


@pytest.fixture(scope="module")
def handle(country):
    with serve(country) as running:
        yield running


def _headers(handle, code: str) -> dict[str, str]:
    page = f"{handle.url}/ssi/ssi/Ssi/Index?tipo=2&codigo={code}"
    return {"X_Requested_With": "XMLHttpRequest", "Referer": page}


def _post(handle, path: str, code: str, **form: str) -> list[dict]:
    reply = ask(f"{handle.url}/ssi/{path}", "POST", {"id": code, **form}, **_headers(handle, code))
    assert (reply.status, reply.headers["content-type"]) == (200, "application/json; charset=utf-8")
    return json.loads(reply.body)


def _get(handle, path: str, code: str):
    return json.loads(ask(f"{handle.url}/ssi/{path}/{code}", **_headers(handle, code)).body)


def _file(handle, name: str) -> dict[str, dict[str, str]]:
    text = ask(f"{handle.url}/datastorefiles/{name}.csv").body.decode("utf-8-sig")
    return {row["CODIGO_UNICO"]: row for row in csv.DictReader(io.StringIO(text))}


def _without(reply: Reply) -> tuple[int, bool]:
    return reply.status, b"NOMBRE_INVERSION" in reply.body


def test_the_portals_own_headers_are_needed(handle, country):
    code = next(found.cui for found in country.investments if found.cui)
    url, given = f"{handle.url}/ssi/{DETAIL}", _headers(handle, code)
    assert _without(ask(url, "POST", {"id": code})) == (403, False)
    for missing in given:
        some = {name: value for name, value in given.items() if name != missing}
        assert _without(ask(url, "POST", {"id": code}, **some)) == (403, False)
    assert _without(ask(url, "POST", {"id": code}, **given)) == (200, True)
    assert ask(url, **given).status == 404  # a form is no page


def test_investment_has_the_real_keys_first_and_the_figures_of_the_file(handle, country):
    rows = _file(handle, "DETALLE_INVERSIONES")
    real = REAL["ssi_investment"][0]
    for found in [one for one in country.investments if one.cui in rows and not one.broken][:40]:
        (printed,) = _post(handle, DETAIL, found.cui, tipo="SIAF")
        assert differences({key: printed[key] for key in list(printed)[: len(real)]}, real) == []
        row = rows[found.cui]
        assert printed["COSTO_ACTUALIZADO"] == (float(row["COSTO_ACTUALIZADO"]) if row["COSTO_ACTUALIZADO"] else None)
        assert printed["ENTIDAD"] == row["ENTIDAD"]
        assert str(printed["BENEFICIARIO"]) == row["NUM_HABITANTES_BENEF"]
        begin = datetime.strptime(printed["FEC_INI_EJ"], "%d/%m/%y").replace(tzinfo=LIMA)
        assert row["FEC_INI_EJECUCION"].startswith(f"{begin:%Y-%m-%d}")
        assert printed["CODIGO_UNICO"] == found.cui


def test_code_of_nobody_is_answered_with_somebody_elses_data(handle, country):
    (printed,) = _post(handle, DETAIL, "2999999")
    assert (printed["COD_SNIP"], printed["CODIGO_UNICO"]) == ("77845", "")
    known = next(found for found in country.investments if found.cui and "cierre" not in found.files)
    assert _get(handle, CLOSURE, known.cui)["COD_SNIP"] == "77845"
    closed = next(found for found in country.investments if found.cui and "cierre" in found.files)
    assert _get(handle, CLOSURE, closed.cui)["CODIGO_UNICO"] == closed.cui


def test_monitoring_form_of_the_same_night(handle, country):
    rows = _file(handle, "FORMATO_12B")
    dated = [code for code, row in rows.items() if row["FECHA_ULT_ACT_F12B"]]
    assert len(dated) > 20
    for code in dated[:20]:
        (printed,) = _post(handle, F12B, code)
        moment = datetime.fromtimestamp(int(printed["FECHA_ULT_ACT_F12B"][6:-2]) / 1000, LIMA)
        assert f"{moment:%Y-%m-%d %H:%M:%S}" == rows[code]["FECHA_ULT_ACT_F12B"]
    undated = next(code for code, row in rows.items() if not row["FECHA_ULT_ACT_F12B"])
    assert _post(handle, F12B, undated)[0]["FECHA_ULT_ACT_F12B"] == "/Date(-62135596800000)/"
    missing = next(found.cui for found in country.investments if found.cui and found.cui not in rows)
    assert _post(handle, F12B, missing) == []


def test_contracts_are_those_of_seace(handle, country):
    process = next(one for one in country.processes if one.cui and one.contracts)
    listed = _post(handle, CONTRACTS, process.cui, codsnip=process.cui, vers="v2")
    mine = next(one for one in listed if one["PROCESO"] == process.title)
    assert mine["MTO_TOTAL"] == float(process.contracts[0].amount)
    signed = datetime.fromtimestamp(int(mine["FEC_SUSCRIPCION"][6:-2]) / 1000, LIMA).date()
    assert signed == process.contracts[0].signed_on
    assert mine["NOM_CONTRATISTA"] == process.awards[0].suppliers[0].name
    assert _post(handle, CONTRACTS, "2999999") == []


def test_list_of_stopped_works_names_most_and_not_all(handle, country):
    stopped = [work for work in country.works if work.state == "Paralizada" and work.cui]
    named = {one["COD_INFO_OBRAS"] for work in stopped for one in _post(handle, STOPPED, work.cui)}
    assert named < {int(work.code) for work in stopped}
    assert len(named) > len(stopped) // 3


def test_works_of_an_investment_carry_their_months(handle, country):
    work = next(w for w in country.works if w.cui and w.progress_year and not w.broken and w.progress_month)
    printed = _get(handle, "ssi/Ssi/verInfObras2", work.cui)
    real = REAL["ssi_works"][0]
    assert differences([{key: one[key] for key in list(one)[:4]} for one in printed], [real]) == []
    mine = next(one for one in printed if one["NOBR_ID"] == int(work.code))
    newest = mine["obj_SNO_AVANCE"][-1]
    assert (newest["NOBA_ANIO"], newest["NOBA_MES"]) == (work.progress_year, work.progress_month)
    assert newest["NOBA_FISICO_REA"] == mine["AVANCEFISICO_REAL"] == float(work.physical_pct)
    assert _get(handle, "ssi/Ssi/verInfObras2", "2999999") == []


def test_page_that_a_volunteer_opens_and_the_log_of_forms(handle, country):
    code = next(found.cui for found in country.investments if found.cui)
    page = ask(f"{handle.url}/ssi/ssi/Ssi/Index?tipo=2&codigo={code}").body.decode()
    assert "DATOS INVENTADOS" in page
    _post(handle, F12B, code)
    last = handle.log[-1]
    assert (last.method, last.form) == ("POST", {"id": code})
    assert last.headers["x-requested-with"] == "XMLHttpRequest"
