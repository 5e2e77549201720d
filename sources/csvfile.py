"""CSV and its relatives: strict and fast by DuckDB, row by row where a file is not clean.

Here: the header, the fast reading with its independent count, and the choice between the two ways. Not here: the slow
way (``csvrows``) and what columns mean (``casts``).
"""

import csv
from dataclasses import dataclass
from pathlib import Path

import duckdb

from sources.bytesniff import CHUNK, head, is_zip, refuse_pages, text_encoding
from sources.csvrows import LONGEST_FIELD, add_row_by_row
from sources.engine import SPILL
from sources.headers import Layout, match
from sources.job import Job
from sources.notes import Note
from sources.refusals import Refused
from sources.report import ReadReport
from sources.sqltext import literal
from sources.staging import Staging

LONGEST_LINE = 16 << 20


@dataclass(frozen=True)
class Scan:
    """An independent look at a CSV's bytes: records by quote-aware counting, and what forbids the fast way."""

    records: int
    clean: bool


def read_csv(job: Job) -> ReadReport:
    """Read a job whose source has one table in a delimited text file.

    Raises:
        Refused: the file as a whole cannot be taken.
    """
    form = job.spec.format
    first = head(job.payload)
    refuse_pages(first)
    if is_zip(first):
        raise Refused("wrong_encoding", "the file is a ZIP, not text")
    encoding, decodes, note = text_encoding(job.payload, form.encoding)
    path = _as_utf8(job, encoding)
    headers = _header(path, form.delimiter)
    layout = match(job.spec.tables[job.spec.main], headers)
    drift = (note,) if note else ()
    with Staging(job, job.spec.main, layout) as staging:
        scan = scan_records(path)
        if scan.records == 0:
            raise Refused("no_rows", "a header, and nothing below it")
        if not (decodes and scan.clean and _add_fast(staging, path, layout, form.delimiter, scan.records)):
            staging.clear()
            add_row_by_row(staging, path, form.delimiter, layout.width)
            drift = (*drift, Note.ROW_BY_ROW)
        return staging.finish(drift)


def _as_utf8(job: Job, encoding: str) -> Path:
    """The payload itself, or its text as UTF-8 where the publisher writes in another encoding."""
    if encoding == "utf-8":
        return job.payload
    path = job.out_dir / SPILL / "utf8.csv"
    path.parent.mkdir(exist_ok=True)
    with job.payload.open(encoding=encoding, newline="") as source, path.open("w", encoding="utf-8", newline="") as out:
        while text := source.read(CHUNK):
            out.write(text)
    return path


def _header(path: Path, delimiter: str) -> list[str]:
    csv.field_size_limit(LONGEST_FIELD)
    try:
        # Bytes that do not decode may stand in a row further down; they matter here only within the header.
        with path.open(encoding="utf-8-sig", errors="surrogateescape", newline="") as file:
            header = next(csv.reader(file, delimiter=delimiter, strict=True), [])
    except csv.Error as fault:
        raise Refused("no_header", str(fault)) from fault
    if any("\udc80" <= character <= "\udcff" for cell in header for character in cell):
        raise Refused("wrong_encoding", "the header has bytes outside the declared encoding")
    if not any(cell.strip() for cell in header):
        raise Refused("no_header", "the first line is blank")
    return header


def scan_records(path: Path) -> Scan:
    """Count the records below the header on bytes: line ends outside quotes. NUL bytes forbid the fast way."""
    lines, inside, last, blank = 0, False, b"", False
    clean = True
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            clean = clean and b"\0" not in chunk
            for index, piece in enumerate(chunk.split(b'"')):
                inside = inside if index == 0 else not inside
                if not inside:
                    lines += piece.count(b"\n")
                    blank = blank or b"\n\n" in piece or b"\n\r\n" in piece
            last = chunk[-1:]
    ends_open = last not in (b"\n", b"")
    return Scan(lines + ends_open - 1, clean and not inside and not blank)


def _add_fast(staging: Staging, path: Path, layout: Layout, delimiter: str, expected: int) -> bool:
    """Read all at once, all text, nothing guessed. False when DuckDB or the independent count objects."""
    columns = ", ".join(f"'c{position}': 'VARCHAR'" for position in range(layout.width))
    relation = (
        f"(SELECT row_number() OVER () AS row_number, * FROM read_csv({literal(str(path))}, "  # noqa: S608 - our path
        f"columns = {{{columns}}}, auto_detect = false, header = true, delim = {literal(delimiter)}, quote = '\"', "
        f"escape = '\"', strict_mode = true, null_padding = false, ignore_errors = false, "
        f"max_line_size = {LONGEST_LINE}))"
    )
    try:
        staging.add(relation)
    except (duckdb.InvalidInputException, duckdb.ConversionException):
        return False
    return staging.count() == expected
