"""A whole night on an invented Peru of 190,000 works: asked over loopback, parsed, judged, concluded, published.

The portals are a process that the night starts, so inventing the country and printing its files is in the figures.
"""

from __future__ import annotations

import json
import shutil
import sys
from datetime import datetime
from pathlib import Path

from bench import places
from bench.errors import WrongResultError
from bench.plan import Contender, Facts, Goal, Plan
from bench.startup import QUIET

WORKS = 190_000
NIGHT = "2026-11-18"


def plan(scale: float) -> Plan:
    """One contender; it is long, so it runs once unless more is asked for."""
    size = int(WORKS * scale)
    home = places.workload("sandbox-night")

    def fresh() -> None:
        shutil.rmtree(home, ignore_errors=True)
        home.mkdir()

    night = Contender(
        "night",
        [sys.executable, "-m", "pipelines", "audit", "--sandbox", "--size", str(size), "--as-of", NIGHT, "--json"],
        {**QUIET, "VIGIA_DATA": str(home / "data"), "VIGIA_DAGSTER": str(home / "dagster")},
        before=fresh,
        after=lambda facts: facts | _left(home),
    )
    return Plan(
        name="sandbox-night",
        workload=f"a whole first night of {size:,} works, every source, empty data folder, one Dagster run",
        contenders=[night],
        runs=1,
        goals=[
            Goal("minutes", lambda s: s.middle("night") / 60, 10, unit=" min"),
            Goal("memory, all processes together", lambda s: s.most("night", "together_mb"), 4096, unit=" MB"),
        ],
        notes=["measured once: it is long"],
    )


def _left(home: Path) -> Facts:
    """What the night left: its run note, its disk use."""
    world = next((home / "data").glob("sandbox-*"))
    runs = [json.loads(line) for line in (world / "runs.jsonl").read_text(encoding="utf-8").splitlines()]
    if not runs or not runs[-1]["succeeded"]:
        raise WrongResultError(f"the night did not succeed: {runs[-1:]}")
    lasted = datetime.fromisoformat(runs[-1]["ended"]) - datetime.fromisoformat(runs[-1]["started"])
    size = sum(path.stat().st_size for path in world.rglob("*") if path.is_file() and not path.is_symlink())
    return {"run_seconds": lasted.total_seconds(), "disk_mb": round(size / 2**20)}
