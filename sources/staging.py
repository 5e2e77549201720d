"""The way of every table of rows through the child: texts in, typed Parquet, quarantine and counts out.

Here: the staging table, duplicates, quarantine, the files written. Not here: how bytes become texts (``csvfile``,
``xlsx``, ``jsonrows``) and what a type means (``casts``).
"""

from contextlib import suppress
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self

import duckdb
import pyarrow as pa

from sources.casts import typed_select
from sources.engine import SPILL, THREADS, engine_memory, open_engine
from sources.feed import Feed
from sources.headers import Layout
from sources.job import Job
from sources.notes import Note
from sources.refusals import Refused
from sources.report import QUARANTINE_NAME, ReadReport, TableReport
from sources.spec_tables import TableSpec
from sources.sqltext import FOLDER, identifier, literal, literal_list, statements

MOSTLY = 0.5
SHOWN_ROW = 500
SMALL = 1 / 3
AMPLE = 2.5
"""DuckDB lets a second thread write Parquet where 4 MB a column are free for it, many times what it takes. Rows that
fill less than the small part of the engine's memory are written under the ample limit: two copies of them fit."""


@dataclass
class Staging:
    """One published table on its way. Use as a context manager; call ``finish`` once at the end.

    ``shared`` is an engine that several small tables use one after the other: opening one costs more than they do.
    ``trimmed`` texts have no blanks around them, and none is empty.
    """

    job: Job
    name: str
    layout: Layout
    shared: duckdb.DuckDBPyConnection | None = None
    trimmed: bool = False
    engine: duckdb.DuckDBPyConnection = field(init=False)
    broken: list[tuple[str, str, str | None]] = field(default_factory=list)
    _feed: Feed | None = None
    _staged: bool = False

    def __enter__(self) -> Self:
        self.engine = self.shared or open_engine(self.job)
        (self.job.out_dir / SPILL).mkdir(exist_ok=True)
        self._run("create_quarantine")
        self._run("create_dropped")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        # Whatever the engine raises now comes after the fault that ended the reading.
        with suppress(duckdb.Error):
            self._end_feed()
        if self.shared is None:
            self.engine.close()

    @property
    def table(self) -> TableSpec:
        """The table's contract."""
        return self.job.spec.tables[self.name]

    def add(self, relation: str) -> None:
        """Cast and keep the rows of a relation that has ``row_number`` and the texts ``c0``, ``c1``, …."""
        select = typed_select(self.table, self.layout, self.job.spec.format, relation, trimmed=self.trimmed)
        self._run("stage_more" if self._staged else "stage", select=select)
        self._staged = True

    def add_chunk(self, chunk: pa.Table) -> None:
        """Cast and keep the rows of an Arrow table of the same shape, while the caller prepares the next one."""
        if self._feed is None:
            # Whoever makes the chunks needs the other core, and two threads on one stream wait for each other.
            self._threads(1)
            self._feed = Feed(chunk.schema, self._add_stream)
        self._feed.put(chunk)

    def _add_stream(self, reader: Any) -> None:  # noqa: ANN401 - a stream of Arrow batches
        self.engine.register("stream", reader)
        self.add("stream")
        self.engine.unregister("stream")

    def _end_feed(self) -> None:
        feed, self._feed = self._feed, None
        if feed is not None:
            feed.close()
            self._threads(THREADS)

    def _threads(self, number: int) -> None:
        if self.shared is None:
            self.engine.execute(f"SET threads = {number}")

    def clear(self) -> None:
        """Forget the rows added so far: a slower reading of the same file begins."""
        self._end_feed()
        self._run("unstage")
        self._staged = False
        self.broken.clear()

    def count(self) -> int:
        """Return how many rows are staged so far."""
        self._end_feed()
        return int(self._one("count")[0]) if self._staged else 0

    @property
    def broken_rows(self) -> int:
        """How many rows were set aside for their structure."""
        return len(self.broken)

    def quarantine_row(self, place: str, reason: str, raw: str | None) -> None:
        """Set aside a row whose structure is broken. Its text is kept only where no column is personal."""
        personal = any(column.personal or column.natural_person_of for column in self.table.columns)
        self.broken.append((place, reason, None if personal or raw is None else raw[:SHOWN_ROW]))

    def finish(self, drift: tuple[str, ...] = ()) -> ReadReport:
        """Settle keys and duplicates, write the files, and return the counts.

        Raises:
            Refused: no row stands, too many are broken, or too many keys conflict.
        """
        self._end_feed()
        if not self._staged:
            raise Refused("mostly_broken" if self.broken else "no_rows", f"{self.broken_rows} broken rows, no other")
        self._settle_keys()
        staged, collapsed, dropped, conflicts, cells = self._one("counts")
        total = staged + self.broken_rows
        if total == 0:
            raise Refused("no_rows", "a header, and nothing below it")
        self._judge(total, dropped - conflicts, conflicts)
        self._set_aside()
        kept = staged - collapsed - dropped
        self._write(everything=kept == staged)
        table = TableReport(kept, self.layout.absent, self.layout.unknown)
        return ReadReport(
            source=self.job.spec.name,
            payload_sha256=self.job.payload_sha256,
            reader_version=self.job.spec.reader_version,
            part=self.job.part,
            rows_in=total,
            kept=kept,
            collapsed=collapsed,
            quarantined=dropped + self.broken_rows,
            unparsable_cells=cells,
            tables={self.name: table},
            drift=(*self.layout.drift, *drift, *self._twins()),
        )

    def _settle_keys(self) -> None:
        columns = ", ".join(identifier(name) for name in self._kept())
        if self.table.duplicates.identical == "keep":
            return
        if not self.table.key:
            if self._one("rows_repeat", columns=columns)[0]:
                self._run("repeated_rows", columns=columns)
                self._run("collapse", columns=f"{columns}, failed")
            return
        names = literal_list((*self.table.key, *self._fallback()))
        self._run("drop_keyless", key_names=names, key_is_blank=self._key_is_blank())
        if not self._one("keys_repeat", key=self._key())[0]:
            return
        self._run("repeated_keys", key=self._key())
        self._run("collapse", columns=f"{columns}, failed")
        if self.table.duplicates.conflicting != "keep":
            self._run("conflicts", key=self._key())

    def _twins(self) -> list[str]:
        """What there is to note of rows that say two things of one subject; identical ones have collapsed by now."""
        told_by = self.table.duplicates.noted_by
        twins = self._one("twins", told_by=", ".join(map(identifier, told_by)))[0] if told_by else 0
        return [Note.TWINS.of(f"{self.name} {twins}")] if twins else []

    def _judge(self, total: int, broken: int, conflicts: int) -> None:
        if (broken + self.broken_rows) / total > MOSTLY:
            raise Refused("mostly_broken", f"{broken + self.broken_rows} of {total} rows")
        tolerance = self.table.duplicates
        share = 100 * conflicts / total
        # A handful of twins in a small file is not a broken register.
        above = share > tolerance.max_pct and conflicts > 20
        if conflicts and (tolerance.conflicting == "refuse" or above):
            raise Refused("conflicting_keys", f"{conflicts} of {total} rows")

    def _set_aside(self) -> None:
        label = literal(", ".join(self.table.key)) if self.table.key else "NULL"
        texts = ", ".join(f"CAST({identifier(name)} AS VARCHAR)" for name in self.table.key)
        common = {
            "source": literal(self.job.spec.name),
            "part": literal(self.job.part) if self.job.part else "NULL",
            "table": literal(self.name),
        }
        text = f"concat_ws(' ', {texts})" if texts else "CAST(NULL AS VARCHAR)"
        self._set_aside_broken(common)
        self._run("quarantine_dropped", **common, key_label=label, key_text=text)
        self._run("quarantine_cells", **common)

    def _set_aside_broken(self, common: dict[str, str]) -> None:
        if not self.broken:
            return
        places, reasons, raws = zip(*self.broken, strict=True)
        names = ("place", "reason", "raw")
        rows = pa.table([pa.array(values, pa.string()) for values in (places, reasons, raws)], names)
        self.engine.register("broken_rows", rows)
        self._run("quarantine_broken", **common)
        self.engine.unregister("broken_rows")

    def _write(self, *, everything: bool) -> None:
        columns = ", ".join(identifier(name) for name in self._kept())
        path = self.job.out_dir / f"{self.name}.parquet"
        self._make_room()
        only = "" if everything else "ANTI JOIN dropped USING (row_number) ORDER BY row_number"
        self._run("write", columns=columns, filter=only, path=literal(str(path)))
        self._run("write_quarantine", path=literal(str(self.job.out_dir / QUARANTINE_NAME)))

    def _make_room(self) -> None:
        """Let two threads write a table that is small beside the engine's memory."""
        engine_mb = engine_memory(self.job)
        if self.shared is None and self._one("memory_mb")[0] < SMALL * engine_mb:
            self.engine.execute(f"SET memory_limit = '{int(AMPLE * engine_mb)}MB'")

    def _kept(self) -> list[str]:
        return [*(column.name for column in self.table.kept_columns()), *self.table.named_columns()]

    def _fallback(self) -> tuple[str, ...]:
        return (self.table.key_fallback,) if self.table.key_fallback else ()

    def _key(self) -> str:
        columns = [identifier(name) for name in self.table.key]
        if not self.table.key_fallback:
            return ", ".join(columns)
        # A row is known by its fallback only where the key itself is blank.
        first, other = columns[0], identifier(self.table.key_fallback)
        return ", ".join([*columns, f"CASE WHEN {first} IS NULL THEN {other} END"])

    def _key_is_blank(self) -> str:
        blank = " OR ".join(f"{identifier(name)} IS NULL" for name in self.table.key)
        other = " AND ".join(f"{identifier(name)} IS NULL" for name in self._fallback())
        return f"({blank}) AND {other}" if other else blank

    def _run(self, name: str, **gaps: str) -> duckdb.DuckDBPyConnection:
        return self.engine.execute(statements(FOLDER / "staging.sql")[name].format(**gaps))

    def _one(self, name: str, **gaps: str) -> Any:  # noqa: ANN401 - a row of counts
        return self._run(name, **gaps).fetchall()[0]
