"""Scores the rules against the sandbox's planted truth, over seeds and dates, each in a throw-away data folder."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from pipelines.clock import SystemClock
from pipelines.night import Night, open_night
from pipelines.published import outcomes_of
from pipelines.rebuild import replay
from pipelines.settings import Settings
from pipelines.stages import ask, publish
from pipelines.worlds import sandbox_world

if TYPE_CHECKING:
    from sandbox.score import Score

log = logging.getLogger(__name__)


def score_worlds(seeds: Sequence[int], days: Sequence[date], size: int, settings: Settings) -> Score:
    """Run one sandbox night for each seed and date and compare every outcome with the truth."""
    from sandbox.score import Score, compare
    from sandbox.truth import truth
    from sandbox.world import world

    total: Score | None = None
    for seed in seeds:
        for day in days:
            with TemporaryDirectory(prefix="vigia-score-") as folder:
                outcomes = outcomes_of(_audit(seed, size, day, replace(settings, data=Path(folder))), None, None)
            found = compare(truth(world(seed, size, day)), outcomes, label=f"seed {seed}, {day}")
            log.info("scored seed=%d day=%s", seed, day)
            total = found if total is None else total + found
    return total or Score.empty()


def _audit(seed: int, size: int, day: date, settings: Settings) -> Path:
    """The steps of a night without Dagster and site: what is scored are the rules."""
    night: Night = open_night(sandbox_world(seed, size), day, settings, SystemClock())
    for spec in night.specs.values():
        ask.ask_source(night, spec)
    replay(night)
    publish.publish_snapshot(night)
    return night.folder
