"""Errors of the night and of the command, and the exit code each one ends with.

Each room has its own hierarchy; this module is the edge that knows them all.
"""

from __future__ import annotations

EXIT_OK = 0
EXIT_OUR_FAULT = 1
EXIT_WRONG_USAGE = 2
EXIT_SOURCE_REFUSED = 3


class PipelineError(Exception):
    """Base of the errors raised under ``pipelines/``; ``exit_code`` is what the command ends with."""

    exit_code = EXIT_OUR_FAULT


class UsageError(PipelineError):
    """Raised by the command and by worlds: what was asked for makes no sense; the message says what would."""

    exit_code = EXIT_WRONG_USAGE


class WorldMismatchError(UsageError):
    """Raised by worlds when a data folder belongs to another world than the run's."""


class AlreadyRunningError(PipelineError):
    """Raised by the lock when another process works on the same data folder."""

    exit_code = EXIT_OK


class UnreadableError(PipelineError):
    """Raised by the arrival when something that was refused is treated as if it had been read: our fault."""


class NightMissingError(UsageError):
    """Raised when a past night is asked for that the archive does not hold."""


class FindingsDifferError(PipelineError):
    """Raised by the command when a published night, judged again, does not give the findings that were published."""
