"""The pages of a work: what the recorded shapes come to, what is set aside, what never leaves the reader."""

import json
from decimal import Decimal

import pytest

from sources import registry
from sources.bundle import write_bundle
from sources.contraloria_ficha.reader import ARRAYS

NAME = "contraloria_ficha"
MONTH = {"Codigo": 1, "Anio": "2026", "Mes": "ENERO", "PorcRealFisico": 10.5}
ROLE = {"Codigo": 5, "FechaInicio": "20/11/2025", "FechaFin": " ", "TipoPersona": "Natural"}


def execution(**arrays: object) -> bytes:
    lines = "".join(f"var {name}={json.dumps(arrays.get(name, []))};\n" for name in ARRAYS)
    return f"<html><script>\n{lines}</script></html>".encode()


@pytest.fixture
def bundle(tmp_path):
    """Pages in a file, as the night makes it: (key, page, bytes)."""

    def _bundle(*pages):
        path = tmp_path / "night.pages"
        write_bundle(path, NAME, [(key, page, lambda sink, content=content: sink.write(content)) for key, page, content in pages])
        return path

    return _bundle


@pytest.fixture
def read(run, bundle):
    return lambda *pages: run(NAME, bundle(*pages))


@pytest.fixture
def fixture(run, recorded):
    return run(NAME, recorded / NAME / "INFOBRAS-fichas.pages")


def test_months_keep_their_values_and_lose_their_free_text(fixture):
    first, second = fixture.rows("progress")
    assert first["page_key"] == "66057"
    assert (first["anio"], first["mes"], first["porc_real_fisico"]) == (2022, "OCTUBRE", Decimal("49.25"))
    assert first["real_financ"] == Decimal("56298773.94")
    assert first["fecha_paralizacion"].isoformat() == "2022-10-15"
    assert (first["l_img_fisico"], first["l_img_valorizacion"]) == (1, 1)
    assert (second["mes"], second["l_img_fisico"]) == ("SETIEMBRE", 0)
    assert not [column for column in first if "comentario" in column]


def test_documents_are_told_by_the_registers_own_names(fixture):
    rows = {(row["array"], row["month_code"], row["extension"], row["url_img"][:4]) for row in fixture.rows("documents")}
    assert rows == {
        ("lImgFisico", "1229451", "jpeg", "0063"), ("lImgValorizacion", "1229451", "pdf", "a137"),
    }  # fmt: skip


def test_roles_keep_dates_and_whether_somebody_is_named(fixture):
    supervisor, resident = fixture.rows("roles")
    assert (supervisor["array"], supervisor["fecha_inicio"].isoformat()) == ("lSupervisor", "2019-11-20")
    assert (supervisor["persona_named"], supervisor["designacion_published"]) == (True, False)
    assert (resident["array"], resident["fecha_fin"].isoformat()) == ("lResidente", "2019-12-16")
    assert supervisor["fecha_designacion"] is None, "a blank date is no date"


def test_no_person_leaves_the_reader(fixture):
    for path in fixture.folder.rglob("*"):
        content = path.read_bytes() if path.is_file() else b""
        assert not [word for word in (b"PERSONA INVENTADA", b"00000042", b"00000043", b"CamScanner") if word in content]


def test_the_archive_side_of_that_control_holds_the_persons(recorded):
    content = (recorded / NAME / "INFOBRAS-fichas.pages").read_bytes()
    assert all(word in content for word in (b"PERSONA INVENTADA", b"00000042", b"00000043", b"CamScanner"))


def test_contracts_changes_and_counts(fixture):
    (contractor,) = fixture.rows("contractors")
    assert (contractor["ruc"], contractor["fecha_contrato"].isoformat()) == ("C0003197145", "2019-11-13")
    extension, addition = fixture.rows("changes")
    assert (extension["dias_aprobados"], extension["registro_published"]) == (467, True)
    assert (addition["numero_adic"], addition["monto_soles"]) == (5, Decimal("2635485.0000"))
    counts = {(row["page_key"], row["array"]): row["elements"] for row in fixture.rows("arrays")}
    assert counts["66057", "lAvances"] == 1
    assert counts["42594", "lAvances"] == 0
    assert len(counts) == 36


def test_search_reports_and_point(fixture):
    (summary,) = fixture.rows("summaries")
    assert (summary["cod_uniq_inv"], summary["est_actualizacion"]) == ("2157301", "Desactualizado")
    assert (summary["fecha_ini_obra"].isoformat(), summary["fecha_fin_obra"].isoformat()) == ("2019-11-23", "2021-01-16")
    assert (summary["supervisor_named"], summary["resident_named"]) == (True, True)
    (report,) = fixture.rows("reports")
    assert (report["fecha_emision"].isoformat(), report["fecha_publicacion"].isoformat()) == ("2025-03-14", "2025-03-21")
    (point,) = fixture.rows("points")
    assert (point["page_key"], point["longitude"], point["latitude"]) == ("42593", -77.0326996, -12.0514081)


def test_every_row_is_kept_collapsed_or_set_aside(fixture):
    report = fixture.report
    assert report.rows_in == sum(len(fixture.rows(table)) for table in registry.get(NAME).tables)
    assert (report.collapsed, report.quarantined, report.drift) == (0, 0, ())
    assert {(row["page_key"], row["page"]) for row in fixture.rows("pages")} >= {("66057", "point"), ("42594", "execution")}


def test_the_hash_of_a_page_tells_a_change_and_nothing_else(read):
    def hash_of(content):
        return read(("1", "execution", content)).rows("pages")[0]["fields_sha256"]

    page = execution(lAvances=[MONTH])
    assert hash_of(page) == hash_of(page.replace(b"<html>", b"<html><input name='__VIEWSTATE' value='x9'>"))
    assert hash_of(page) == hash_of(execution(lAvances=[{**MONTH, "ComentarioFisico": "otro"}]))
    assert hash_of(page) != hash_of(execution(lAvances=[{**MONTH, "PorcRealFisico": 10.6}]))


def test_a_natural_persons_name_is_never_taken_for_a_firms(read):
    rows = read(
        ("1", "execution", execution(lSupervisor=[{**ROLE, "Ruc": None, "NombreEmpresa": "JUANA INVENTADA"}])),
        ("2", "execution", execution(lSupervisor=[{**ROLE, "Ruc": "10123456789", "NombreEmpresa": "JUANA INVENTADA"}])),
    ).rows("roles")
    assert [(row["ruc"], row["nombre_empresa"]) for row in rows] == [(None, None), ("10*********", None)]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (execution().replace(b"var lAdenda=[];", b""), "page_layout"),
        (execution().replace(b"var lAdenda=[]", b"var lAdenda=[{'a':1}]"), "page_layout"),
        (execution().replace(b"var lAdenda=[];", b"var lAdenda=[]\n"), "page_layout"),
        (execution().replace(b"var lAdenda=[]", b"var lAdenda=[1]"), "page_layout"),
        (execution() + execution(), "page_layout"),
        (execution()[:-60], "page_layout"),
        (b"\x81\x8d" + execution(), "undecodable_bytes"),
    ],
)
def test_a_page_of_another_form_is_set_aside_with_its_place(read, content, reason):
    outcome = read(("7", "execution", content), ("8", "execution", execution(lAvances=[MONTH])))
    assert [(row["place"], row["reason"]) for row in outcome.quarantine()] == [("7/execution", reason)]
    assert [row["page_key"] for row in outcome.rows("progress")] == ["8"]
    assert outcome.report.quarantined == 1


def test_an_answer_about_another_work_is_set_aside(read):
    other = [{"codigoObra": 8, "estObra": "x", "estActualizacion": "y"}]
    feature = {"geometry": {"type": "Point", "coordinates": [1, 2]}, "properties": {"cdp1_codigo": "8"}}
    outcome = read(
        ("7", "search", json.dumps(other).encode()),
        ("7", "point", json.dumps({"features": [feature]}).encode()),
        ("8", "search", json.dumps(other).encode()),
    )
    assert [(row["place"], row["reason"]) for row in outcome.quarantine()] == [
        ("7/search", "other_key"), ("7/point", "other_key"),
    ]  # fmt: skip
    assert [row["page_key"] for row in outcome.rows("summaries")] == ["8"]


def test_text_inside_an_array_is_never_taken_for_an_array(read):
    trap = {**MONTH, "ComentarioFisico": 'x"];var lAvances=[{"Codigo":9}];'}
    assert [row["codigo"] for row in read(("1", "execution", execution(lAvances=[trap]))).rows("progress")] == ["1"]


def test_a_night_of_which_too_much_cannot_be_read_is_refused(read):
    good = [(str(n), "execution", execution()) for n in range(12)]
    broken = [(str(n), "execution", b"<html>var lAvances=</html>") for n in range(20, 23)]
    assert read(*good, *broken).report.quarantined == 3
    refused = read(*good, *broken, ("24", "execution", b"<html></html>"))
    assert refused.code == "pages_broken"
    assert "4 of 16" in refused.message


def test_a_renamed_member_refuses_the_night(read):
    renamed = {key.replace("PorcRealFisico", "PorcentajeRealFisico"): value for key, value in MONTH.items()}
    assert read(("1", "execution", execution(lAvances=[renamed]))).code == "renamed_column"


def test_a_member_that_nobody_knows_is_named(read):
    report = read(("1", "execution", execution(lAvances=[{**MONTH, "Semaforo": "rojo"}]))).report
    assert "unknown column: Semaforo" in report.drift


def test_members_of_arrays_that_nobody_has_seen_are_named_and_none_of_their_values_is_kept(read):
    handed = {"Fecha": "01/02/2026", "Autor": "JUANA INVENTADA"}
    outcome = read(("1", "execution", execution(lAdelanto=[handed, {"Fecha": "x", "Monto": 5}], lAdenda=[{}])), ("2", "execution", execution()))
    members = {(row["page_key"], row["array"]): row["members"] for row in outcome.rows("arrays") if row["members"]}
    assert members == {("1", "lAdelanto"): "Autor, Fecha, Monto"}
    assert set(outcome.report.drift) == {f"unknown column: lAdelanto.{name}" for name in ("Autor", "Fecha", "Monto")}
    assert not [path for path in outcome.folder.rglob("*") if path.is_file() and b"JUANA" in path.read_bytes()]


def test_a_value_that_cannot_be_read_leaves_its_row_in_place(read):
    outcome = read(("1", "execution", execution(lAvances=[{**MONTH, "PorcRealFisico": "diez"}])))
    assert outcome.rows("progress")[0]["unparsable"] == ["porc_real_fisico"]
    assert [(row["column"], row["raw"]) for row in outcome.quarantine()] == [("porc_real_fisico", "diez")]


def test_a_bundle_that_was_cut_is_refused(run, bundle, tmp_path):
    whole = bundle(("1", "execution", execution())).read_bytes()
    assert run(NAME, whole[:-40]).code == "broken_json"
    assert run(NAME, b"x\n").code == "broken_json"
