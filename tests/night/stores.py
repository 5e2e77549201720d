"""What a finished night leaves, in a form that two runs can be compared by. Reads stores; runs nothing."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from sources.archive import Archive
from warehouse import digest


@dataclass(frozen=True)
class State:
    """Fingerprints of all tables, every alert, every event, the events' bytes, and how the hash chain ends."""

    tables: dict[str, str]
    alerts: list[tuple[Any, ...]]
    events: list[tuple[Any, ...]]
    event_files: dict[str, bytes]
    nights: list[str]
    published: str

    def differences(self, other: State) -> list[str]:
        """Names of what differs."""
        tables = [name for name in self.tables if self.tables[name] != other.tables.get(name)]
        rest = [name for name in vars(self) if name != "tables" and getattr(self, name) != getattr(other, name)]
        return tables + rest


def state_of(folder: Path) -> State:
    """The state of a world's data folder; the folder must not be at work."""
    archive = Archive(folder / "archive")
    with duckdb.connect(str(folder / "vigia.duckdb")) as connection:
        return State(
            tables=dict(digest.digest(connection).tables),
            alerts=connection.execute("SELECT * FROM alerts ORDER BY alert_id").fetchall(),
            events=connection.execute("SELECT * FROM alert_events ORDER BY alert_id, night, sequence").fetchall(),
            event_files={f"{file.night}-{file.segment}": file.path.read_bytes() for file in archive.event_files()},
            nights=sorted(str(night) for night in archive.sealed_nights()),
            published=(folder / "published" / "current").resolve().name,
        )


def copy(origin: Path, target: Path) -> Path:
    """A copy of an installation, links as links."""
    return Path(shutil.copytree(origin, target, symlinks=True))


def problems(folder: Path) -> list[str]:
    """What verifying the archive complains of."""
    return [f"{problem.night}: {problem.code}" for problem in Archive(folder / "archive").verify()]
