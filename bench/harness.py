"""Runs the contenders of a plan in turns (A B A B …), so that a busy minute hurts them alike, and keeps the figures.

Here: the race, its controls and its file. Not here: what is raced (one module a workload) nor the page (``report``).
"""

import json
import sys
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from bench import places, processes
from bench.plan import Contender, Plan
from bench.series import Run, Series, number

Measure = Callable[[Contender], Run]


def measured(contender: Contender) -> Run:
    """One run of a contender: its preparation outside the clock, its result looked at."""
    contender.before()
    run = processes.measure(contender.name, contender.command, contender.environment)
    return replace(run, facts=contender.after(run.facts))


def race(plan: Plan, measure: Measure = measured) -> Series:
    """Run every contender ``plan.runs`` times, in turns.

    Raises:
        RunFailedError, WrongResultError: a contender broke or did not do its work.
        FewerRunsError: fewer runs were seen than planned.
    """
    runs: list[Run] = []
    for turn in range(plan.runs):
        for contender in plan.contenders:
            run = measure(contender)
            runs.append(run)
            inside = "".join(f" {name}={number(run.figure(name))}" for name in plan.measures if name != "wall")
            print(
                f"  {turn + 1}/{plan.runs} {contender.name:<18} wall={number(run.wall)} s cpu={number(run.cpu)} s"
                f"{inside} largest={run.largest_mb:,.0f} MB load={run.load}",
                file=sys.stderr,
                flush=True,
            )
    series = Series(runs)
    series.demand({contender.name: plan.runs for contender in plan.contenders})
    return series


def store(plan: Plan, series: Series, *, scale: float, begun: str) -> dict[str, Any]:
    """Keep the figures of a race as JSON; a race on a smaller workload is kept apart from the real one."""
    record = {
        "name": plan.name,
        "workload": plan.workload,
        "scale": scale,
        "begun": begun,
        "ended": places.now(),
        "machine": places.machine(),
        "planned": {contender.name: plan.runs for contender in plan.contenders},
        "commands": {contender.name: _command(contender) for contender in plan.contenders},
        "contender_notes": {contender.name: contender.note for contender in plan.contenders},
        "measures": list(plan.measures),
        "notes": list(plan.notes),
        "goals": [
            {
                "text": goal.text,
                "limit": goal.limit,
                "at_most": goal.at_most,
                "unit": goal.unit,
                "value": round(goal.value(series), 4),
                "met": goal.met(series),
            }
            for goal in plan.goals
        ],
        "runs": series.as_rows(),
    }
    name = plan.name if scale == 1 else f"{plan.name}.scale-{scale:g}"
    path = places.results() / f"{name}.json"
    path.write_text(json.dumps(record, indent=1, ensure_ascii=False, default=str), encoding="utf-8")
    return record


def show(record: dict[str, Any]) -> None:
    """Print what came out."""
    series = Series(Run(**run) for run in record["runs"])
    for name in series.contenders:
        for measure in record["measures"]:
            print(f"{record['name']}: {name}: {measure} {series.spread(name, measure).text()}")
        print(f"{record['name']}: {name}: largest process {series.spread(name, 'largest_mb').text('MB')}")
    for goal in record["goals"]:
        limit = f"{'at most' if goal['at_most'] else 'at least'} {goal['limit']}{goal['unit']}"
        print(f"{'met' if goal['met'] else 'SHORT'}: {goal['text']}: {number(goal['value'])}{goal['unit']} ({limit})")


def _command(contender: Contender) -> str:
    """The command without this machine's folders."""
    home, data = str(places.PROJECT), str(places.data())
    words = ["python" if word == sys.executable else word for word in contender.command]
    return " ".join(words).replace(data, "$VIGIA_BENCH_DATA").replace(home + "/", "")
