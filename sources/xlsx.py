"""XLSX workbooks: one sheet, a header row somewhere at the top, texts below it.

Here: finding the sheet and its header row, and turning cells into texts. Not here: safety of the ZIP (``zipcheck``),
cutting large sheets (``sheetcuts``), rows of plain texts (``sheettexts``) and what columns mean (``casts``).
"""

import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import python_calamine as calamine

from sources.ahead import ahead
from sources.bytesniff import head, is_zip, refuse_pages
from sources.headers import looks_like_header, match
from sources.job import Job
from sources.refusals import Refused
from sources.report import ReadReport
from sources.sheetcuts import Piece, part_of, pieces
from sources.sheettexts import Texts, cut
from sources.spec_tables import TableSpec
from sources.staging import Staging
from sources.textviews import TEXT, clean
from sources.zipcheck import open_checked

LOOKED_AT = 10
LARGE_SHEET = 48 << 20
MOST_SHARED = 8 << 20

Rows = tuple[int, list[list[Any]]]
"""The number of the first row (from 1) and the cells of a block of rows."""


@dataclass(frozen=True)
class Block:
    """Rows that follow one another: plain texts where that is proven, else to be parsed."""

    piece: Piece
    before: int
    texts: Texts | None

    @property
    def rows(self) -> Rows:
        """The cells as a parser reads them; rows that say no number of their own are counted on."""
        number, rows = _cells(self.piece.workbook())
        return (number if self.piece.numbered else self.before + number), rows


def read_xlsx(job: Job) -> ReadReport:
    """Read a job whose source has one table in the first sheet of a workbook.

    Raises:
        Refused: the file as a whole cannot be taken.
    """
    first = head(job.payload)
    refuse_pages(first)
    if not is_zip(first):
        raise Refused("not_an_xlsx", "the file does not begin like a ZIP")
    table = job.spec.tables[job.spec.main]
    with open_checked(job.payload) as archive:
        (start, rows), more = _opened(job.payload, archive)
        place = header_place(table, rows, job.spec.format.header_within)
        headers = _headers(rows[place])
        layout = match(table, headers)
        with Staging(job, job.spec.main, layout, trimmed=True) as staging:
            _add(staging, start + place + 1, rows[place + 1 :], layout.width)
            for block in more:
                if block.texts and block.texts.width <= layout.width:
                    _add_texts(staging, block.before, block.texts, layout.width)
                else:
                    _add(staging, *block.rows, layout.width)
            return staging.finish()


def _headers(row: Sequence[Any]) -> list[str]:
    """The header row without the blanks that longer rows below it add at its end."""
    headers = [_text(cell) for cell in row]
    while headers and not headers[-1].strip():
        headers.pop()
    return headers


def sheet_head(path: Path) -> list[list[str]]:
    """Return the first rows of a workbook's first sheet as texts, for recognising a file.

    Raises:
        Refused: the file is not a workbook that may be opened.
    """
    with open_checked(path) as archive:
        (_, rows), _ = _opened(path, archive)
        return [[_text(cell) for cell in row] for row in rows[:LOOKED_AT]]


def header_place(table: TableSpec, rows: Sequence[Sequence[Any]], within: int) -> int:
    """Return which of the first rows is the header, judged by its content; title rows stand above it.

    Raises:
        Refused: ``no_header``, ``no_rows``.
    """
    for place, row in enumerate(rows[:within]):
        if looks_like_header(table, [_text(cell) for cell in row]):
            return place
    if not rows:
        raise Refused("no_rows", "the sheet is empty")
    raise Refused("no_header", f"none of the first {within} rows holds the known headers")


def _opened(path: Path, archive: zipfile.ZipFile) -> tuple[Rows, Iterator[Block]]:
    """The first rows, and the blocks below them: small workbooks are read whole, large ones piece by piece."""
    names = archive.namelist()
    sheet_path = _first_sheet(names)
    shared = sum(archive.getinfo(name).file_size for name in names if name == "xl/sharedStrings.xml")
    if archive.getinfo(sheet_path).file_size < LARGE_SHEET or shared > MOST_SHARED:
        for name in (sheet_path, "xl/sharedStrings.xml") if shared else (sheet_path,):
            part_of(archive, name)
        return _cells(path), iter(())
    blocks = _blocks(archive, sheet_path)
    first = next(blocks, None)
    return (first.rows if first else (1, [])), blocks


def _blocks(archive: zipfile.ZipFile, sheet_path: str) -> Iterator[Block]:
    before = 0
    for piece in ahead(pieces(archive, sheet_path)):
        # The first piece has titles and headers, of other widths than the rows below.
        texts = cut(piece.body) if before else None
        yield Block(piece, before, texts)
        before += texts.rows if texts else piece.rows


def _first_sheet(names: Sequence[str]) -> str:
    sheets = sorted(name for name in names if re.fullmatch(r"xl/worksheets/[^/]+\.xml", name))
    if not sheets or "xl/workbook.xml" not in names:
        raise Refused("not_an_xlsx", "the ZIP holds no workbook")
    for name in ("xl/worksheets/sheet1.xml", *sheets):
        if name in sheets:
            return name
    return sheets[0]


def _cells(source: Path | io.BytesIO) -> Rows:
    try:
        workbook = (
            calamine.CalamineWorkbook.from_path(str(source))
            if isinstance(source, Path)
            else calamine.CalamineWorkbook.from_filelike(source)
        )
        sheet = workbook.get_sheet_by_index(0)
        rows = sheet.to_python(skip_empty_area=True)
    except (calamine.CalamineError, calamine.WorksheetNotFound, ValueError) as fault:
        raise Refused("not_an_xlsx", str(fault)[:200]) from fault
    if not sheet.start:
        return 1, []
    # Empty first columns of a block are left out by calamine; they are put back so that positions hold.
    top, left = sheet.start
    return top + 1, [[""] * left + row for row in rows] if left else rows


def _add(staging: Staging, number: int, rows: list[list[Any]], width: int) -> None:
    """Stage a block. Rows without any cell are nothing; cells beyond the header are set aside with their row."""
    if not rows:
        return
    numbers, kept = [], []
    for offset, row in enumerate(rows):
        if any(cell != "" for cell in row):
            if len(row) > width and any(cell != "" for cell in row[width:]):
                staging.quarantine_row(f"row {number + offset}", "ragged_row", None)
                continue
            numbers.append(number + offset)
            kept.append(row)
    if not kept:
        return
    columns = [clean(_column(column)) for column in list(zip(*kept, strict=True))[:width]]
    _stage(staging, pa.array(numbers, pa.int64()), columns, width)


def _add_texts(staging: Staging, before: int, texts: Texts, width: int) -> None:
    """Stage rows of plain texts that stand below so many others."""
    if len(texts.offsets):
        _stage(staging, pc.add(texts.offsets, before + 1), texts.columns, width)


def _stage(staging: Staging, numbers: pa.Array, columns: list[pa.Array], width: int) -> None:
    columns = columns + [pa.nulls(len(numbers), TEXT)] * (width - len(columns))
    names = ["row_number", *(f"c{index}" for index in range(width))]
    staging.add_chunk(pa.table([numbers, *columns], names))


def _column(cells: Sequence[Any]) -> pa.Array:
    """One column as texts. Most columns hold texts only, and then nothing is converted."""
    try:
        return pa.array(cells, pa.string())
    except (pa.ArrowTypeError, pa.ArrowInvalid):
        return pa.array([cell if cell.__class__ is str else _text(cell) for cell in cells], pa.string())


def _text(cell: object) -> str:
    """A cell as it would be written: whole numbers without a point, moments in ISO order."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else format(Decimal(repr(cell)), "f")
    if isinstance(cell, dt.datetime):
        return cell.strftime("%Y-%m-%d %H:%M:%S")
    return str(cell)
