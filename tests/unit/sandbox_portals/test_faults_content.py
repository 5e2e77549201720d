"""What is wrong inside an answer: each fault fits the forms it is for, spoils what it says, and is on the wire."""

from __future__ import annotations

import csv
import io
import json
import re
import tempfile
import zipfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import openpyxl
import pytest

from sandbox.faults import FAULTS, fits
from sandbox.faults_content import CONTENT, HOSTILE
from sandbox.portals.answer import Asked
from sandbox.portals.catalogue import Catalogue
from sandbox.server import serve
from sandbox.spoil_form import form_of
from sandbox.world import history, world
from tests.unit.sandbox_portals.handmade import ask

NIGHT = date(2026, 11, 18)
ARRAY = re.compile(r"var (l\w+)=(\[.*\]);")
TABLES, JSONS = {"sheet", "comma", "long", "bar"}, {"zip", "index", "search", "ssi", "wfs"}
PAGES = {"execution", "summary", "list", "rubric", "sets"}
EVERY = TABLES | JSONS | PAGES
WITH_TABLE = PAGES - {"list"}
# Which answers each fault of the content fits; what a form cannot hold or does not have, it does not fit.
_FITTING: list[tuple[set[str], set[str]]] = [
    ({"header_only", "rows_gone", "rows_gone_9", "rows_tripled", "utf16", "bom", "nul"}, EVERY),
    (
        {"renamed_column", "dropped_column", "added_column", "swapped_columns", "swapped_headers", "repeated_headers"},
        TABLES,
    ),
    ({"long_row", "short_row", "huge_field"}, TABLES),
    ({"lost_header"}, {"sheet"}),
    ({"renamed_key", "dropped_key", "swapped_keys", "unknown_key", "bad_record"}, JSONS | {"execution"}),
    ({"json_nan", "json_infinity", "json_deep", "json_surrogate", "json_trailing"}, JSONS | {"execution"}),
    ({"repeated_key"}, JSONS | {"execution"}),
    ({"conflicting_keys"}, TABLES | JSONS | {"execution"}),
    ({"open_quote", "huge_line"}, TABLES - {"sheet"}),
    ({"cut_json"}, JSONS),
    ({"no_records"}, {"zip", "index", "wfs"}),
    ({"other_code"}, {"search", "ssi", "wfs"}),
    ({"renamed_array", "dropped_array", "repeated_array", "cut_array"}, {"execution"}),
    ({"renamed_class", "html_deep"}, PAGES),
    ({"renamed_attribute"}, {"sets"}),
    ({"renamed_label"}, {"execution", "summary", "rubric"}),
    ({"wrapped_table", "extra_header_row", "two_tables"}, WITH_TABLE),
    ({name for name in FAULTS if name.startswith("zip_")}, {"sheet", "zip"}),
    ({name for name in FAULTS if name.startswith("xlsx_")}, {"sheet"}),
    (
        {"impossible_date", "zero_date", "far_date", "american_date", "serial_date"},
        TABLES | {"zip", "search", "ssi", "execution", "summary"},
    ),
    (
        {name for name in FAULTS if name.startswith(("money_", "number_"))},
        {"sheet", "comma", "zip", "search", "ssi", "execution", "summary"},
    ),
    (set(HOSTILE), EVERY - {"sets"}),
]


def _not_held(name: str) -> set[str]:
    """Forms that cannot hold a hostile text: latin-1 not every letter, XML no control characters, bars no line ends."""
    text = HOSTILE.get(name, "")
    refusing = {"sheet"} if set("\0\x0b") & set(text) else set()
    beyond_latin1 = any(ord(letter) > 255 for letter in text)
    return refusing | ({"bar"} if beyond_latin1 or set("|\n") & set(text) else set())


FITS = {name: kinds - _not_held(name) for names, kinds in _FITTING for name in names}
LETTERS = ("wrong_charset", "latin1_inside", "mojibake")  # they need a letter beyond ASCII


@dataclass
class Stage:
    """One answer of each kind, as published, and where it stands."""

    url: str
    bodies: dict[str, bytes]
    paths: dict[str, str]


@pytest.fixture(scope="module")
def stage():
    country = world(1, 100, NIGHT)
    with serve(country) as handle, tempfile.TemporaryDirectory() as folder:
        catalogue = Catalogue(country, Path(folder))
        listed = catalogue.addresses()
        priced = {one.cui for one in country.investments if one.updated_cost and one.accrued_prior and one.viable_amount}
        work = next(
            one
            for one in country.works
            if one.cui in priced and one.contractor_name and one.supervisor_person and len(history(country, one).months) > 5
            and (one.file_amount and one.started_on and not one.broken)
        )  # fmt: skip
        mapped = "/InfobrasWeb/Mapa"
        paths = {
            "sheet": next(path for path in listed if "DownloadFile" in path),
            "comma": "/datastorefiles/DETALLE_INVERSIONES.csv",
            "long": "/datastorefiles/ESTADO_SITUACIONAL.csv",
            "bar": next(path for path in listed if "CONOSCE_entidades" in path),
            "zip": next(path for path in listed if "/json/2025/" in path),
            "index": "/api/v1/files?page=1",
            "search": f'{mapped}/busqueda/obrasBasic?Parameters={{"codSnip":"{work.cui}"}}',
            "ssi": "/ssi/invierteWS/Ssi/traeDetInvSSI",
            "wfs": f"{mapped}/MapaEstadistico/WmsProxy?CQL_FILTER=cdp1_codigo='{_placed(catalogue, country)}'",
            "execution": f"{mapped}/DatosEjecucion?ObraId={work.code}",
            "summary": f"{mapped}/Sumario?ObraId={work.code}",
            "list": "/pte/buscador/pte_transparencia_listado_entidades_poder.aspx?Tipo_Pod=5",
            "rubric": next(path for path in listed if "pro_inv" in path),
            "sets": "/InfobrasWeb/DataSets",
        }
        given = {"x-requested-with": "XMLHttpRequest", "referer": "https://x/ssi/Ssi/Index?tipo=2"}
        bodies = {
            kind: _find(catalogue, path, given, {"id": work.cui} if kind == "ssi" else {})
            for kind, path in paths.items()
        }
        stage = Stage(handle.url, bodies, paths)
        stage.handle = handle
        yield stage


def _find(catalogue: Catalogue, path: str, headers: dict[str, str], form: dict[str, str]) -> bytes:
    parts = urlsplit(path)
    asked = Asked("POST" if form else "GET", parts.path, dict(parse_qsl(parts.query)), headers, "http://x", form)
    found = catalogue.find(asked)
    assert found is not None
    return found.read()


def _placed(catalogue: Catalogue, country) -> str:
    """The first work that has a point on the map."""
    path = "/InfobrasWeb/Mapa/MapaEstadistico/WmsProxy?CQL_FILTER=cdp1_codigo='{}'"
    return next(one.code for one in country.works if b'"Point"' in _find(catalogue, path.format(one.code), {}, {}))


def _spoiled(stage: Stage, name: str, kind: str) -> bytes:
    spoil = FAULTS[name].spoil
    assert spoil is not None
    return spoil(stage.bodies[kind])


def _text(body: bytes) -> str:
    return body.decode("utf-8-sig")


def _arrays(page: str) -> dict[str, str]:
    return dict(ARRAY.findall(page))


def _rows(body: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(_text(body), newline="")))


def _sheet_xml(body: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(body)) as book:
        return book.read("xl/worksheets/sheet1.xml").decode()


HEAVY = {"zip_many", "zip_bomb", "huge_line", "xlsx_empty_rows"}


def test_each_fault_fits_exactly_the_forms_it_is_for(stage):
    wrong = {}
    for fault in CONTENT:
        if fault.name in LETTERS or fault.name in HEAVY:
            continue
        fitting = {kind for kind, body in stage.bodies.items() if fits(fault.name, body)}
        if fitting != FITS[fault.name]:
            wrong[fault.name] = fitting ^ FITS[fault.name]
    assert wrong == {}


@pytest.mark.parametrize("name", sorted(HEAVY - {"zip_many"}))
def test_heavy_faults_fit_too(stage, name):
    kind = "comma" if name == "huge_line" else "sheet"
    assert fits(name, stage.bodies[kind])
    assert not fits(name, stage.bodies["search"])


def test_what_fits_changes_the_bytes_and_spoils_them_the_same_way_twice(stage):
    for name, kinds in FITS.items():
        if name in HEAVY:
            continue
        for kind in kinds:
            assert _spoiled(stage, name, kind) != stage.bodies[kind], (name, kind)
        kind = min(kinds)
        assert _spoiled(stage, name, kind) == _spoiled(stage, name, kind)


def test_every_fault_is_on_the_wire(stage):
    """What a client receives is the spoiled body, with a matching length, and the log names the fault."""
    for name, kinds in FITS.items():
        kind = next(
            kind
            for kind in ("execution", "wfs", "search", "bar", "sheet", "zip", "comma", "sets", "rubric")
            if kind in kinds
        )
        if name in HEAVY or kind == "ssi":
            continue
        path = stage.paths[kind]
        stage.handle.set_faults({urlsplit(path).path: name})
        reply = ask(f"{stage.url}{path.replace(chr(34), '%22').replace(chr(39), '%27')}")
        stage.handle.set_faults(None)
        assert reply.status == 200, (name, kind, reply.body[:200])
        assert reply.body == _spoiled(stage, name, kind), (name, kind)
        assert stage.handle.log[-1].faults == (name,)


def test_forms_are_told_apart(stage):
    told = {kind: form_of(body) for kind, body in stage.bodies.items()}
    assert told["sheet"] == "sheet"
    assert told["zip"] == "zip"
    assert {told["comma"], told["long"]} == {"comma"}
    assert {told[kind] for kind in JSONS - {"zip"}} == {"json"}
    assert {told[kind] for kind in PAGES} == {"html"}
    assert form_of(b"User-agent: *\n") == "text"


# Columns and rows


def test_added_column(stage):
    rows = _rows(_spoiled(stage, "added_column", "comma"))
    assert rows[0][-1] == "COLUMNA NUEVA"
    assert {len(row) for row in rows} == {69}


@pytest.mark.parametrize(("name", "share"), [("rows_gone", 0.6), ("rows_gone_9", 0.91), ("rows_tripled", 3)])
def test_shares_of_rows(stage, name, share):
    before, after = len(_rows(stage.bodies["comma"])) - 1, len(_rows(_spoiled(stage, name, "comma"))) - 1
    assert after == int(before * share)
    months = len(json.loads(_arrays(_text(stage.bodies["execution"]))["lAvances"]))
    kept = json.loads(_arrays(_text(_spoiled(stage, name, "execution")))["lAvances"])
    assert len(kept) == int(months * share)
    links = _text(_spoiled(stage, name, "list")).count("id_entidad=")
    assert links == int(_text(stage.bodies["list"]).count("id_entidad=") * share)
    labels = _text(_spoiled(stage, name, "summary")).count("<th>")
    assert labels == int(11 * share)


def test_header_only_leaves_page_list_and_collection_empty(stage):
    assert set(_arrays(_text(_spoiled(stage, "header_only", "execution"))).values()) == {"[]"}
    assert json.loads(_spoiled(stage, "header_only", "search")) == []
    assert json.loads(_spoiled(stage, "header_only", "wfs"))["features"] == []
    assert "<tr><td>" not in _text(_spoiled(stage, "header_only", "rubric"))


def test_conflicting_keys_on_a_page(stage):
    months = json.loads(_arrays(_text(_spoiled(stage, "conflicting_keys", "execution")))["lAvances"])
    twins = [one for one in months if one["Codigo"] == months[-1]["Codigo"]]
    assert len(twins) == 2
    assert sum(twins[0][key] != twins[1][key] for key in twins[0]) == 1


def test_open_quote_swallows_rows(stage):
    before, after = _rows(stage.bodies["comma"]), _rows(_spoiled(stage, "open_quote", "comma"))
    assert len(after) < len(before)


def test_huge_field_and_line(stage):
    with pytest.raises(csv.Error, match="field larger"):
        _rows(_spoiled(stage, "huge_field", "comma"))
    assert len(_spoiled(stage, "huge_line", "bar").rsplit(b"\n", 2)[1]) == 50 << 20


# Keys


def test_keys_are_renamed_dropped_swapped_and_added(stage):
    def months(name: str) -> list[dict]:
        return json.loads(_arrays(_text(_spoiled(stage, name, "execution")))["lAvances"])

    honest = json.loads(_arrays(_text(stage.bodies["execution"]))["lAvances"])
    assert (
        {"PorcRealFisico"}
        == set(honest[0]) - set(months("renamed_key")[0])
        == set(honest[0]) - set(months("dropped_key")[0])
    )
    swapped = months("swapped_keys")[0]
    assert swapped["ProgramadoFinanc"] == honest[0]["PorcRealFisico"]
    assert swapped["PorcRealFisico"] == honest[0]["ProgramadoFinanc"]
    assert months("unknown_key")[0]["claveNueva"] == {"valor": 1}
    assert "REGISTRO ILEGIBLE" in months("bad_record")
    ssi = json.loads(_spoiled(stage, "renamed_key", "ssi"))[0]
    assert "COSTO_ACTUALIZADO" not in ssi
    assert "claveConOtroNombre" in ssi


def test_repeated_key_hides_a_value_from_a_careless_reader(stage):
    pairs = json.loads(_spoiled(stage, "repeated_key", "ssi"), object_pairs_hook=list)[0]
    assert next(value for key, value in pairs if key == "NOMBRE_INVERSION") == "OTRO VALOR"
    assert json.loads(_spoiled(stage, "repeated_key", "ssi")) == json.loads(stage.bodies["ssi"])


def test_other_code_is_echoed(stage):
    assert json.loads(_spoiled(stage, "other_code", "ssi"))[0]["CODIGO_UNICO"] == "2999998"
    assert "2999998" in _text(_spoiled(stage, "other_code", "search"))


# JSON that is none


@pytest.mark.parametrize("kind", ["search", "execution"])
@pytest.mark.parametrize(("name", "holds"), [("json_nan", "NaN"), ("json_infinity", "Infinity")])
def test_numbers_that_are_none(stage, kind, name, holds):
    text = _text(_spoiled(stage, name, kind))
    refused = []
    json.loads(_arrays(text)["lAvances"] if kind == "execution" else text, parse_constant=refused.append)
    assert refused == [holds]


def test_deep_json_is_deeper_than_a_reader_goes(stage):
    for kind in ("search", "execution"):
        text = _text(_spoiled(stage, "json_deep", kind))
        assert "[" * 100_000 in text
    with pytest.raises(RecursionError):
        json.loads(_spoiled(stage, "json_deep", "search"))


def test_surrogate_trailing_and_cut(stage):
    assert "\ud800" in json.loads(_spoiled(stage, "json_surrogate", "search"))[0].values()
    with pytest.raises(json.JSONDecodeError, match="Extra data"):
        json.loads(_spoiled(stage, "json_trailing", "search"))
    with pytest.raises(json.JSONDecodeError):
        json.loads(_spoiled(stage, "cut_json", "search"))
    assert "basura;" in _text(_spoiled(stage, "json_trailing", "execution"))


# Pages


def test_arrays_of_a_page(stage):
    honest = _arrays(_text(stage.bodies["execution"]))
    assert set(honest) - set(_arrays(_text(_spoiled(stage, "renamed_array", "execution")))) == {"lAvances"}
    assert "var lstAvances=[{" in _text(_spoiled(stage, "renamed_array", "execution"))
    assert len(_arrays(_text(_spoiled(stage, "dropped_array", "execution")))) == len(honest) - 1
    twice = ARRAY.findall(_text(_spoiled(stage, "repeated_array", "execution")))
    assert [text == "[]" for name, text in twice if name == "lAvances"] == [False, True]
    cut = _text(_spoiled(stage, "cut_array", "execution"))
    assert "lAvances" not in _arrays(cut)
    assert "var lSupervisor=[" in cut


@pytest.mark.parametrize(
    ("kind", "mark"),
    [
        ("sets", "download-file"),
        ("summary", "ficha-resumen"),
        ("rubric", "tabla-proyectos"),
        ("list", "enlace-entidad"),
    ],
)
def test_renamed_class(stage, kind, mark):
    assert mark in _text(stage.bodies[kind])
    after = _text(_spoiled(stage, "renamed_class", kind))
    assert f'{mark}"' not in after
    assert mark[::-1] in after


def test_renamed_attribute_and_label(stage):
    assert "data-filename" not in _text(_spoiled(stage, "renamed_attribute", "sets"))
    assert "data-extension" in _text(_spoiled(stage, "renamed_attribute", "sets"))
    after = _text(_spoiled(stage, "renamed_label", "summary"))
    assert "<th>ESTADO DE OBRA</th>" not in after
    assert "<th>ETIQUETA CON OTRO NOMBRE</th>" in after


def test_tables_of_a_page(stage):
    def count(name: str, what: str) -> int:
        return _text(_spoiled(stage, name, "rubric")).count(what) - _text(stage.bodies["rubric"]).count(what)

    assert count("wrapped_table", "<table") == 1
    assert '<table class="marco"><tbody><tr><td><table' in _text(_spoiled(stage, "wrapped_table", "rubric"))
    assert count("extra_header_row", "<th>") == 2
    assert count("two_tables", "<table") == 1
    assert count("two_tables", "<td>") == _text(stage.bodies["rubric"]).count("<td>")
    assert count("html_deep", "<div>") == count("html_deep", "</div>") == 50_000


# Archives


def _names(stage: Stage, name: str, kind: str = "zip") -> list[str]:
    with zipfile.ZipFile(io.BytesIO(_spoiled(stage, name, kind))) as archive:
        return archive.namelist()


def test_names_of_members(stage):
    assert _names(stage, "zip_absolute")[0].startswith("/etc/")
    assert _names(stage, "zip_device") == ["CON"]
    assert len(_names(stage, "zip_long_name")[0]) == 300
    assert _names(stage, "zip_nested") == ["dentro.zip"]
    assert len(_names(stage, "zip_many")) == 100_001
    with zipfile.ZipFile(io.BytesIO(_spoiled(stage, "zip_link", "zip"))) as archive:
        assert archive.infolist()[-1].external_attr >> 16 & 0o170000 == 0o120000


def test_overlap_and_bomb_give_more_than_they_weigh(stage):
    with zipfile.ZipFile(io.BytesIO(_spoiled(stage, "zip_overlap", "zip"))) as archive:
        assert len({entry.header_offset for entry in archive.infolist()}) == 1
        assert len(archive.infolist()) == 10
    for kind in ("zip", "sheet"):
        spoiled = _spoiled(stage, "zip_bomb", kind)
        assert len(spoiled) < 4 << 20
        with zipfile.ZipFile(io.BytesIO(spoiled)) as archive:
            assert max(entry.file_size for entry in archive.infolist()) > 256 << 20


def test_workbooks(stage):
    laughs, entity = (_sheet_xml(_spoiled(stage, name, "sheet")) for name in ("xlsx_laughs", "xlsx_entity"))
    assert laughs.count("<!ENTITY") == 10
    assert 'SYSTEM "file:///' in entity
    assert "<x:v>&l9;" in laughs
    assert "<x:v>&l9;" in entity
    assert _sheet_xml(_spoiled(stage, "xlsx_empty_rows", "sheet")).count("<x:row></x:row>") == 1_048_576
    assert "xl/vbaProject.bin" in _names(stage, "xlsx_macro", "sheet")
    for name, mark in (("xlsx_password", "EncryptedPackage"), ("xlsx_old", "Workbook")):
        spoiled = _spoiled(stage, name, "sheet")
        assert spoiled.startswith(bytes.fromhex("d0cf11e0a1b11ae1"))
        assert mark.encode("utf-16-le") in spoiled


def test_formula_and_merged_header_are_read_by_a_workbook_reader(stage):
    book = openpyxl.load_workbook(io.BytesIO(_spoiled(stage, "xlsx_formula", "sheet")))
    found = [cell for row in book.active.iter_rows(values_only=True) for cell in row if str(cell).startswith("=")]
    assert found == ['=HYPERLINK("http://otro-host.invalid/")']
    book = openpyxl.load_workbook(io.BytesIO(_spoiled(stage, "xlsx_merged", "sheet")))
    assert [str(place) for place in book.active.merged_cells.ranges] == ["A4:C4"]


# Characters


def test_characters(stage):
    page = stage.bodies["summary"]
    wrong, one = _spoiled(stage, "wrong_charset", "summary"), _spoiled(stage, "latin1_inside", "summary")
    for spoiled in (wrong, one):
        with pytest.raises(UnicodeDecodeError):
            spoiled.decode()
    assert wrong.decode("latin-1") == page.decode()
    assert len(page) - len(one) == 1
    assert "Ã" in _spoiled(stage, "mojibake", "summary").decode()
    assert _spoiled(stage, "utf16", "search").decode("utf-16") == _text(stage.bodies["search"])
    assert _spoiled(stage, "bom", "comma").startswith(b"\xef\xbb\xbf" * 2)
    assert _spoiled(stage, "nul", "search").count(b"\0") == 1
    assert "\ufffd" not in wrong.decode("latin-1")


# Values


@pytest.mark.parametrize(
    ("name", "printed"),
    [
        ("zero_date", ("00/00/0000", "0000-00-00 00:00:00", "00/00/00", "0000-00-00T00:00:00-05:00")),
        ("far_date", ("01/01/2999", "2999-01-01 00:00:00", "01/01/99", "2999-01-01T00:00:00-05:00")),
        ("american_date", ("12/31/2026", "2026-31-12 00:00:00", "12/31/26", "2026-31-12T00:00:00-05:00")),
        ("serial_date", ("46000",) * 4),
    ],
)
def test_days(stage, name, printed):
    sheet, comma, bar, iso = printed
    assert f"<x:v>{sheet}</x:v>" in _sheet_xml(_spoiled(stage, name, "sheet"))
    assert any(comma in row for row in _rows(_spoiled(stage, name, "comma")))
    assert f"|{bar}\n".encode() in _spoiled(stage, name, "bar")
    with zipfile.ZipFile(io.BytesIO(_spoiled(stage, name, "zip"))) as archive:
        assert f'"datePublished":"{iso}"' in archive.read(archive.namelist()[0]).decode()
    assert f"<th>FECHA DE INICIO</th><td>{sheet}</td>" in _text(_spoiled(stage, name, "summary"))
    assert sheet in _text(_spoiled(stage, name, "execution"))


def test_impossible_date_in_each_form_of_json(stage):
    assert '"fechaIniObra": "/Date(NaN)/"' in _text(_spoiled(stage, "impossible_date", "search")).replace('":"', '": "')
    assert json.loads(_spoiled(stage, "impossible_date", "ssi"))[0]["FEC_INI_EJ"] == "31/02/26"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("money_comma", "1.234,56"),
        ("money_thousands", "1,234.56"),
        ("money_symbol", "S/ 1 234.56"),
        ("money_minus_zero", "-0"),
        ("money_400_digits", "9" * 400),
        ("number_1e999", "1e999"),
    ],
)
def test_amounts(stage, name, text):
    assert f"<x:v>{text}</x:v>" in _sheet_xml(_spoiled(stage, name, "sheet"))
    assert any(text in row for row in _rows(_spoiled(stage, name, "comma")))
    numbers = []
    found = json.loads(_spoiled(stage, name, "ssi"), parse_float=numbers.append, parse_int=numbers.append)
    assert text in (*numbers, *(value for value in found[0].values() if isinstance(value, str)))
    assert f"<th>MONTO DE APROBACIÓN</th><td>{text}</td>" in _text(_spoiled(stage, name, "summary"))


@pytest.mark.parametrize("name", [
    "text_path", "text_encoded_path", "text_git", "text_option", "text_nul", "text_decomposed", "text_formula",
    "text_plus", "text_at", "text_tab", "text_return", "text_wide_formula", "text_script", "text_attribute",
    "text_image", "text_link", "text_line_separator", "text_mail_header", "text_vertical_tab", "text_inner_address",
    "text_redos", "text_bidi", "text_homoglyph",
])  # fmt: skip
def test_hostile_names_arrive_as_they_are(stage, name):
    """The name itself is hostile; the page or JSON around it stays well formed."""
    text = HOSTILE[name]
    assert json.loads(_spoiled(stage, name, "search"))[0]["nombrObra"] == text
    assert json.loads(_spoiled(stage, name, "ssi"))[0]["NOMBRE_INVERSION"] == text
    arrays = _arrays(_text(_spoiled(stage, name, "execution")))
    assert len(arrays) == 12
    assert text in [
        image["nombreArchivo"] for month in json.loads(arrays["lAvances"]) for image in month["lImgFisico"]
    ] + [image["nombreArchivo"] for month in json.loads(arrays["lAvances"]) for image in month["lImgValorizacion"]]
    assert any(text in row for row in _rows(_spoiled(stage, name, "comma")))
    assert "<script>alert" not in _text(_spoiled(stage, name, "summary"))
