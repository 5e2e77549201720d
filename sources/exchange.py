"""One request and what came of it, before anything is archived.

Here: the value that passes from the session to the archive. Not here: how it is obtained or kept.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

from sources.verdicts import Reason

Headers = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Question:
    """What is put to an address: a GET, or a POST that only queries, so that it may be repeated like a GET."""

    method: Literal["GET", "POST"] = "GET"
    headers: Headers = ()
    body: bytes = b""

    def after_redirect(self, status: int) -> "Question":
        """The question at the address a redirect leads to: only 307 and 308 repeat a POST, the others become a GET."""
        return self if self.method == "GET" or status in (307, 308) else Question()


GET = Question()


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
    request_body: bytes = b""
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
