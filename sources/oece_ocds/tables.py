"""The tables of OCDS in the engine: a lot of records taken, typed by the contract, settled and written.

Here: taking lots, doubles, quarantine, files, in their order. Not here: the engine (``prepared``), cutting packages
(``packages``), mending (``mending``).
"""

from array import array
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from sources.job import Job
from sources.oece_ocds.packages import Shard
from sources.oece_ocds.prepared import EXTRACT, SETTLE, engine_for
from sources.report import QUARANTINE_NAME, TableReport
from sources.sqltext import identifier, literal, statements

LINES = pa.schema([("line", pa.string())])
FAILED_CELLS = '"unparsable"."element"'


@dataclass(frozen=True)
class Outcome:
    """What became of the records, what was written, and how many cells failed."""

    kept: int
    collapsed: int
    quarantined: int
    tables: dict[str, TableReport]
    cells: int


@dataclass
class Tables:
    """Everything one payload fills. Records are numbered through all lots; ``row_number`` is that number.

    The tables of a payload's only lot are written straight from it. What stands in the files then tells whether an id
    repeats or is missing, which is seldom; only then, and where there are several lots, are tables staged and settled
    before they are written.
    """

    job: Job
    engine: duckdb.DuckDBPyConnection = field(init=False)
    records: int = 0
    broken: list[tuple[str, str]] = field(default_factory=list)
    _clear: bool = True
    _kept: bool = False
    _staged: bool = False

    def __post_init__(self) -> None:
        self.engine = engine_for(self.job)

    def add(self, shards: Iterable[Shard]) -> int:
        """Take the shards of a lot as they come; returns how many records they held.

        A value of another kind than its column's is taken for nothing: whoever gives the shards looks for it.

        Raises:
            duckdb.Error: a shard does not parse; nothing of them was taken.
        """
        texts = statements(EXTRACT)
        if self._kept:
            self._stage()
            self._run("contents")
        if not self._clear:
            self.engine.execute(texts["clear_lot"])
        self._clear, self._kept = True, False
        self.engine.register("lines", pa.RecordBatchReader.from_batches(LINES, map(_batch, shards)))
        ((rows,),) = self.engine.execute(texts["take"].format(first=self.records)).fetchall()
        self._clear = False
        return int(rows)

    def keep(self, rows: int) -> None:
        """Keep the lot that was taken."""
        self.records += rows
        self._kept = True

    def finish(self) -> Outcome:
        """Write every table and the quarantine."""
        written = None if self._staged else self._written_straight()
        if written is None:
            self._settle_doubles()
            written = self._written("staged_{} ANTI JOIN dropped USING (row_number)")
        collapsed, aside = self._row("dropped_counts")
        (cells,) = self._row("cells")
        self._run("write_quarantine", path=literal(str(self.job.out_dir / QUARANTINE_NAME)))
        kept = self.records - collapsed - aside
        return Outcome(kept, collapsed, aside + len(self.broken), written, cells)

    def _stage(self) -> None:
        """Fill the tables from the lot, before another one takes its place or doubles are looked for."""
        for name in self._names:
            self._run("fill", table=name)
        self._staged = True

    def _written_straight(self) -> dict[str, TableReport] | None:
        """Write from the lot; None when something repeats or is missing, and nothing was written that counts."""
        if not self._kept:
            return None
        written = self._written("typed_{}()")
        files = {name: literal(str(self._file(name))) for name in ("processes", "awards", "contracts")}
        if not self._row("repeats", **files)[0]:
            return written
        self._run("forget_quarantine")
        return None

    def _settle_doubles(self) -> None:
        """Find doubles and broken keys in what is staged."""
        if self._kept:
            self._stage()
        self._run("keyless")
        if self._row("doubles")[0]:
            if self._kept:
                self._run("contents_repeated")
            self._run("collapse")
            self._run("conflicts")
        for name in ("awards", "contracts"):
            self._run("repeated", table=f"staged_{name}", key=identifier(self.job.spec.tables[name].key[-1]))

    def _written(self, rows: str) -> dict[str, TableReport]:
        """Write each table from its rows (``{}`` is its name), and the quarantine from what was set aside of them."""
        common = {
            "source": literal(self.job.spec.name),
            "part": literal(self.job.part) if self.job.part else "NULL",
        }
        if self._staged:
            self._run("quarantine_records", **common)
        if self.broken:
            self.engine.executemany(
                "INSERT INTO quarantine VALUES (?, ?, 'records', ?, NULL, ?, NULL)",
                [(self.job.spec.name, self.job.part, place, reason) for place, reason in self.broken],
            )
        written = {}
        for name in self._names:
            count, failed = self._write_table(name, rows.format(name))
            written[name] = TableReport(count)
            if failed:
                self._run("quarantine_cells", **common, table=literal(name), rows=rows.format(name))
        return written

    def _write_table(self, name: str, rows: str) -> tuple[int, int]:
        """Write a table; returns how many rows and how many cells that failed stand in the file."""
        columns = ", ".join(identifier(column.name) for column in self.job.spec.tables[name].columns)
        path = literal(str(self._file(name)))
        ((_, count, _, _, statistics, *_),) = self._run("write", columns=columns, rows=rows, path=path).fetchall()
        failed = statistics[FAILED_CELLS]
        return int(count), int(failed["num_values"]) - int(failed["null_count"])

    @property
    def _names(self) -> list[str]:
        return list(self.job.spec.tables)

    def _file(self, name: str) -> Path:
        return self.job.out_dir / f"{name}.parquet"

    def _run(self, name: str, **gaps: str) -> duckdb.DuckDBPyConnection:
        return self.engine.execute(statements(SETTLE)[name].format(**gaps))

    def _row(self, name: str, **gaps: str) -> Any:  # noqa: ANN401 - a row of counts
        return self._run(name, **gaps).fetchall()[0]


def _batch(shard: Shard) -> pa.RecordBatch:
    """The records of a shard as a column of texts, which stay where they are."""
    starts = array("i", [0, *(end + 1 for end in shard.ends)])
    lines = pa.StringArray.from_buffers(len(shard.ends), pa.py_buffer(starts), pa.py_buffer(shard.lines))
    return pa.record_batch([lines], schema=LINES)
