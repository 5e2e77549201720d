"""The one Dagster resource: which night a run works on. Empty fields mean what the settings configure."""

from datetime import date
from pathlib import Path

import dagster as dg

from pipelines.clock import SystemClock
from pipelines.errors import NightMissingError, UsageError
from pipelines.night import Night, newest_night, open_night
from pipelines.settings import Settings, load_settings
from pipelines.worlds import World, folder_world, live_world, sandbox_world


class NightResource(dg.ConfigurableResource):  # type: ignore[type-arg]
    """Opens the night a run is about.

    Attributes:
        world: ``sandbox``, ``live`` or ``from``; empty: the configured world.
        as_of: the night's date; empty: the newest night of the archive, else today in Lima.
        seed: sandbox seed, 0 = configured.
        size: sandbox size, 0 = configured.
        origin: the folder of a ``from`` world.
    """

    world: str = ""
    as_of: str = ""
    seed: int = 0
    size: int = 0
    origin: str = ""

    def open(self) -> Night:
        """The night, its folder claimed for its world."""
        settings, clock = load_settings(), SystemClock()
        world = self._world(settings)
        if self.as_of:
            return open_night(world, date.fromisoformat(self.as_of), settings, clock)
        try:
            return newest_night(world, settings, clock)
        except NightMissingError:
            return open_night(world, None, settings, clock)

    def _world(self, settings: Settings) -> World:
        kind = self.world or settings.world
        if kind == "live":
            return live_world()
        if kind == "from":
            return folder_world(Path(self.origin))
        if kind == "sandbox":
            return sandbox_world(self.seed or settings.seed, self.size or settings.size)
        raise UsageError(f"unknown world {kind!r}; it is sandbox, live or from")
