"""Reads oece_ocds: monthly record packages, in a ZIP or as JSON, into seven tables.

Here: the order of the work. Not here: cutting (``packages``), tables (``tables``), mending (``mending``), new keys
(``drift``).
"""

import logging
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import duckdb

from sources.ahead import ahead
from sources.job import Job
from sources.oece_ocds.drift import unknown_keys
from sources.oece_ocds.mending import LONGEST_RECORD, Mended, mend
from sources.oece_ocds.packages import Package, Shard, packages
from sources.oece_ocds.tables import LONGEST, Tables
from sources.refusals import Refused
from sources.report import ReadReport
from sources.staging import SPILL

LOG = logging.getLogger(__name__)
PART_LOOKED_AT = 1 << 20
"""A payload of one shard (every real month so far) is looked through for new keys in full, of larger ones a part of
each shard: looking at every key costs as much as reading the values."""
BLOCK = 8 << 20
UNREADABLE = (duckdb.InvalidInputException, duckdb.ConversionException)
"""What DuckDB says of bytes; everything else (memory, disk) is this machine's trouble and no fault of a record."""


def read(job: Job) -> ReadReport:
    """Read a job's payload.

    Raises:
        Refused: the payload as a whole cannot be taken.
    """
    tables = Tables(job)
    surroundings: list[Package] = []
    new_keys: set[str] = set()
    mended = 0
    several = False
    path = job.out_dir / SPILL / "shard.jsonl"
    for shard in ahead(_all_shards(job.payload, surroundings)):
        _write(path, shard.lines)
        most = PART_LOOKED_AT if several or shard.more else len(shard.lines)
        several = several or shard.more
        new_keys |= _new_keys(tables, shard.lines, most, path.with_name("look.jsonl"))
        mended += not _add(tables, shard, path)
    path.unlink(missing_ok=True)
    total = tables.records + len(tables.broken)
    if total == 0:
        raise Refused("no_rows", "the list of records is empty")
    if len(tables.broken) * 2 > total:
        raise Refused("mostly_broken", f"{len(tables.broken)} of {total} records")
    return _report(job, tables, surroundings, _notes(new_keys, mended))


def _write(path: Path, lines: bytes) -> None:
    """Write a shard with an end to its last line: without it DuckDB 2.0 reads on into what its buffer held before."""
    with path.open("wb") as file:
        file.write(lines)
        if not lines.endswith(b"\n"):
            file.write(b"\n")


def _all_shards(payload: Path, surroundings: list[Package]) -> Iterator[Shard]:
    for package, shards in packages(payload):
        yield from shards
        surroundings.append(package)


def _new_keys(tables: Tables, lines: bytes, most: int, path: Path) -> set[str]:
    """Look for new keys in the first bytes of a shard, in blocks that need little memory."""
    found: set[str] = set()
    start = 0
    while start < min(most, len(lines)):
        end = lines.find(b"\n", min(start + min(BLOCK, most), len(lines) - 1)) + 1 or len(lines)
        _write(path, lines[start:end])
        try:
            found |= unknown_keys(tables.engine, path, LONGEST)
        except duckdb.InvalidInputException:
            return found  # a record is broken here; the records are read one by one below
        start = end
    path.unlink(missing_ok=True)
    return found


def _add(tables: Tables, shard: Shard, path: Path) -> bool:
    """Take a shard whole, else record by record; says whether it was taken whole."""
    if shard.cuts == shard.keys:
        try:
            rows = tables.add(path)
        except UNREADABLE:
            rows = -1
        if rows == shard.cuts:
            tables.keep(rows)
            return True
    good: list[Mended] = []
    for number, record in enumerate(mend(shard.lines), tables.records + len(tables.broken) + 1):
        if record.line is None:
            tables.broken.append((_place(record, number), "broken_record"))
        else:
            good.append(record)
    _add_good(tables, good, path)
    return False


def _add_good(tables: Tables, records: list[Mended], path: Path) -> None:
    """Take records that parse; halves are tried until those that do not fit the schema stand alone."""
    if not records:
        return
    path.write_bytes(b"".join((record.line or b"") + b"\n" for record in records))
    try:
        rows = tables.add(path, LONGEST_RECORD)
    except UNREADABLE:
        rows = -1
    if rows == len(records):
        tables.keep(rows)
    elif len(records) == 1:
        number = tables.records + len(tables.broken) + 1
        tables.broken.append((_place(records[0], number), "broken_record"))
    else:
        middle = len(records) // 2
        _add_good(tables, records[:middle], path)
        _add_good(tables, records[middle:], path)


def _place(record: Mended, number: int) -> str:
    return f"record {number} {record.ocid}".strip()


def _notes(new_keys: set[str], mended: int) -> tuple[str, ...]:
    notes = [f"unknown key: {key}" for key in sorted(new_keys)]
    if mended:
        notes.append(f"read record by record: {mended} shard(s) did not read as a whole")
    return tuple(notes)


def _report(job: Job, tables: Tables, surroundings: list[Package], drift: tuple[str, ...]) -> ReadReport:
    total = tables.records + len(tables.broken)
    kept, collapsed, quarantined = tables.settle()
    written, cells = tables.write()
    days: list[date] = [package.published_on for package in surroundings if package.published_on]
    return ReadReport(
        source=job.spec.name,
        payload_sha256=job.payload_sha256,
        reader_version=job.spec.reader_version,
        part=job.part,
        published_on=max(days, default=None),
        rows_in=total,
        kept=kept,
        collapsed=collapsed,
        quarantined=quarantined,
        unparsable_cells=cells,
        tables=written,
        drift=drift,
    )
