"""The faults of the sandbox itself. A planted fault of a portal is no exception: it is served."""

from __future__ import annotations


class SandboxError(Exception):
    """Base of everything the sandbox raises; messages say what to change."""


class UnknownColumnError(SandboxError):
    """Raised by the portals when a hand-made row names a column that the published file does not have."""


class FaultNotApplicableError(SandboxError):
    """Raised by a fault when the answer it should spoil has no such part (a row, a column, a record)."""
