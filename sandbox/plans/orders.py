"""How each body numbers its purchase and service orders, month by month. Nothing is judged and nothing printed here.

Drawn from its RUC: about half have no orders in these files, and many of the others every number from January on.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sandbox.plans.clock import percentile

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sandbox.model import Body

_ORDERING = 55  # per cent of the bodies
# (what a body does, cumulative share in per cent, orders a month)
_HABITS = (
    ("whole", 30, 24), ("one_lost", 45, 24), ("gappy", 60, 24), ("run_lost", 72, 60), ("few", 82, 8), ("twice", 91, 24),
    ("unnumbered", 100, 24),
)  # fmt: skip
_LOST = {"one_lost": {7}, "gappy": {5, 11}, "few": {3}, "run_lost": set(range(10, 31))}
"""Which orders of a month no file shows, counted within the month."""
_MARKED, _ANOTHER = 9, 1_000
"""The order that is peculiar, and how far from it stands another one that bears its number."""


@dataclass(frozen=True, slots=True)
class Printed:
    """One line of a month's file: the place of the order within the month, and the number as it stands there."""

    place: int
    number: str


def habit(body: Body) -> tuple[str, int] | None:
    """What a body does and how many orders it has a month; None where these files have none of it."""
    number = int(body.ruc)
    if percentile(number, 31) >= _ORDERING:
        return None
    drawn = percentile(number, 32)
    return next((name, count) for name, share, count in _HABITS if drawn < share)


def of_month(body: Body, month: int) -> Iterator[Printed]:
    """The orders of a body in the file of a month of any year."""
    found = habit(body)
    if found is None:
        return
    name, count = found
    for place in range(1, count + 1):
        if place in _LOST.get(name, ()):
            continue
        number = str((month - 1) * count + place)
        yield Printed(place, "S/N" if (name, place) == ("unnumbered", _MARKED) else number)
        if (name, place) == ("twice", _MARKED):
            yield Printed(place + _ANOTHER, number)
