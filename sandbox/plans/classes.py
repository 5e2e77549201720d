"""Of which class of the catalogue CUBSO the items of a purchase are, and how many compete for it.

Works are roads, for which several tender, or squares, for which two do. One purchase in five has no class, nor have
goods, as in the real records. Decides nothing about flags.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sandbox.plans import listings
from sandbox.plans.clock import percentile

if TYPE_CHECKING:
    from sandbox.plans.facts import ProcessPlan

ROADS, SQUARES = "7214100100233029", "7214112800351486"
SERVICES = (
    SQUARES,  # bought as upkeep, too
    "8110150800362877",
    "8312170300232426",
    "8010150500297949",
    "8413160100279044",
    "7710180500226107",
)
"""Each of another division (its first two digits)."""
_SALT, _WITHOUT_PCT = 63, 20
_FEW, _SEVERAL = 1, 4


def of_items(plan: ProcessPlan) -> tuple[str, ...]:
    """The classes of the items in their order, the last one that of all that follow; none where nobody says it."""
    if plan.classes is not None:
        return plan.classes
    if plan.category == "goods" or percentile(plan.number, _SALT) < _WITHOUT_PCT:
        return ()
    if plan.category == "services":
        return (SERVICES[plan.number % len(SERVICES)],)
    if plan.fate == "mixed":
        return (ROADS, SQUARES)
    return (ROADS if plan.number % 2 else SQUARES,)


def rivals(plan: ProcessPlan) -> int:
    """How many tender beside the winner."""
    competed = plan.category == "works" and listings.of_call(plan) != "direct"
    return _SEVERAL if competed and of_items(plan)[:1] == (ROADS,) else _FEW
