"""The transparency portal: its lists of bodies, and what a rubric shows, is silent about, or hides from every output."""

from datetime import date

import pytest

from sources.bundle import write_bundle

LISTS, RUBRICS = "pcm_pte_entidades", "pcm_pte_inversiones"
WRAPPED = '<object data="https://ofi5.mef.gob.pe/proyectos_pte/forms/UnidadEjecutora.aspx?tipo=2&amp;IdUE=301280"></object>'
INFOBRAS = '<a href="https://infobras.contraloria.gob.pe/InfobrasWeb/">INFObras</a>'
ACCESS = "Responsable de Acceso a la Información Pública"
PORTAL = "Responsable del Portal de Transparencia"
QUARTER = "<h3>III Trimestre 2026</h3>"
EMPTY = "<p>No se encontró información registrada</p>"
LISTED = ("local", "regional", "executive", "autonomous", "judicial")


def officers(**behind):
    labels = {"access": ACCESS, "portal": PORTAL}
    return "<dl>" + "".join(f"<dt>{labels[role]}</dt><dd>{text}</dd>" for role, text in behind.items()) + "</dl>"


def rubric(content, key="10080", people=None):
    people = officers(portal="PERSONA INVENTADA") if people is None else people
    action = f"./pte_transparencia_pro_inv.aspx?id_entidad={key}&amp;id_tema=26&amp;ver=1"
    return f"<html><form action='{action}'>{INFOBRAS}{content}{people}</form></html>".encode()


def listing(*bodies):
    links = "".join(f'<a href="/enlaces/x.aspx?id_entidad={number}">{text}</a>' for number, text in bodies)
    return f"<html><body><a href='/buscador/'>Entidades</a>{links}</body></html>".encode()


@pytest.fixture
def read(run, tmp_path):
    """Read pages (key, bytes) of a source as one bundle."""

    def _read(source, *pages):
        path = tmp_path / "night.pages"
        name = "list" if source == LISTS else "rubric"
        write_bundle(path, source, [(key, name, lambda sink, content=content: sink.write(content)) for key, content in pages])
        return run(source, path)

    return _read


@pytest.fixture
def one(read):
    """The one row of a rubric, None when the page was set aside."""
    return lambda content, **more: next(iter(read(RUBRICS, ("10080", rubric(content, **more))).rows("rubrics")), None)


@pytest.fixture
def lists(run, recorded):
    return run(LISTS, recorded / LISTS / "PTE-entidades.pages")


@pytest.fixture
def rubrics(run, recorded):
    return run(RUBRICS, recorded / RUBRICS / "PTE-inversiones.pages")


def test_each_link_with_a_number_is_a_body(lists):
    rows = {row["id_entidad"]: (row["page_key"], row["nombre"], row["sigla"]) for row in lists.rows("bodies")}
    assert rows["10080"] == ("local", "MUNICIPALIDAD DISTRITAL DE SAN ISIDRO LIMA", "MDSI")
    assert [row["elements"] for row in lists.rows("pages")] == [5, 3, 3, 3, 2]
    assert len(rows) == 16
    assert (lists.report.quarantined, lists.report.drift) == (0, ())


def test_a_name_may_hold_brackets_and_lack_a_short_one(lists):
    names = {row["nombre"]: row["sigla"] for row in lists.rows("bodies")}
    assert names["DIRECCIÓN DE RED INTEGRADA DE SALUD CONCHUCOS NORTE (DRISCN)"] == "RSCN"
    assert names["FUERO MILITAR POLICIAL (EX - CONSEJO SUPREMO DE JUSTICIA MILITAR)"] == "FMP"
    assert names["IAFAS DE LA FUERA AEREA DEL PERU (IAFAS FAP (FOSFAP))"] is None
    assert names["MUNICIPALIDAD DISTRITAL DE SAQUENA"] is None


def test_a_list_without_bodies_refuses_all_five(read):
    pages = [(name, listing((number, f"ENTIDAD {number} (E{number})"))) for number, name in enumerate(LISTED, 1)]
    assert len(read(LISTS, *pages).rows("bodies")) == 5
    renamed = pages[2][1].replace(b"id_entidad", b"idEntidad")
    refused = read(LISTS, *pages[:2], ("executive", renamed), *pages[3:])
    assert refused.code == "pages_broken"
    assert "list executive: expected links with id_entidad=N" in refused.message
    assert "sources/pcm_pte_entidades/reader.py" in refused.message
    assert read(LISTS, *pages[:4], ("judicial", b"\x81\x8d" + pages[4][1])).code == "pages_broken"


def test_one_list_served_in_place_of_another_refuses_all_five(read):
    local = listing(*((number, f"ENTIDAD {number} (E)") for number in range(20)))
    assert read(LISTS, ("local", local), ("regional", local)).code == "conflicting_keys"


def test_a_number_that_is_none_is_set_aside(read):
    outcome = read(LISTS, ("local", listing((1, "A (A)"), (2, "B (B)"), ("x9", "C (C)"))))
    assert [row["id_entidad"] for row in outcome.rows("bodies")] == ["1", "2"]
    assert [row["reason"] for row in outcome.quarantine()] == ["broken_key"]


def test_the_states_of_a_rubric(rubrics):
    rows = {row["page_key"]: row for row in rubrics.rows("rubrics")}
    shown = {key: (row["state"], row["quarter_end"], row["projects"], row["id_ue"]) for key, row in rows.items()}
    assert shown == {
        "10080": ("listed", date(2026, 9, 30), 2, "301280"),
        "10533": ("listed", date(2024, 6, 30), 1, "300421"),
        "13122": ("empty", None, 0, None),
        "13743": ("wrapped", None, 0, "500123"),
    }
    assert (rows["10533"]["year"], rows["10533"]["quarter"]) == (2024, 2), "the newest of those shown"
    assert all(row["infobras"] for row in rows.values())
    assert (rubrics.report.quarantined, rubrics.report.drift) == (0, ())


def test_officers_are_named_or_not_and_only_an_offices_mailbox_is_kept(rubrics):
    rows = {row["page_key"]: row for row in rubrics.rows("rubrics")}
    named = {key: (row["access_officer_named"], row["portal_officer_named"]) for key, row in rows.items()}
    assert named == {
        "10080": (True, True), "10533": (True, False), "13122": (False, True), "13743": (False, True),
    }  # fmt: skip
    mails = {key: (row["access_mail"], row["portal_mail"]) for key, row in rows.items()}
    assert mails == {
        "10080": ("transparencia@municipio.example", None),
        "10533": ("acceso.informacion2@region.example", None),
        "13122": (None, None),
        "13743": ("mesa.de.partes@empresa.example", None),
    }
    assert [row["portal_own_mail_published"] for row in rows.values()] == [True, False, False, True]


def test_no_person_leaves_the_reader(rubrics, recorded):
    persons = (b"PERSONA INVENTADA", b"persona.dos", b"cinco@")
    content = (recorded / RUBRICS / "PTE-inversiones.pages").read_bytes()
    assert all(word in content for word in persons), "the control: they stand in what came"
    for path in rubrics.folder.rglob("*"):
        kept = path.read_bytes() if path.is_file() else b""
        assert not [word for word in persons if word in kept]


@pytest.mark.parametrize(
    ("mail", "kept"),
    [
        ("transparencia@x.gob.pe", True), ("Mesa-de-Partes2@x.gob.pe", True), ("frai.10080@x.gob.pe", True),
        ("jperez@x.gob.pe", False), ("transparencia.jperez@x.gob.pe", False), ("10442211@x.gob.pe", False),
    ],
)  # fmt: skip
def test_a_mailbox_is_kept_only_when_every_word_is_an_offices(one, mail, kept):
    row = one(QUARTER, people=officers(access=mail))
    assert row["access_mail"] == (mail if kept else None)
    assert row["access_own_mail_published"] is not kept
    assert not row["access_officer_named"]


@pytest.mark.parametrize(
    ("people", "named"),
    [
        (officers(access="JUANA INVENTADA", portal="-"), (True, False)),
        (officers(access="No registra", portal="Sin designar"), (False, False)),
        (f"<p><b>{ACCESS}:</b> JUANA INVENTADA</p><p>{PORTAL}: JUAN INVENTADO</p>", (True, True)),
        (f"<p><b>{ACCESS}</b></p><p>Lima, Perú</p>", (False, False)),
        ("<p>Funcionario responsable del Portal de Transparencia y de Acceso a la Información: ANA INVENTADA</p>", (True, True)),
        (f"<table><tr><th>{ACCESS}</th><td>ANA INVENTADA</td></tr><tr><th>{PORTAL}</th><td></td></tr></table>", (True, False)),
    ],
)  # fmt: skip
def test_somebody_is_named_only_beside_the_label_of_the_role(one, people, named):
    row = one(QUARTER, people=people)
    assert (row["access_officer_named"], row["portal_officer_named"]) == named


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("Tercer Trimestre del año 2026", (2026, 3)), ("4to. Trimestre - 2025", None), ("1er trimestre de 2025", (2025, 1)),
        ("2° Trimestre 2024", (2024, 2)), ("Trimestre V 2026", None), ("2026: tercer trimestre", None),
    ],
)  # fmt: skip
def test_a_quarter_in_words_nobody_knows_is_refused_and_never_guessed(read, words, shown):
    outcome = read(RUBRICS, ("10080", rubric(WRAPPED + f"<h3>{words}</h3>")), ("7", rubric(EMPTY, key="7")))
    rows = {row["page_key"]: (row["year"], row["quarter"]) for row in outcome.rows("rubrics")}
    assert rows.get("10080") == shown
    assert [(row["place"], row["reason"]) for row in outcome.quarantine()] == (
        [] if shown else [("10080/rubric", "page_layout")]
    )


def test_quarters_that_can_only_be_chosen_are_not_shown(one):
    choice = "<select><option>III Trimestre 2026</option></select>"
    assert one(WRAPPED + choice)["state"] == "wrapped"
    assert one(choice + "<h3>I Trimestre 2026</h3>")["quarter"] == 1


@pytest.mark.parametrize(
    ("page", "reason"),
    [
        (rubric("<p>Información</p>"), "page_layout"),
        (rubric(EMPTY + "<td>2171549</td>"), "page_layout"),
        (rubric(WRAPPED + WRAPPED.replace("301280", "301281")), "page_layout"),
        (rubric(QUARTER, people=""), "page_layout"),
        (rubric(QUARTER).replace(b"id_entidad", b"entidad"), "page_layout"),
        (rubric(QUARTER, key="10081"), "other_key"),
        (b"\x81\x8d" + rubric(QUARTER), "undecodable_bytes"),
    ],
)
def test_a_page_of_another_form_is_set_aside_and_says_nothing_of_its_body(read, page, reason):
    outcome = read(RUBRICS, ("10080", page), ("7", rubric(EMPTY, key="7")))
    assert [(row["place"], row["reason"]) for row in outcome.quarantine()] == [("10080/rubric", reason)]
    assert [row["page_key"] for row in outcome.rows("rubrics")] == ["7"]
    assert [row["page_key"] for row in outcome.rows("pages")] == ["7"]


def test_a_portal_of_another_layout_refuses_the_night_and_says_where_to_look(read):
    pages = [(str(number), rubric("<p>Proyectos</p>", key=str(number))) for number in range(9)]
    refused = read(RUBRICS, *pages)
    assert refused.code == "pages_broken"
    assert "9 of 9 pages; 0/rubric" in refused.message
    assert "expected a quarter, the words of an empty rubric or the wrapped page of Invierte.pe" in refused.message
    assert "sources/pcm_pte_inversiones/reader.py" in refused.message
