"""A large XLSX sheet cut at the ends of rows, so that memory stays flat.

Here: cutting the sheet's XML, and wrapping a piece as a workbook of its own. Not here: reading cells (``sheettexts``,
``xlsx``).

calamine holds a whole sheet as one dense grid: 190,000 rows × 113 columns cost it 1.6 GB. Pieces of a few thousand rows
cost a tenth. Where a workbook keeps its texts in a shared table, that table travels with each piece.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from sources.refusals import Refused
from sources.zipread import Inflated

PIECE = 8 << 20
HEAD = 1 << 20
TOP_ROWS = 128
"""The first piece is small, for titles and headers, but has at least so many rows."""
SHEET_DATA = re.compile(rb"<(\w+:)?sheetData\b[^>]*>")
FIRST_ROW = re.compile(rb"<(?:\w+:)?row\b([^>]*)>")
FORBIDDEN = re.compile(rb"<!DOCTYPE|<!ENTITY", re.IGNORECASE)


@dataclass(frozen=True)
class Frame:
    """What surrounds the rows of a sheet, and the other parts of its workbook."""

    path: str
    head: bytes
    prefix: bytes
    others: dict[str, bytes]

    @property
    def row_end(self) -> bytes:
        """The closing tag of a row."""
        return b"</" + self.prefix + b"row>"

    @property
    def end(self) -> bytes:
        """The beginning of what stands behind the last row."""
        return b"</" + self.prefix + b"sheetData"


@dataclass(frozen=True)
class Piece:
    """Whole rows of a sheet as XML; ``numbered`` when they say their own numbers."""

    body: bytes
    frame: Frame

    @property
    def numbered(self) -> bool:
        """Whether the first row says its number."""
        first = FIRST_ROW.search(self.body)
        return bool(first and re.search(rb'\br="', first.group(1)))

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return self.body.count(b"<" + self.frame.prefix + b"row")

    def workbook(self) -> io.BytesIO:
        """A workbook with these rows alone."""
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            for name, content in self.frame.others.items():
                archive.writestr(name, content)
            closing = self.frame.end + b"></" + self.frame.prefix + b"worksheet>"
            archive.writestr(self.frame.path, self.frame.head + self.body + closing)
        out.seek(0)
        return out


def pieces(archive: zipfile.ZipFile, sheet_path: str) -> Iterator[Piece]:
    """Cut a sheet into pieces, in order.

    Raises:
        Refused: ``not_an_xlsx``, ``cut_archive`` or ``unsafe_zip`` (a document type, which no spreadsheet needs).
    """
    others = {name: part_of(archive, name) for name in archive.namelist() if _travels(name)}
    with Inflated(archive, archive.getinfo(sheet_path)) as sheet:
        yield from _cut(sheet, others, sheet_path)


def _travels(name: str) -> bool:
    keep = ("[Content_Types].xml", "_rels/.rels", "xl/workbook.xml", "xl/_rels/workbook.xml.rels")
    return name in keep or name in ("xl/sharedStrings.xml", "xl/styles.xml")


def part_of(archive: zipfile.ZipFile, name: str) -> bytes:
    """One part of a workbook, whole.

    Raises:
        Refused: ``cut_archive``, or ``not_an_xlsx`` where it cannot be XML.
    """
    try:
        return _lawful(archive.read(name))
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as fault:
        raise Refused("cut_archive", str(fault)) from fault


def _lawful(text: bytes) -> bytes:
    """The same text, where XML may hold it: bytes that were spoiled on their way often hold a NUL."""
    if b"\0" in text:
        raise Refused("not_an_xlsx", "a part of the workbook holds a NUL, which XML forbids")
    return text


def _cut(sheet: Inflated, others: dict[str, bytes], path: str) -> Iterator[Piece]:
    head, rest = _head(sheet)
    opening = SHEET_DATA.search(head)
    frame = Frame(path, head, (opening.group(1) or b"") if opening else b"", others)
    more = True
    if rest.count(frame.row_end) >= TOP_ROWS:
        body, rest = _split(rest, frame)
        yield Piece(body, frame)
    while more:
        parts = [_lawful(part) for part in sheet.parts(PIECE)]
        more = bool(parts)
        body, rest = _joined([rest, *parts], frame) if more else _last(rest, frame)
        if body.strip():
            yield Piece(body, frame)


def _joined(parts: list[bytes], frame: Frame) -> tuple[bytes, bytes]:
    """What ends with the last whole row of several parts, and the rest. Nearly always the last part has its end."""
    ending, rest = _split(parts[-1], frame)
    # So the parts, 800 MB in all, are copied once.
    return (b"".join([*parts[:-1], ending]), rest) if ending else _split(b"".join(parts), frame)


def _split(text: bytes, frame: Frame) -> tuple[bytes, bytes]:
    """What ends with the last whole row, and the rest."""
    cut = text.rfind(frame.row_end) + len(frame.row_end)
    return (text[:cut], text[cut:]) if cut >= len(frame.row_end) else (b"", text)


def _last(text: bytes, frame: Frame) -> tuple[bytes, bytes]:
    cut = text.find(frame.end)
    if cut < 0:
        raise Refused("cut_archive", "the sheet has no end")
    return text[:cut], b""


def _head(sheet: Inflated) -> tuple[bytes, bytes]:
    start = _lawful(sheet.read(HEAD))
    if FORBIDDEN.search(start[:4096]):
        raise Refused("unsafe_zip", "the sheet declares a document type")
    found = SHEET_DATA.search(start)
    if not found:
        raise Refused("not_an_xlsx", "the sheet has no cells")
    return start[: found.end()], start[found.end() :]
