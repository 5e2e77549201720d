"""Writes what was looked at into the meta tables. Writing a night, source and part again replaces what was there.

Rows are mappings keyed by column name; columns that are not given are null.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb

from warehouse import tables
from warehouse.connection import transaction
from warehouse.errors import WarehouseError
from warehouse.rows import insert
from warehouse.statements import quoted, statement

Row = Mapping[str, object]


def record_sources(con: duckdb.DuckDBPyConnection, rows: Iterable[Row]) -> None:
    """Replaces `meta_sources` as a whole: the contracts of tonight."""
    with transaction(con):
        con.execute("DELETE FROM meta_sources")
        _insert(con, "meta_sources", list(rows))


def record_night(con: duckdb.DuckDBPyConnection, night: date, world: str, scope: str) -> None:
    """Says that the night is audited; `scope` is 'national' or 'slice'."""
    if scope not in {"national", "slice"}:
        raise WarehouseError(f"the scope of a night is 'national' or 'slice', not '{scope}'")
    with transaction(con):
        con.execute("DELETE FROM meta_nights WHERE night = ?", [night])
        _insert(con, "meta_nights", [{"night": night, "world": world, "scope": scope}])


def record_looks(con: duckdb.DuckDBPyConnection, rows: Iterable[Row]) -> None:
    """Replaces the looks of the (source, part, night) that the rows name."""
    looks = list(rows)
    with transaction(con):
        for look in looks:
            con.execute(
                "DELETE FROM meta_looks WHERE source = ? AND part = ? AND night = ?",
                [look["source"], look["part"], look["night"]],
            )
        _insert(con, "meta_looks", looks)


def record_receipts(con: duckdb.DuckDBPyConnection, night: date, source: str, rows: Iterable[Row]) -> None:
    """Replaces the receipts of one source and night."""
    _replace(con, "meta_receipts", _Arrival(night, source, None), rows)


def record_gate(con: duckdb.DuckDBPyConnection, night: date, source: str, part: str, rows: Iterable[Row]) -> None:
    """Replaces the gate's judgements of one arrival."""
    _replace(con, "meta_gate", _Arrival(night, source, part), rows)


def record_drift(con: duckdb.DuckDBPyConnection, night: date, source: str, part: str, notes: Sequence[str]) -> None:
    """Replaces the notes on drift of one arrival."""
    _replace(con, "meta_drift", _Arrival(night, source, part), [{"note": note} for note in notes])


def record_quarantine(
    con: duckdb.DuckDBPyConnection,
    night: date,
    source: str,
    part: str,
    arrived: Path | Iterable[Row],
) -> None:
    """Replaces the quarantine of one arrival, by rows or by the reader's quarantine.parquet."""
    if not isinstance(arrived, Path):
        _replace(con, "meta_quarantine", _Arrival(night, source, part), arrived)
        return
    with transaction(con):
        _forget(con, "meta_quarantine", _Arrival(night, source, part))
        con.execute(statement("load/quarantine", path=quoted(str(arrived))), [source, part, night])


def record_held(con: duckdb.DuckDBPyConnection, night: date, source: str, rows: Iterable[Row]) -> None:
    """Replaces what is said of the pages of a source that are not taken tonight; the row of another page stands."""
    held = [{**row, "night": night, "source": source} for row in rows]
    with transaction(con):
        con.execute("DELETE FROM meta_held WHERE source = ? AND night = ?", [source, night])
        for row in held:
            con.execute(
                "DELETE FROM meta_held WHERE source = ? AND page_key = ? AND page = ?",
                [source, row["page_key"], row["page"]],
            )
        _insert(con, "meta_held", held)


def record_decisions(con: duckdb.DuckDBPyConnection, night: date, rows: Iterable[Row]) -> None:
    """Replaces the decisions that hold from a night on."""
    with transaction(con):
        con.execute("DELETE FROM meta_decisions WHERE night = ?", [night])
        _insert(con, "meta_decisions", [{**row, "night": night} for row in rows])


def record_alarms(
    con: duckdb.DuckDBPyConnection,
    night: date,
    rows: Iterable[Row],
    *,
    kinds: Sequence[str],
    source: str | None = None,
) -> None:
    """Replaces the alarms of a night that are of these kinds and, when `source` is given, of that source.

    Each step of the night owns its kinds, so that a repeated step also takes back alarms that no longer hold.
    """
    alarms = [{**row, "night": night} for row in rows]
    foreign = sorted({str(alarm["kind"]) for alarm in alarms} - set(kinds))
    if foreign:
        raise WarehouseError(f"alarms of kinds {foreign} are not among the kinds to be replaced {sorted(kinds)}")
    with transaction(con):
        con.execute(
            "DELETE FROM meta_alarms WHERE night = $1 AND list_contains($2, kind) AND ($3 IS NULL OR source = $3)",
            [night, list(kinds), source],
        )
        _insert(con, "meta_alarms", alarms)


@dataclass(frozen=True)
class _Arrival:
    """What a row of an arrival belongs to; `part` None means every part of the source."""

    night: date
    source: str
    part: str | None

    @property
    def columns(self) -> dict[str, object]:
        """The columns that every row of the arrival shares."""
        fixed: dict[str, object] = {"night": self.night, "source": self.source}
        return fixed if self.part is None else {**fixed, "part": self.part}


def _replace(con: duckdb.DuckDBPyConnection, table: str, arrival: _Arrival, rows: Iterable[Row]) -> None:
    with transaction(con):
        _forget(con, table, arrival)
        _insert(con, table, [{**row, **arrival.columns} for row in rows])


def _forget(con: duckdb.DuckDBPyConnection, table: str, arrival: _Arrival) -> None:
    con.execute(statement("load/forget_arrival", table=table), [arrival.night, arrival.source, arrival.part])


def _insert(con: duckdb.DuckDBPyConnection, table: str, rows: Sequence[Row]) -> None:
    names = tables.load()[table].column_names
    unknown = sorted({name for row in rows for name in row} - set(names))
    if unknown:
        raise WarehouseError(f"{table} has no columns {unknown}")
    insert(con, table, [[row.get(name) for name in names] for row in rows])
