"""How each body keeps its rubric of investment projects in the transparency portal, quarter by quarter.

A plan of its own for each body, drawn from its RUC: most publish within a month of the quarter's end, some later, some
have stopped, some show an empty page, a few an error. Nothing is judged and nothing printed here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from sandbox.calendar import days_after, last_day_of
from sandbox.geography import districts
from sandbox.model import Body
from sandbox.plans.clock import percentile

if TYPE_CHECKING:
    from sandbox.model import World

Quarter = tuple[int, int]

# (what a body does, cumulative share in per cent)
_HABITS = (("prompt", 62), ("late", 76), ("stopped", 86), ("empty", 95), ("broken", 100))
_PROMPT_DAYS, _LATE_FROM, _LATE_DAYS = 25, 34, 40
_LAW_DAYS = 30
_NO_OFFICER, _NO_UNIT = 12, 10
_BUILD_NOTHING = (
    ("GOBIERNO LOCAL", "CAJA MUNICIPAL DE SEMILLAS - INVENTADA"),
    ("GOBIERNO REGIONAL", "ARCHIVO REGIONAL DE MAPAS - INVENTADO"),
    ("GOBIERNO NACIONAL", "ACADEMIA DE MAREAS - INVENTADA"),
    ("ORGANISMO AUTONOMO", "DEFENSORIA DEL CAUDAL - INVENTADA"),
    ("PODER JUDICIAL", "CORTE SUPERIOR DE JUSTICIA DE ALTOMAYO - INVENTADA"),
)
_HOUSE = 2066
"""With these tax numbers they differ in habit, and the pages of two never open: so one does not in a small country."""


@dataclass(frozen=True, slots=True)
class Rubric:
    """What the rubric shows on a day.

    Attributes:
        habit: prompt, late, stopped, empty or broken.
        quarter: the newest quarter on the page, None where it is empty or does not open.
        officer: whether an officer of access to information is named.
        wraps: whether it wraps the page of the body's executing unit.
    """

    habit: str
    quarter: Quarter | None
    officer: bool
    wraps: bool

    @property
    def opens(self) -> bool:
        """Whether the page opens at all."""
        return self.habit != "broken"


def rubric(body: Body, day: date) -> Rubric:
    """What the rubric of a body shows on ``day``."""
    number = int(body.ruc)
    drawn = percentile(number, 21)
    habit = next(name for name, share in _HABITS if drawn < share)
    quarter = None if habit in ("empty", "broken") else _newest(number, habit, day)
    return Rubric(habit, quarter, percentile(number, 22) >= _NO_OFFICER, percentile(number, 25) >= _NO_UNIT)


def number_of(body: Body) -> str:
    """Give a body's ``id_entidad``, the portal's own."""
    return str(10_000 + int(body.infobras_code))


def listed_bodies(world: World) -> list[Body]:
    """All bodies that the portal lists: those of the registers of works, and one of each branch that builds nothing."""
    return [*world.bodies, *bodies_that_build_nothing()]


def bodies_that_build_nothing() -> list[Body]:
    """One body of each branch that only the portal knows."""
    place = districts()[0]
    return [
        Body(name, str(90_000 + at), f"{_HOUSE}{at:07d}", str(90_000 + at), str(9_000 + at), level, level, place)
        for at, (level, name) in enumerate(_BUILD_NOTHING)
    ]


def newest_due(day: date) -> Quarter:
    """The newest quarter that the law wants published before ``day``: thirty days after its end."""
    quarter = before(quarter_of(day))
    return quarter if days_after(end_of(quarter), _LAW_DAYS) < day else before(quarter)


def quarter_of(day: date) -> Quarter:
    """The quarter in which a day lies."""
    return day.year, (day.month + 2) // 3


def before(quarter: Quarter, count: int = 1) -> Quarter:
    """``count`` quarters earlier."""
    at = quarter[0] * 4 + quarter[1] - 1 - count
    return at // 4, at % 4 + 1


def end_of(quarter: Quarter) -> date:
    """The last day of a quarter."""
    return last_day_of(quarter[0], quarter[1] * 3)


def _newest(number: int, habit: str, day: date) -> Quarter:
    if habit == "stopped":
        stopped = 2024, percentile(number, 23) % 4 + 1
        return min(stopped, before(quarter_of(day), 3))
    quarter = before(quarter_of(day))
    return quarter if _published(number, habit, quarter) <= day else before(quarter)


def _published(number: int, habit: str, quarter: Quarter) -> date:
    drawn = percentile(number + quarter[0] * 4 + quarter[1], 24)
    after = 1 + drawn % _PROMPT_DAYS if habit == "prompt" else _LATE_FROM + drawn % _LATE_DAYS
    return days_after(end_of(quarter), after)
