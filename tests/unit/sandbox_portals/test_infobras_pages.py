"""INFOBRAS asked work by work: the arrays against the real sample, and page against record of the same night."""

from __future__ import annotations

import itertools
import json
import re
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from urllib.parse import quote

import pytest

from sandbox.plans.country import work_plan
from sandbox.portals.infobras_arrays import NAMES, arrays, persons
from sandbox.portals.infobras_pages import execution, script_value
from sandbox.server import serve
from sandbox.views import histories
from sandbox.world import history, personal_values, world
from tests.unit.sandbox_portals.handmade import DAY, WORKS, ask
from tests.unit.sandbox_portals.shapes import REAL, differences

NIGHT = date(2026, 11, 18)
MONTHS = (
    "ENERO", "FEBRERO", "MARZO", "ABRIL", "MAYO", "JUNIO", "JULIO", "AGOSTO", "SETIEMBRE", "OCTUBRE", "NOVIEMBRE",
    "DICIEMBRE",
)  # fmt: skip
ARRAY = re.compile(r"var (l\w+)=(\[.*\]);")
MAP = "/InfobrasWeb/Mapa"


@pytest.fixture(scope="module")
def country():
    return world(1, 300, NIGHT)


@pytest.fixture(scope="module")
def handle(country):
    with serve(country) as running:
        yield running


def _page(handle, name: str, code: str) -> str:
    reply = ask(f"{handle.url}{MAP}/{name}?ObraId={code}")
    assert reply.status == 200
    return reply.body.decode("utf-8" if "charset" in reply.headers["content-type"] else "cp1252")


def _arrays(page: str) -> dict[str, list[dict]]:
    return {name: json.loads(text) for name, text in ARRAY.findall(page)}


def _readable(country) -> list:
    return [work for work in country.works if not work.broken]


def test_elements_have_the_real_keys_and_kinds(country):
    filled: dict[str, int] = dict.fromkeys(REAL["infobras_arrays"], 0)
    for work in _readable(country):
        printed = arrays(work, history(country, work))
        assert tuple(printed) == NAMES
        for name, real in REAL["infobras_arrays"].items():
            assert differences(printed[name], real, name) == []
            filled[name] += len(printed[name])
    empty = {name for name, count in filled.items() if count == 0}
    assert empty <= {"lAdenda", "lAdicionalDeduc"}  # the world plans neither


def test_shapes_are_compared_for_real():
    real = REAL["infobras_arrays"]["lContratista"]
    good = arrays(WORKS[0], histories.of_record(WORKS[0]))["lContratista"]
    assert differences(good, real) == []
    assert differences([good[0] | {"MontoSoles": "5"}], real) != []
    assert differences([dict(reversed(good[0].items()))], real) != []


def test_page_weighs_what_the_real_ones_do_and_says_invented(handle, country):
    for name, least, most in (("DatosEjecucion", 150_000, 260_000), ("Sumario", 700_000, 900_000)):
        page = _page(handle, name, country.works[0].code)
        assert least < len(page) < most
        assert "DATOS INVENTADOS" in page[:400]


def test_page_agrees_with_the_record_of_the_same_night(country):
    """What the bulk file shows of a work, its page shows too: newest month, contractor, persons, handover, extension."""
    compared = 0
    for work in _readable(country):
        printed = arrays(work, history(country, work))
        newest = printed["lAvances"][0] if printed["lAvances"] else None
        assert (newest is None) is (work.progress_year is None)
        if newest and work.progress_month in range(1, 13):
            assert (newest["Anio"], newest["Mes"]) == (str(work.progress_year), MONTHS[work.progress_month - 1])
            assert newest["PorcRealFisico"] == float(work.physical_pct)
            assert newest["RealFinanc"] == float(work.valued)
            compared += 1
        assert [firm["NombreEmpresa"] for firm in printed["lContratista"]] == [work.contractor_name] * bool(
            work.contractor_name
        )
        assert bool(printed["lEntregaTerreno"]) is (work.handover_kind is not None)
        assert len(printed["lModificacionPlazo"]) == work.modifications
        if work.supervisor_person:
            last = printed["lSupervisor"][-1]
            assert work.supervisor_person.startswith(f"{last['ApellidoPaterno']} {last['ApellidoMaterno']}")
            assert last["FechaInicio"] == f"{work.supervisor_from:%d/%m/%Y}"
    assert compared > 100


def test_progress_never_goes_back_and_a_silence_leaves_a_hole(country):
    holes = 0
    for work in _readable(country):
        months = [(shown.year * 12 + shown.month, shown) for shown in history(country, work).months if shown.month]
        assert [at for at, _ in months] == sorted({at for at, _ in months})
        holes += any(later - earlier > 1 for (earlier, _), (later, _) in itertools.pairwise(months))
        if work.incomplete_reason != "RESOLUCION DE CONTRATO" and work.state != "Finalizado":
            done = [shown.physical_pct for _, shown in months]
            assert done == sorted(done)
    assert holes > 0


def test_a_page_of_today_continues_the_page_of_last_month():
    before, now = world(1, 300, NIGHT - timedelta(days=30)), world(1, 300, NIGHT)
    by_code = {work.code: work for work in before.works}
    longer = 0
    for work in _readable(now):
        old = by_code.get(work.code)
        if old is None or old.broken or old.state != "En Ejecución" or work.state != "En Ejecución":
            continue
        plan = work_plan(1, 300, NIGHT, work.code)
        if plan is not None and plan.trait("reporting") == "withdrawn":
            continue  # months were taken away again
        earlier, later = history(before, old).months, history(now, work).months
        known = [shown for shown in earlier if shown.month in range(1, 13)]
        assert [shown.physical_pct for shown in later[: len(known)]] == [shown.physical_pct for shown in known]
        longer += len(later) > len(earlier)
    assert longer > 5


def test_only_a_late_supervisor_begins_more_than_three_days_after_the_start(country):
    late = 0
    for work in _readable(country):
        named = arrays(work, history(country, work))["lSupervisor"]
        dates = [date(*map(int, one["FechaInicio"].split("/")[::-1])) for one in named if one["NombreRep"]]
        if dates and work.started_on:
            late += (min(dates) - work.started_on).days > 3
    assert 0 < late < len(country.works) // 20


def test_consortium_has_another_code_on_its_page_than_in_the_search(handle, country):
    work = next(w for w in country.works if history(country, w).contractor_code)
    firm = _arrays(_page(handle, "DatosEjecucion", work.code))["lContratista"][0]
    assert re.fullmatch(r"C0{3}\d{7}", firm["Ruc"])
    assert (firm["TipoEmpresa"], firm["NombreEmpresa"]) == ("Consorcio", work.contractor_name)
    found = next(row for row in _search(handle, codSnip=work.cui) if str(row["codigoObra"]) == work.code)
    assert found["rucEjecutor"] != firm["Ruc"]
    assert re.fullmatch(r"[12]0\d{9}", found["rucEjecutor"])


def _search(handle, page: int = 0, rows: int = 20, **parameters: str | None) -> list[dict]:
    asked = f"page={page}&rowsPerPage={rows}&Parameters={quote(json.dumps(parameters))}"
    reply = ask(f"{handle.url}/infobrasweb/Mapa/busqueda/obrasBasic?{asked}", "POST", {})
    assert reply.status == 200
    return json.loads(reply.body)


def test_search_has_the_real_shape_and_takes_the_cui_as_snip(handle, country):
    work = next(w for w in country.works if w.cui and w.started_on and w.programmed_end_on)
    found = _search(handle, codSnip=work.cui)
    assert differences(found, REAL["infobras_basic"]) == []
    assert work.code in [str(one["codigoObra"]) for one in found]
    assert {one["codUniqInv"] for one in found} == {work.cui}
    row = next(one for one in found if str(one["codigoObra"]) == work.code)
    moment = datetime.fromtimestamp(int(row["fechaIniObra"][6:-2]) / 1000, timezone(timedelta(hours=-5)))
    assert (moment.date(), moment.hour) == (work.started_on, 0)
    assert _search(handle, codUniqInv="9999999")[:1] != []  # a CUI in the wrong parameter filters nothing
    assert _search(handle, codSnip="9999999") == []


def test_search_pages(handle, country):
    pages = [_search(handle, page, 100) for page in range(4)]
    assert [len(page) for page in pages] == [100, 100, 100, 0]
    assert len({row["codigoObra"] for page in pages for row in page}) == len(country.works)
    assert ask(f"{handle.url}{MAP}/busqueda/obrasBasic?Parameters=nada").status == 500


def _point(handle, code: str) -> dict:
    reply = ask(f"{handle.url}{MAP}/MapaEstadistico/WmsProxy?CQL_FILTER={quote(f'cdp1_codigo={code!r}')}")
    return json.loads(reply.body)


def test_point_or_no_feature(handle, country):
    found = [(work, _point(handle, work.code)) for work in country.works[:60]]
    assert all(differences(point, REAL["infobras_wfs"]) == [] for _, point in found)
    with_point = [(work, point["features"][0]) for work, point in found if point["totalFeatures"]]
    assert 30 < len(with_point) < 60
    for work, feature in with_point:
        east, north = feature["geometry"]["coordinates"]
        expected = work.point or (work.district.latitude, work.district.longitude)
        assert (north, east) == pytest.approx(expected, abs=0.0 if work.point else 0.02)
        assert feature["properties"]["cdp1_codigo"] == work.code
    assert any(work.point for work, _ in with_point)
    assert _point(handle, "1") == {"type": "FeatureCollection", "totalFeatures": 0, "features": []}


def test_control_reports_are_as_many_as_the_record_says(handle, country):
    work = next(w for w in country.works if w.control_reports)
    (report,) = _arrays(_page(handle, "InformeControl", work.code))["lInformeControl"]
    assert report["RutaPublicacion"].endswith("&TIPOARCHIVO=RE")
    assert report["RutaInforme"].endswith("&TIPOARCHIVO=ADJUNTO")
    assert _arrays(_page(handle, "InformeControl", "1"))["lInformeControl"] == []


def test_summary_names_what_a_volunteer_looks_for(handle, country):
    work = next(w for w in country.works if w.contractor_name and w.physical_pct and not w.broken)
    page = _page(handle, "Sumario", work.code)
    labels = dict(re.findall(r"<tr><th>(.*?)</th><td>(.*?)</td></tr>", page))
    assert list(labels)[:2] == ["NOMBRE DE OBRA", "ESTADO DE OBRA"]
    assert labels["PORCENTAJE DE AVANCE FÍSICO"] == f"{work.physical_pct} %"
    assert labels["FECHA DE INICIO"] == (f"{work.started_on:%d/%m/%Y}" if work.started_on else "")


def test_unknown_work_is_a_page_without_values(handle):
    page = _page(handle, "DatosEjecucion", "1")
    assert _arrays(page) == {name: [] for name in NAMES}
    assert "No existe registro" in page
    assert "No existe registro" in _page(handle, "Sumario", "1")
    assert '<input type="hidden" id="ObraId" name="ObraId" value="1">' in page


def test_some_pages_are_windows_1252_without_charset(handle, country):
    kinds = {ask(f"{handle.url}{MAP}/InformeControl?obraId={w.code}").headers["content-type"] for w in country.works}
    assert kinds == {"text/html; charset=utf-8", "text/html"}


def test_names_with_markup_cannot_end_the_script():
    text = script_value([{"a": "</script><b>'x' & ñ"}])
    assert "<" not in text
    assert json.loads(text) == [{"a": "</script><b>'x' & ñ"}]
    page = execution("1001", WORKS[0], histories.of_record(WORKS[0])).body.decode()
    assert "<ETAPA>" not in page
    assert _arrays(page)["lSupervisor"][0]["NombreRep"] == "ZULMIRA"


def test_unreadable_cells_are_unreadable_on_the_page_too():
    work = replace(WORKS[0], broken={"physical_pct": "SIN DATO", "handover_on": "31/02/2026"}, handover_kind="Total")
    printed = arrays(work, histories.of_record(work))
    assert printed["lAvances"][0]["PorcRealFisico"] == "SIN DATO"
    assert printed["lEntregaTerreno"][0]["FechaEntrega"] == "31/02/2026"


def test_fifty_persons_can_be_looked_for(handle, country):
    """Names and DNIs stand where the real ones do; all of them are of the invented kind."""
    planted = {pair for work in country.works for pair in persons(work, history(country, work))}
    assert len(planted) >= 50
    assert all(re.fullmatch(r"00\d{6}", document) for _, document in planted)
    assert {name for name, _ in planted} & personal_values(country)
    work = next(w for w in country.works if w.supervisor_person and not w.broken)
    row = next(one for one in _search(handle, codigoObra=work.code))
    pairs = {(row["nombresSupervisor"], row["dniSupervisor"]), (row["nombresResidente"], row["numdocResidente"])}
    assert pairs - {(None, None)} <= planted
    assert row["dniSupervisor"] in _page(handle, "DatosEjecucion", work.code)


def test_same_question_same_bytes(country):
    for work in country.works[:5]:
        seen = history(country, work)
        assert execution(work.code, work, seen) == execution(work.code, work, seen)
    assert DAY == NIGHT
