"""Purchases that a few firms win again and again, over the whole country, each of one kind of thing or of many.

They stand in the first blocks alone: how many a firm wins must not grow with the country. Decides nothing about flags.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from sandbox import names
from sandbox.calendar import days_after
from sandbox.model import Supplier
from sandbox.plans import clock
from sandbox.plans.classes import ROADS, SERVICES
from sandbox.plans.misfiled import REWRITTEN
from sandbox.plans.purchases import stranger

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from sandbox.model import Body
    from sandbox.plans.facts import ProcessPlan

BLOCKS = 5
_FIRST = 50
_GENERATIONS = 4  # that get codes of their own
_KINDS = (1, 2, 2, 3, 6)
"""Of how many divisions the services are that each firm gives: the last firm stands out, the one before it does not."""
_EACH = 5  # services of a firm in a block
_WORKS = ((4, 1, Decimal(90_000_000)), (3, 2, Decimal(1_500_000)))
"""Roads that two of them build: which firm, how many tender beside it where else five do, and for how much."""


def frequent(seed: int, block: int, block_size: int, owner: Body, day: date) -> Iterator[ProcessPlan]:
    """The purchases of a block, as they are planned for the generation that ``day`` shows."""
    if block >= BLOCKS:
        return
    place = block * block_size + _FIRST
    for turn in range(_EACH):
        for firm, kinds in enumerate(_KINDS):
            plan = _plan(seed, place, owner, day, "services")
            plan.supplier, plan.classes = _firm(firm), (SERVICES[(turn + block) % kinds],)
            plan.slip = REWRITTEN[place % len(REWRITTEN)].key
            yield plan
            place += 1
    for firm, rivals, value in _WORKS:
        plan = _plan(seed, place, owner, day, "works")
        plan.supplier, plan.classes = _firm(firm), (ROADS,)
        plan.rivals, plan.value, plan.direct = rivals, value, False
        yield plan
        place += 1


def _plan(seed: int, place: int, owner: Body, day: date, category: str) -> ProcessPlan:
    age, begins = clock.generation(place, seed + 3, day)
    number = place * _GENERATIONS + age % _GENERATIONS
    plan = stranger(number, owner, days_after(begins, 5), category=category, fate="regular")
    plan.scenario = "frequent"
    return plan


def _firm(number: int) -> Supplier:
    return Supplier(names.tax_number("20", 70_000_000 + number), names.company(number + 41))
