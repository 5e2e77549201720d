"""What can go wrong while lists for volunteers are made or written."""

from __future__ import annotations


class VolunteerError(Exception):
    """Base of everything this room raises."""


class ParameterFileError(VolunteerError):
    """Raised by ``parameters.load`` when parameters.yml or checklist.yml is malformed; the message names the place."""


class ListNightError(VolunteerError):
    """Raised by ``lists.build`` and ``lists.write`` when no such night is recorded."""
