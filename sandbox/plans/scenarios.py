"""What a scenario is, and the wheel on which scenarios are dealt out. The lists are in the neighbouring modules."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Scenario:
    """One thing that can be peculiar about a plan.

    Attributes:
        key: its name, carried into ``Expected.scenario``.
        es: one line in Spanish.
        en: the same in English.
        weight: how often it stands on the wheel.
        traits: what differs from the ordinary plan.
        edge: the deadline that is crowded around the watched nights, if any.
        contract: the work must be built by contract for the scenario to mean anything.
        long: the execution is long, so that many works show it on any day.
        broken: cells printed as unreadable text, by field.
    """

    key: str
    es: str
    en: str
    weight: int
    traits: dict[str, str] = field(default_factory=dict)
    edge: str | None = None
    contract: bool = False
    long: bool = False
    broken: dict[str, str] = field(default_factory=dict)


def wheel(scenarios: Sequence[Scenario]) -> tuple[Scenario, ...]:
    """Every scenario as often as its weight, mixed once and for all."""
    dealt = [scenario for scenario in scenarios for _ in range(scenario.weight)]
    Random(20260101).shuffle(dealt)
    return tuple(dealt)
