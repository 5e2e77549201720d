"""Fifty invented persons who stand in the bulk registers, each with an identity number that nobody bears.

What a register prints of them is for its module to say. None of them may be found in what an audit publishes.
"""

from __future__ import annotations

from dataclasses import dataclass

_GIVEN = (
    "QUELINDA", "ORSOLINO", "VELMIRA", "TEODOLFO", "ISMERIA",
    "BALDRICO", "NELVINA", "GAUDIMIRO", "ROSMELIA", "ELPIDOR",
)  # fmt: skip
_FAMILY = ("CHUQUIVELA", "YANQUIRIMA", "PACCOTAYA", "HUALLQUINTE", "SULLCARAMA")
COUNT = len(_GIVEN) * len(_FAMILY)


@dataclass(frozen=True)
class Person:
    """A name and an identity number of eight digits."""

    name: str
    document: str

    @property
    def ruc(self) -> str:
        """The tax number of a natural person: 10, the identity number, a check digit."""
        return f"10{self.document}{sum(map(int, self.document)) % 10}"


def person(number: int) -> Person:
    """Give one of the fifty; numbers beyond begin anew."""
    number %= COUNT
    given, family = _GIVEN[number % len(_GIVEN)], _FAMILY[number // len(_GIVEN)]
    other = _FAMILY[(number * 3 + 1) % len(_FAMILY)]
    return Person(f"{given} {family} {other}", str(96_310_027 + number * 7_919))


def everybody() -> list[Person]:
    """List all fifty."""
    return [person(number) for number in range(COUNT)]
