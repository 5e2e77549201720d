"""The list of everything that is planted, for documentation and for whoever looks up a scenario by its key."""

from __future__ import annotations

from difflib import get_close_matches
from functools import lru_cache
from typing import TYPE_CHECKING

from sandbox.errors import ScenarioError
from sandbox.plans import (
    bodies,
    change_scenarios,
    misfiled,
    other_scenarios,
    page_scenarios,
    slip_scenarios,
    work_scenarios,
)
from sandbox.plans.scenarios import Scenario

if TYPE_CHECKING:
    from collections.abc import Mapping

STRANGER = Scenario("stranger", "Proceso que ninguna obra necesita", "A process no work needs", 0)
FREQUENT = Scenario(
    "frequent", "Compra a una empresa que gana seguido en todo el país", "A purchase from a firm that wins often", 0
)


@lru_cache(maxsize=1)
def groups() -> Mapping[str, tuple[Scenario, ...]]:
    """Every scenario, by what it is about: works, purchases, links, investments, places, doubles, records, bodies."""
    return {
        "works": (
            *work_scenarios.WORKS,
            *slip_scenarios.SLIPS,
            *page_scenarios.PAGES,
            *change_scenarios.REWRITTEN,
            *bodies.WORKS_OF_CLUSTERS,
        ),
        "purchases": (*other_scenarios.PURCHASES, STRANGER, FREQUENT),
        "records of other purchases": (
            *misfiled.CALLS,
            *misfiled.AWARDS[1:],
            *misfiled.CONTRACTS[1:],
            *misfiled.REWRITTEN,
        ),
        "links": other_scenarios.LINKS,
        "investments": other_scenarios.INVESTMENTS,
        "places": page_scenarios.POINTS,
        "pictures": page_scenarios.PICTURES,
        "doubles": other_scenarios.DOUBLES,
        "records": change_scenarios.RECORDS,
        "bodies": other_scenarios.BODIES,
    }


def scenario(key: str) -> Scenario:
    """The scenario named ``key``.

    Raises:
        ScenarioError: there is none; names the nearest.
    """
    known = {found.key: found for group in groups().values() for found in group}
    if key not in known:
        near = ", ".join(get_close_matches(key, known)) or "none is near"
        raise ScenarioError(f"no scenario is called {key!r}; perhaps: {near}")
    return known[key]
