"""Workbooks that are not what they should be: refused with a code, or set aside row by row and cell by cell."""

import zipfile
from datetime import date
from decimal import Decimal

import pytest

from sources import registry, sheetcuts, xlsx

WORK = {"codigo_infobras": 559548, "nombre_de_obra": "OBRA"}
HEADERS = [column.header for column in registry.get("contraloria_infobras").tables["works"].columns]
OF_2026 = {
    "N° Informes de Monitores Ciudadanos": "N° de veedurías ciudadanas",
    "Monto Viable actualizado": "Costo Actualizado de la inversión",
    "Monto de aprobación de expediente técnico": "Costo de obra según Expediente técnico",
}


def renamed(old, new):
    return [new if header == old else header for header in HEADERS]


def test_money_with_a_blank_for_the_decimal_mark(run, works):
    cases = ["249977566 60", "95 4", "100", 128684, "1 205 287 56", "S/ 1234.56", "1e999", "9" * 400, "12 345"]
    rows = [WORK | {"codigo_infobras": n, "monto_del_contrato_en_soles": money} for n, money in enumerate(cases, 1)]
    outcome = run("contraloria_infobras", works(*rows))
    read = [row["monto_del_contrato_en_soles"] for row in outcome.rows("works")]
    assert read == [
        Decimal("249977566.6"),
        Decimal("95.4"),
        Decimal(100),
        Decimal(128684),
        None,
        None,
        None,
        None,
        None,
    ]
    assert outcome.report.unparsable_cells == 5
    raws = [row["raw"] for row in outcome.quarantine()]
    assert raws[0] == "1 205 287 56"
    assert raws[3] == "9" * 200
    assert outcome.rows("works")[4]["unparsable"] == ["monto_del_contrato_en_soles"]


def test_whole_numbers_in_the_forms_they_are_written_in(run, works):
    cases = {"7": 7, "-7": -7, "007": 7, "-0": 0, "12.0": 12, "9" * 18: 10**18 - 1}
    others = ["9" * 19, "+7", "1e3", "1_000", "7.5", "0x7", "7 0"]
    rows = [
        WORK | {"codigo_infobras": n, "n_denuncias_vinculadas": text} for n, text in enumerate([*cases, *others], 1)
    ]
    outcome = run("contraloria_infobras", works(*rows))
    read = [row["n_denuncias_vinculadas"] for row in outcome.rows("works")]
    assert read == [*cases.values(), *[None] * len(others)]
    assert [row["raw"] for row in outcome.quarantine()] == others


def test_impossible_dates_cost_their_cells(run, works):
    cases = ["31/02/2024", "00/00/0000", "05/13/2024", "20/05/0201", "29/02/2024", "5/05/2026 00:00:00", "45413"]
    rows = [WORK | {"codigo_infobras": n, "fecha_de_inicio_de_obra": text} for n, text in enumerate(cases, 1)]
    outcome = run("contraloria_infobras", works(*rows))
    read = [row["fecha_de_inicio_de_obra"] for row in outcome.rows("works")]
    assert read == [None, None, None, None, date(2024, 2, 29), date(2026, 5, 5), None]
    assert {row["reason"] for row in outcome.quarantine()} == {"not_a_date"}
    assert outcome.report.quarantined == 0


def test_codes_lose_the_readers_fault_and_nothing_else(run, works):
    row = WORK | {"codigo_infobras": 562154.0, "codigo_unico_de_inversion": "2657303 ", "codigo_snip": "0012"}
    (read,) = run("contraloria_infobras", works(row)).rows("works")
    assert (read["codigo_infobras"], read["codigo_unico_de_inversion"], read["codigo_snip"]) == (
        "562154",
        "2657303",
        "0012",
    )


def test_blank_and_broken_keys_quarantine_their_rows(run, works):
    rows = [
        WORK,
        WORK | {"codigo_infobras": None},
        WORK | {"codigo_infobras": "sin código"},
        WORK | {"codigo_infobras": 7},
    ]
    outcome = run("contraloria_infobras", works(*rows))
    assert (outcome.report.rows_in, outcome.report.kept, outcome.report.quarantined) == (4, 2, 2)
    reasons = {row["place"]: row["reason"] for row in outcome.quarantine() if row["column"] == "codigo_infobras"}
    assert reasons == {"row 6": "missing_key", "row 7": "broken_key"}


def test_identical_rows_collapse_and_conflicting_ones_are_all_set_aside(run, works):
    rows = [WORK, WORK, {"codigo_infobras": 1}, {"codigo_infobras": 1, "comentarios": "otra"}, {"codigo_infobras": 2}]
    report = run("contraloria_infobras", works(*rows)).report
    assert (report.rows_in, report.kept, report.collapsed, report.quarantined) == (5, 2, 1, 2)


def test_too_many_conflicting_keys_refuse_the_file(run, works):
    rows = [{"codigo_infobras": n // 2, "comentarios": str(n)} for n in range(60)]
    rows += [{"codigo_infobras": 1000 + n} for n in range(60)]
    assert run("contraloria_infobras", works(*rows)).code == "conflicting_keys"


@pytest.mark.parametrize("titles", [0, 1, 3, 8])
def test_the_header_is_found_by_its_content(run, works, titles):
    assert run("contraloria_infobras", works(WORK, titles=titles)).report.kept == 1


def test_a_header_too_far_down_is_none(run, works):
    assert run("contraloria_infobras", works(WORK, titles=11)).code == "no_header"


def test_a_missing_required_column_is_named(run, works):
    headers = [header for header in HEADERS if header != "Código INFOBRAS"]
    outcome = run("contraloria_infobras", works(WORK, headers=headers))
    assert outcome.code == "missing_column"
    assert "'Código INFOBRAS'" in outcome.message


def test_a_renamed_required_column_names_the_nearest(run, works):
    outcome = run("contraloria_infobras", works(WORK, headers=renamed("Estado de ejecución", "Estado de la ejecución")))
    assert outcome.code == "renamed_column"
    assert "'Estado de la ejecución'" in outcome.message


def test_the_names_of_2026_are_synonyms(run, works):
    headers = [OF_2026.get(header, header) for header in HEADERS]
    headers[43], headers[46] = "RUC (Ejecución)", "RUC (Supervisión)"
    outcome = run(
        "contraloria_infobras", works(WORK | {"ruc": "20111111111", "ruc__2": "20222222222"}, headers=headers)
    )
    assert outcome.report.tables["works"].absent_columns == ()
    (row,) = outcome.rows("works")
    assert (row["ruc"], row["ruc__2"]) == ("20111111111", "20222222222")
    assert "column renamed: RUC -> RUC (Supervisión)" in outcome.report.drift


def test_an_optional_column_that_is_gone_is_absent_and_not_null(run, works):
    headers = renamed("Comentarios", "Algo nuevo")
    report = run("contraloria_infobras", works(WORK, headers=headers)).report
    assert report.tables["works"].absent_columns == ("comentarios",)
    assert report.tables["works"].unknown_columns == ("Algo nuevo",)


@pytest.mark.parametrize(
    "headers",
    [
        renamed("Comentarios", "RUC"),
        [header for place, header in enumerate(HEADERS) if place != 46],
        renamed("Comentarios", "Nombres Apellidos"),
    ],
    ids=["a third RUC", "one RUC only", "a third name"],
)
def test_another_count_of_a_repeated_header_refuses(run, works, headers):
    assert run("contraloria_infobras", works(WORK, headers=headers)).code == "repeated_header_count"


def test_repeated_headers_in_another_order_refuse(run, works):
    headers = list(HEADERS)
    headers[43:46], headers[46:49] = headers[46:49], headers[43:46]
    assert run("contraloria_infobras", works(WORK, headers=headers)).code == "repeated_header_count"


def test_cells_beyond_the_header_set_their_row_aside(run, workbook):
    lines = [HEADERS, [None, "X", 1, "OBRA", "Contrata"], [None, "X", 2, "OBRA"] + [None] * 110 + ["más"]]
    lines += [[None, "X", 3, "OBRA"]]
    outcome = run("contraloria_infobras", workbook(lines))
    assert (outcome.report.rows_in, outcome.report.kept, outcome.report.quarantined) == (3, 2, 1)
    assert [(row["place"], row["reason"], row["raw"]) for row in outcome.quarantine()] == [
        ("row 3", "ragged_row", None)
    ]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty_file"),
        (b"   \n", "empty_file"),
        (b"<html><head><title>Mantenimiento</title></head></html>", "html_instead"),
        (b'{"error":"No existe el archivo"}', "json_error_instead"),
        (b"\xd0\xcf\x11\xe0 an old xls", "not_an_xlsx"),
    ],
)
def test_other_things_in_place_of_a_workbook(run, content, code):
    assert run("contraloria_infobras", content).code == code


def test_a_workbook_without_rows_or_cut_or_of_something_else(run, works, workbook, tmp_path):
    assert run("contraloria_infobras", works()).code == "no_rows"
    assert run("contraloria_infobras", works(WORK)[:-200]).code == "cut_archive"
    assert run("contraloria_infobras", workbook([["a", "b"], [1, 2]])).code == "no_header"
    other = tmp_path / "other.zip"
    with zipfile.ZipFile(other, "w") as archive:
        archive.writestr("a.txt", "x")
    assert run("contraloria_infobras", other).code == "not_an_xlsx"


def test_dangerous_workbooks_are_not_opened(run, works, workbook):
    bomb = workbook([HEADERS], extra=[("xl/media/spaces.bin", b" " * (64 << 20))])
    assert run("contraloria_infobras", bomb).code == "unsafe_zip"
    path = workbook([HEADERS], extra=[("../../x", b"x")])
    assert run("contraloria_infobras", path).code == "unsafe_zip"


def test_a_large_sheet_is_cut_and_reads_the_same(run, works, monkeypatch):
    rows = [WORK | {"codigo_infobras": n, "comentarios": f"<&> {n}", "departamento": "PUNO"} for n in range(1, 301)]
    content = works(*rows)
    whole = run("contraloria_infobras", content)
    monkeypatch.setattr(xlsx, "LARGE_SHEET", 0)
    monkeypatch.setattr(sheetcuts, "PIECE", 50_000)
    monkeypatch.setattr(sheetcuts, "HEAD", 60_000)
    cut = run("contraloria_infobras", content)
    assert cut.report.kept == whole.report.kept == 300
    assert cut.rows("works") == whole.rows("works")
    assert cut.rows("works")[299]["row_number"] == 304


def test_a_document_type_in_a_large_sheet_is_refused(run, workbook, monkeypatch):
    monkeypatch.setattr(xlsx, "LARGE_SHEET", 0)
    sheet = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><x:worksheet><x:sheetData></x:sheetData></x:worksheet>'
    assert run("contraloria_infobras", workbook([], sheet=sheet)).code == "unsafe_zip"


@pytest.mark.parametrize("large", [False, True])
def test_a_nul_in_a_sheet_is_refused_and_never_a_letter_of_a_text(run, works, monkeypatch, large):
    if large:
        monkeypatch.setattr(xlsx, "LARGE_SHEET", 0)
    assert run("contraloria_infobras", works(WORK | {"nombre_de_obra": "OBRA BUENA"})).code is None
    assert run("contraloria_infobras", works(WORK | {"nombre_de_obra": "OBRA\0MALA"})).code == "not_an_xlsx"
