"""One address downloaded in one or more tries, going on where a cut body ended when that is provably safe.

Here: bytes from the wire into a spool file, lengths compared, the body decoded. Not here: when to try again
(``session``).
"""

import contextlib
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Protocol

from sources.exchange import GET, Exchange, Question
from sources.hosts import Destination
from sources.inflate import DecodeError, decode
from sources.politeness import Clock
from sources.transport import OpenAnswer, Transport, TransportError
from sources.verdicts import Reason

KEPT_OF_A_CUT_BODY = 64 * 1024
"""Bytes of an answer that did not arrive whole that are kept as evidence."""
_RESUMABLE = frozenset({Reason.CUT_BODY, Reason.CONNECTION_LOST})
_WITHOUT_BODY = frozenset({204, 304})
_NOT_ERRORS = frozenset({200, 206, 301, 302, 303, 304, 307, 308})


class Limits(Protocol):
    """What a download must know of the rules of asking."""

    @property
    def destination(self) -> Destination:
        """Where the source may be asked."""

    @property
    def deadline_seconds(self) -> float:
        """Seconds one try may take from connection to last byte."""

    @property
    def max_bytes(self) -> int:
        """The largest body accepted, on the wire and decoded."""


@dataclass(frozen=True)
class Spool:
    """A folder for bodies that are not archived yet."""

    folder: Path

    def new(self) -> Path:
        """Return a new, empty file."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=self.folder, suffix=".body", delete=False) as file:
            return Path(file.name)


@dataclass(frozen=True)
class _Held:
    """The beginning of a body that was cut, with the proof that more of the same can follow."""

    path: Path
    validator: str
    encoding: str | None

    def range(self) -> dict[str, str]:
        return {"Range": f"bytes={self.path.stat().st_size}-", "If-Range": self.validator}


@dataclass
class Download:
    """One address and what has arrived of it so far."""

    url: str
    headers: dict[str, str]
    chain: tuple[str, ...] = ()
    progress: Callable[[int, int | None], None] | None = None
    question: Question = GET
    _held: _Held | None = None

    def attempt(self, transport: Transport, spool: Spool, limits: Limits, clock: Clock) -> Exchange:
        """Send one request and return what came of it. The beginning of a cut body may be kept for the next try."""
        sent = {**self.headers, **(self._held.range() if self._held else {}), **dict(self.question.headers)}
        head = Exchange(
            url=self.url,
            method=self.question.method,
            requested_at=clock.now(),
            request_headers=tuple(sent.items()),
            request_body=self.question.body,
            chain=self.chain,
        )
        raw: Path | None = None
        try:
            with transport.open(
                self.url,
                sent,
                question=self.question,
                deadline_seconds=limits.deadline_seconds,
                private_addresses=limits.destination.private_addresses,
            ) as answer:
                head = replace(head, status=answer.status, phrase=answer.phrase, headers=answer.headers)
                raw = self._place(head, spool)
                self._receive(answer, head, raw, limits.max_bytes)
            return self._finished(head, raw, spool, limits.max_bytes)
        except (TransportError, DecodeError) as fault:
            return self._cut(head, raw, spool, fault)

    def forget(self) -> None:
        """Delete what is held of a cut body."""
        if self._held is not None:
            self._held.path.unlink(missing_ok=True)
        self._held = None

    def _place(self, head: Exchange, spool: Spool) -> Path:
        """Return the file the body goes to: what we hold when the answer continues it, else a new one.

        Raises:
            TransportError: a part that does not begin where we stopped; the next try starts anew.
        """
        if head.status != 206:
            return spool.new()
        held = self._held
        place = (head.header("Content-Range") or "").strip().lower()
        fits = held is not None and place.startswith(f"bytes {held.path.stat().st_size}-")
        if held is None or not fits or held.encoding != head.header("Content-Encoding"):
            self.forget()
            raise TransportError(Reason.CUT_BODY, f"a part was answered that does not fit: {place!r}")
        return held.path

    def _receive(self, answer: OpenAnswer, head: Exchange, raw: Path, cap: int) -> None:
        received, length = raw.stat().st_size, _length(head)
        expected = None if length is None else received + length
        if expected is not None and expected > cap:
            raise DecodeError(Reason.TOO_LARGE, f"announces {expected} bytes, more than the {cap} accepted")
        with raw.open("ab") as sink:
            for block in answer.chunks():
                received += len(block)
                if received > cap:
                    raise DecodeError(Reason.TOO_LARGE, f"more than {cap} bytes on the wire")
                sink.write(block)
                if self.progress is not None:
                    self.progress(received, expected)
        if expected is not None and received != expected and head.status not in _WITHOUT_BODY:
            raise TransportError(Reason.CUT_BODY, f"{received} of {expected} bytes arrived")

    def _finished(self, head: Exchange, raw: Path, spool: Spool, cap: int) -> Exchange:
        encoding = None if head.status in _WITHOUT_BODY else head.header("Content-Encoding")
        body = spool.new()
        try:
            decoded = decode(raw, body, encoding, cap)
        except DecodeError:
            body.unlink(missing_ok=True)
            raise
        if self._held is not None and raw == self._held.path:
            head = replace(head, detail=f"resumed; the whole body is {raw.stat().st_size} bytes on the wire")
            self._held = None
        raw.unlink(missing_ok=True)
        error, detail = _status_error(head.status or 0)
        return replace(
            head,
            body=body,
            size=decoded.size,
            payload_sha256=decoded.sha256,
            error=error,
            detail=detail or head.detail,
        )

    def _cut(self, head: Exchange, raw: Path | None, spool: Spool, fault: TransportError | DecodeError) -> Exchange:
        """Describe an answer that did not arrive whole, its beginning kept as evidence, and perhaps to go on from."""
        body, size = None, 0
        if raw is not None:
            body = spool.new()
            with raw.open("rb") as source:
                size = body.write_bytes(source.read(KEPT_OF_A_CUT_BODY))
            self._hold_or_drop(head, raw, fault.reason)
        return replace(head, body=body, size=size, error=fault.reason, detail=str(fault))

    def _hold_or_drop(self, head: Exchange, raw: Path, reason: Reason) -> None:
        resumable = reason in _RESUMABLE and self.question.method == "GET"
        continues = self._held is not None and raw == self._held.path
        validator = _strong_validator(head)
        if resumable and continues:
            return
        if resumable and validator is not None and raw.stat().st_size > 0:
            self.forget()
            self._held = _Held(raw, validator, head.header("Content-Encoding"))
        elif continues:
            self.forget()
        else:
            raw.unlink(missing_ok=True)


def _length(head: Exchange) -> int | None:
    """Return the announced bytes on the wire; None when chunked, unsaid, or not a number."""
    text = (head.header("Content-Length") or "").strip()
    if head.header("Transfer-Encoding") or not (text.isascii() and text.isdigit()):
        return None
    return int(text)


def _strong_validator(head: Exchange) -> str | None:
    """Return what proves that a later part belongs to the same bytes (RFC 9110 §8.8): None when nothing does."""
    if head.status != 200 or (head.header("Accept-Ranges") or "").strip().lower() == "none":
        return None
    tag = head.header("ETag")
    if tag is not None:
        return tag if tag.startswith('"') and tag.endswith('"') else None
    changed, answered = head.header("Last-Modified"), head.header("Date")
    with contextlib.suppress(ValueError, TypeError):
        if parsedate_to_datetime(answered or "") - parsedate_to_datetime(changed or "") >= timedelta(seconds=60):
            return changed
    return None


def _status_error(status: int) -> tuple[Reason | None, str]:
    """Return what a whole answer's status means; redirects and 304 are not errors here."""
    if status in _NOT_ERRORS:
        return None, ""
    detail = f"the portal answered {status}"
    if status == 429:
        return Reason.TOO_MANY_REQUESTS, detail
    if status >= 500:
        return Reason.SERVER_ERROR, detail
    return (Reason.CLIENT_ERROR if status >= 400 else Reason.UNEXPECTED_STATUS), detail
