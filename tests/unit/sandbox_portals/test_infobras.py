"""The INFOBRAS workbook and its page: read back by two independent readers, against the real layout."""

from __future__ import annotations

import io
import json
import re
import tracemalloc
import zipfile
from collections import Counter
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from sandbox.errors import UnknownColumnError
from sandbox.portals import infobras, infobras_layout, infobras_rows, sheet
from tests.unit.sandbox_portals.handmade import INVESTMENTS, WORKS, ask

REAL = json.loads((Path(__file__).parents[2] / "fixtures/sandbox_portals/real_layouts.json").read_text("utf-8"))


def _published(variant: str = "2025") -> bytes:
    stream = io.BytesIO()
    infobras.write_works(stream, WORKS, INVESTMENTS, variant=variant)
    return stream.getvalue()


def _calamine(body: bytes) -> list[list[str]]:
    return CalamineWorkbook.from_filelike(io.BytesIO(body)).get_sheet_by_index(0).to_python()


@pytest.fixture(scope="module")
def rows() -> list[list[str]]:
    return _calamine(_published())


def _cell(rows: list[list[str]], work: int, header: str) -> str:
    return rows[4 + work][infobras_layout.place(header, "2025")]


def test_headers_are_the_real_ones_without_the_readers_suffix(rows):
    real = [re.sub(r"\.1$", "", header) for header, _ in REAL["infobras_2025_07"]]
    assert rows[3] == real
    assert sum(count > 1 for count in Counter(real).values()) == 7


def test_three_title_rows_one_of_which_says_invented(rows):
    assert sum("DATOS INVENTADOS" in row[0] for row in rows[:3]) == 1
    assert all(cell == "" for row in rows[:3] for cell in row[1:])
    assert len(rows) == 4 + len(WORKS)


def test_openpyxl_reads_the_same_cells_as_calamine(rows):
    book = openpyxl.load_workbook(io.BytesIO(_published()), read_only=False)
    seen = [["" if cell is None else cell for cell in row] for row in book.active.iter_rows(values_only=True)]
    assert seen == rows


def test_xml_has_the_prefix_no_shared_strings_and_empty_cells_written_out():
    with zipfile.ZipFile(io.BytesIO(_published())) as book:
        assert "xl/sharedStrings.xml" not in book.namelist()
        xml = book.read("xl/worksheets/sheet1.xml").decode()
    assert "<row" not in xml
    assert xml.count("<x:row>") == 4 + len(WORKS)
    last = xml.rsplit("<x:row>", 1)[1]
    assert last.count("<x:c ") == 113
    assert '<x:c t="str"><x:v></x:v></x:c>' in last


@pytest.mark.parametrize(
    ("header", "text"),
    [
        ("codigo Entidad", "0608"),
        ("Código INFOBRAS", "1001"),
        ("Nombre de obra", "MEJORAMIENTO DE LA FLOR N 1 ETAPA 380 220 V"),
        ("Monto del contrato  en soles", "249977566 60"),
        ("Monto aprobado en soles", "1205287 56"),
        ("Monto de valorización Ejecutado Acumulado", "128684"),
        ("Avance Físico Real Acumulado (%)", "95 4"),
        ("Avance Físico Programado Acumulado (%)", "99 92"),
        ("Fecha de inicio de obra", "01/03/2025"),
        ("Fecha de aprobación", ""),
        ("¿Es una obra de carácter reservado?", "No"),
        ("Nombres Apellidos", "ZULMIRA QUISPILLA"),
        ("Nombres Apellidos__2", ""),
        ("RUC__2", ""),
        ("N° obras relacionadas al proyecto", "2"),
        ("Monto Viable actualizado", "1500000"),
    ],
)
def test_values_are_printed_as_the_portal_prints_them(rows, header, text):
    assert _cell(rows, 0, header) == text


def test_a_work_without_codes_prints_zero_and_callao_has_its_odd_name(rows):
    assert _cell(rows, 1, "Codigo unico de inversión") == "0"
    assert _cell(rows, 1, "Código SNIP") == "0"
    assert _cell(rows, 1, "Departamento") == "P C DEL CALLAO"
    assert [_cell(rows, 2, name) for name in ("Departamento", "Provincia", "Distrito")] == ["", "", ""]


def test_three_valued_flags(rows):
    assert _cell(rows, 2, "¿Tiene recepción total?") == "Si"
    assert _cell(rows, 2, "¿Tiene liquidación de obra?") == "No"
    assert _cell(rows, 1, "¿Tiene recepción total?") == ""


def test_broken_fields_are_printed_literally_in_all_their_columns(rows):
    assert _cell(rows, 3, "Monto del contrato  en soles") == "1 205 287 56"
    assert _cell(rows, 3, "Monto de aprobación de expediente técnico") == "SIN MONTO"
    assert _cell(rows, 3, "Monto aprobado en soles") == "SIN MONTO"


def test_every_field_of_a_work_that_is_printed_has_a_place_in_its_table():
    """A field's literal text stands where its value stood, for every field named in the table."""
    for name, positions in infobras_rows.POSITIONS.items():
        broken = infobras_rows.cells(replace(WORKS[0], broken={name: "ILEGIBLE"}))
        assert [place for place, text in enumerate(broken) if text == "ILEGIBLE"] == list(positions), name


def test_some_codes_end_in_a_blank():
    printed = [infobras_rows.cells(replace(WORKS[0], cui=str(2_000_000 + number)))[22] for number in range(400)]
    assert 0 < sum(code.endswith(" ") for code in printed) < 40


def test_layout_of_2026_has_97_columns_where_the_notes_place_them():
    header = infobras_layout.headers("2026")
    assert len(header) == 97
    place = {name: header.index(name) for name in header}
    assert place["Código Único de Inversión"] == 21
    assert place["Avance Físico Programado Acumulado (%)"] == 61
    assert place["Avance Físico Real Acumulado (%)"] == 62
    assert place["Existe Paralización"] == 67
    assert place["Monto Total devengado del proyecto"] == 96
    assert {"RUC (Ejecución)", "RUC (Supervisión)", "N° de veedurías ciudadanas"} <= set(header)
    assert {column.standing_2026 for column in infobras_layout.columns()} == {"listed", "assumed"}


def test_layout_of_2026_carries_the_same_values(rows):
    later = _calamine(_published("2026"))
    place = infobras_layout.place("Existe Paralización", "2026")
    assert [row[place] for row in later[4:]] == [
        row[infobras_layout.place("Existe Paralización", "2025")] for row in rows[4:]
    ]
    assert len(later[3]) == 97


def test_equal_worlds_give_equal_bytes():
    assert _published() == _published()


def test_handmade_rows_print_what_they_name():
    body = infobras.workbook([{"Código INFOBRAS": "9", "RUC": "20111111111", "RUC__2": "20222222222"}])
    row = _calamine(body)[4]
    assert (row[2], row[43], row[46]) == ("9", "20111111111", "20222222222")
    assert sum(bool(cell) for cell in row) == 3


def test_handmade_rows_with_an_unknown_header_are_refused():
    with pytest.raises(UnknownColumnError, match="RUC del contratista"):
        infobras.workbook([{"RUC del contratista": "1"}])


def test_writing_keeps_memory_flat():
    row = ["x" * 20] * 113

    def peak(count: int) -> int:
        tracemalloc.start()
        sheet.write(io.BytesIO(), (row for _ in range(count)))
        size = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return size

    assert peak(8000) < peak(2000) + (2 << 20)


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[dict[str, str | None]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if dict(attrs).get("class") == "download-file":
            self.found.append(dict(attrs))


def test_page_lists_four_data_sets_and_todays_works(portals):
    reply = ask(f"{portals.url}/InfobrasWeb/DataSets")
    links = _Links()
    links.feed(reply.body.decode())
    assert len(links.found) == 4
    assert links.found[0]["data-filename"] == "DataSet-Obras-Publicas 18-11-2026"
    assert {link["data-extension"] for link in links.found} == {".xlsx"}
    assert "DATOS INVENTADOS" in reply.body.decode()


def test_page_links_can_be_followed(portals):
    links = _Links()
    links.feed(ask(f"{portals.url}/InfobrasWeb/DataSets").body.decode())
    replies = [ask(f"{portals.url}{link['href']}") for link in links.found]
    assert [reply.status for reply in replies] == [200] * 4
    assert all(reply.body.startswith(b"PK") for reply in replies)
    assert len(_calamine(replies[0].body)) == 4 + len(WORKS)
    assert replies[0].headers["content-disposition"] == 'attachment; filename="DataSet-Obras-Publicas 18-11-2026.xlsx"'


@pytest.mark.parametrize("query", ["filename=DataSet-Obras-Publicas%2017-11-2026&extension=.xlsx", "", "filename=x"])
def test_a_wrong_name_is_status_200_with_a_json_error(portals, query):
    reply = ask(f"{portals.url}/InfobrasWeb/Archivo/DownloadFile?{query}")
    assert reply.status == 200
    assert json.loads(reply.body) == {"error": "No existe el archivo"}


def test_file_name_carries_the_date():
    assert infobras.file_name(date(2026, 1, 2)) == "DataSet-Obras-Publicas 02-01-2026"
