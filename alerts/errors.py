"""What can go wrong while alerts are concluded, folded, written or shown.

Only exceptions belong here; what they mean for the night is decided by the caller. A fault of
ours is raised and never turned into an event: it must not look like a body's lateness.
"""

from __future__ import annotations


class AlertError(Exception):
    """Base of everything this room raises; callers that only want "alerts failed" catch it."""


class TransitionTableError(AlertError):
    """Raised by ``machine.load`` when the declared table is incomplete or contradicts itself."""


class NightUnknownError(AlertError):
    """Raised by ``transitions.compute`` and ``digest.write`` when ``meta_nights`` does not know the night."""


class RuleUnknownError(AlertError):
    """Raised by ``transitions.compute`` when tonight's findings name a rule the registry does not have."""


class ReplayError(AlertError):
    """Raised by ``store.replay`` when event files are unreadable, overlap or lack a declared column."""


class EditionError(AlertError):
    """Raised by ``ledger.write`` when asked for an edition other than ``open`` or ``staff``."""


class CaseworkError(AlertError):
    """Raised by ``casework`` when a decision says too little or changes nothing, or its store is out of reach."""


class OwnerUnknownError(AlertError):
    """Raised by ``owners.owner`` when nobody of that key publishes a register."""
