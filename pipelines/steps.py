"""What every asset of the night shares: the lock, the log line, the policy. Mapped here once, repeated nowhere."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from pipelines.lock import data_lock
from pipelines.night import Night
from pipelines.resources import NightResource


@contextmanager
def working_on(resource: NightResource) -> Iterator[Night]:
    """Open the run's night and hold its data folder for the length of one step."""
    night = resource.open()
    with data_lock(night.folder):
        yield night
