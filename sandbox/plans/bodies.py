"""Invent the public bodies, and those that are planted as a whole (entity-level staleness and its look-alikes)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

from sandbox import names
from sandbox.geography import districts
from sandbox.model import Body, District
from sandbox.plans import clock
from sandbox.plans.scenarios import Scenario

BODIES_IN_BLOCK = 4
_REGIONAL_PLACES = 5
# Every fifth body lies where a regional holiday moves deadlines.
_HOLIDAY_DEPARTMENTS = ("04", "23")
_LEVELS = (
    "GOBIERNO LOCAL",
    "GOBIERNO LOCAL",
    "GOBIERNO LOCAL",
    "GOBIERNO REGIONAL",
    "GOBIERNO LOCAL",
    "GOBIERNO NACIONAL",
)
_SECTORS = {"GOBIERNO LOCAL": "GOBIERNOS LOCALES", "GOBIERNO REGIONAL": "GOBIERNOS REGIONALES"}

_SILENT = Scenario(
    "cluster_silent", "Sin registro de avance", "Silent work of a planted body", 0, {"reporting": "stops"}
)
_HALF = Scenario("cluster_half", "Mes desconocido", "Unknown month in a planted body", 0, {"reporting": "half"})
_LATE = Scenario("cluster_late", "Registra tarde", "Late reporter of a planted body", 0, {"reporting": "late"})
_PUNCTUAL = Scenario("cluster_punctual", "Registra a tiempo", "Punctual work of a planted body", 0)

WORKS_OF_CLUSTERS = (_SILENT, _HALF, _LATE, _PUNCTUAL)


@dataclass(frozen=True, slots=True)
class Cluster:
    """A body planted as a whole: all its works begin together and each reports as told."""

    key: str
    works: tuple[Scenario, ...]


CLUSTERS = (
    Cluster("body_stale", (_SILENT,) * 6 + (_PUNCTUAL,) * 2),
    Cluster("body_stale_exactly", (_SILENT,) * 3 + (_PUNCTUAL,) * 2),
    Cluster("body_few_works", (_SILENT,) * 4),
    Cluster("body_stale_below", (_SILENT,) * 10 + (_PUNCTUAL,) * 7),
    Cluster("body_unknown_months", (_SILENT,) * 2 + (_HALF,) + (_PUNCTUAL,) * 2),
    Cluster("body_late_reporters", (_LATE,) * 6),
)


EDITING = ("before_term", "after_term", "early", "some_before_term")
"""How a body planted as a whole writes the records of its works anew, month after month: all of them in the last days
before the term of the monthly record; or after it, or a week earlier, or only some of them."""
_SOME = 6


def cluster_of(block: int) -> Cluster:
    """The body planted as a whole in a block."""
    return CLUSTERS[block % len(CLUSTERS)]


def editing_of(block: int) -> str:
    """How that body writes its records anew."""
    return EDITING[block % len(EDITING)]


def works_of(block: int) -> tuple[Scenario, ...]:
    """What is peculiar about each of its works; a programmed end moves by two days, which nobody is asked about."""
    works, editing = cluster_of(block).works, editing_of(block)
    edited = len(works)
    if editing == "some_before_term":
        editing, edited = "before_term", min(_SOME, len(works) - 2)
    traits = {"slip": "end_two_after", "rewriting": editing}
    return tuple(
        replace(scenario, traits=scenario.traits | traits) if at < edited else scenario
        for at, scenario in enumerate(works)
    )


def cluster_phase(block: int, seed: int) -> float:
    """How late its works begin: thirds of a life apart, so that one of each kind always executes."""
    return (block // len(CLUSTERS)) / 3 + block % len(CLUSTERS) * 0.05 + clock.seed_shift(seed) / 1_000_000


@lru_cache(maxsize=1)
def _by_department() -> dict[str, tuple[District, ...]]:
    found: dict[str, list[District]] = {}
    for district in districts():
        found.setdefault(district.ubigeo[:2], []).append(district)
    return {department: tuple(places) for department, places in found.items()}


def body(seed: int, number: int) -> Body:
    """The ``number``-th body of a seed."""
    rng = clock.draws(seed, "body", number)
    departments = _by_department()
    department = rng.choice(_HOLIDAY_DEPARTMENTS) if number % 5 == 2 else rng.choice(sorted(departments))
    district = rng.choice(departments[department])
    level = _LEVELS[(number + seed) % len(_LEVELS)]
    serial = number + clock.seed_shift(seed) % 3_000
    return Body(
        name=names.body(serial, level, district),
        infobras_code=str(1000 + number),
        ruc=names.tax_number("20", 80_000_000 + number),
        consucode=str(10_000 + number),
        sec_ejec=str(300_000 + number),
        level=level,
        sector=_SECTORS.get(level, "VIVIENDA CONSTRUCCION Y SANEAMIENTO"),
        district=district,
    )


def places_of(owner: Body) -> tuple[District, ...]:
    """Districts in which a body builds: its own, and for a regional or national one some neighbours."""
    if owner.level == "GOBIERNO LOCAL":
        return (owner.district,)
    return (owner.district, *_by_department()[owner.district.ubigeo[:2]][:_REGIONAL_PLACES])
