"""Everything that can go wrong in this room, under one base class.

Here: the exceptions other rooms may catch. Not here: refusals of one answer, which are results and not
exceptions (see ``verdicts``).
"""


class SourceError(Exception):
    """Base of every error of this room. Catch it at the edge of a night, never in between."""


class SpecError(SourceError):
    """Raised by the registry when a ``source.yml`` is missing, malformed or contradicts itself."""


class UnknownSourceError(SourceError):
    """Raised by the registry when somebody names a source that no folder declares."""


class SettingError(SourceError):
    """Raised when an operator's setting (address, contact, rate) cannot be used as it stands."""


class RequestRefusedError(SourceError):
    """Raised inside the session when our own rules forbid a request: scheme, host, address or robots.txt.

    ``code`` is one of ``verdicts.Reason``.
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class ArchiveError(SourceError):
    """Raised by the archive when it is asked for something it does not hold, or cannot keep its promise."""


class ArchiveDamagedError(ArchiveError):
    """Raised when stored bytes no longer agree with their hash or their journal; run ``vigia evidence verify``."""


class StampError(ArchiveError):
    """A time stamp could not be obtained, or one that was kept is not good."""


class ReadingError(SourceError):
    """Raised by the readers when a job cannot even be started; a refused file is a report, not an exception."""
