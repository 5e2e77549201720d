"""How the audit itself is doing: last night, age of each source, next run."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from pipelines.clock import LIMA, Clock, today_in_lima
from pipelines.published import fetch, snapshot
from pipelines.run import last_run
from pipelines.settings import Settings
from pipelines.worlds import World

NIGHTLY_AT = time(1, 30, tzinfo=LIMA)
ALLOWED_AGE_DAYS = 1


@dataclass(frozen=True)
class Health:
    """What `vigia status` tells.

    Attributes:
        world: name of the world.
        night: the newest published night.
        age_days: days between that night and today in Lima.
        late: the night of today or yesterday is missing, or the last run failed.
        last_run: start, end and success of the last run, or None.
        next_run: when the schedule runs next.
        sources: one row a source: verdict, what its data speak for, age, whether stale.
    """

    world: str
    night: date
    age_days: int
    late: bool
    last_run: dict[str, Any] | None
    next_run: datetime
    sources: list[dict[str, Any]] = field(default_factory=list)

    def headline(self) -> str:
        """One line for a person."""
        verdict = "ATRASADA / LATE" if self.late else "al día / on time"
        night = f"última noche / last night {self.night} ({self.age_days} d)"
        return f"{self.world}: {night} · {verdict} · próxima / next {self.next_run:%Y-%m-%d %H:%M} Lima"

    def as_dict(self) -> dict[str, Any]:
        """The same for a machine."""
        return {
            "world": self.world,
            "night": self.night,
            "age_days": self.age_days,
            "late": self.late,
            "last_run": self.last_run,
            "next_run": self.next_run,
            "sources": self.sources,
        }


def health_of(world: World, settings: Settings, clock: Clock) -> Health:
    """Read the newest build and the run notes of a world."""
    folder = world.folder(settings)
    with snapshot(folder) as (connection, night):
        sources = fetch(connection, "source_health", {"night": night})
    run = last_run(folder)
    age = (today_in_lima(clock) - night).days
    failed = run is not None and not run["succeeded"]
    return Health(world.name, night, age, age > ALLOWED_AGE_DAYS or failed, run, next_run(clock), sources)


def next_run(clock: Clock) -> datetime:
    """The schedule's next instant, in Lima."""
    now = clock.now().astimezone(LIMA)
    planned = datetime.combine(now.date(), NIGHTLY_AT)
    return planned if planned > now else planned + timedelta(days=1)
