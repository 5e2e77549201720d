"""1 GB of OCDS as OECE serves it, to typed Parquet and quarantine: our reader beside flatterer and DuckDB.

flatterer lives in an environment of its own, named by ``VIGIA_BENCH_FLATTERER``::

    python3 -m venv DIR && DIR/bin/pip install flatterer==0.25.0
    export VIGIA_BENCH_FLATTERER=DIR/bin/flatterer
"""

import os
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

from bench import places
from bench.errors import MissingToolError, WrongResultError
from bench.ocds_data import Workload, workload
from bench.plan import Contender, Facts, Goal, Plan
from bench.processes import tell

NIGHT = date(2026, 11, 18)
TABLES = ("processes", "awards", "award_suppliers", "contracts", "documents", "items", "parties")


def plan(scale: float) -> Plan:
    """Ours on the ZIPs; flatterer on the same packages unpacked and on bare releases; DuckDB on bare releases."""
    made = workload(scale)
    out = places.workload("ocds-out")

    def fresh() -> None:
        shutil.rmtree(out, ignore_errors=True)
        out.mkdir()

    def contender(name: str, command: list[str], after: Callable[[Facts], Facts], note: str) -> Contender:
        return Contender(name, command, before=fresh, after=after, note=note)

    here = [sys.executable, "-m", "bench.ocds"]
    flatterer = [_flatterer(), "--nocsv", "--parquet", "--force", "--main-table-name", "main"]
    packages = [str(path) for path in made.packages]
    months = len(packages)
    return Plan(
        name="ocds",
        workload=f"{made.expected['records']:,} records, {made.expected['bytes'] / 1e9:.3f} GB of JSON "
        f"in {months} monthly ZIPs, to Parquet",
        contenders=[
            contender("ours", [*here, "ours", str(made.folder), str(out)], _ours_checked(made),
                      "inflates, types, masks persons, quarantines, looks for new keys; two limited children at a "
                      "time, as in a night"),
            contender("flatterer", [*flatterer, "--path", "records", *packages, str(out / "flat")],
                      _flat_checked(made, out), "as it comes (`--threads` 1); the same packages unpacked beforehand"),
            contender("flatterer, all cores",
                      [*flatterer, "--threads", "0", "--path", "records", *packages, str(out / "flat")],
                      _flat_checked(made, out), "the same with `--threads 0`, a thread a core"),
            contender("flatterer, bare", [*flatterer, "--threads", "0", "--ndjson", str(made.lines), str(out / "flat")],
                      _flat_checked(made, out), "all cores; compiled releases alone, a line each, no links"),
            contender("raw DuckDB", [*here, "raw", str(made.folder), str(out)], _raw_checked(made, out),
                      "compiled releases alone, a line each; same fields, no masks, no checks"),
        ],
        goals=[
            Goal("ours against flatterer, same packages", lambda s: s.ratio("flatterer", "ours"), 4, at_most=False,
                 unit="×"),
            Goal("ours against flatterer on all cores (stricter than asked)",
                 lambda s: s.ratio("flatterer, all cores", "ours"), 4, at_most=False, unit="×"),
            Goal("ours against flatterer on all cores and bare releases (stricter than asked)",
                 lambda s: s.ratio("flatterer, bare", "ours"), 4, at_most=False, unit="×"),
        ],
        notes=["flatterer's own default is one thread; the goal is against that, the ratio to all cores beside it",
               f"every run's rows equal the counts of the generator: {made.expected}"],
    )  # fmt: skip


def _flatterer() -> str:
    found = os.environ.get("VIGIA_BENCH_FLATTERER") or shutil.which("flatterer")
    if not found:
        raise MissingToolError("flatterer is missing; python3 -m venv DIR && DIR/bin/pip install flatterer==0.25.0, "
                               "then set VIGIA_BENCH_FLATTERER=DIR/bin/flatterer")  # fmt: skip
    return found


def _ours_checked(made: Workload) -> Callable[[Facts], Facts]:
    wanted = {"rows_in": made.expected["records"], "kept": made.expected["records"], "quarantined": 0, "collapsed": 0}
    wanted |= {name: made.expected.get(name, made.expected["records"]) for name in TABLES}

    def check(facts: Facts) -> Facts:
        found = {name: facts.get(name) for name in wanted}
        if found != wanted:
            raise WrongResultError(f"ours read {found}, the generator wrote {wanted}")
        return facts

    return check


def _flat_checked(made: Workload, out: Path) -> Callable[[Facts], Facts]:
    return lambda facts: facts | _rows_of(out / "flat" / "parquet" / "main.parquet", made.expected["records"])


def _raw_checked(made: Workload, out: Path) -> Callable[[Facts], Facts]:
    def check(facts: Facts) -> Facts:
        for name in TABLES:
            _rows_of(out / f"{name}.parquet", made.expected.get(name, made.expected["records"]))
        return facts

    return check


def _rows_of(path: Path, wanted: int) -> Facts:
    import duckdb

    found = duckdb.sql(f"SELECT count(*) FROM read_parquet('{path}')").fetchall()[0][0]
    if found != wanted:
        raise WrongResultError(f"{path.name} has {found} rows, the generator wrote {wanted}")
    return {"rows": found}


def ours(made: Workload, out: Path) -> None:
    """Read every month as a night does: two at a time, in children of nurseries that import while others work."""
    from sources.nursery import AT_ONCE, NURSERIES

    NURSERIES.prepare(AT_ONCE)
    from sources import reading, registry

    spec = registry.load()["oece_ocds"]
    counts: Counter[str] = Counter()
    readings = [
        partial(reading.read, spec, path, out_dir=out, seen_on=NIGHT, file_name=path.name, part=path.stem[-7:])
        for path in made.zips
    ]
    for path, report in zip(made.zips, reading.read_together(readings), strict=True):
        if report.refused:
            raise WrongResultError(f"{path.name}: {report.refused}")
        counts.update(rows_in=report.rows_in, kept=report.kept, collapsed=report.collapsed)
        counts.update(quarantined=report.quarantined, unparsable_cells=report.unparsable_cells)
        counts.update({name: table.rows for name, table in report.tables.items()})
    tell({"quarantined": 0, "collapsed": 0, **counts})


def raw(made: Workload, out: Path) -> None:
    """The hand-written statement over bare releases."""
    import duckdb

    text = (Path(__file__).parent / "sql" / "ocds_raw.sql").read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory(dir=out) as spill:
        engine = duckdb.connect(config={"preserve_insertion_order": False, "temp_directory": spill})
        engine.execute(text.replace("{lines}", str(made.lines)).replace("{out}", str(out)))
        engine.close()


def main() -> None:
    """Run one contender: ``ours|raw FOLDER OUT``."""
    import json

    folder = Path(sys.argv[2])
    made = Workload(folder, json.loads((folder / "expected.json").read_text(encoding="utf-8")))
    {"ours": ours, "raw": raw}[sys.argv[1]](made, Path(sys.argv[3]))


if __name__ == "__main__":
    main()
