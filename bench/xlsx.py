"""INFOBRAS' workbook of 190,000 works × 113 columns to typed Parquet, beside openpyxl that only walks its cells.

The invented Peru prints the workbook. openpyxl is measured on a tenth of the rows and its time multiplied by ten: it is
linear in rows, and five whole runs would take an hour.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

from bench import places
from bench.errors import WrongResultError
from bench.plan import Contender, Facts, Goal, Plan
from bench.series import Series

ROWS = 190_000
COLUMNS = 113
PART = 10
"""openpyxl reads one row in so many."""
NIGHT = date(2026, 11, 18)


def plan(scale: float) -> Plan:
    """Ours on the whole workbook, openpyxl on a tenth of it."""
    rows = int(ROWS * scale)
    whole, part = workbook(rows), workbook(rows // PART)
    out = places.workload("xlsx-out")

    def fresh() -> None:
        shutil.rmtree(out, ignore_errors=True)
        out.mkdir()

    def contender(name: str, path: Path, wanted: int, note: str) -> Contender:
        command = [sys.executable, "-m", "bench.xlsx_contenders", name, str(path), str(out)]
        return Contender(name, command, before=fresh, after=_rows_are(wanted), note=note)

    def against_openpyxl(series: Series) -> float:
        return PART * series.middle("openpyxl") / series.middle("ours")

    return Plan(
        name="xlsx",
        workload=f"{rows:,} works × {COLUMNS} columns, {whole.stat().st_size / 1e6:.0f} MB XLSX, to typed Parquet",
        contenders=[
            contender("ours", whole, rows, "hash, limited child, cells cut or parsed, types, quarantine, Parquet"),
            contender("openpyxl", part, rows // PART + 4, f"read-only, {rows // PART:,} rows, nothing kept"),
        ],
        goals=[
            Goal("seconds to typed Parquet", lambda s: s.middle("ours"), 45, unit=" s"),
            Goal("memory of the largest process", lambda s: s.most("ours", "largest_mb"), 1536, unit=" MB"),
            Goal(f"ours against openpyxl ({PART} × its tenth)", against_openpyxl, 20, at_most=False, unit="×"),
        ],
    )


def workbook(rows: int) -> Path:
    """The invented Peru's workbook of that many works, printed unless it is there; another process prints it."""
    path = places.workload("xlsx") / f"works-{rows}.xlsx"
    if not path.is_file():
        subprocess.run(
            [sys.executable, "-m", "bench.xlsx", str(path), str(rows)], check=True, cwd=places.PROJECT
        )
    return path


def _rows_are(wanted: int) -> Callable[[Facts], Facts]:
    def check(facts: Facts) -> Facts:
        if facts["rows"] != wanted:
            raise WrongResultError(f"{facts['rows']} rows were read, the workbook holds {wanted}")
        return facts

    return check


def print_workbook(path: Path, rows: int) -> None:
    """Print the workbook of an invented country."""
    from sandbox.portals import infobras
    from sandbox.world import world

    country = world(1, rows, NIGHT)
    draft = path.with_suffix(".draft")
    with draft.open("wb") as stream:
        infobras.write_works(stream, country.works, country.investments)
    draft.rename(path)


if __name__ == "__main__":
    print_workbook(Path(sys.argv[1]), int(sys.argv[2]))
