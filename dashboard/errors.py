"""Everything that can go wrong in this room, under one base class.

Here: the exceptions other rooms may catch. Not here: faults of the data, which are shown on a page and never raised.
"""


class DashboardError(Exception):
    """Base of every error of this room. Catch it at the edge of a night, never in between."""


class SnapshotError(DashboardError):
    """Raised by ``snapshot`` when the published snapshot cannot be opened or lacks a table the site reads."""


class EditionError(DashboardError):
    """Raised by ``site`` when somebody asks for an edition that does not exist."""


class TextError(DashboardError):
    """Raised by ``texts`` when a template names a text that no file holds, or a text lacks a language."""


class RulebookError(DashboardError):
    """Raised by ``rulebook`` when a rule lacks what its page must say."""


class PressError(DashboardError):
    """Raised by ``press`` when the process that writes the other edition fails or ends."""
