"""``python -m bench [NAME …]``: race the named workloads (all when none is named); ``list``; ``report``."""

import argparse
import importlib
import sys
from dataclasses import replace

from bench import harness, places, report
from bench.errors import BenchError
from bench.plan import Plan

WORKLOADS = ("startup", "ocds", "xlsx", "pages", "rules", "growth", "night", "sandbox_night")


def main() -> int:
    """Parse the command and run it; 1 when a run failed, 0 also when a goal is short (the page says so)."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"{', '.join(WORKLOADS)}; or list; or report")
    parser.add_argument("--runs", type=int, help="runs of each contender in place of the planned ones")
    parser.add_argument("--scale", type=float, default=1, help="part of the full workload, to try the harness out")
    asked = parser.parse_args()
    names = asked.names or list(WORKLOADS)
    if names == ["list"]:
        for name in WORKLOADS:
            print(f"{name}: {(importlib.import_module(f'bench.{name}').__doc__ or '').splitlines()[0]}")
        return 0
    if names == ["report"]:
        report.write()
        return 0
    if unknown := [name for name in names if name not in WORKLOADS]:
        parser.error(f"no workload {unknown}; there are {', '.join(WORKLOADS)}")
    try:
        for name in names:
            _run(name, asked.scale, asked.runs)
    except BenchError as fault:
        print(f"{type(fault).__name__}: {fault}", file=sys.stderr)
        return 1
    return 0


def _run(name: str, scale: float, runs: int | None) -> None:
    """Make a workload, race on it, keep and show the figures."""
    for plan in _plans(name, scale):
        planned = replace(plan, runs=runs) if runs else plan
        print(f"{planned.name}: {planned.workload}", file=sys.stderr, flush=True)
        begun = places.now()
        series = harness.race(planned)
        harness.show(harness.store(planned, series, scale=scale, begun=begun))


def _plans(name: str, scale: float) -> list[Plan]:
    made: Plan | list[Plan] = importlib.import_module(f"bench.{name}").plan(scale)
    return made if isinstance(made, list) else [made]


if __name__ == "__main__":
    sys.exit(main())
