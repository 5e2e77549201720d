"""One night: a world, a date and the stores it works on. Holds no logic of the steps; those are under ``stages``."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path

import duckdb

from pipelines.clock import Clock, SystemClock, today_in_lima
from pipelines.errors import NightMissingError, UsageError
from pipelines.settings import Settings
from pipelines.statements import statement
from pipelines.worlds import World, claim
from sources import registry
from sources.archive import Archive
from sources.spec import SourceSpec
from warehouse.connection import open_warehouse, transaction
from warehouse.schema import create

_compared: set[Path] = set()
_kept: dict[Path, duckdb.DuckDBPyConnection] = {}


@dataclass(frozen=True)
class Night:
    """One audit with a date (Lima). Everything a step needs is reached from here, nothing is global.

    Attributes:
        world: which Peru is read.
        date: the night's civil date in Lima.
        settings: folders, contact, addresses.
        clock: the only source of the present instant.
        warehouse_name: file of the warehouse; a rebuild works on another one until it is whole.
    """

    world: World
    date: date
    settings: Settings
    clock: Clock = field(default_factory=SystemClock)
    warehouse_name: str = "vigia.duckdb"

    @property
    def folder(self) -> Path:
        """The world's data folder."""
        return self.world.folder(self.settings)

    @property
    def warehouse_path(self) -> Path:
        """The warehouse file; only the night opens it."""
        return self.folder / self.warehouse_name

    @cached_property
    def archive(self) -> Archive:
        """The append-only store of what was seen and concluded."""
        return Archive(self.folder / "archive", cache=self.folder / "cache" / "payloads")

    @property
    def specs(self) -> dict[str, SourceSpec]:
        """Every source contract, by name."""
        return registry.load()

    @contextmanager
    def warehouse(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """The warehouse, opened for writing, with every declared table in place; closed again unless it is kept."""
        kept = _kept.get(self.warehouse_path)
        if kept is not None:
            yield kept
            return
        with open_warehouse(self.warehouse_path, memory_limit=self.settings.memory_limit) as connection:
            _make_tables(connection, self.warehouse_path)
            yield connection


@contextmanager
def kept_warehouse(night: Night) -> Iterator[None]:
    """Keep the night's warehouse open for all steps inside: opening it for each costs more than many steps do."""
    if night.warehouse_path in _kept:
        yield
        return
    with night.warehouse() as connection:
        _kept[night.warehouse_path] = connection
        try:
            yield
        finally:
            del _kept[night.warehouse_path]


def _make_tables(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Make or compare the declared tables, once a process and file: comparing all of them costs more than a step."""
    if path in _compared and connection.execute(statement("any_table")).fetchone() is not None:
        return
    with transaction(connection):
        create(connection)
    _compared.add(path)


def open_night(world: World, wanted: date | None, settings: Settings, clock: Clock) -> Night:
    """Claim the world's folder for a night; without a date, the live world means today in Lima.

    Raises:
        UsageError: the live world was asked for another day than today, or has no contact address.
        WorldMismatchError: the folder belongs to another world.
    """
    today = today_in_lima(clock)
    if world.kind == "live":
        _check_live(wanted, today, settings)
    night = Night(world, wanted or today, settings, clock)
    claim(world, night.folder)
    return night


def newest_night(world: World, settings: Settings, clock: Clock) -> Night:
    """The newest night the world's archive holds.

    Raises:
        NightMissingError: it holds none.
    """
    night = Night(world, date.min, settings, clock)
    dates = night.archive.nights() if (night.folder / "archive").is_dir() else []
    if not dates:
        raise NightMissingError(f"{night.folder} holds no night yet; run `vigia audit` first")
    return Night(world, max(dates), settings, clock)


def _check_live(wanted: date | None, today: date, settings: Settings) -> None:
    if wanted is not None and wanted != today:
        raise UsageError(
            f"--live reads the portals as they are today in Lima ({today}); a missed night stays a recorded gap",
        )
    if not settings.contact:
        raise UsageError("--live needs a contact address for the user agent: set VIGIA_CONTACT (an address or a page)")
