"""Nights in this process, without Dagster: for tests of many nights. The portals are the sandbox's, on loopback."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from pathlib import Path

from pipelines.clock import FixedClock
from pipelines.night import Night, open_night
from pipelines.portals import SANDBOX_PATHS
from pipelines.settings import Settings
from pipelines.worlds import World as Country
from pipelines.worlds import sandbox_world
from sandbox.model import World
from sandbox.server import Handle, serve


class NationalCountry(Country):
    """A sandbox that is audited like the whole country: floors stop a source, what is gone is gone."""

    @property
    def scope(self):
        return "national"


@dataclass
class Portals:
    """The portals of an invented country on one day; the day may be moved while they serve."""

    today: World
    handle: Handle

    @classmethod
    def open(cls, today: World, overrides: dict[str, bytes] | None = None) -> Portals:
        """Begin to serve."""
        portals = cls.__new__(cls)
        portals.today = today
        portals.handle = serve(lambda: portals.today, overrides=overrides)
        return portals

    def settings(self, folder: Path) -> Settings:
        """Settings that send every question here."""
        addresses = {name: self.handle.url + path for name, path in SANDBOX_PATHS.items()}
        return Settings(data=folder / "data", dagster_state=folder / "dagster", addresses=addresses)


def night_of(portals: Portals, folder: Path, day: date, *, national: bool = False) -> Night:
    """The night of a day; its clock stands at half past one in Lima."""
    clock = FixedClock(datetime.combine(day, time(6, 30), UTC))
    night = open_night(sandbox_world(1, 1), day, portals.settings(folder), clock)
    return replace(night, world=NationalCountry("sandbox", night.world.name, seed=1, size=1)) if national else night
