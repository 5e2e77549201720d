"""The workload of rules and nights: a warehouse with invented works and all that the rules on works look up.

The rows come from ``sql/works.sql`` and ``sql/around_works.sql``, pure functions of (row, day). Nothing is judged here.
"""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from bench import places

if TYPE_CHECKING:
    import duckdb

ROWS = 1_000_000
FIRST_NIGHT = date(2026, 11, 18)
CHANGE_RATE = 0.01
SQL = Path(__file__).parent / "sql"
PARTS = {
    "oece_cuadernos": tuple(str(year) for year in range(2020, 2027)),
    "oece_asientos": tuple(f"{year}{month:02}" for year in (2025, 2026) for month in range(1, 13))[:-2],
}
"""Files of works logs by year and of their entries by month, without a gap; all other sources are one file."""


def statement(name: str, **gaps: object) -> str:
    """One of this room's SQL files with its gaps filled."""
    text = (SQL / f"{name}.sql").read_text(encoding="utf-8")
    for gap, value in gaps.items():
        text = text.replace("{" + gap + "}", str(value))
    return text


def warehouse_at(scale: float) -> Path:
    """The warehouse on its first night, made unless it is there: works, surroundings, looks, calendar."""
    path = places.made_workload(f"works-{scale:g}", ("bench/sql", "warehouse")) / "first.duckdb"
    if path.is_file():
        return path
    from warehouse.connection import open_warehouse
    from warehouse.schema import create

    draft = path.with_suffix(".draft")
    draft.unlink(missing_ok=True)
    rows = int(ROWS * scale)
    with open_warehouse(draft) as con:
        create(con)
        show_works(con, rows, day=0, change_rate=0)
        con.execute(statement("around_works", rows=rows, night=FIRST_NIGHT))
        _calendar(con)
        record_looks(con, day=0)
    draft.rename(path)
    return path


def show_works(con: duckdb.DuckDBPyConnection, rows: int, *, day: int, change_rate: float) -> None:
    """Replace the works by those of a later day."""
    night = FIRST_NIGHT if change_rate == 0 else FIRST_NIGHT + timedelta(days=day)
    con.execute(statement("works", rows=rows, day=day, first=FIRST_NIGHT, night=night, change_rate=change_rate))


def record_looks(con: duckdb.DuckDBPyConnection, *, day: int) -> date:
    """Say that every source was seen on that day; returns the night."""
    from sources import registry
    from warehouse import meta

    night = FIRST_NIGHT + timedelta(days=day)
    specs = registry.load().values()
    meta.record_night(con, night, "bench", "national")
    meta.record_sources(
        con, [{"source": s.name, "stale_after_days": s.stale_after_days, "latency_days": s.latency_days} for s in specs]
    )
    con.execute("DELETE FROM meta_current")
    for spec in specs:
        look = {"source": spec.name, "part": "", "night": night, "seen_on": night, "payload_sha256": "invented"}
        meta.record_looks(con, [{**look, "verdict": "complete", "accepted": True}])
        for part in PARTS.get(spec.name, ("",)):
            con.execute("INSERT INTO meta_current VALUES (?, ?, ?, 'invented')", [spec.name, part, night])
    return night


def _calendar(con: duckdb.DuckDBPyConnection) -> None:
    from checks.calendar import load_calendar

    load_calendar(con)
