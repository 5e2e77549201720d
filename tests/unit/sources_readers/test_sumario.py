"""The summary page of a work: labels found however the page is built, what is set aside, what never leaves the reader."""

from datetime import date
from decimal import Decimal

import pytest

from sources.bundle import write_bundle
from sources.labels import labelled, parsed, words
from sources.refusals import PageUnreadable

NAME = "contraloria_sumario"
VALUES = {
    "NOMBRE DE OBRA": "OBRA INVENTADA", "ESTADO DE OBRA": "En Ejecución", "PORCENTAJE DE AVANCE FÍSICO": "45.20 %",
    "FECHA DEL ULTIMO AVANCE": "09/2026", "MONTO DE APROBACIÓN": "S/ 1,234,567.50", "CONTRATISTA": "JUANA INVENTADA",
    "FECHA DE INICIO": "05/01/2026", "FECHA DE FIN": "", "MODALIDAD": "Contrata", "CONTRATO": "012-2026-INV",
    "FECHA DE CONTRATO": "20/12/2025",
}  # fmt: skip


def rows_of(values):
    return "".join(f"<tr><th>{label}</th><td>{text}</td></tr>" for label, text in values.items())


def page(content=None, key="7", **changed):
    table = f"<table>{rows_of({**VALUES, **changed})}</table>" if content is None else content
    link = f'<a href="/InfobrasWeb/Mapa/DatosEjecucion?ObraId={key}">Datos</a>' if key else ""
    return f"<html><body>{link}{table}</body></html>".encode()


@pytest.fixture
def read(run, tmp_path):
    """Read pages (key, bytes) as one bundle."""

    def _read(*pages):
        path = tmp_path / "night.pages"
        write_bundle(path, NAME, [(key, "summary", lambda sink, content=content: sink.write(content)) for key, content in pages])
        return run(NAME, path)

    return _read


@pytest.fixture
def one(read):
    """The one row of a page that was asked for the work 7; None, and why, when it was set aside."""

    def _one(content):
        outcome = read(("7", content), ("8", page(key="8")))
        aside = [(row["place"], row["reason"]) for row in outcome.quarantine() if row["column"] is None]
        return next((row for row in outcome.rows("summaries") if row["page_key"] == "7"), None), aside

    return _one


@pytest.fixture
def fixture(run, recorded):
    return run(NAME, recorded / NAME / "INFOBRAS-sumarios.pages")


def test_the_recorded_pages_come_to_typed_values(fixture):
    first, second = sorted(fixture.rows("summaries"), key=lambda row: row["page_key"], reverse=True)
    assert (first["estado_de_obra"], first["porcentaje_de_avance_fisico"]) == ("Paralizada", Decimal("49.25"))
    assert (first["monto_de_aprobacion"], first["fecha_de_fin"]) == (Decimal("149999123.40"), date(2022, 4, 28))
    assert (first["contrato"], first["fecha_del_ultimo_avance"], first["obra_id"]) == ("0028-2019-INV", "10/2022", "66057")
    assert (second["nombre_de_obra"], second["monto_de_aprobacion"]) == (
        "DATOS INVENTADOS: CREACIÓN DE LA PLAZA INVENTADA", Decimal("41000.50"),
    )  # fmt: skip
    assert (second["fecha_de_fin"], second["contrato"], second["contratista_named"]) == (None, None, False)
    assert (fixture.report.quarantined, fixture.report.drift) == (0, ())


def test_a_work_that_the_page_does_not_know_is_a_look_without_a_row(fixture):
    elements = {row["page_key"]: row["elements"] for row in fixture.rows("pages")}
    assert elements == {"66057": 1, "42593": 1, "42594": 0}


def test_no_contractor_leaves_the_reader(fixture, recorded):
    assert {row["contratista_named"] for row in fixture.rows("summaries")} == {True, False}
    for path in fixture.folder.rglob("*"):
        assert not path.is_file() or b"PERSONA INVENTADA" not in path.read_bytes()
    assert b"PERSONA INVENTADA" in (recorded / NAME / "INFOBRAS-sumarios.pages").read_bytes(), "the control"


BUILDS = {
    "cells of one kind": lambda label, text: f"<tr><td>{label}</td><td>{text}</td></tr>",
    "a cell between": lambda label, text: f"<tr><td>{label.lower()}</td><td> : </td><td>{text}</td></tr>",
    "terms": lambda label, text: f"<dt><b>{label}</b></dt><dd>{text}</dd>",
    "blocks": lambda label, text: f"<div><div class='c'><label>{label} :</label></div><div><p>{text}</p></div></div>",
    "a line with bold": lambda label, text: f"<p><b>{label}: </b>{text or '<span></span>'}</p>",
    "a text before": lambda label, text: f"<li>{label}: <span>{text}</span></li>",
    "an icon before": lambda label, text: f"<li><i class='x'></i> {label}<br><span>{text}</span></li>",
}


@pytest.mark.parametrize("build", BUILDS)
def test_labels_are_found_however_the_page_is_built(one, build):
    lines = "".join(BUILDS[build](label, text) for label, text in VALUES.items())
    row, aside = one(page(f"<table>{lines}</table>" if "<tr" in lines else f"<div>{lines}</div>"))
    assert aside == []
    assert (row["nombre_de_obra"], row["monto_de_aprobacion"], row["fecha_de_inicio"], row["fecha_de_fin"]) == (
        "OBRA INVENTADA", Decimal("1234567.50"), date(2026, 1, 5), None,
    )  # fmt: skip


def test_words_of_labels_are_compared_without_case_accents_and_blanks():
    assert words("  Porcentaje de\xa0avance  físico : ") == words("PORCENTAJE DE AVANCE FISICO")


SHORT = {label: text for label, text in VALUES.items() if label != "FECHA DE FIN"}
RENAMED = {"FECHA DE TERMINO" if label == "FECHA DE FIN" else label: text for label, text in VALUES.items()}


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (page(f"<table>{rows_of(SHORT)}</table>"), "page_layout"),
        (page(f"<table>{rows_of(RENAMED)}</table>"), "page_layout"),
        (page(f"<table>{rows_of(VALUES)}<tr><th>MODALIDAD</th><td>Otra</td></tr></table>"), "page_layout"),
        (page(f"<table><tr>{''.join(f'<th>{label}</th>' for label in VALUES)}</tr></table>"), "page_layout"),
        (page(f"<table>{rows_of({**VALUES, 'CONTRATO': '<input value=5>'})}</table>"), "page_layout"),
        (page(**{"NOMBRE DE OBRA": ""}), "page_layout"),
        (page(f"<table>{rows_of(SHORT)}</table><p>No existe registro</p>"), "page_layout"),
        (page("<p>Bienvenido</p>"), "page_layout"),
        (page("<script>No existe registro</script>"), "page_layout"),
        (page()[:-10], "page_layout"),
        (page(key="9"), "other_key"),
        (b"\x81\x8d" + page(), "undecodable_bytes"),
    ],
)
def test_a_page_of_another_form_is_set_aside_with_its_place(one, content, reason):
    assert one(content) == (None, [("7/summary", reason)])


def test_labels_said_twice_alike_and_options_are_no_contradiction(one):
    row, aside = one(page(f"<select><option>CONTRATO</select><table>{rows_of(VALUES)}</table><table>{rows_of(VALUES)}</table>"))
    assert (row["contrato"], aside) == ("012-2026-INV", [])


def test_a_page_that_repeats_no_code_is_taken_and_says_so(one):
    row, _ = one(page(key=""))
    assert (row["page_key"], row["obra_id"]) == ("7", None)


def test_a_label_that_nobody_knows_is_named_and_its_value_left(read):
    outcome = read(("7", page(f"<table>{rows_of({**VALUES, 'SEMAFORO': 'SECRETO INVENTADO'})}</table>")))
    assert outcome.report.drift == ("unknown column: SEMAFORO",)
    assert b"SECRETO" not in b"".join(path.read_bytes() for path in outcome.folder.rglob("*") if path.is_file())


def test_unknown_labels_are_told_from_values_by_their_place():
    """Cells of one kind: what stands in the first column is a label, the rest is not; other tables have none."""
    lines = "".join(f"<tr><td>{label}</td><td>x{place}</td></tr>" for place, label in enumerate(["UNO", "DOS", "TRES"]))
    found = labelled(parsed(f"<div><table>{lines}</table><table><tr><td>OTRA</td></tr></table></div>"), {"uno": "UNO", "dos": "DOS"})
    assert (found.values, found.unknown) == ({"UNO": "x0", "DOS": "x1"}, ("TRES",))


def test_a_label_with_nothing_beside_it_is_no_empty_value():
    with pytest.raises(PageUnreadable, match="beside UNO, came nothing"):
        labelled(parsed("<p><b>UNO</b></p>"), {"uno": "UNO"})


def test_a_value_of_another_form_leaves_its_row_in_place(read):
    outcome = read(("7", page(**{"MONTO DE APROBACIÓN": "1,234.56", "FECHA DE FIN": "31/02/2026"})))
    (row,) = outcome.rows("summaries")
    assert row["unparsable"] == ["monto_de_aprobacion", "fecha_de_fin"]
    assert {(cell["column"], cell["raw"]) for cell in outcome.quarantine()} == {
        ("monto_de_aprobacion", "1,234.56"), ("fecha_de_fin", "31/02/2026"),
    }  # fmt: skip


def test_a_night_of_pages_without_a_label_is_refused_and_says_what_came_and_where_to_look(read):
    refused = read(*((str(key), page(f"<table>{rows_of(RENAMED)}</table>", key=str(key))) for key in range(4)))
    assert refused.code == "pages_broken"
    for said in ("expected the labels FECHA DE FIN", "came FECHA DE TERMINO", "sources/contraloria_sumario/source.yml"):
        assert said in refused.message


def test_the_hash_of_a_page_tells_a_change_and_nothing_else(read):
    def hash_of(content):
        return read(("7", content)).rows("pages")[0]["fields_sha256"]

    assert hash_of(page()) == hash_of(page().replace(b"<table>", b"<table id=x9>"))
    assert hash_of(page()) == hash_of(page(CONTRATISTA="OTRA INVENTADA")), "persons are no part of what is kept"
    assert hash_of(page()) != hash_of(page(MODALIDAD="Otra"))
