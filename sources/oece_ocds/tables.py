"""The tables of OCDS in the engine: a shard read in, typed by the contract, and the lot settled and written.

Here: reading shards, doubles, quarantine, files, in their order. Not here: the engine (``prepared``), cutting packages
(``packages``), mending (``mending``).
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb

from sources.job import Job
from sources.oece_ocds.prepared import EXTRACT, SETTLE, engine_for
from sources.report import QUARANTINE_NAME, TableReport
from sources.sqltext import identifier, literal, literal_list, statements

LONGEST = 8 << 20
MAIN = "processes"


@dataclass
class Tables:
    """Everything one payload fills. Records are numbered through all shards; ``row_number`` is that number."""

    job: Job
    engine: duckdb.DuckDBPyConnection = field(init=False)
    records: int = 0
    broken: list[tuple[str, str]] = field(default_factory=list)
    _clear: bool = True
    _kept: bool = False

    def __post_init__(self) -> None:
        self.engine = engine_for(self.job)

    def add(self, paths: list[Path], longest: int = LONGEST) -> int:
        """Read the files of a shard in; returns how many records they held.

        Raises:
            duckdb.Error: the shard does not read; nothing of it was taken.
        """
        texts = statements(EXTRACT)
        if self._kept:
            self._settle("contents")
        if not self._clear:
            self.engine.execute(texts["clear_shard"])
        self._clear, self._kept = True, False
        gaps = {"paths": literal_list(map(str, paths)), "shape": literal(texts["release"]), "longest": longest}
        ((rows,),) = self.engine.execute(texts["shard"].format(first=self.records, **gaps)).fetchall()
        self._clear = False
        return int(rows)

    def keep(self, rows: int) -> None:
        """Take the shard that was read in, table by table."""
        for name in self.job.spec.tables:
            self._settle("fill", table=name)
        self.records += rows
        self._kept = True

    def settle(self) -> tuple[int, int, int]:
        """Find doubles and broken keys; returns records kept, collapsed and set aside (with those broken before)."""
        self._settle("keyless")
        if self._row("doubles")[0]:
            if self._kept:
                self._settle("contents_repeated")
            self._settle("collapse")
            self._settle("conflicts")
        for name in ("awards", "contracts"):
            self._settle("repeated", table=f"staged_{name}", key=identifier(self.job.spec.tables[name].key[-1]))
        collapsed, aside = self._row("dropped_counts")
        return self.records - collapsed - aside, collapsed, aside + len(self.broken)

    def write(self) -> tuple[dict[str, TableReport], int]:
        """Write every table and the quarantine; returns what was written and how many cells failed."""
        common = {
            "source": literal(self.job.spec.name),
            "part": literal(self.job.part) if self.job.part else "NULL",
        }
        self._settle("quarantine_records", **common)
        if self.broken:
            self.engine.executemany(
                "INSERT INTO quarantine VALUES (?, ?, 'records', ?, NULL, ?, NULL)",
                [(self.job.spec.name, self.job.part, place, reason) for place, reason in self.broken],
            )
        written = {}
        for name in self.job.spec.tables:
            staged = f"staged_{name}"
            if self._row("fails", staged=staged)[0]:
                self._settle("quarantine_cells", **common, table=literal(name), staged=staged)
            written[name] = TableReport(self._write_table(name))
        (cells,) = self._row("cells")
        path = self.job.out_dir / QUARANTINE_NAME
        self._settle("write_quarantine", path=literal(str(path)))
        return written, cells

    def _write_table(self, name: str) -> int:
        columns = ", ".join(identifier(column.name) for column in self.job.spec.tables[name].columns)
        path = self.job.out_dir / f"{name}.parquet"
        ((rows,),) = self._settle("write", columns=columns, staged=f"staged_{name}", path=literal(str(path))).fetchall()
        return int(rows)

    def _settle(self, name: str, **gaps: str) -> duckdb.DuckDBPyConnection:
        return self.engine.execute(statements(SETTLE)[name].format(**gaps))

    def _row(self, name: str, **gaps: str) -> Any:  # noqa: ANN401 - a row of counts
        return self._settle(name, **gaps).fetchall()[0]
