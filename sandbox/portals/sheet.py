"""Write a workbook as INFOBRAS writes it: text cells with the ``x:`` prefix, streamed row by row (sources §2.1).

Quirks kept: every tag has the prefix ``x:`` (a reader that wants plain tags sees no rows), every cell is an inline
string (numbers too) and there is no sharedStrings part, empty cells are written out, cells and rows carry no reference.
Knows nothing of the columns of any register.
"""

from __future__ import annotations

import html
import re
import zipfile
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

SHEET = "xl/worksheets/sheet1.xml"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_XML = '<?xml version="1.0" encoding="utf-8"?>'
_PARTS = {
    "[Content_Types].xml": (
        f'{_XML}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override '
        f'PartName="/{SHEET}" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>'
        "</Types>"
    ),
    "_rels/.rels": (
        f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{_RELATIONS}/officeDocument" Target="/xl/workbook.xml"/></Relationships>'
    ),
    "xl/workbook.xml": (
        f'{_XML}<x:workbook xmlns:x="{_MAIN}" xmlns:r="{_RELATIONS}"><x:sheets>'
        '<x:sheet name="Sheet1" sheetId="1" r:id="rId1"/></x:sheets></x:workbook>'
    ),
    "xl/_rels/workbook.xml.rels": (
        f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{_RELATIONS}/worksheet" Target="/{SHEET}"/></Relationships>'
    ),
}
_OPEN = f'{_XML}<x:worksheet xmlns:x="{_MAIN}"><x:sheetData>'
_CLOSE = "</x:sheetData></x:worksheet>"
_ROW_OPEN, _ROW_CLOSE = '<x:row><x:c t="str"><x:v>', "</x:v></x:c></x:row>"
_BETWEEN = '</x:v></x:c><x:c t="str"><x:v>'
_MARK = "\x1f"  # stands between cells while a row is escaped as one text
_ROW = re.compile(r"<x:row>(.*?)</x:row>", re.DOTALL)
_CELL = re.compile(r"<x:v>(.*?)</x:v>", re.DOTALL)
_BATCH = 500  # rows handed to the compressor at once: large enough to be fast, small in memory


def _row(cells: Sequence[str]) -> str:
    text = _MARK.join(cells)
    if "&" in text or "<" in text or ">" in text:
        text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return f"{_ROW_OPEN}{text.replace(_MARK, _BETWEEN)}{_ROW_CLOSE}"


def _chunks(rows: Iterable[Sequence[str]]) -> Iterator[bytes]:
    batch: list[str] = [_OPEN]
    for row in rows:
        batch.append(_row(row))
        if len(batch) >= _BATCH:
            yield "".join(batch).encode()
            batch = []
    batch.append(_CLOSE)
    yield "".join(batch).encode()


def write(stream: IO[bytes], rows: Iterable[Sequence[str]]) -> None:
    """Write the rows as a workbook of one sheet; the members carry no date, so equal rows give equal bytes."""
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as book:
        for name, text in _PARTS.items():
            book.writestr(zipfile.ZipInfo(name), text, zipfile.ZIP_DEFLATED)
        with book.open(SHEET, "w", force_zip64=True) as sheet:
            for chunk in _chunks(rows):
                sheet.write(chunk)


def read(stream: IO[bytes]) -> list[list[str]]:
    """Read back a workbook that :func:`write` wrote (for the faults, which edit published files)."""
    with zipfile.ZipFile(stream) as book:
        text = book.read(SHEET).decode()
    return [[html.unescape(cell) for cell in _CELL.findall(row)] for row in _ROW.findall(text)]
