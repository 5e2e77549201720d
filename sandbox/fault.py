"""One thing that a portal can do wrong. Which there are stands in the tables of faults."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from sandbox.portals.answer import Answer, Asked


@dataclass(frozen=True)
class Fault:
    """One thing that goes wrong.

    Attributes:
        name: as in the table.
        description: what the client meets.
        spoil: changes the published bytes.
        change: changes the answer.
        elsewhere: the answer of another question is given: ``another`` (of another work, investment or body) or
            ``page_before`` (of the page before, where an answer has pages).
        times: how many requests of the path are spoiled; all when None.
        optional: passes over an answer that has no such part, in place of a loud refusal (mixes do).
    """

    name: str
    description: str
    spoil: Callable[[bytes], bytes] | None = None
    change: Callable[[Answer, Asked], Answer] | None = None
    elsewhere: str = ""
    times: int | None = None
    optional: bool = False

    def first(self, times: int) -> Fault:
        """Give the same fault for the first *times* requests only."""
        return replace(self, times=times)

    def where_it_fits(self) -> Fault:
        """Give the same fault for those answers only that it can spoil."""
        return replace(self, optional=True)
