"""Purchases of works that belong together in a way worth a look, and others beside them that only look alike.

One body of each block calls five works one after another, two of them with a code that no investment bears. In even
blocks one supplier gets most of them, three without competition; in odd blocks five suppliers share them. Decides
nothing about flags.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from sandbox.calendar import days_after
from sandbox.plans import clock
from sandbox.plans.classes import SQUARES
from sandbox.plans.purchases import stranger

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from sandbox.model import Body
    from sandbox.plans.facts import ProcessPlan

_FIRST, _FIRST_CODE = 40, 2_900_000
_CALLED_FROM, _CALLED_EVERY = 400, 45
_GENERATIONS = 4  # that get codes of their own
_SMALL = Decimal(150_000)


@dataclass(frozen=True, slots=True)
class _Call:
    """One of the five calls: how it is made, who wins, how much, and after how many days what follows."""

    direct: bool
    winner: int
    times: Decimal  # the first amount
    award_after: int = 30
    sign_after: int = 20
    rivals: int = 1
    coded: bool = False  # it bears the code of the investment


_OF_ONE = (
    _Call(direct=False, winner=0, times=Decimal(1), award_after=14, rivals=0),
    _Call(direct=False, winner=1, times=Decimal(1), award_after=15, sign_after=60),
    _Call(direct=True, winner=0, times=Decimal("9.99"), sign_after=61, rivals=0, coded=True),
    _Call(direct=True, winner=0, times=Decimal(10), rivals=0, coded=True),
    _Call(direct=True, winner=0, times=Decimal(2)),
)
"""Three of five without competition, four for one supplier, whose second is ten times its first but for a hundredth."""
_OF_MANY = (
    _Call(direct=False, winner=0, times=Decimal(1), coded=True),
    _Call(direct=False, winner=1, times=Decimal(12), coded=True),
    _Call(direct=True, winner=2, times=Decimal(1)),
    _Call(direct=False, winner=3, times=Decimal(3)),
    _Call(direct=True, winner=4, times=Decimal(1), rivals=0),
)
"""Two of five without competition, each for another supplier."""


def ranked(seed: int, block: int, block_size: int, owner: Body, day: date) -> Iterator[ProcessPlan]:
    """The five purchases of a block, as they are planned for the generation that ``day`` shows."""
    first = block * block_size + _FIRST
    age, begins = clock.generation(first, seed + 2, day)
    plans: list[ProcessPlan] = []
    for at, call in enumerate((_OF_ONE, _OF_MANY)[block % 2]):
        number = (first + at) * _GENERATIONS + age % _GENERATIONS
        called = days_after(begins, _CALLED_FROM + at * _CALLED_EVERY)
        plan = stranger(number, owner, called, category="works", fate="regular")
        plan.direct, plan.rivals, plan.classes = call.direct, call.rivals, (SQUARES,)
        plan.value = _SMALL * call.times
        plan.awarded = days_after(called, call.award_after)
        plan.signed = days_after(plan.awarded, call.sign_after)
        plan.contract_shown = days_after(plan.signed, 3)
        plan.foreign_cui = str(_FIRST_CODE + block) if call.coded else None
        plans.append(plan)
    for plan, call in zip(plans, (_OF_ONE, _OF_MANY)[block % 2], strict=True):
        plan.supplier = plans[call.winner].supplier
        yield plan
