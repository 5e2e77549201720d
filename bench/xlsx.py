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
from bench.processes import tell
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
        command = [sys.executable, "-m", "bench.xlsx", name, str(path), str(out)]
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
            [sys.executable, "-m", "bench.xlsx", "print", str(path), str(rows)], check=True, cwd=places.PROJECT
        )
    return path


def _rows_are(wanted: int) -> Callable[[Facts], Facts]:
    def check(facts: Facts) -> Facts:
        if facts["rows"] != wanted:
            raise WrongResultError(f"{facts['rows']} rows were read, the workbook holds {wanted}")
        return facts

    return check


def read_ours(path: Path, out: Path) -> Facts:
    """Read the workbook as a night does: in a child of a nursery that is started first of all."""
    from sources.nursery import NURSERIES

    NURSERIES.prepare(1)
    from sources import reading, registry

    spec = registry.load()["contraloria_infobras"]
    report = reading.read(spec, path, out_dir=out, seen_on=NIGHT, file_name=path.name)
    if report.refused:
        raise WrongResultError(f"{path.name}: {report.refused}")
    return {"rows": report.rows_in, "kept": report.kept, "folder": str(report.folder)}


def walk_openpyxl(path: Path) -> Facts:
    """Walk all cells in openpyxl's fastest mode."""
    import openpyxl

    sheet = openpyxl.load_workbook(path, read_only=True).worksheets[0]
    return {"rows": sum(1 for _ in sheet.iter_rows(values_only=True))}


def print_workbook(path: Path, rows: int) -> None:
    """Print the workbook of an invented country."""
    from sandbox.portals import infobras
    from sandbox.world import world

    country = world(1, rows, NIGHT)
    draft = path.with_suffix(".draft")
    with draft.open("wb") as stream:
        infobras.write_works(stream, country.works, country.investments)
    draft.rename(path)


def main() -> None:
    """Run one contender: ``ours|openpyxl WORKBOOK OUT``, or ``print WORKBOOK ROWS``."""
    name, path = sys.argv[1], Path(sys.argv[2])
    if name == "print":
        print_workbook(path, int(sys.argv[3]))
    else:
        tell(read_ours(path, Path(sys.argv[3])) if name == "ours" else walk_openpyxl(path))


if __name__ == "__main__":
    main()
