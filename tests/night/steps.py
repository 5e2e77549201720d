"""Nights in this process, without Dagster: for tests of many nights. The portals are the sandbox's, on loopback."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path

from pipelines.clock import FixedClock
from pipelines.night import Night, open_night
from pipelines.portals import SANDBOX_PATHS
from pipelines.rehearsal import NationalWorld, SmallNight
from pipelines.settings import Settings
from pipelines.worlds import sandbox_world
from sandbox.model import World
from sandbox.portals import catalogue, oece
from sandbox.server import Handle, serve

JUDGED = (
    "contraloria_infobras", "contraloria_ficha", "contraloria_fotos", "inei_distritos", "inei_limites", "mef_cierre", "mef_desactivadas", "mef_detalle",
    "mef_f12b", "oece_entidades", "oece_ocds",
)  # fmt: skip
"""The registers that core tables and rules read. The others take no part in these nights, and would cost half of them."""


class JudgedNight(Night):
    """A night of the registers that rules judge."""

    @property
    def specs(self):
        return {name: spec for name, spec in super().specs.items() if name in JUDGED}


class SmallJudgedNight(SmallNight, JudgedNight):
    """The same, whose sources may be small."""


def frozen_oece(country: World) -> dict[str, bytes]:
    """Today's index and monthly files of a world, to be served unchanged on later days."""
    months = oece.Months(country)
    files = {f"{catalogue.OECE_FILE}seace_v3/json/{name[:4]}/{name[5:]}/": months.file(name) for name in months.names()}
    index = months.index("http://127.0.0.1/api/v1", size=1000)
    return files | {catalogue.OECE_INDEX: json.dumps(index).encode()}


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

    def settings(self, folder: Path, requests: int = 0) -> Settings:
        """Settings that send every question here; ``requests`` as the setting of that name."""
        addresses = {name: self.handle.url + path for name, path in SANDBOX_PATHS.items()}
        return Settings(data=folder / "data", dagster_state=folder / "dagster", addresses=addresses, requests=requests)


def night_of(portals: Portals, folder: Path, day: date, *, national: bool = False, requests: int = 0) -> Night:
    """The night of a day; its clock stands at half past one in Lima."""
    night = full_night_of(portals, folder, day, requests=requests)
    if not national:
        return JudgedNight(night.world, day, night.settings, night.clock)
    world = NationalWorld("sandbox", night.world.name, seed=1, size=1)
    return SmallJudgedNight(world, day, night.settings, night.clock)


def full_night_of(portals: Portals, folder: Path, day: date, *, requests: int = 0) -> Night:
    """The same with every register."""
    clock = FixedClock(datetime.combine(day, time(6, 30), UTC))
    return open_night(sandbox_world(1, 1), day, portals.settings(folder, requests), clock)
