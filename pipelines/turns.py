"""Whose turn it is tonight: which keys of a register that is asked key by key are worth one of the night's requests.

Pure: a frame of candidates and a date in, keys out. Not here: where the candidates come from (``stages.ask``), how they
are asked (``sources.access.pages``).

What is known least comes first. A key comes up again ``first_days`` after its last look, and after as many days as have
passed between its last change and its last look: an unchanged look so doubles the wait, a change resets it, and nothing
but two dates has to be remembered.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

NEVER_SEEN_DAYS = 365
MILLION = 1_000_000


@dataclass(frozen=True)
class Candidate:
    """One key that could be asked.

    Attributes:
        key: as the portal is asked for it.
        running: executing or stopped: it may change any day; the others are looked at once in ``longest_days``.
        alerts: open alerts about it.
        money: soles at stake.
        seen_on: the oldest of the last looks at its pages, None when a page was never seen.
        changed_on: the newest look that showed something new on any of its pages.
    """

    key: str
    running: bool
    alerts: int = 0
    money: float = 0.0
    seen_on: date | None = None
    changed_on: date | None = None


@dataclass(frozen=True)
class Pace:
    """How often a key comes up: see ``PagesAccess``."""

    first_days: int
    longest_days: int


def choose(candidates: Iterable[Candidate], night: date, pace: Pace, most: int) -> list[str]:
    """Return at most so many keys whose turn it is, in order of need; the same frame gives the same keys."""
    due = [candidate for candidate in candidates if is_due(candidate, night, pace)]
    due.sort(key=lambda candidate: (not candidate.running, -need(candidate, night), candidate.key))
    return [candidate.key for candidate in due[:most]]


def is_due(candidate: Candidate, night: date, pace: Pace) -> bool:
    """Tell whether a key's wait is over."""
    if candidate.seen_on is None:
        return True
    return (night - candidate.seen_on).days >= wait_days(candidate, pace)


def wait_days(candidate: Candidate, pace: Pace) -> int:
    """How many days after its last look a key comes up again."""
    if not candidate.running or candidate.seen_on is None:
        return pace.longest_days
    unchanged = (candidate.seen_on - (candidate.changed_on or candidate.seen_on)).days
    return min(max(pace.first_days, unchanged), pace.longest_days)


def need(candidate: Candidate, night: date) -> float:
    """Age of the oldest look × open alerts × money; each factor counts from one, so that none of them silences all."""
    age = NEVER_SEEN_DAYS if candidate.seen_on is None else (night - candidate.seen_on).days
    return age * (1 + candidate.alerts) * (1 + max(candidate.money, 0.0) / MILLION)


def round_nights(candidates: Iterable[Candidate], a_night: int) -> int | None:
    """Nights until every running key has been seen once, at so many keys a night; None when none can be asked."""
    running = sum(candidate.running for candidate in candidates)
    return -(-running // a_night) if a_night else None
