"""Runs of the night as Dagster makes them: one asset alone, again from failure, two at once."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import dagster as dg
import pytest
from command import ROOT, Place, start_fresh
from dagster._core.definitions.reconstruct import ReconstructableRepository
from stores import State, copy, state_of

from pipelines.stages import model

pytestmark = pytest.mark.night
WORLD = ("--sandbox", "--seed", "3", "--size", "60")
FIRST, SECOND = "2026-11-18", "2026-11-19"
NAME = "sandbox-3-60"
LAST_STEPS = {
    "findings", "contradictions", "scores", "record_quality", "history", "events", "alerts", "red_flags", "visit_lists", "published",
}  # fmt: skip


@dataclass(frozen=True)
class Audited:
    """An installation after one night."""

    folder: Path
    state: State


@pytest.fixture(scope="module")
def audited(vigia, place_folder):
    place = Place(place_folder / "audited")
    done = vigia.run(place, "audit", *WORLD, "--as-of", FIRST)
    assert done.code == 0, done.log[-2000:]
    return Audited(place.folder, state_of(place.folder / "data" / NAME))


@pytest.fixture(scope="module")
def second_night(vigia, audited, place_folder):
    """The state after the second night, which met a rival while it was at work; and what the rival was told."""
    place = Place(copy(audited.folder, place_folder / "second"))
    running = vigia.start(place, "audit", *WORLD, "--as-of", SECOND)
    assert running.wait_for("event=step_begins step=look_contraloria_infobras")
    rival = start_fresh(place, "audit", *WORLD, "--as-of", SECOND).wait()
    assert running.alive(), "the rival came too late to meet it"
    done = running.wait()
    assert done.code == 0, done.log[-2000:]
    return running.process, rival, state_of(place.folder / "data" / NAME)


def test_two_runs_at_once_one_works_one_ends_at_once(second_night):
    process, rival, state = second_night
    assert rival.code == 0
    assert f"already running (pid {process})" in rival.log
    assert rival.steps("step_begins") == []
    assert state.nights == [FIRST, SECOND]


@pytest.mark.parametrize("asset", ["core_works", "findings"])
def test_one_asset_materialises_alone_in_a_fresh_process(audited, place_folder, asset):
    place = Place(copy(audited.folder, place_folder / f"alone-{asset}"))
    home = place.folder / "home"
    home.mkdir()
    environment = place.environment() | {"VIGIA_SEED": "3", "VIGIA_SIZE": "60", "DAGSTER_HOME": str(home)}
    done = subprocess.run(
        [str(Path(sys.executable).parent / "dagster"), "asset", "materialize", "--select", asset,
         "-m", "pipelines.definitions"],
        cwd=ROOT, env=environment, capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    assert "RUN_SUCCESS" in done.stderr
    assert state_of(place.folder / "data" / NAME).differences(audited.state) == []


def test_a_failed_run_succeeds_from_failure_and_ends_as_an_undisturbed_night(
    audited, second_night, place_folder, monkeypatch
):
    place = Place(copy(audited.folder, place_folder / "failed"))
    for name, value in place.environment().items():
        monkeypatch.setitem(os.environ, name, value)
    job = ReconstructableRepository.for_module("pipelines.definitions", "defs", str(ROOT)).get_reconstructable_job(
        "nightly"
    )
    config = {"resources": {"night": {"config": {"world": "sandbox", "seed": 3, "size": 60, "as_of": SECOND}}}}
    with dg.DagsterInstance.local_temp(str(place.folder)) as instance:
        with monkeypatch.context() as planted:
            planted.setattr(model, "record_history", _fault)
            with dg.execute_job(job, instance, run_config=config) as failed:
                assert not failed.success
                assert {event.step_key for event in failed.get_step_failure_events()} == {"history"}
        options = dg.ReexecutionOptions.from_failure(failed.run_id, instance)
        with dg.execute_job(job, instance, run_config=config, reexecution_options=options) as again:
            assert again.success
            worked = {event.step_key for event in again.get_step_success_events()}
    assert "history" in worked
    assert not [step for step in worked if step.startswith(("look_", "parsed", "raw", "core"))]
    assert worked <= LAST_STEPS
    assert state_of(place.folder / "data" / NAME).differences(second_night[2]) == []


def _fault(_night):
    raise RuntimeError("a fault planted by the test")
