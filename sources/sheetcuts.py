"""A large XLSX sheet cut into small workbooks at the ends of rows, so that memory stays flat.

Here: cutting the sheet's XML and wrapping each piece as a workbook of its own. Not here: reading cells (``xlsx``).

calamine holds a whole sheet as one dense grid: 190,000 rows × 113 columns cost it 1.6 GB. Pieces of a few thousand rows
cost a tenth. Where a workbook keeps its texts in a shared table, that table travels with each piece.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

from sources.refusals import Refused

PIECE = 40 << 20
HEAD = 1 << 20
SHEET_DATA = re.compile(rb"<(\w+:)?sheetData\b[^>]*>")
FIRST_ROW = re.compile(rb"<(?:\w+:)?row\b([^>]*)>")
FORBIDDEN = re.compile(rb"<!DOCTYPE|<!ENTITY", re.IGNORECASE)


@dataclass(frozen=True)
class Piece:
    """A workbook with one piece of the sheet; ``numbered`` when its rows say their own numbers."""

    workbook: io.BytesIO
    numbered: bool


def pieces(archive: zipfile.ZipFile, sheet_path: str) -> Iterator[Piece]:
    """Cut a sheet into workbooks, in order.

    Raises:
        Refused: ``not_an_xlsx``, ``cut_archive`` or ``unsafe_zip`` (a document type, which no spreadsheet needs).
    """
    others = {name: archive.read(name) for name in archive.namelist() if _travels(name)}
    try:
        with archive.open(sheet_path) as sheet:
            yield from _cut(sheet, others, sheet_path)
    except (zipfile.BadZipFile, zlib.error, EOFError) as fault:
        raise Refused("cut_archive", str(fault)) from fault


def _travels(name: str) -> bool:
    keep = ("[Content_Types].xml", "_rels/.rels", "xl/workbook.xml", "xl/_rels/workbook.xml.rels")
    return name in keep or name in ("xl/sharedStrings.xml", "xl/styles.xml")


def _cut(sheet: IO[bytes], others: dict[str, bytes], path: str) -> Iterator[Piece]:
    head, rest = _head(sheet)
    opening = SHEET_DATA.search(head)
    prefix = (opening.group(1) or b"") if opening else b""
    row_end = b"</" + prefix + b"row>"
    tail = b"</" + prefix + b"sheetData></" + prefix + b"worksheet>"
    while True:
        data = sheet.read(PIECE)
        rest += data
        cut = rest.rfind(row_end) + len(row_end) if data else rest.find(b"</" + prefix + b"sheetData")
        if not data and cut < 0:
            raise Refused("cut_archive", "the sheet has no end")
        if cut >= len(row_end) or not data:
            body, rest = rest[:cut], rest[cut:]
            if body.strip():
                yield Piece(_workbook(others, path, head + body + tail), _numbered(body))
        if not data:
            return


def _head(sheet: IO[bytes]) -> tuple[bytes, bytes]:
    start = sheet.read(HEAD)
    if FORBIDDEN.search(start[:4096]):
        raise Refused("unsafe_zip", "the sheet declares a document type")
    found = SHEET_DATA.search(start)
    if not found:
        raise Refused("not_an_xlsx", "the sheet has no cells")
    return start[: found.end()], start[found.end() :]


def _numbered(body: bytes) -> bool:
    first = FIRST_ROW.search(body)
    return bool(first and re.search(rb'\br="', first.group(1)))


def _workbook(others: dict[str, bytes], path: str, sheet: bytes) -> io.BytesIO:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in others.items():
            archive.writestr(name, content)
        archive.writestr(path, sheet)
    out.seek(0)
    return out
