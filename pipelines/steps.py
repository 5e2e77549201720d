"""What every asset of the night shares: the lock, the log line, the policy. Mapped here once, repeated nowhere."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from pipelines.lock import data_lock
from pipelines.night import Night
from pipelines.resources import NightResource

log = logging.getLogger(__name__)


@contextmanager
def working_on(resource: NightResource, step: str) -> Iterator[Night]:
    """Open the run's night and hold its data folder for the length of one step; say when it begins and ends."""
    night = resource.open()
    with data_lock(night.folder):
        log.info("event=step_begins step=%s night=%s", step, night.date)
        yield night
        log.info("event=step_ends step=%s night=%s", step, night.date)
