"""Run a night through Dagster in this process: the same assets as the schedule, the same run history."""

from __future__ import annotations

import json
import logging
import os
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipelines.errors import NightMissingError
from pipelines.lock import data_lock
from pipelines.night import Night, kept_warehouse
from pipelines.settings import PROJECT
from sources.nursery import AT_ONCE, NURSERIES

if TYPE_CHECKING:
    from dagster import DagsterInstance

RUNS = "runs.jsonl"
EVENTS_IN_A_BATCH = "500"
"""Dagster hands over in batches what a run plans; event by event it took longer than a small night's rules."""
log = logging.getLogger(__name__)


def run_night(night: Night) -> bool:
    """Run the night, holding its lock throughout; False when a later night is concluded already.

    A night that was interrupted before this one is first concluded from what the archive holds of it, so that the
    state never depends on whether somebody repeated it in time.

    Raises:
        AlreadyRunningError: somebody else works on this data folder.
        NightMissingError: the night lies before the newest one and the archive does not hold it.
    """
    with data_lock(night.folder):
        nights = night.archive.nights()
        if nights and max(nights) > night.date:
            if night.date not in nights:
                raise NightMissingError(f"{night.date} was missed and stays a gap; the newest night is {max(nights)}")
            log.info("night concluded already date=%s", night.date)
            return False
        for interrupted in sorted(set(nights) - night.archive.sealed_nights() - {night.date}):
            run_job(replace(night, date=interrupted), "recheck")
        run_job(night, "nightly")
        return True


def run_job(night: Night, job: str) -> None:
    """Execute one of the jobs for the night in this process, and note start and end in ``runs.jsonl``."""
    from pipelines.definitions import defs

    with data_lock(night.folder):
        started = night.clock.now()
        succeeded = False
        try:
            if job == "nightly":
                # They import while the portals are asked, and wait for the first payload.
                NURSERIES.prepare(AT_ONCE)
            with kept_warehouse(night), _instance(night) as instance:
                result = defs.resolve_job_def(job).execute_in_process(
                    instance=instance,
                    run_config=_run_config(night),
                    tags={"vigia/night": night.date.isoformat(), "vigia/world": night.world.name},
                )
            succeeded = result.success
        finally:
            _note(night, job, started, succeeded=succeeded)


def last_run(folder: Path) -> dict[str, Any] | None:
    """The last line of ``runs.jsonl``, or None."""
    path = folder / RUNS
    lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    return json.loads(lines[-1]) if lines else None


def _instance(night: Night) -> DagsterInstance:
    """Dagster's instance by ``dagster.yaml``, its folders made absolute so that the command works from anywhere."""
    from dagster import DagsterInstance
    from dagster._core.instance import InstanceRef

    state = night.settings.dagster_state
    state.mkdir(parents=True, exist_ok=True)
    os.environ["DAGSTER_HOME"] = str(PROJECT)
    os.environ["DAGSTER_EVENT_BATCH_SIZE"] = EVENTS_IN_A_BATCH
    overrides = {
        "storage": {
            "custom": {
                "module": "pipelines.run_history",
                "class": "KeptStorage",
                "config": {"base_dir": str(state / "storage")},
            },
        },
        "local_artifact_storage": {
            "module": "dagster.core.storage.root",
            "class": "LocalArtifactStorage",
            "config": {"base_dir": str(state)},
        },
        "compute_logs": {
            "module": "dagster.core.storage.noop_compute_log_manager",
            "class": "NoOpComputeLogManager",
        },
    }
    return DagsterInstance.from_ref(InstanceRef.from_dir(str(PROJECT), overrides=overrides))


def _run_config(night: Night) -> dict[str, Any]:
    config: dict[str, Any] = {
        "world": night.world.kind,
        "as_of": night.date.isoformat(),
        "seed": night.world.seed,
        "size": night.world.size,
        "origin": str(night.world.origin or ""),
    }
    return {
        "resources": {"night": {"config": config}},
        "loggers": {"console": {"config": {"log_level": "ERROR"}}},
    }


def _note(night: Night, job: str, started: datetime, *, succeeded: bool) -> None:
    line = {
        "night": night.date.isoformat(),
        "job": job,
        "started": started.isoformat(timespec="seconds"),
        "ended": night.clock.now().isoformat(timespec="seconds"),
        "succeeded": succeeded,
    }
    with (night.folder / RUNS).open("a", encoding="utf-8") as file:
        file.write(json.dumps(line) + "\n")
