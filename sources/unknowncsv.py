"""A delimited text file whose columns are not known: which ones come, and how far they are filled.

Here: the headers and counts, nothing else: no cell leaves this reader, as nobody knows yet what it says or of whom.
Not here: files whose columns are declared (``csvfile``).
"""

import csv
import re
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa

from sources.bytesniff import head, is_zip, refuse_pages, text_encoding
from sources.csvrows import LONGEST_FIELD
from sources.headers import match
from sources.job import Job
from sources.notes import Note
from sources.refusals import Refused
from sources.report import ReadReport
from sources.staging import Staging

DELIMITERS = ",;|\t"
NO_HEADER = re.compile(r"\d{5}|@")
"""What a header does not hold: numbers of documents and telephones, addresses of mail."""


def read_headers(job: Job) -> ReadReport:
    """Read a job whose one table has the columns ``position``, ``header``, ``rows`` and ``filled``.

    Raises:
        Refused: the file as a whole cannot be taken; one without a header row is refused, as its first row is data.
    """
    first = head(job.payload)
    refuse_pages(first)
    if is_zip(first):
        raise Refused("wrong_encoding", "the file is a ZIP, not text")
    encoding, _, note = text_encoding(job.payload, job.spec.format.encoding)
    records = _records(job.payload, encoding)
    headers = next(records, [])
    _check(headers)
    rows, filled = 0, [0] * len(headers)
    for record in records:
        rows += 1
        for place, cell in enumerate(record[: len(filled)]):
            filled[place] += bool(cell.strip())
    if rows == 0:
        raise Refused("no_rows", "a header, and nothing below it")
    numbers = range(1, len(headers) + 1)
    cells = [[*map(str, numbers)], headers, [str(rows) for _ in headers], [*map(str, filled)]]
    layout = match(job.spec.tables[job.spec.main], ["position", "header", "rows", "filled"])
    drift = tuple(Note.NOT_UNDERSTOOD.of(" ".join(header.split())) for header in headers)
    with Staging(job, job.spec.main, layout) as staging:
        columns = [pa.array(texts, pa.string()) for texts in cells]
        staging.add_chunk(pa.table([pa.array(numbers, pa.int64()), *columns], ["row_number", "c0", "c1", "c2", "c3"]))
        return staging.finish((*([note] if note else []), *drift))


def _records(path: Path, encoding: str) -> Iterator[list[str]]:
    """The records of the file by whichever delimiter its first line holds most often; blank lines are nothing."""
    csv.field_size_limit(LONGEST_FIELD)
    named = "utf-8-sig" if encoding == "utf-8" else encoding
    with path.open(encoding=named, errors="replace", newline="") as file:
        line = file.readline()
        delimiter = max(DELIMITERS, key=line.count)
        file.seek(0)
        yield from (record for record in csv.reader(file, delimiter=delimiter) if any(cell.strip() for cell in record))


def _check(headers: list[str]) -> None:
    if len(headers) < 2:
        raise Refused("no_header", f"a first line of several columns was expected, came {len(headers)}")
    suspicious = [place + 1 for place, header in enumerate(headers) if NO_HEADER.search(header)]
    if suspicious:
        # The cells are not quoted: a row of data in the place of a header may speak of persons.
        raise Refused("no_header", f"the first line looks like data in columns {suspicious[:5]}")
