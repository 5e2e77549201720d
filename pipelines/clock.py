"""The only place that reads the clock: civil days in Lima, instants in UTC. Everything else is given the time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Protocol
from zoneinfo import ZoneInfo

LIMA = ZoneInfo("America/Lima")


class Clock(Protocol):
    """What the night needs to know of time."""

    def now(self) -> datetime:
        """The present instant, with zone UTC."""


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """The present instant, with zone UTC."""
        return datetime.now(UTC)


@dataclass(frozen=True)
class FixedClock:
    """A clock that stands still, for tests."""

    instant: datetime

    def now(self) -> datetime:
        """The instant it was set to."""
        return self.instant


def today_in_lima(clock: Clock) -> date:
    """The civil day in Lima at the clock's instant."""
    return clock.now().astimezone(LIMA).date()
