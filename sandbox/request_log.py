"""The log of requests: what was asked, what was answered. No clock of its own and no file."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from operator import attrgetter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

LOGGED_HEADERS = (
    "user-agent",
    "accept-encoding",
    "if-none-match",
    "if-modified-since",
    "range",
    "if-range",
    "host",
    "from",
    "referer",
    "x-requested-with",
    "content-type",
)
_PATIENCE = 5.0  # seconds that a reader of the log waits for answers under way


@dataclass(frozen=True)
class Request:
    """One line of the log.

    Attributes:
        at: seconds from the start of the server to the request.
        method: HTTP method.
        path: path with query, as asked.
        headers: those of :data:`LOGGED_HEADERS` that were sent.
        status: status answered.
        sent: bytes of the body sent.
        faults: names of the faults that spoiled the answer.
        form: the form that was sent, by name of field.
    """

    at: float
    method: str
    path: str
    headers: dict[str, str]
    status: int
    sent: int
    faults: tuple[str, ...]
    form: dict[str, str] = field(default_factory=dict)


class RequestLog:
    """Requests in the order in which they came.

    A client has its answer a moment before the server has logged it, so reading waits for answers under way: what a
    test asked for stands in the log that it reads next.
    """

    def __init__(self) -> None:
        self._entries: list[Request] = []
        self._open = 0
        self._idle = threading.Condition()

    @contextmanager
    def open_request(self) -> Iterator[None]:
        """Mark an answer as under way."""
        with self._idle:
            self._open += 1
        try:
            yield
        finally:
            with self._idle:
                self._open -= 1
                self._idle.notify_all()

    def add(self, request: Request) -> None:
        """Note a request that was answered."""
        with self._idle:
            self._entries.append(request)

    def entries(self) -> list[Request]:
        """Copy the log, once no answer is under way (or after five seconds)."""
        with self._idle:
            self._idle.wait_for(lambda: self._open == 0, timeout=_PATIENCE)
            return sorted(self._entries, key=attrgetter("at"))
