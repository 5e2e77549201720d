"""Deal scenarios to works, purchases and investments: every wheel, and what stands in place of nothing peculiar."""

from __future__ import annotations

from functools import lru_cache
from itertools import accumulate

from sandbox.plans import (
    change_scenarios,
    clock,
    other_scenarios,
    page_scenarios,
    record_scenarios,
    slip_scenarios,
    work_scenarios,
)
from sandbox.plans.scenarios import Scenario, wheel

TURN = 31
"""By how far a generation turns the wheels."""
_INVESTMENT_STEP = 0.236067977499790
_POINT_SALT, _DOUBLE_SALT, _RECORD_SALT = 18, 19, 131
_VANISHING, _RENUMBERED = 45, 1  # per cent of the works without a CUI that is well formed, and of all others


@lru_cache(maxsize=1)
def _dealt_works() -> tuple[Scenario, ...]:
    return wheel(work_scenarios.WORKS)


@lru_cache(maxsize=1)
def _peculiar() -> tuple[Scenario, ...]:
    """Slips of the pen, telling pages and rewritten records."""
    return wheel((*slip_scenarios.SLIPS, *page_scenarios.PAGES, *change_scenarios.REWRITTEN))


@lru_cache(maxsize=1)
def _ranks() -> tuple[int, ...]:
    """How many works with nothing peculiar come before each place of the wheel, and on the whole wheel."""
    return tuple(accumulate((scenario is work_scenarios.ORDINARY for scenario in _dealt_works()), initial=0))


@lru_cache(maxsize=1)
def _points() -> tuple[Scenario, ...]:
    return wheel(page_scenarios.POINTS)


@lru_cache(maxsize=1)
def _doubles() -> tuple[Scenario, ...]:
    return wheel(other_scenarios.DOUBLES)


@lru_cache(maxsize=1)
def _pictures() -> tuple[Scenario, ...]:
    return wheel(page_scenarios.PICTURES)


@lru_cache(maxsize=1)
def _investments() -> tuple[Scenario, ...]:
    return wheel(other_scenarios.INVESTMENTS)


@lru_cache(maxsize=1)
def links() -> tuple[Scenario, ...]:
    """The wheel of ways in which a purchase is tied to its work."""
    return wheel(other_scenarios.LINKS)


@lru_cache(maxsize=1)
def fates() -> tuple[Scenario, ...]:
    """The wheel of what becomes of a purchase."""
    return wheel(other_scenarios.PURCHASES)


def investment_scenario(seed: int, number: int, age: int) -> Scenario:
    """The scenario of an investment."""
    return pick(_investments(), number + age * TURN, _INVESTMENT_STEP, seed)


def point_traits(number: int) -> dict[str, str]:
    """What is peculiar about where a work lies."""
    dealt = _points()
    return dealt[clock.percentile(number, _POINT_SALT) * len(dealt) // 100].traits


def double_traits(number: int) -> dict[str, str]:
    """What a work shares with an earlier one of its investment."""
    dealt = _doubles()
    return dealt[clock.percentile(number, _DOUBLE_SALT) * len(dealt) // 100].traits


def picture_traits(slot: int) -> tuple[dict[str, str], int]:
    """What the photographs of the work in a slot show, and the number of its album: of every kind some in each."""
    dealt = _pictures()
    album, place = divmod(slot, len(dealt))
    return dealt[place].traits, album


def record_traits(number: int, *, coded: bool) -> dict[str, str]:
    """What becomes of the record of a work: one without a code of its investment may vanish, others get a new code."""
    drawn = clock.percentile(number, _RECORD_SALT)
    vanishing, renumbered = (_VANISHING, 0) if not coded else (0, _RENUMBERED)
    return {"record": "vanishes"} if drawn < vanishing else {"record": "renumbered"} if drawn < renumbered else {}


def pick(dealt: tuple[Scenario, ...], turn: int, step: float, seed: int) -> Scenario:
    """The scenario that stands at ``turn`` of a wheel; neighbours lie far apart."""
    return dealt[int(clock.share(turn, step, seed) * len(dealt))]


def deal(slots: tuple[int, ...], turn: int) -> tuple[Scenario, ...]:
    """The wheel's scenarios; works that share a CUI are nothing that would have to be shared with it."""
    dealt = tuple(_dealt_works()[(slot + turn) % len(_dealt_works())] for slot in slots)
    if len(dealt) == 1:
        return (_slipped(dealt[0], slots[0] + turn),)
    alone = {scenario.key for scenario in (*work_scenarios.SPECIAL, *work_scenarios.BROKEN, *record_scenarios.CODES)}
    return tuple(work_scenarios.ORDINARY if scenario.key in alone else scenario for scenario in dealt)


def _slipped(scenario: Scenario, turn: int) -> Scenario:
    """A slip of the pen, a telling page or a rewritten record, for works that have nothing peculiar.

    They are dealt one after another, so that no country has by chance none of a kind.
    """
    if scenario is not work_scenarios.ORDINARY:
        return scenario
    laps, place = divmod(turn, len(_dealt_works()))
    return _peculiar()[(laps * _ranks()[-1] + _ranks()[place]) % len(_peculiar())]
