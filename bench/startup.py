"""What starting costs: Python, the command, Dagster, Great Expectations; and the three nights of ``make audit``.

Nothing is raced against anything here; the parts are reported apart, so that nobody looks for them in other figures.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path

from bench import places, xlsx, xlsx_contenders
from bench.plan import Contender, Facts, Goal, Plan
from bench.processes import tell
from bench.rules import seconds_of

AUDIT = ("audit", "--sandbox", "--as-of", "2026-11-18", "--nights", "3")
WORKS = 2_000
QUIET = {"GX_ANALYTICS_ENABLED": "false", "DAGSTER_DISABLE_TELEMETRY": "yes"}


def plan(scale: float) -> list[Plan]:
    """One plan for the parts of starting, one for the three nights of ``make audit``."""
    size = max(50, int(WORKS * scale))
    home = places.workload("startup-home")
    here = [sys.executable, "-m", "bench.startup"]
    arrival = places.workload("startup") / "arrival"
    parts = [
        Contender("python", [sys.executable, "-c", "pass"]),
        Contender("vigia --help", [sys.executable, "-m", "pipelines", "--help"]),
        Contender("dagster, import", [sys.executable, "-c", "import dagster"], QUIET),
        Contender("dagster, run", [*here, "dagster"], QUIET, note="import, instance, two runs of an empty step"),
        Contender("GX, import", [sys.executable, "-c", "import checks.gx_library"], QUIET),
        Contender("GX, judge", [*here, "gate", str(arrival), str(size)], QUIET,
                  before=lambda: _arrive(arrival, size), note="the gate's import, and INFOBRAS' arrival judged twice"),
    ]  # fmt: skip
    nights = Contender(
        "three nights",
        [sys.executable, "-m", "pipelines", *AUDIT, *(("--size", str(size)) if scale != 1 else ())],
        {**QUIET, "VIGIA_DATA": str(home / "data"), "VIGIA_DAGSTER": str(home / "dagster")},
        before=lambda: shutil.rmtree(home, ignore_errors=True),
        note="the command of `make audit`, dependencies installed, empty data folder",
    )
    return [
        Plan("startup", "starting, nothing else", parts, runs=7,
             goals=[Goal("vigia --help", lambda s: s.middle("vigia --help"), 0.5, unit=" s")]),
        Plan("make-audit", f"three sandbox nights of {size:,} works through Dagster", [nights],
             goals=[Goal("make audit, dependencies installed", lambda s: s.middle("three nights"), 60, unit=" s")]),
    ]  # fmt: skip


def _arrive(folder: Path, size: int) -> None:
    """Parse an arrival for the gate once; the judging alone is measured."""
    if not folder.is_dir():
        xlsx_contenders.ours(xlsx.workbook(size), folder)


def dagster() -> Facts:
    """Import Dagster, open an instance on disk, and run a job of one empty step twice."""
    facts: Facts = {"import_seconds": seconds_of(lambda: __import__("dagster"))}
    from dagster import DagsterInstance, job, op

    @op
    def nothing() -> None:
        """Do nothing."""

    @job
    def empty() -> None:
        """One step that does nothing."""
        nothing()

    ours = {"telemetry": {"enabled": False}}
    with tempfile.TemporaryDirectory() as folder:
        os.environ["DAGSTER_HOME"] = folder
        opened: list[DagsterInstance] = []
        facts["instance_seconds"] = seconds_of(lambda: opened.append(DagsterInstance.local_temp(folder, ours)))
        config = {"loggers": {"console": {"config": {"log_level": "ERROR"}}}}
        for name in ("first_run_seconds", "second_run_seconds"):
            facts[name] = seconds_of(lambda: empty.execute_in_process(instance=opened[0], run_config=config))
        opened[0].dispose()
    return facts


def gate(folder: Path, rows: int) -> Facts:
    """Import Great Expectations through the gate, then judge the arrival twice."""
    from sources import registry
    from warehouse.profile import profile

    spec = registry.load()["contraloria_infobras"]
    parsed = next(folder.rglob("works.parquet"))
    made = profile({"works": parsed})
    facts: Facts = {"import_seconds": seconds_of(lambda: __import__("great_expectations"))}
    from checks.gate import Arrival, judge

    arrival = Arrival(
        source=spec.name,
        part="",
        main_table=spec.main,
        expectations=spec.expectations.model_dump(),
        required=[column.name for column in spec.tables[spec.main].kept_columns() if column.required],
        profile=made,
        previous_rows=rows,
        highest_rows=rows,
    )
    for name in ("first_judging_seconds", "second_judging_seconds"):
        facts[name] = seconds_of(lambda: judge(arrival, "slice"))
    return facts | {"expectations": len(judge(arrival, "slice").results)}


def main() -> None:
    """Run one part: ``dagster``, or ``gate FOLDER ROWS``."""
    tell(dagster() if sys.argv[1] == "dagster" else gate(Path(sys.argv[2]), int(sys.argv[3])))


if __name__ == "__main__":
    main()
