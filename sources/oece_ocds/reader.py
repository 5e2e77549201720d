"""Reads oece_ocds: monthly record packages, in a ZIP or as JSON, into seven tables.

Here: the order of the work. Not here: cutting (``packages``), tables (``tables``), mending (``mending``), new keys
(``drift``).
"""

import logging
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import duckdb

from sources.engine import SPILL
from sources.job import Job
from sources.notes import Note
from sources.oece_ocds.drift import NewKeys
from sources.oece_ocds.mending import LONGEST_RECORD, Mended, mend
from sources.oece_ocds.packages import Package, Shard, packages
from sources.oece_ocds.tables import Tables
from sources.refusals import Refused
from sources.report import ReadReport

LOG = logging.getLogger(__name__)
LOT = 64 << 20
PART = 8 << 20
UNREADABLE = (duckdb.InvalidInputException, duckdb.ConversionException)
"""What DuckDB says of bytes; everything else (memory, disk) is this machine's trouble and no fault of a record."""


@dataclass
class Lot:
    """Shards written below each other into files for the engine, whose statements are planned once for all.

    The engine holds a file in one piece, so several smaller ones keep less memory in use than one would.
    """

    folder: Path
    parts: list[Path] = field(default_factory=list)
    size: int = 0
    cuts: int = 0
    keys: int = 0

    def add(self, shard: Shard) -> None:
        """Write a shard's lines."""
        if self.size >= PART * len(self.parts):
            self.parts.append(self.folder / f"records-{len(self.parts):03d}.jsonl")
            self.parts[-1].write_bytes(b"")
        with self.parts[-1].open("ab") as file:
            file.write(shard.lines)
        self.size += len(shard.lines)
        self.cuts += len(shard.ends)
        self.keys += shard.keys

    def content(self) -> bytes:
        """All records, a line each."""
        return b"".join(part.read_bytes() for part in self.parts)


def read(job: Job) -> ReadReport:
    """Read a job's payload.

    Raises:
        Refused: the payload as a whole cannot be taken.
    """
    tables = Tables(job)
    surroundings: list[Package] = []
    new_keys = NewKeys()
    mended = 0
    lot = Lot(job.out_dir / SPILL)
    for shard in _all_shards(job.payload, surroundings):
        new_keys.look(shard.records())
        lot.add(shard)
        if lot.size >= LOT:
            mended += not _add(tables, lot)
            lot = Lot(lot.folder)
    if lot.size:
        mended += not _add(tables, lot)
    total = tables.records + len(tables.broken)
    if total == 0:
        raise Refused("no_rows", "the list of records is empty")
    if len(tables.broken) * 2 > total:
        raise Refused("mostly_broken", f"{len(tables.broken)} of {total} records")
    return _report(job, tables, surroundings, _notes(new_keys.found, mended))


def _all_shards(payload: Path, surroundings: list[Package]) -> Iterator[Shard]:
    for package, shards in packages(payload):
        yield from shards
        surroundings.append(package)


def _add(tables: Tables, lot: Lot) -> bool:
    """Take a lot whole, else record by record; says whether it was taken whole."""
    if lot.cuts == lot.keys:
        try:
            rows = tables.add(lot.parts)
        except UNREADABLE:
            rows = -1
        if rows == lot.cuts:
            tables.keep(rows)
            return True
    good: list[Mended] = []
    for number, record in enumerate(mend(lot.content()), tables.records + len(tables.broken) + 1):
        if record.line is None:
            tables.broken.append((_place(record, number), "broken_record"))
        else:
            good.append(record)
    _add_good(tables, good, lot.folder / "records.jsonl")
    return False


def _add_good(tables: Tables, records: list[Mended], path: Path) -> None:
    """Take records that parse; halves are tried until those that do not fit the schema stand alone."""
    if not records:
        return
    path.write_bytes(b"".join((record.line or b"") + b"\n" for record in records))
    try:
        rows = tables.add([path], LONGEST_RECORD)
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
    notes = [Note.UNKNOWN_KEY.of(key) for key in sorted(new_keys)]
    if mended:
        notes.append(Note.RECORD_BY_RECORD.of(mended))
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
