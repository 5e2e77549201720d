"""1 GB of OCDS as OECE serves it, to typed Parquet and quarantine: our reader beside flatterer and DuckDB.

flatterer lives in an environment of its own, named by ``VIGIA_BENCH_FLATTERER``::

    python3 -m venv DIR && DIR/bin/pip install flatterer==0.25.0
    export VIGIA_BENCH_FLATTERER=DIR/bin/flatterer
"""

import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

from bench import places
from bench.errors import MissingToolError, WrongResultError
from bench.ocds_data import Workload, workload
from bench.plan import Contender, Facts, Goal, Plan

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

    here = [sys.executable, "-m", "bench.ocds_contenders"]
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
