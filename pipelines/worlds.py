"""Worlds: a data folder belongs to exactly one, written in its manifest; a run of another world in it is refused."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pipelines.errors import UsageError, WorldMismatchError
from pipelines.settings import Settings

Kind = Literal["sandbox", "from", "live"]
MANIFEST = "manifest.json"


@dataclass(frozen=True)
class World:
    """Which Peru a night reads.

    Attributes:
        kind: ``sandbox`` (invented), ``from`` (a folder of downloaded files) or ``live`` (the portals).
        name: label for people; for ``from`` also the folder's name under ``data/from``.
        seed: sandbox only.
        size: sandbox only: number of works.
        origin: ``from`` only: the folder that is read.
    """

    kind: Kind
    name: str
    seed: int = 0
    size: int = 0
    origin: Path | None = None

    @property
    def invented(self) -> bool:
        """Whether every page and row must carry DATOS INVENTADOS."""
        return self.kind == "sandbox"

    @property
    def scope(self) -> Literal["national", "slice"]:
        """National: floors and disappearance apply. Slice: floors are reported, nothing disappears."""
        return "national" if self.kind == "live" else "slice"

    def folder(self, settings: Settings) -> Path:
        """The world's data folder."""
        if self.kind == "from":
            return settings.data / "from" / self.name
        return settings.data / self.name

    def identity(self) -> dict[str, str | int]:
        """What the manifest says; two runs with the same identity share a folder."""
        identity: dict[str, str | int] = {"kind": self.kind, "name": self.name}
        if self.kind == "sandbox":
            identity |= {"seed": self.seed, "size": self.size}
        return identity


def sandbox_world(seed: int, size: int) -> World:
    """The invented Peru of a seed, with ``size`` works."""
    if size < 1:
        raise UsageError(f"the sandbox needs at least one work, not {size}")
    return World("sandbox", f"sandbox-{seed}-{size}", seed=seed, size=size)


def live_world() -> World:
    """The portals themselves."""
    return World("live", "live")


def folder_world(origin: Path) -> World:
    """A folder of downloaded files, read in place of asking.

    Raises:
        UsageError: it is not a folder, or its name leaves nothing to call the world by.
    """
    if not origin.is_dir():
        raise UsageError(f"--from {origin}: no such folder")
    origin = origin.resolve()
    name = re.sub(r"[^a-z0-9]+", "-", origin.name.lower()).strip("-")
    if not name:
        raise UsageError(f"--from {origin}: give the folder a name with letters or digits")
    return World("from", name, origin=origin)


def claim(world: World, folder: Path) -> None:
    """Write the manifest of a new data folder, or check that the folder is this world's.

    Raises:
        WorldMismatchError: the folder belongs to another world.
    """
    path = folder / MANIFEST
    if path.is_file():
        written = json.loads(path.read_text(encoding="utf-8"))
        if written != world.identity():
            raise WorldMismatchError(f"{folder} belongs to another world: {written}; this run is {world.identity()}")
        return
    folder.mkdir(parents=True, exist_ok=True)
    draft = folder / f".{MANIFEST}"
    draft.write_text(json.dumps(world.identity(), indent=1), encoding="utf-8")
    draft.replace(path)


def read_world(folder: Path) -> World:
    """The world a data folder belongs to.

    Raises:
        UsageError: the folder holds no manifest.
    """
    path = folder / MANIFEST
    if not path.is_file():
        raise UsageError(f"{folder} holds no audit yet; run `vigia audit` first")
    written = json.loads(path.read_text(encoding="utf-8"))
    return World(written["kind"], written["name"], seed=written.get("seed", 0), size=written.get("size", 0))
