"""How slowly a host is asked, and when it is left in peace for the night.

Here: one night's memory: turns by host, refusals and failures by portal (a host, or what stands in for one). Not here:
the requests (``session``) and the arithmetic of waits (``retry``).
"""

import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime


def _utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True)
class Clock:
    """The three clocks of asking, injected together: civil time (UTC), a clock for durations, and waiting."""

    now: Callable[[], datetime] = _utc_now
    monotonic: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep


@dataclass
class HostMemory:
    """What we know of the hosts tonight: when each may be asked again, how often it refused, which are left."""

    clock: Clock
    refusals_allowed: int
    failures_allowed: int = 3
    _next_at: dict[str, float] = field(default_factory=dict)
    _refusals: Counter[str] = field(default_factory=Counter)
    _failures: Counter[str] = field(default_factory=Counter)
    _left: dict[str, str] = field(default_factory=dict)

    def wait_turn(self, host: str, seconds_per_request: float) -> None:
        """Wait until the host may be asked, then take the turn."""
        wait = self._next_at.get(host, 0.0) - self.clock.monotonic()
        if wait > 0:
            self.clock.sleep(wait)
        self._next_at[host] = self.clock.monotonic() + seconds_per_request

    def not_before(self, host: str, seconds: float) -> None:
        """Ask the host again only after so many seconds from now."""
        self._next_at[host] = max(self._next_at.get(host, 0.0), self.clock.monotonic() + seconds)

    def refused(self, host: str) -> None:
        """Count a 429 or 503; at the limit the host is left for the night."""
        self._refusals[host] += 1
        if self._refusals[host] >= self.refusals_allowed:
            self.leave(host, f"it refused {self._refusals[host]} times")

    def gave_up(self, host: str) -> None:
        """Count an address given up after all its tries; so many in a row and the host is left for the night."""
        self._failures[host] += 1
        if self._failures[host] >= self.failures_allowed:
            self.leave(host, f"{self._failures[host]} addresses in a row failed to the last try")

    def answered(self, host: str) -> None:
        """Forget failures: the host answers again."""
        self._failures[host] = 0

    def leave(self, host: str, why: str) -> None:
        """Leave a host for the night; the first reason stands."""
        self._left.setdefault(host, why)

    def why_left(self, host: str) -> str | None:
        """Return why a host is left, None when it is not."""
        return self._left.get(host)
