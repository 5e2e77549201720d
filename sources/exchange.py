"""One request and what came of it, before anything is archived.

Here: the value that passes from the session to the archive. Not here: how it is obtained or kept.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sources.verdicts import Reason

Headers = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Exchange:
    """One request with its answer, or with the error that stood in its place.

    ``body`` is the decoded body spooled to a file (None when there is none); ``size`` and ``payload_sha256`` speak of
    it. ``payload_sha256`` is None unless the body is whole. ``chain`` holds the addresses that redirected here, first
    one first. ``requested_at`` is UTC.
    """

    url: str
    method: str
    requested_at: datetime
    request_headers: Headers = ()
    chain: tuple[str, ...] = ()
    status: int | None = None
    phrase: str = ""
    headers: Headers = ()
    body: Path | None = None
    size: int = 0
    payload_sha256: str | None = None
    error: Reason | None = None
    detail: str = ""

    def header(self, name: str) -> str | None:
        """Return the last value of an answer's header, None when absent. Names are case-blind."""
        wanted = name.lower()
        return next((value for key, value in reversed(self.headers) if key.lower() == wanted), None)

    def discard(self) -> None:
        """Delete the spooled body. Harmless when there is none."""
        if self.body is not None:
            self.body.unlink(missing_ok=True)


Record = Callable[[Exchange], None]
