"""Rows of plain texts are cut without a parser: to the same cells as the parser's, and never where it is not proven."""

import zipfile

import duckdb
import pytest

from sources import registry, sheetcuts, sheettexts, xlsx
from sources.feed import Feed

COLUMNS = [column.name for column in registry.get("contraloria_infobras").tables["works"].columns]
HEADERS = [column.header for column in registry.get("contraloria_infobras").tables["works"].columns]
NAMESPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SPELLINGS = {
    "value": '<x:c t="str"><x:v>{}</x:v></x:c>',
    "inline": '<x:c t="inlineStr"><x:is><x:t>{}</x:t></x:is></x:c>',
    "no prefix": '<c t="str"><v>{}</v></c>',
}
PLAIN = [
    "a",
    "",
    "ñandú  y más",
    "&amp;lt;b&gt; &quot;&apos;",
    "  blanks around ",
    " a longer text &amp; another &lt;one&gt;",
    "\u00a0no-break\u00a0",
    'a=b, c="d" =',
    "&lt;/x:v&gt;&lt;/x:c&gt;",
    "two\nlines\n",
]
OTHERS = ["&#233;", "a_x000D_b", "carriage\r\nreturn"]


def row(cells, spelling="value"):
    prefix = "" if spelling == "no prefix" else "x:"
    return f"<{prefix}row>" + "".join(SPELLINGS[spelling].format(cell) for cell in cells) + f"</{prefix}row>"


def work(number, **cells):
    cells = {"codigo_infobras": number, "nombre_de_obra": "OBRA"} | cells
    return [cells.get(name, "") for name in COLUMNS]


def sheet(lines, spelling="value"):
    prefix = "" if spelling == "no prefix" else "x:"
    name = "xmlns" if spelling == "no prefix" else "xmlns:x"
    return (
        f'<?xml version="1.0" encoding="utf-8"?><{prefix}worksheet {name}="{NAMESPACE}"><{prefix}sheetData>'
        + "".join(lines)
        + f"</{prefix}sheetData></{prefix}worksheet>"
    )


@pytest.fixture
def small_pieces(monkeypatch):
    monkeypatch.setattr(xlsx, "LARGE_SHEET", 0)
    monkeypatch.setattr(sheetcuts, "HEAD", 20_000)
    monkeypatch.setattr(sheetcuts, "PIECE", 60_000)
    monkeypatch.setattr(sheetcuts, "TOP_ROWS", 1)


@pytest.fixture
def both_ways(run, workbook, monkeypatch):
    """Read a sheet with cutting and by the parser alone; says also how many pieces were cut."""

    def _both_ways(lines, spelling="value"):
        content = workbook([], sheet=sheet(lines, spelling))
        real, cuts = sheettexts.cut, []
        monkeypatch.setattr(xlsx, "cut", lambda body: cuts.append(real(body)) or cuts[-1])
        fast = run("contraloria_infobras", content)
        monkeypatch.setattr(xlsx, "cut", lambda _: None)
        return fast, run("contraloria_infobras", content), sum(texts is not None for texts in cuts)

    return _both_ways


def same(one, other):
    assert (one.report.rows_in, one.report.kept, one.report.collapsed, one.report.quarantined) == (
        other.report.rows_in,
        other.report.kept,
        other.report.collapsed,
        other.report.quarantined,
    )
    assert one.rows("works") == other.rows("works")
    assert one.quarantine() == other.quarantine()


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_plain_texts_are_cut_to_the_parsers_cells(both_ways, small_pieces, spelling):
    texts = PLAIN[:-1] if spelling == "inline" else PLAIN
    lines = [row(["TÍTULO"], spelling), row(HEADERS, spelling)]
    for number in range(1, 400):
        money = ["12 50", "x1", " 7", ""][number % 4]
        cells = work(number, comentarios=texts[number % len(texts)], monto_del_contrato_en_soles=money)
        lines.append(row(cells, spelling))
    lines[200] = row([""] * len(COLUMNS), spelling)
    lines[201] = lines[202]
    fast, slow, cut = both_ways(lines, spelling)
    assert cut > 1, "the fast way was not taken"
    same(fast, slow)
    assert fast.report.unparsable_cells > 90
    assert fast.rows("works")[-1]["row_number"] == 401
    assert {read["comentarios"] for read in fast.rows("works")} == {text_of(text) for text in texts}


def text_of(cell):
    for entity, character in sheettexts.ENTITIES.items():
        cell = cell.replace(entity, character)
    return cell.strip(sheettexts.BLANKS) or None


@pytest.mark.parametrize("text", OTHERS)
def test_texts_that_mean_other_texts_are_left_to_the_parser(both_ways, small_pieces, text):
    lines = [row(HEADERS)] + [row(work(number, comentarios=text)) for number in range(1, 200)]
    fast, slow, cut = both_ways(lines)
    assert cut == 0
    same(fast, slow)


@pytest.mark.parametrize(
    "odd",
    [
        row(work(7)).replace('<x:c t="str"><x:v>OBRA', '<x:c t="str" s="1"><x:v>OBRA'),
        row(work(7)).replace('<x:c t="str"><x:v>7</x:v></x:c>', "<x:c><x:v>7</x:v></x:c>"),
        row(work(7)).replace('<x:c t="str"><x:v></x:v></x:c>', "<x:c />"),
        row(work(7)).replace("OBRA", "OB<!-- -->RA"),
        row(work(7)).replace("OBRA", "OB<![CDATA[R]]>A"),
        row(work(7)[:60]),
        row(work(7)).replace("<x:row>", '<x:row r="150">'),
        row([*work(7), "more"]),
        row([*work(7), ""]),
        "<x:row/>",
    ],
    ids=["style", "number", "left out", "comment", "cdata", "short", "numbered", "ragged", "wide", "no cells"],
)
def test_a_row_of_another_form_sends_its_piece_to_the_parser(both_ways, small_pieces, odd):
    lines = [row(HEADERS)] + [row(work(1000 + number)) for number in range(200)]
    lines[150] = odd
    fast, slow, cut = both_ways(lines)
    assert cut >= 1, "no other piece was plain"
    same(fast, slow)
    body = "".join(lines[140:160]).encode()
    assert sheettexts.cut(body) is None
    assert sheettexts.cut("".join(lines[141:150]).encode()) is not None


def test_rows_shorter_and_longer_by_the_same_are_not_taken_for_equal(small_pieces):
    lines = row(["a"] * 3) + row(["b"] * 2) + row(["c"] * 4)
    assert sheettexts.cut(lines.encode()) is None


def test_bytes_that_are_no_text_are_left_to_the_parser():
    assert sheettexts.cut(row(["a", "b"]).encode() + row(["\xff", "b"]).encode("latin-1")) is None


def test_empty_values_in_short_spelling_are_cut_too():
    body = (row(["a", ""]) * 3).replace("<x:v></x:v>", "<x:v />").encode()
    texts = sheettexts.cut(body)
    assert [column.to_pylist() for column in texts.columns] == [["a"] * 3, [None] * 3]


def test_a_workbook_cut_off_in_a_later_piece_is_refused(run, workbook, small_pieces):
    lines = [row(HEADERS)] + [row(work(number)) for number in range(200)]
    content = workbook([], sheet=sheet(lines).replace("</x:sheetData></x:worksheet>", ""))
    assert run("contraloria_infobras", content).code == "cut_archive"


def test_what_the_engine_says_of_a_stream_reaches_the_caller_and_holds_nobody_up():
    import pyarrow as pa

    def fails(reader):
        next(reader)
        raise duckdb.OutOfMemoryException("no room")

    feed = Feed(pa.schema([("a", pa.int64())]), fails)
    for _ in range(100):
        feed.put(pa.table({"a": range(5_000)}))
    with pytest.raises(duckdb.OutOfMemoryException, match="no room"):
        feed.close()


def test_pieces_are_whole_workbooks(workbook, tmp_path):
    lines = [row(HEADERS)] + [row(work(number)) for number in range(100)]
    path = tmp_path / "works.xlsx"
    path.write_bytes(workbook([], sheet=sheet(lines)))
    with zipfile.ZipFile(path) as archive:
        (piece,) = sheetcuts.pieces(archive, "xl/worksheets/sheet1.xml")
    with zipfile.ZipFile(piece.workbook()) as single:
        assert single.testzip() is None
    assert (piece.rows, piece.numbered) == (101, False)
