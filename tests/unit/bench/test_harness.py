"""The harness: its statistics, and that it refuses to show fewer runs than were planned."""

import sys

import pytest

from bench import harness, places, processes
from bench.errors import FewerRunsError, RunFailedError
from bench.plan import Contender, Goal, Plan
from bench.series import Run, Series


def a_run(contender, wall, **facts):
    return Run(contender, wall, wall, 10.0, 10.0, 0.0, facts)


def test_a_spread_is_minimum_median_and_maximum():
    series = Series([a_run("ours", wall) for wall in (3.0, 1.0, 8.0, 2.0, 4.0)])
    spread = series.spread("ours")
    assert (spread.least, spread.middle, spread.most) == (1.0, 3.0, 8.0)


def test_the_ratio_is_of_medians_not_of_means():
    series = Series([a_run("ours", w) for w in (1, 1, 100)] + [a_run("anchor", w) for w in (4, 4, 4)])
    assert series.ratio("anchor", "ours") == 4.0


def test_a_fact_can_be_the_figure():
    assert Series([a_run("ours", 9.0, check=2.0)]).middle("ours", "check") == 2.0


def test_contenders_take_turns():
    seen = []

    def fake(contender):
        seen.append(contender.name)
        return a_run(contender.name, 1.0)

    harness.race(Plan("x", "w", [Contender("a", ()), Contender("b", ())], runs=3), fake)
    assert seen == ["a", "b"] * 3


def test_fewer_runs_than_planned_are_a_fault():
    names = iter(["a", "b", "a", "b", "a", "someone else"])

    def loses_one(_contender):
        return a_run(next(names), 1.0)

    with pytest.raises(FewerRunsError, match="b: 2 of 3"):
        harness.race(Plan("x", "w", [Contender("a", ()), Contender("b", ())], runs=3), loses_one)


def test_a_contender_without_runs_has_no_median():
    with pytest.raises(FewerRunsError):
        Series([]).middle("ours")


@pytest.mark.parametrize(("limit", "at_most", "met"), [(2.0, True, True), (1.9, True, False), (2.1, False, False)])
def test_a_goal_is_met_or_short(limit, at_most, met):
    goal = Goal("two seconds", lambda series: series.middle("ours"), limit, at_most)
    assert goal.met(Series([a_run("ours", 2.0)])) is met


SLEEPER = "import time; held = bytearray({megabytes} << 20); held[::4096] = b'x' * len(held[::4096]); time.sleep(1.5)"
"""Holds memory for longer than a few samples take."""


@pytest.mark.proof
def test_a_process_is_measured_with_its_children_and_its_facts():
    child = SLEEPER.format(megabytes=80)
    script = (
        "import subprocess, sys; from bench.processes import tell\n"
        f"subprocess.run([sys.executable, '-c', {child!r}], check=True); tell({{'rows': 7}})"
    )
    run = processes.measure("ours", [sys.executable, "-c", script], {})
    assert run.facts == {"rows": 7}
    assert run.largest_mb > 80
    assert run.wall > 0


def test_a_process_that_fails_is_no_run():
    with pytest.raises(RunFailedError, match="ended with 3"):
        processes.measure("ours", [sys.executable, "-c", "raise SystemExit(3)"], {})


def test_a_workload_made_by_other_code_is_made_anew(tmp_path, monkeypatch):
    monkeypatch.setattr(places, "PROJECT", tmp_path)
    monkeypatch.setenv("VIGIA_BENCH_DATA", str(tmp_path / "data"))
    (tmp_path / "room").mkdir()
    (tmp_path / "room" / "step.sql").write_text("SELECT 1")
    first = places.made_workload("night-1", ["room"])
    assert places.made_workload("night-1", ["room"]) == first
    (tmp_path / "room" / "step.sql").write_text("SELECT 2")
    assert places.made_workload("night-1", ["room"]) != first
    assert not first.exists()


@pytest.mark.proof
def test_memory_is_what_the_command_held_and_not_the_size_of_whoever_started_it():
    ballast = bytearray(500 << 20)
    ballast[::4096] = b"x" * len(ballast[::4096])
    small = processes.measure("small", [sys.executable, "-c", SLEEPER.format(megabytes=1)], {})
    large = processes.measure("large", [sys.executable, "-c", SLEEPER.format(megabytes=200)], {})
    assert small.largest_mb < 100
    assert 200 < large.largest_mb < 300
    assert 200 < large.together_mb < 300
