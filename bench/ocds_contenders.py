"""What the OCDS race runs of our own: each contender in its process, which loads nothing of the harness.

Here: reading the months as a night does, and the hand-written statement. Not here: the race itself (``ocds``).
"""

import sys
from collections import Counter
from datetime import date
from functools import partial
from pathlib import Path

NIGHT = date(2026, 11, 18)


def ours(folder: Path, out: Path) -> None:
    """Read every month as a night does: two at a time, in children of nurseries that import while others work."""
    from sources.nursery import AT_ONCE, NURSERIES

    NURSERIES.prepare(AT_ONCE)
    from sources import reading, registry

    spec = registry.load()["oece_ocds"]
    months = sorted((folder / "served").glob("*.zip"))
    readings = [
        partial(reading.read, spec, path, out_dir=out, seen_on=NIGHT, file_name=path.name, part=path.stem[-7:])
        for path in months
    ]
    counts: Counter[str] = Counter(quarantined=0, collapsed=0)
    for path, report in zip(months, reading.read_together(readings), strict=True):
        if report.refused:
            from bench.errors import WrongResultError

            raise WrongResultError(f"{path.name}: {report.refused}")
        counts.update(rows_in=report.rows_in, kept=report.kept, collapsed=report.collapsed)
        counts.update(quarantined=report.quarantined, unparsable_cells=report.unparsable_cells)
        counts.update({name: table.rows for name, table in report.tables.items()})
    from bench.processes import tell

    tell(counts)


def raw(folder: Path, out: Path) -> None:
    """The hand-written statement over bare releases."""
    import tempfile

    import duckdb

    text = (Path(__file__).parent / "sql" / "ocds_raw.sql").read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory(dir=out) as spill:
        engine = duckdb.connect(config={"preserve_insertion_order": False, "temp_directory": spill})
        engine.execute(text.replace("{lines}", str(folder / "releases.jsonl")).replace("{out}", str(out)))
        engine.close()


if __name__ == "__main__":
    {"ours": ours, "raw": raw}[sys.argv[1]](Path(sys.argv[2]), Path(sys.argv[3]))
