"""Answers about an investment: what the recorded shapes come to, whose answer it is, what never leaves the reader."""

import json
from decimal import Decimal

import pytest

from sources import registry
from sources.bundle import write_bundle

NAME = "mef_ssi"
DETAIL = {"CODIGO_UNICO": "2500001", "NOMBRE_INVERSION": "X", "ESTADO": "ACTIVO", "COSTO_ACTUALIZADO": 1, "AVAN_FISICO": 2}
TRAP = {**DETAIL, "CODIGO_UNICO": "", "COD_SNIP": "77845"}
F12B = {"PORC_AVANCE_FIS": 1, "FECHA_ULT_ACT_F12B": "/Date(1762549203000)/"}
CONTRACT = {"NUM_CONTRATO": "1", "FEC_SUSCRIPCION": "28/02/2025", "MTO_TOTAL": 5, "OBJETO_CONTRATAC": "Obra"}
STOPPAGE = {"COD_INFO_OBRAS": 42593, "FEC_PARALIZA": "/Date(1560574800000)/"}
WORK = {"NOBR_ID": 42593, "COBR_DESCRI": "OBRA", "COPA_DESCRI": "Contrata", "AVANCEFISICO_REAL": 3}


@pytest.fixture
def read(run, tmp_path):
    """Read answers (key, page, content) as one night's bundle; content is bytes, or what becomes JSON."""

    def _read(*answers):
        path = tmp_path / "night.pages"
        as_bytes = [(k, p, c if isinstance(c, bytes) else json.dumps(c).encode()) for k, p, c in answers]
        write_bundle(path, NAME, [(key, page, lambda sink, body=body: sink.write(body)) for key, page, body in as_bytes])
        return run(NAME, path)

    return _read


@pytest.fixture
def fixture(run, recorded):
    return run(NAME, recorded / NAME / "MEF-SSI.pages")


def one_more(*answers):
    """Answers beside a good investment's, so that the night is not refused for a few that are bad."""
    good = [("2500001", "detail", [DETAIL])]
    return [*good, *[("2500001", page, []) for page in ("f12b", "contracts", "stopped", "works")], *answers]


def test_an_investment_keeps_its_published_values(fixture):
    first, second = fixture.rows("investments")
    assert (first["page_key"], first["codigo_unico"], first["estado"]) == ("2171549", "2171549", "ACTIVO")
    assert (first["costo_actualizado"], first["avan_fisico"]) == (Decimal("88250571.72"), Decimal("76.85"))
    assert (first["fec_ini_ej"].isoformat(), first["fec_fin_ej"].isoformat()) == ("2013-12-15", "2028-12-30")
    assert (first["ind_alertas"], first["tiene_f8"], second["tiene_f8"]) == ("[5]", True, False)
    assert second["avan_fisico"] is None, "what is not published is not zero"


def test_the_monitoring_form_is_of_the_day_in_lima(fixture):
    (form,) = fixture.rows("monitoring")
    assert form["fecha_ult_act_f12b"].isoformat() == "2025-11-07"
    assert (form["porc_avance_fis"], form["situacion_described"]) == (Decimal("76.85"), True)


def test_both_forms_of_a_signature_are_read(fixture):
    days = {row["num_contrato"]: row["fec_suscripcion"].isoformat() for row in fixture.rows("contracts")}
    assert days == {"024-2025-INV": "2025-02-28", "CONTRATO N°013-2025-INV": "2025-01-28"}


def test_stoppages_works_and_their_months(fixture):
    (stoppage,) = fixture.rows("stoppages")
    assert (stoppage["cod_info_obras"], stoppage["fec_paraliza"].isoformat()) == ("42593", "2019-06-15")
    assert (stoppage["informe_published"], stoppage["resolucion_published"]) == (True, False)
    first, second = fixture.rows("works")
    assert [(row["nobr_id"], row["obj_sno_avance"]) for row in (first, second)] == [("553414", 2), ("553656", 0)]
    assert (first["dobr_fec_ini_obra"].isoformat(), second["dobr_fec_ini_obra"]) == ("2025-03-17", None)
    april, may = fixture.rows("months")
    assert (april["nobr_id"], april["noba_anio"], april["noba_mes"], april["coba_estreg"]) == ("553414", 2025, 4, "2")
    assert (april["doba_fchrep"].isoformat(), may["doba_fchrep"]) == ("2025-05-10", None)


def test_an_empty_list_is_an_answer_of_its_own(fixture):
    elements = {(row["page_key"], row["page"]): row["elements"] for row in fixture.rows("pages")}
    assert len(elements) == 10
    assert [elements["2500001", page] for page in ("f12b", "contracts", "stopped", "works")] == [0, 0, 0, 0]


def test_every_row_is_kept_and_the_member_that_nobody_knows_is_named(fixture):
    report = fixture.report
    assert report.rows_in == sum(len(fixture.rows(table)) for table in registry.get(NAME).tables)
    assert (report.collapsed, report.quarantined, report.unparsable_cells) == (0, 0, 0)
    assert report.drift == ("unknown column: RESIDENTE",)


def test_no_person_leaves_the_reader(fixture, recorded):
    assert b"PERSONA INVENTADA" in (recorded / NAME / "MEF-SSI.pages").read_bytes(), "the control: they came"
    for path in fixture.folder.rglob("*"):
        assert not path.is_file() or b"PERSONA INVENTADA" not in path.read_bytes()


@pytest.mark.parametrize(("page", "item"), [("f12b", F12B), ("contracts", CONTRACT), ("stopped", STOPPAGE), ("works", WORK)])
def test_the_data_of_snip_77845_are_nobodys_answer(read, page, item):
    """A code that is not known is answered with another investment's data: nothing of it is taken, nor of its lists."""
    outcome = read(*one_more(("2999999", "detail", [TRAP]), ("2999999", page, [item])))
    assert [(row["place"], row["reason"]) for row in outcome.quarantine()] == [
        ("2999999/detail", "other_key"), (f"2999999/{page}", "unconfirmed_key"),
    ]  # fmt: skip
    assert {row["page_key"] for table in registry.get(NAME).tables for row in outcome.rows(table)} == {"2500001"}


def test_an_empty_list_beside_the_trap_is_no_absence(read):
    outcome = read(*one_more(("2999999", "detail", [TRAP]), ("2999999", "works", [])))
    assert ("2999999", "works") not in {(row["page_key"], row["page"]) for row in outcome.rows("pages")}


@pytest.mark.parametrize("detail", [[], [DETAIL]])
def test_a_list_counts_only_beside_the_answer_that_names_its_code(read, detail):
    """The detail did not come, is empty, or speaks of another code; then a list may be anybody's."""
    beside = [("2500002", "detail", [{**item, "CODIGO_UNICO": 2500003} for item in detail])]
    for answers in ([], beside):
        outcome = read(*one_more(*answers, ("2500002", "stopped", [STOPPAGE])))
        assert ("2500002/stopped", "unconfirmed_key") in {(row["place"], row["reason"]) for row in outcome.quarantine()}
        assert outcome.rows("stoppages") == []


def test_a_code_that_came_as_a_number_is_the_same_code(read):
    outcome = read(("2500001", "detail", [{**DETAIL, "CODIGO_UNICO": 2500001}]), ("2500001", "works", [WORK]))
    assert (outcome.report.quarantined, [row["nobr_id"] for row in outcome.rows("works")]) == (0, ["42593"])


def test_answers_that_repeat_no_code_refuse_the_night_and_say_what_came(read):
    """Nobody saw a whole answer: should the portal call its code otherwise, a person must read how."""
    other = {("CUI" if name == "CODIGO_UNICO" else name): value for name, value in DETAIL.items()}
    refused = read(("2500001", "detail", [other]), ("2500001", "works", [WORK]))
    assert refused.code == "pages_broken"
    for said in ("expected CODIGO_UNICO", "came CUI, NOMBRE_INVERSION", "sources/mef_ssi/source.yml"):
        assert said in refused.message


@pytest.mark.parametrize(
    ("page", "item", "lacks"),
    [
        ("contracts", {"PROCESO": "LP-1", "OBJETO": "OBRA", "RUC": "20100128218", "FECHA_SUSCRIPCION": "28/02/2025"},
         "OBJETO_CONTRATAC"),
        ("stopped", {"FECHA_PARALIZACION": "15/06/2019", "DIAS": 1200, "CAUSAL": "X", "ESTADO": "vigente"},
         "COD_INFO_OBRAS"),
    ],
)  # fmt: skip
def test_the_other_documented_form_refuses_the_night_and_says_what_came(read, page, item, lacks):
    refused = read(*one_more(("2500002", "detail", [{**DETAIL, "CODIGO_UNICO": 2500002}]), ("2500002", page, [item])))
    assert refused.code in ("missing_column", "renamed_column")
    assert f"'{lacks}' is not there" in refused.message
    assert "sources/mef_ssi/source.yml" in refused.message
    assert f"came {', '.join(item)})" in refused.message


@pytest.mark.parametrize(
    ("page", "content"),
    [
        ("works", {"lstObra": [WORK]}),
        ("works", [{**WORK, "obj_SNO_AVANCE": {"NOBA_ANIO": 2025}}]),
        ("f12b", [1]),
        ("contracts", b'[{"NUM_CONTRATO": "1"'),
        ("stopped", b'"[]"'),
        ("detail", [{**DETAIL, "CODIGO_UNICO": 2500002}, 5]),
        ("detail", {"d": []}),
    ],
)
def test_an_answer_of_another_form_is_set_aside_with_its_place(read, page, content):
    outcome = read(*one_more(("2500002", "detail", [{**DETAIL, "CODIGO_UNICO": 2500002}]), ("2500002", page, content)))
    assert [(row["place"], row["reason"]) for row in outcome.quarantine()] == [(f"2500002/{page}", "page_layout")]


def test_a_value_that_cannot_be_read_leaves_its_row_in_place(read):
    odd = {**DETAIL, "COSTO_ACTUALIZADO": "S/. 20,652,795.00", "FEC_INI_EJ": "2013-12-15"}
    outcome = read(("2500001", "detail", [odd]))
    assert sorted(outcome.rows("investments")[0]["unparsable"]) == ["costo_actualizado", "fec_ini_ej"]
    assert {(row["column"], row["raw"]) for row in outcome.quarantine()} == {
        ("costo_actualizado", "S/. 20,652,795.00"), ("fec_ini_ej", "2013-12-15"),
    }  # fmt: skip


def test_an_answer_twice_about_one_investment_is_set_aside(read):
    outcome = read(("2500001", "detail", [DETAIL, {**DETAIL, "AVAN_FISICO": 50}]))
    assert [row["reason"] for row in outcome.quarantine()] == ["conflicting_key"] * 2
    assert outcome.rows("investments") == []


@pytest.mark.parametrize("moment", ["/Date(-62135596800000)/", "/Date(915166800000)/"])
def test_a_moment_before_2000_is_no_date(read, moment):
    outcome = read(("2500001", "detail", [DETAIL]), ("2500001", "f12b", [{**F12B, "FECHA_ULT_ACT_F12B": moment}]))
    assert outcome.rows("monitoring")[0]["fecha_ult_act_f12b"] is None
    assert outcome.report.unparsable_cells == 0


def test_a_moment_that_no_calendar_of_the_portal_holds_is_named_and_not_taken_for_none(read):
    odd = {**F12B, "FECHA_ULT_ACT_F12B": "/Date(-99999999999999)/"}
    outcome = read(("2500001", "detail", [DETAIL]), ("2500001", "f12b", [odd]))
    assert outcome.rows("monitoring")[0]["unparsable"] == ["fecha_ult_act_f12b"]


@pytest.mark.parametrize(("text", "read_as"), [("01/01/99", None), ("01/01/26", "2026-01-01")])
def test_a_short_year_is_one_of_this_century(read, text, read_as):
    outcome = read(("2500001", "detail", [{**DETAIL, "FEC_INI_EJ": text}]))
    (row,) = outcome.rows("investments")
    assert (row["fec_ini_ej"] and row["fec_ini_ej"].isoformat(), bool(row["unparsable"])) == (read_as, read_as is None)


def test_a_contract_that_is_told_twice_is_kept_and_noted(read):
    """Two items of a contract are no twins, nor is the same row twice."""
    item = {**CONTRACT, "NUM_ITEM": 2, "DES_ITEM": "OTRO"}
    for rows, notes in (([CONTRACT, CONTRACT, item], ()), ([CONTRACT, {**CONTRACT, "PROCESO": "LP-9"}, item], 1)):
        outcome = read(("2500001", "detail", [DETAIL]), ("2500001", "contracts", rows))
        told = [note for note in outcome.report.drift if note.startswith("two rows")]
        assert told == (["two rows for one, with other contents: contracts 1"] if notes else [])
        assert len(outcome.rows("contracts")) == len(rows) - (0 if notes else 1)


def answers_of(*keys):
    """The five answers about each investment."""
    pages = {"f12b": F12B, "contracts": CONTRACT, "stopped": STOPPAGE, "works": WORK}
    return [
        (key, page, [item]) for key in keys for page, item in {"detail": {**DETAIL, "CODIGO_UNICO": key}, **pages}.items()
    ]


def test_one_trap_among_few_refuses_its_own_answers_and_not_the_night(read):
    traps = [("2999999", "detail", [TRAP]), *[answer for answer in answers_of("2999999") if answer[1] != "detail"]]
    outcome = read(*answers_of("2500001", "2500002"), *traps)
    assert outcome.report.quarantined == 5
    assert {row["page_key"] for row in outcome.rows("pages")} == {"2500001", "2500002"}


def test_one_kind_of_answer_that_nobody_can_read_refuses_the_night(read):
    """A fifth of all answers, and all of their kind."""
    keys = ("2500001", "2500002", "2500003")
    good = [answer for answer in answers_of(*keys) if answer[1] != "works"]
    refused = read(*good, *[(key, "works", {"lstObra": []}) for key in keys])
    assert refused.code == "pages_broken"
    assert "3 of 3 pages; 2500001/works" in refused.message


def test_letters_encoded_twice_are_seen_in_a_night_of_answers_of_few_letters(read):
    def named(name):
        keys = ("2500001", "2500002", "2500003")
        return [(key, "detail", [{**DETAIL, "CODIGO_UNICO": key, "NOMBRE_INVERSION": name}]) for key in keys]

    assert read(*named("REGIÓN")).report.kept == 6
    wrong = json.dumps(named("REGIÓN")[0][2], ensure_ascii=False).encode().decode("latin-1")
    twice = [(key, page, wrong.replace("2500001", key).encode()) for key, page, _ in named("")]
    refused = read(*twice)
    assert refused.code == "pages_broken"
    assert "detail together" in refused.message
    assert read(twice[0], *named("REGIÓN")[1:]).report.quarantined == 0, "two letters are what people paste"


def test_every_question_carries_the_portals_own_headers():
    for page in registry.get(NAME).access.pages:
        assert page.headers["X-Requested-With"] == "XMLHttpRequest"
        assert page.headers["Referer"].endswith("/ssi/Ssi/Index?tipo=2&codigo={key}")
