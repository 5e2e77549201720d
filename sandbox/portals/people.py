"""Persons whom the portals print by name, with their document or e-mail: what no output of the audit may carry.

For whoever plants persons and looks for leaks. All of them are invented: documents begin with 00, e-mails end in
``.example``.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sandbox.plans.transparency import listed_bodies, rubric
from sandbox.portals.infobras_arrays import persons
from sandbox.portals.mef_layout import DEACTIVATED
from sandbox.portals.mef_rows import row
from sandbox.portals.pte_pages import officers, own_mail
from sandbox.world import history

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sandbox.model import World

_RESPONSIBLE = ("RESPONSABLE_OPMI", "RESPONSABLE_UEI", "RESP_NOMBRE_UF", "RESPONSABLE_OPI")


@dataclass(frozen=True)
class Planted:
    """One person as a register prints it.

    Attributes:
        register: the register that prints the person first.
        name: the full name; pages of works print its parts apart.
        mark: DNI, or e-mail that carries the name; empty where the register prints neither.
    """

    register: str
    name: str
    mark: str = ""


def planted(world: World, count: int = 50) -> list[Planted]:
    """List *count* different persons of a world, from all registers in turn."""
    registers = [_of_works(world), _of_investments(world), _of_bodies(world)]
    found: dict[tuple[str, str], Planted] = {}
    for round_of_persons in itertools.zip_longest(*registers):
        for person in round_of_persons:
            if person is not None:
                found.setdefault((person.name, person.mark), person)
        if len(found) >= count:
            break
    return list(found.values())[:count]


def _of_works(world: World) -> Iterator[Planted]:
    for work in world.works:
        for name, document in persons(work, history(world, work)):
            yield Planted("infobras", name, document)


def _of_investments(world: World) -> Iterator[Planted]:
    for investment in world.investments:
        if "desactivadas" in investment.files:
            printed = row(DEACTIVATED, investment, world.day.year)
            yield from (Planted("mef", printed[column]) for column in _RESPONSIBLE)


def _of_bodies(world: World) -> Iterator[Planted]:
    for body in listed_bodies(world):
        shown = rubric(body, world.day)
        if shown.opens:
            access, portal = officers(body)
            for name, mail in (access, portal) if shown.officer else (portal,):
                yield Planted("pte", name, mail if own_mail(mail) else "")
