"""Reads oece_ocds: monthly record packages, in a ZIP or as JSON, into seven tables.

Here: the order of the work. Not here: cutting (``packages``), tables (``tables``), mending (``mending``), what a record
may look like (``structure``).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import chain, islice
from pathlib import Path

import duckdb

from sources.job import Job
from sources.notes import Note
from sources.oece_ocds.mending import Mended, mend
from sources.oece_ocds.packages import Package, Shard, packages
from sources.oece_ocds.structure import Structure
from sources.oece_ocds.tables import Tables
from sources.refusals import Refused
from sources.report import ReadReport

LOT = 64 << 20
UNREADABLE = (duckdb.InvalidInputException, duckdb.ConversionException)
"""What DuckDB says of bytes; everything else (memory, disk) is this machine's trouble and no fault of a record."""


@dataclass
class Lot:
    """Shards that the engine takes with one statement, each cut and looked through when it is asked for."""

    shards: Iterator[Shard]
    structure: Structure
    count: int = 0
    size: int = 0
    cuts: int = 0
    keys: int = 0
    fitting: int = 0
    fault: Exception | None = None

    def __iter__(self) -> Iterator[Shard]:
        """Yield shards until they are as large as a lot; a fault is kept, as the engine tells it in its own words."""
        try:
            while self.size < LOT and (shard := next(self.shards, None)):
                self.count += 1
                self.size += len(shard.lines)
                self.cuts += len(shard.ends)
                self.keys += shard.keys
                self.fitting += sum(map(self.structure.fits, shard.records()))
                yield shard
        except Exception as fault:
            self.fault = fault
            raise


def read(job: Job) -> ReadReport:
    """Read a job's payload.

    Raises:
        Refused: the payload as a whole cannot be taken.
    """
    tables = Tables(job)
    structure = Structure()
    surroundings: list[Package] = []
    taken = mended = 0
    shards = _all_shards(job.payload, surroundings)
    while first := next(shards, None):
        lot = Lot(chain([first], shards), structure)
        if not _add(tables, lot):
            again = islice(_all_shards(job.payload, []), taken, taken + lot.count)
            _add_by_record(tables, structure, again)
            mended += 1
        taken += lot.count
    total = tables.records + len(tables.broken)
    if total == 0:
        raise Refused("no_rows", "the list of records is empty")
    if len(tables.broken) * 2 > total:
        raise Refused("mostly_broken", f"{len(tables.broken)} of {total} records")
    return _report(job, tables, surroundings, _notes(structure.new_keys, mended))


def _all_shards(payload: Path, surroundings: list[Package]) -> Iterator[Shard]:
    for package, shards in packages(payload):
        yield from shards
        surroundings.append(package)


def _add(tables: Tables, lot: Lot) -> bool:
    """Take a lot whole; says whether it could be taken. In any case all of it has been looked through."""
    try:
        rows = tables.add(lot)
    except UNREADABLE:
        if lot.fault:
            raise lot.fault from None
        rows = -1
        for _ in lot:
            pass
    if not rows == lot.cuts == lot.keys == lot.fitting:
        return False
    tables.keep(rows)
    return True


def _add_by_record(tables: Tables, structure: Structure, shards: Iterator[Shard]) -> None:
    """Take a lot that does not read as a whole, cut from the payload once more."""
    content = b"".join(shard.lines for shard in shards)
    good: list[Mended] = []
    for number, record in enumerate(mend(content), tables.records + len(tables.broken) + 1):
        if record.line is None or not structure.fits(record.line):
            tables.broken.append((_place(record, number), "broken_record"))
        else:
            good.append(record)
    _add_good(tables, good)


def _add_good(tables: Tables, records: list[Mended]) -> None:
    """Take records that fit; halves are tried until those that the engine cannot parse stand alone."""
    if not records:
        return
    try:
        rows = tables.add([Shard.of([record.line or b"" for record in records])])
    except UNREADABLE:
        rows = -1
    if rows == len(records):
        tables.keep(rows)
    elif len(records) == 1:
        number = tables.records + len(tables.broken) + 1
        tables.broken.append((_place(records[0], number), "broken_record"))
    else:
        middle = len(records) // 2
        _add_good(tables, records[:middle])
        _add_good(tables, records[middle:])


def _place(record: Mended, number: int) -> str:
    return f"record {number} {record.ocid}".strip()


def _notes(new_keys: set[str], mended: int) -> tuple[str, ...]:
    notes = [Note.UNKNOWN_KEY.of(key) for key in sorted(new_keys)]
    if mended:
        notes.append(Note.RECORD_BY_RECORD.of(mended))
    return tuple(notes)


def _report(job: Job, tables: Tables, surroundings: list[Package], drift: tuple[str, ...]) -> ReadReport:
    outcome = tables.finish()
    days: list[date] = [package.published_on for package in surroundings if package.published_on]
    return ReadReport(
        source=job.spec.name,
        payload_sha256=job.payload_sha256,
        reader_version=job.spec.reader_version,
        part=job.part,
        published_on=max(days, default=None),
        rows_in=tables.records + len(tables.broken),
        kept=outcome.kept,
        collapsed=outcome.collapsed,
        quarantined=outcome.quarantined,
        unparsable_cells=outcome.cells,
        tables=outcome.tables,
        drift=drift,
    )
