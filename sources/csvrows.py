"""CSV row by row, for files that are not clean: every bad row is set aside alone, with its line.

Here: cutting a damaged file into records and finding its feet again after a bad one. Not here: the fast way.

A record that is wrong over several lines costs only its first line: reading goes on at the next one, so that a quote
left open does not swallow the rows below it.
"""

import csv
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pyarrow as pa

from sources.staging import Staging

LONGEST_FIELD = 1 << 20
MOST_LINES = 2_000
BATCH = 20_000

Row = tuple[int, int, list[str] | None, str | None]
"""Record number, line number, the fields or None, and the reason why there are none."""


def add_row_by_row(staging: Staging, path: Path, delimiter: str, width: int) -> None:
    """Add the good rows of a UTF-8 file to the staging table and set the bad ones aside."""
    csv.field_size_limit(LONGEST_FIELD)
    lines = path.read_bytes().splitlines(keepends=True)
    batch: list[tuple[int, list[str]]] = []
    for record, line, fields, reason in _records(lines, delimiter, width):
        if fields is None:
            shown = lines[line - 1].decode("utf-8", "backslashreplace").rstrip("\r\n")
            staging.quarantine_row(f"line {line}", reason or "ragged_row", shown)
            continue
        batch.append((record, fields))
        if len(batch) == BATCH:
            staging.add_chunk(_chunk(batch, width))
            batch.clear()
    if batch:
        staging.add_chunk(_chunk(batch, width))


def _records(lines: list[bytes], delimiter: str, width: int) -> Iterator[Row]:
    """Every record below the header, good or bad. Blank lines are nothing."""
    _, position = _one(lines, 0, delimiter, width)
    record = 0
    while position < len(lines):
        if not lines[position].strip():
            position += 1
            continue
        record += 1
        fields, after = _one(lines, position, delimiter, width)
        if isinstance(fields, str):
            yield record, position + 1, None, fields
            position += 1
        else:
            yield record, position + 1, fields, None
            position = after


def _one(lines: list[bytes], position: int, delimiter: str, width: int) -> tuple[list[str] | str, int]:
    """The record that begins at a line: its fields, or the reason why it has none; and the line after it."""
    taken = 0

    def texts() -> Iterator[str]:
        nonlocal taken
        for line in islice(lines, position, min(len(lines), position + MOST_LINES)):
            taken += 1
            text = line.decode("utf-8-sig" if position == taken - 1 == 0 else "utf-8")
            if "\0" in text:
                raise ValueError(text)
            yield text

    try:
        fields = next(csv.reader(texts(), delimiter=delimiter, strict=True), [])
    except UnicodeDecodeError:
        return "undecodable_bytes" if taken == 1 else "open_quote", position + 1
    except ValueError:
        return "nul_byte" if taken == 1 else "open_quote", position + 1
    except csv.Error as fault:
        if "field larger" in str(fault):
            return "field_too_long", position + 1
        return ("open_quote" if taken > 1 or "unexpected end" in str(fault) else "ragged_row"), position + 1
    if len(fields) != width:
        return ("ragged_row" if taken == 1 else "open_quote"), position + 1
    return fields, position + taken


def _chunk(batch: list[tuple[int, list[str]]], width: int) -> pa.Table:
    numbers = pa.array([number for number, _ in batch], pa.int64())
    columns = zip(*(fields for _, fields in batch), strict=True)
    texts = [pa.array(column, pa.string()) for column in columns]
    return pa.table([numbers, *texts], ["row_number", *(f"c{index}" for index in range(width))])
