"""What can go wrong in the sandbox. Nothing here knows how a register or a rule works."""

from __future__ import annotations


class SandboxError(Exception):
    """Base of every fault the sandbox reports."""


class WorldRequestError(SandboxError):
    """Raised by ``sandbox.world.world`` for a size or a day it cannot invent; says which are possible."""


class CalendarRangeError(SandboxError):
    """Raised by ``sandbox.calendar`` for a day outside its hand-written table; says the years it covers."""


class ScenarioError(SandboxError):
    """Raised by the catalogue of scenarios for a name nobody planted; lists the nearest names."""


class UnknownColumnError(SandboxError):
    """Raised by the portals when a hand-made row names a column that the published file does not have."""


class FaultNotApplicableError(SandboxError):
    """Raised by a fault when the answer it should spoil has no such part (a row, a column, a record)."""
