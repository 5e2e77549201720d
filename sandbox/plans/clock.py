"""When things happen: each project lives 1,400 days in the registers and is then followed by another.

Generations are spread evenly over time, so every day shows every phase of every scenario. A project of the sandbox
is at most 46 months old, so its process always stands in the 48 months of OCDS files that are asked for. Holds no
knowledge of what a scenario is; only of days.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_left
from datetime import date
from functools import lru_cache
from random import Random

from sandbox.calendar import watched_nights

LIFE_DAYS = 1400
NEAR_A_NIGHT = (-3, -2, -1, -1, -1, 0, 0, 1)
"""By how many days a crowded deadline misses its night: -1 fails first on that night, 0 on the next."""
_EPOCH = date(2012, 1, 1).toordinal()
_GOLDEN = 0.6180339887498949


def draws(*key: object) -> Random:
    """A stream of draws that depends on ``key`` alone, never on who drew before."""
    digest = hashlib.blake2b("/".join(map(str, key)).encode(), digest_size=8).digest()
    return Random(int.from_bytes(digest, "big"))


@lru_cache(maxsize=64)
def seed_shift(seed: int) -> int:
    """A number by which a seed turns every wheel."""
    return draws("shift", seed).randrange(1_000_000)


def generation(number: int, seed: int, day: date, *, phase: float | None = None) -> tuple[int, date]:
    """Which generation of project ``number`` the registers show on ``day``, and when it began.

    Args:
        number: the project.
        seed: the world's seed.
        day: the day of the world.
        phase: a share of the life by which the project is late, in place of an even spread.
    """
    late = share(number, _GOLDEN, seed) if phase is None else phase % 1.0
    since = day.toordinal() - _EPOCH - int(late * LIFE_DAYS)
    return since // LIFE_DAYS, date.fromordinal(day.toordinal() - since % LIFE_DAYS)


def shift_to_night(judged_after: date, jitter: int, least: int) -> int:
    """Days to move a deadline so that it falls on a watched night (plus ``jitter``).

    ``least`` is the smallest shift allowed (negative: earlier). A deadline on a night fails the night after.
    """
    nights = watched_nights()
    at = bisect_left(nights, judged_after)
    shifts = ((night - judged_after).days + jitter for night in nights[max(at - 6, 0) : at + 9])
    return min((shift for shift in shifts if shift >= least), key=abs, default=0)


def share(number: int, step: float, seed: int) -> float:
    """An even spread of numbers over [0, 1): neighbours lie far apart, another ``step`` is another spread."""
    return (number * step + seed_shift(seed) / 1_000_000) % 1.0


def percentile(number: int, salt: int) -> int:
    """A number from 0 to 99 that looks drawn and depends on ``number`` and ``salt`` alone; cheap."""
    mixed = (number * 0x9E3779B97F4A7C15 + salt * 0xBF58476D1CE4E5B9) & 0xFFFFFFFFFFFFFFFF
    mixed = ((mixed ^ (mixed >> 31)) * 0x94D049BB133111EB) & 0xFFFFFFFFFFFFFFFF
    return (mixed >> 33) % 100
