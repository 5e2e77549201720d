"""The tables of OCDS in the engine: a shard read in, typed by the contract, and the lot settled and written.

Here: extraction, typing, doubles, quarantine, files. Not here: cutting packages (``packages``), mending (``mending``).
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb

from sources.casts import typed_select
from sources.headers import Layout
from sources.job import Job
from sources.report import QUARANTINE_NAME, TableReport
from sources.sqltext import identifier, literal, statements
from sources.staging import open_engine

FOLDER = Path(__file__).parent
EXTRACT = FOLDER / "extract.sql"
SETTLE = FOLDER / "settle.sql"
LONGEST = 8 << 20
MAIN = "processes"


@dataclass
class Tables:
    """Everything one payload fills. Records are numbered through all shards; ``row_number`` is that number."""

    job: Job
    engine: duckdb.DuckDBPyConnection = field(init=False)
    records: int = 0
    broken: list[tuple[str, str]] = field(default_factory=list)
    _filled: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        # Months are read two at a time, so each has one thread: a second one costs a fifth more and gains nothing.
        self.engine = open_engine(self.job, threads=1)
        self.engine.execute(statements(EXTRACT)["macros"])
        self._settle("create")

    def add(self, path: Path, longest: int = LONGEST) -> int:
        """Read a shard file in; returns how many records it held.

        Raises:
            duckdb.Error: the shard does not read; nothing of it was taken.
        """
        texts = statements(EXTRACT)
        self.engine.execute(texts["shard"].format(path=literal(str(path)), shape=texts["shape"], longest=longest))
        self.engine.execute(texts["numbered"].format(first=self.records))
        ((rows,),) = self.engine.execute("SELECT count(*) FROM shard_as_read").fetchall()
        return int(rows)

    def keep(self, rows: int) -> None:
        """Take the shard that was read in, table by table."""
        self._settle("contents", first=str(self.records))
        for name in self.job.spec.tables:
            self._fill(name)
        self.records += rows

    def _fill(self, name: str) -> None:
        table = self.job.spec.tables[name]
        names = [column.name for column in table.columns]
        layout = Layout({column: index for index, column in enumerate(names)}, (), (), (), len(names))
        shown = ", ".join(f"{identifier(column)} AS c{index}" for index, column in enumerate(names))
        texts = f"(SELECT row_number, {shown} FROM ({statements(EXTRACT)[name]}))"  # noqa: S608 - our own statement
        select = typed_select(table, layout, self.job.spec.format, texts)
        self.engine.execute(
            f"INSERT INTO staged_{name} {select}" if name in self._filled else f"CREATE TABLE staged_{name} AS {select}"
        )
        self._filled.add(name)

    def settle(self) -> tuple[int, int, int]:
        """Find doubles and broken keys; returns records kept, collapsed and set aside (with those broken before)."""
        self._settle("keyless")
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
            self._settle("quarantine_cells", **common, table=literal(name), staged=f"staged_{name}")
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

    def _row(self, name: str) -> Any:  # noqa: ANN401 - a row of counts
        return self._settle(name).fetchall()[0]
