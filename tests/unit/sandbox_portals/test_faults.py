"""Each fault of the table does what it says, and nothing else; the table has a test for each."""

from __future__ import annotations

import csv
import gzip
import http.client
import io
import json
import time
import zipfile
from collections import Counter
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from python_calamine import CalamineWorkbook

from sandbox.errors import FaultNotApplicableError
from sandbox.faults import FAULTS, RETRY_DATE, FaultDesk, dropped, named, printed, redirect, renamed, slow
from sandbox.portals import infobras, mef, oece
from sandbox.portals.infobras_layout import headers as infobras_headers
from sandbox.server import serve
from tests.unit.sandbox_portals.handmade import DAY, INVESTMENTS, WORKS, Reply, ask, world

MEF = "/datastorefiles/DETALLE_INVERSIONES.csv"
BAR = "/entidades/CONOSCE_entidades_contratantes.csv"
MONTH = "/api/v1/file/seace_v3/json/2024/04/"
INDEX = "/api/v1/files"
DOWNLOAD = "/InfobrasWeb/Archivo/DownloadFile"
WORKBOOK = f"{DOWNLOAD}?filename=DataSet-Obras-Publicas%20{DAY:%d-%m-%Y}&extension=.xlsx"


@pytest.fixture(scope="module")
def handle():
    with serve(world()) as running:
        yield running


def _spoiled(handle, path: str, name: str, **headers: str) -> Reply:
    handle.set_faults({urlsplit(path).path: name})
    try:
        return ask(f"{handle.url}{path}", **headers)
    finally:
        handle.set_faults(None)


def _comma(body: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(body.decode("utf-8-sig"), newline="")))


def _sheet(body: bytes) -> list[list[str]]:
    return CalamineWorkbook.from_filelike(io.BytesIO(body)).get_sheet_by_index(0).to_python()


def _package(body: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        return archive.read(archive.namelist()[0]).decode()


def _rows(handle, path: str, name: str) -> tuple[list[list[str]], list[list[str]]]:
    """Read a table before and after a fault; a workbook from its header row on."""
    read = _comma if path == MEF else (lambda body: _sheet(body)[3:])
    return read(ask(f"{handle.url}{path}").body), read(_spoiled(handle, path, name).body)


@pytest.mark.parametrize(
    ("name", "status", "retry"),
    [
        ("status_500", 500, None),
        ("status_503", 503, None),
        ("status_503_seconds", 503, "1"),
        ("status_429", 429, "1"),
        ("status_429_date", 429, RETRY_DATE),
        ("status_429_long", 429, "86400"),
        ("status_429_nonsense", 429, "pronto"),
        ("status_403", 403, None),
        ("status_404", 404, None),
    ],
)
def test_statuses(handle, name, status, retry):
    reply = _spoiled(handle, MEF, name)
    assert reply.status == status
    assert reply.headers.get("retry-after") == retry
    assert b"CODIGO_UNICO" not in reply.body


def test_reset(handle):
    with pytest.raises(ConnectionResetError):
        _spoiled(handle, MEF, "reset")


def test_cut_body_states_more_than_it_sends(handle):
    whole = ask(f"{handle.url}{MEF}").body
    with pytest.raises(http.client.IncompleteRead) as cut:
        _spoiled(handle, MEF, "cut_body")
    assert cut.value.partial == whole[: len(whole) // 2]


def test_cut_body_once_can_be_resumed(handle):
    whole = ask(f"{handle.url}{MEF}").body
    handle.set_faults({MEF: FAULTS["cut_body"].first(1)})
    with pytest.raises(http.client.IncompleteRead) as cut:
        ask(f"{handle.url}{MEF}")
    begun = cut.value.partial
    rest = ask(f"{handle.url}{MEF}", Range=f"bytes={len(begun)}-")
    handle.set_faults(None)
    assert begun + rest.body == whole


def test_cut_file_has_a_matching_length(handle):
    whole, cut = ask(f"{handle.url}{WORKBOOK}").body, _spoiled(handle, WORKBOOK, "cut_file").body
    assert cut == whole[: len(whole) // 2]
    assert not zipfile.is_zipfile(io.BytesIO(cut))


def test_gzip_whole_and_cut(handle):
    whole = ask(f"{handle.url}{MEF}").body
    good, cut = _spoiled(handle, MEF, "gzipped"), _spoiled(handle, MEF, "cut_gzip")
    assert good.headers["content-encoding"] == cut.headers["content-encoding"] == "gzip"
    assert gzip.decompress(good.body) == whole
    with pytest.raises(EOFError):
        gzip.decompress(cut.body)


def test_gzip_bomb_is_small_and_grows(handle):
    reply = _spoiled(handle, MEF, "gzip_bomb")
    assert len(reply.body) < 1 << 20
    with gzip.open(io.BytesIO(reply.body)) as stream:
        stream.seek(200 << 20)
        assert stream.read(1) == b"\0"


def test_html_and_empty(handle):
    html, empty = _spoiled(handle, WORKBOOK, "html"), _spoiled(handle, MEF, "empty")
    assert (html.status, html.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert html.body.startswith(b"<!DOCTYPE html>")
    assert (empty.status, empty.body, empty.headers["content-length"]) == (200, b"", "0")


@pytest.mark.parametrize("path", [MEF, WORKBOOK])
def test_header_only(handle, path):
    before, after = _rows(handle, path, "header_only")
    assert after == before[:1]


def test_header_only_package_and_index(handle):
    assert json.loads(_package(_spoiled(handle, MONTH, "header_only").body))["records"] == []
    assert json.loads(_spoiled(handle, INDEX, "header_only").body)["results"] == []


@pytest.mark.parametrize("path", [MEF, WORKBOOK])
def test_renamed_column(handle, path):
    before, after = _rows(handle, path, "renamed_column")
    assert [new for old, new in zip(before[0], after[0], strict=True) if old != new] == ["COLUMNA CON OTRO NOMBRE"]
    assert after[1:] == before[1:]


@pytest.mark.parametrize("path", [MEF, WORKBOOK])
def test_dropped_column(handle, path):
    before, after = _rows(handle, path, "dropped_column")
    place = next(n for n, (old, new) in enumerate(zip(before[0], after[0], strict=False)) if old != new)
    assert after == [row[:place] + row[place + 1 :] for row in before]


@pytest.mark.parametrize(("name", "values_move"), [("swapped_columns", True), ("swapped_headers", False)])
@pytest.mark.parametrize("path", [MEF, WORKBOOK])
def test_swapped(handle, path, name, values_move):
    before, after = _rows(handle, path, name)
    moved = [n for n, (old, new) in enumerate(zip(before[0], after[0], strict=True)) if old != new]
    assert len(moved) == 2
    first, second = moved
    assert (after[0][first], after[0][second]) == (before[0][second], before[0][first])
    assert (after[1][first] == before[1][second]) is values_move
    assert (after[1] == before[1]) is not values_move


def test_repeated_headers(handle):
    before, after = _rows(handle, WORKBOOK, "repeated_headers")
    assert after[0][:-1] == before[0] == list(infobras_headers("2025"))
    assert before[0].count(after[0][-1]) == 2
    _, rows = _rows(handle, MEF, "repeated_headers")
    assert rows[0][-1] == "CODIGO_UNICO"
    assert {len(row) for row in rows} == {69}


def test_rows_gone():
    rows = [{"CODIGO_UNICO": str(number)} for number in range(100)]
    spoil = FAULTS["rows_gone"].spoil
    assert spoil is not None
    assert len(_comma(spoil(mef.csv("FORMATO_12B", rows)))) == 61


@pytest.mark.parametrize(("name", "change"), [("long_row", 1), ("short_row", -2)])
def test_ragged_rows(handle, name, change):
    before, after = _rows(handle, MEF, name)
    assert sorted(len(new) - len(old) for old, new in zip(before, after, strict=True)) == sorted([change, 0, 0, 0])
    lines = _spoiled(handle, BAR, name).body.decode("latin-1").splitlines()
    assert lines[1].count("|") == 8 + change


def test_cut_json(handle):
    for text in (_package(_spoiled(handle, MONTH, "cut_json").body), _spoiled(handle, INDEX, "cut_json").body.decode()):
        assert text.startswith("{")
        with pytest.raises(json.JSONDecodeError):
            json.loads(text)


def test_no_records(handle):
    assert "records" not in json.loads(_package(_spoiled(handle, MONTH, "no_records").body))
    assert "results" not in json.loads(_spoiled(handle, INDEX, "no_records").body)


def test_bad_record(handle):
    records = json.loads(_package(_spoiled(handle, MONTH, "bad_record").body))["records"]
    assert isinstance(records[0]["compiledRelease"], str)


def test_zip_traversal(handle):
    with zipfile.ZipFile(io.BytesIO(_spoiled(handle, MONTH, "zip_traversal").body)) as archive:
        assert all(name.startswith("../../") for name in archive.namelist())
        assert json.loads(archive.read(archive.namelist()[0]))["records"]


@pytest.mark.parametrize(
    ("name", "in_table", "in_json"),
    [
        ("number_1e999", {MEF: "1e999", WORKBOOK: "1e999"}, '"amount":1e999'),
        ("impossible_date", {MEF: "2026-02-31 00:00:00", WORKBOOK: "31/02/2026"}, "2026-02-31T00:00:00-05:00"),
        (
            "money_too_large",
            {MEF: "123456789012345678901.99", WORKBOOK: "123456789012345678901 99"},
            '"amount":123456789012345678901.99',
        ),
    ],
)
def test_single_values(handle, name, in_table, in_json):
    for path, text in in_table.items():
        before, after = _rows(handle, path, name)
        cells = [
            (old, new)
            for was, row in zip(before, after, strict=True)
            for old, new in zip(was, row, strict=True)
            if old != new
        ]
        assert [new for _, new in cells] == [text]
    package = _package(_spoiled(handle, MONTH, name).body)
    assert package.count(in_json) == 1
    json.loads(package)


@pytest.mark.parametrize("path", [MEF, WORKBOOK])
def test_conflicting_keys(handle, path):
    before, after = _rows(handle, path, "conflicting_keys")
    assert after[:-1] == before
    twin = next(row for row in before[1:] if row[:3] == after[-1][:3])
    assert sum(old != new for old, new in zip(twin, after[-1], strict=True)) == 1


def test_conflicting_and_unknown_keys_in_a_package(handle):
    records = json.loads(_package(_spoiled(handle, MONTH, "conflicting_keys").body))["records"]
    titles = [record["compiledRelease"]["tender"]["title"] for record in records]
    assert len({record["ocid"] for record in records}) == 1
    assert titles[1:] == ["OTRA NOMENCLATURA"] != titles[:1]
    strange = json.loads(_package(_spoiled(handle, MONTH, "unknown_key").body))["records"]
    assert strange[0]["compiledRelease"]["claveNueva"] == {"valor": 1}


def test_records_gone():
    spoil = FAULTS["rows_gone"].spoil
    assert spoil is not None
    package = json.loads(_package(spoil(oece.month_zip([{"ocid": str(number)} for number in range(10)]))))
    assert [record["ocid"] for record in package["records"]] == ["0", "1", "2", "3", "4", "5"]


def test_lost_header(handle):
    before, after = _rows(handle, WORKBOOK, "lost_header")
    lost = Counter(before[0]) - Counter(after[0])
    assert list(lost.values()) == [1]
    assert Counter(before[0])[next(iter(lost))] == 2
    assert {len(row) for row in after} == {112}
    assert _spoiled(handle, MEF, "lost_header").status == 500


def test_redirects(handle):
    loop, away = _spoiled(handle, MEF, "redirect_loop"), _spoiled(handle, MEF, "redirect_other_host")
    assert (loop.status, loop.headers["location"]) == (302, f"{handle.url}{MEF}")
    assert (away.status, away.headers["location"]) == (302, "http://otro-host.invalid/x")
    handle.set_faults({MEF: named("redirect_loop").first(1)})
    assert [ask(f"{handle.url}{MEF}").status for _ in range(2)] == [302, 200]
    handle.set_faults({MEF: replace(named("redirect_loop"), change=redirect("/otra"))})
    assert ask(f"{handle.url}{MEF}").headers["location"] == "/otra"
    handle.set_faults(None)


def test_slow(handle):
    begun = time.monotonic()
    handle.set_faults({MEF: replace(named("slow"), change=slow(0.02, pieces=5))})
    reply = ask(f"{handle.url}{MEF}")
    handle.set_faults(None)
    assert time.monotonic() - begun >= 4 * 0.02
    assert reply.body == ask(f"{handle.url}{MEF}").body


def test_wrong_etag_and_stale_304(handle):
    right = ask(f"{handle.url}{MEF}").headers["etag"]
    assert _spoiled(handle, MEF, "wrong_etag").headers["etag"] not in (right, "")
    assert _spoiled(handle, MEF, "stale_304", If_None_Match='"old"').status == 304
    assert _spoiled(handle, MEF, "stale_304").status == 200


def test_spoiled_bytes_have_their_own_tag(handle):
    right = ask(f"{handle.url}{MEF}").headers["etag"]
    assert _spoiled(handle, MEF, "rows_gone").headers["etag"] != right
    assert _spoiled(handle, MEF, "rows_gone", If_None_Match=right).status == 200


def test_chosen_columns_can_be_spoiled(handle):
    whole = _comma(ask(f"{handle.url}{MEF}").body)
    handle.set_faults({MEF: [dropped("MARCO"), renamed("NIVEL", "ÓRDEN"), printed("UBIGEO", "40101.0")]})
    after = _comma(ask(f"{handle.url}{MEF}").body)
    handle.set_faults(None)
    assert set(whole[0]) - set(after[0]) == {"MARCO", "NIVEL"}
    assert after[2][after[0].index("UBIGEO")] == "40101.0"


def test_faults_strike_by_pattern_and_count():
    desk = FaultDesk({"/datastorefiles/*": FAULTS["html"].first(2), MEF: ["status_500", "empty"]})
    names = [[fault.name for fault in desk.due(MEF)] for _ in range(3)]
    assert names == [["html", "status_500", "empty"]] * 2 + [["status_500", "empty"]]
    assert desk.due("/robots.txt") == []


def test_log_names_the_faults(handle):
    _spoiled(handle, MEF, "html")
    assert handle.log[-1].faults == ("html",)


def test_fault_that_does_not_fit_is_loud(handle):
    reply = _spoiled(handle, "/robots.txt", "rows_gone")
    assert reply.status == 500
    assert b"needs a table or a JSON document or a page" in reply.body


@pytest.mark.parametrize(
    ("name", "body", "words"),
    [
        ("long_row", b"\xef\xbb\xbfA,B\n", "no rows"),
        ("renamed_column", b"\xef\xbb\xbfA,B\n1,2\n", "none of the columns"),
        ("bad_record", b'{"records": []}', "no record"),
        ("zip_traversal", b"{}", "only a zip"),
        ("number_1e999", b"{}", "nothing matches"),
    ],
)
def test_spoiling_what_is_not_there_says_so(name, body, words):
    spoil = FAULTS[name].spoil
    assert spoil is not None
    with pytest.raises(FaultNotApplicableError, match=words):
        spoil(body)


def test_unknown_fault_lists_the_table():
    with pytest.raises(FaultNotApplicableError, match="cut_gzip"):
        named("nada")


def test_faults_are_pure():
    """The same bytes are spoiled the same way twice."""
    stream = io.BytesIO()
    infobras.write_works(stream, WORKS, INVESTMENTS)
    for name in ("renamed_column", "rows_gone", "conflicting_keys", "cut_gzip"):
        spoil = FAULTS[name].spoil
        assert spoil is not None
        assert spoil(stream.getvalue()) == spoil(stream.getvalue())


def test_each_fault_of_the_table_has_a_test_and_a_description():
    assert all(fault.description and (fault.spoil or fault.change or fault.elsewhere) for fault in FAULTS.values())
    tests = "".join(path.read_text("utf-8") for path in Path(__file__).parent.glob("test_faults*.py"))
    assert not [name for name in FAULTS if f'"{name}"' not in tests]
