"""What the race of workbooks runs: each contender in its process, which loads nothing of the harness.

Here: reading the workbook as a night does, and walking it with openpyxl. Not here: the race itself (``xlsx``).
"""

import sys
from datetime import date
from pathlib import Path
from typing import Any

NIGHT = date(2026, 11, 18)


def ours(path: Path, out: Path) -> dict[str, Any]:
    """Read the workbook as a night does: in a child of a nursery that is started first of all."""
    from sources.nursery import NURSERIES

    NURSERIES.prepare(1)
    from sources import reading, registry

    spec = registry.load()["contraloria_infobras"]
    report = reading.read(spec, path, out_dir=out, seen_on=NIGHT, file_name=path.name)
    if report.refused:
        from bench.errors import WrongResultError

        raise WrongResultError(f"{path.name}: {report.refused}")
    return {"rows": report.rows_in, "kept": report.kept, "folder": str(report.folder)}


def openpyxl(path: Path, _out: Path) -> dict[str, Any]:
    """Walk all cells in openpyxl's fastest mode."""
    from openpyxl import load_workbook

    sheet = load_workbook(path, read_only=True).worksheets[0]
    return {"rows": sum(1 for _ in sheet.iter_rows(values_only=True))}


if __name__ == "__main__":
    facts = {"ours": ours, "openpyxl": openpyxl}[sys.argv[1]](Path(sys.argv[2]), Path(sys.argv[3]))
    from bench.processes import tell

    tell(facts)
