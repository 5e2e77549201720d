"""Answer one HTTP request: find the file, judge conditions and ranges, apply the faults, send, log.

Knows nothing of registers. Faults come from the desk, files from the portals.
"""

from __future__ import annotations

import socket
import struct
import time
from dataclasses import replace
from email.utils import format_datetime, parsedate_to_datetime
from http.server import BaseHTTPRequestHandler
from typing import TYPE_CHECKING, ClassVar, cast
from urllib.parse import parse_qsl, urlsplit

from sandbox.errors import FaultNotApplicableError, SandboxError
from sandbox.portals.answer import Answer, Asked, Published
from sandbox.portals.printing import INVENTED
from sandbox.request_log import LOGGED_HEADERS, Request

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from sandbox.fault import Fault
    from sandbox.server import Portals

_PIECE = 1 << 18
_CHUNK = 1 << 14
_LONGEST_FORM = 1 << 20
_NO_LINGER = struct.pack("ii", 1, 0)  # closing then sends a reset instead of a regular end


def _span(text: str, size: int) -> tuple[int, int] | None:
    """Read ``bytes=a-b`` as (first, length); None when it is no single range; length 0 when it cannot be served."""
    unit, _, value = text.partition("=")
    first, dash, last = value.strip().partition("-")
    if unit.strip() != "bytes" or not dash or "," in value or not (first.isdigit() or last.isdigit()):
        return None
    if not first:
        length = min(int(last), size)
        return size - length, length
    begin = int(first)
    end = min(int(last), size - 1) if last else size - 1
    return begin, max(0, end - begin + 1)


def _unchanged(asked: Asked, published: Published, etag: str) -> bool:
    """Say whether the client's copy is still good; If-None-Match outranks If-Modified-Since."""
    given = asked.headers.get("if-none-match")
    if given is not None:
        return given.strip() == "*" or etag in [tag.strip().removeprefix("W/") for tag in given.split(",")]
    since = asked.headers.get("if-modified-since")
    if since is None or published.last_modified is None:
        return False
    try:
        return published.last_modified <= parsedate_to_datetime(since)
    except (ValueError, TypeError):
        return False


def _part(asked: Asked, answer: Answer, etag: str, modified: str) -> Answer:
    """Turn a whole answer into the part that was asked for, when one was."""
    wanted = asked.headers.get("range")
    condition = asked.headers.get("if-range", "").strip()
    if wanted is None or (condition and condition not in (etag, modified)):
        return answer
    size = answer.size()
    span = _span(wanted, size)
    if span is None:
        return answer
    first, length = span
    if length == 0:
        return Answer(416, {**answer.headers, "Content-Range": f"bytes */{size}"})
    place = {"Content-Range": f"bytes {first}-{first + length - 1}/{size}"}
    return replace(answer, status=206, headers={**answer.headers, **place}, first=first, length=length)


def answer_for(asked: Asked, published: Published | None) -> Answer:
    """Decide the honest answer to a request: 200, 206, 304, 404, 405, 416 or the portal's own."""
    marks = {"X-Sandbox": INVENTED}
    if published is None:
        page = f"<html><body><h1>404 Not Found</h1><p>{INVENTED}</p></body></html>"
        return Answer(404, {**marks, "Content-Type": "text/html; charset=utf-8"}, page.encode())
    if asked.method == "POST" and not published.posted:
        return Answer(405, {**marks, "Allow": "GET, HEAD", "Content-Type": "text/plain"}, INVENTED.encode())
    headers = {**marks, "Content-Type": published.content_type}
    if published.download_name:
        headers["Content-Disposition"] = f'attachment; filename="{published.download_name}"'
    if not published.ranges:
        return Answer(published.status, headers, published.body)
    etag = published.etag()
    modified = format_datetime(published.last_modified, usegmt=True) if published.last_modified else ""
    headers |= {"ETag": etag, "Accept-Ranges": "bytes"} | ({"Last-Modified": modified} if modified else {})
    if _unchanged(asked, published, etag):
        return Answer(304, headers)
    return _part(asked, Answer(200, headers, published.body), etag, modified)


def _found(portals: Portals, asked: Asked, faults: Sequence[Fault]) -> Published | None:
    """Find what is answered: the file asked for, or the one that a fault turns to."""
    for fault in faults:
        if fault.elsewhere:
            asked = portals.elsewhere(asked, fault.elsewhere)
    return portals.find(asked)


def _strikes(fault: Fault, portals: Portals, asked: Asked) -> bool:
    """Say whether a fault fits the answer; only an optional one may not."""
    if not fault.optional:
        return True
    try:
        published = _found(portals, asked, [fault])
        if fault.spoil is not None and published is not None:
            fault.spoil(published.read())
    except FaultNotApplicableError:
        return False
    return True


class Handler(BaseHTTPRequestHandler):
    """One connection of a client."""

    protocol_version = "HTTP/1.1"
    server_version = "Sandbox"
    sys_version = ""
    timeout: ClassVar[float] = 30.0  # an idle connection must not hold its thread for ever

    def do_GET(self) -> None:
        """Answer with the body."""
        self._answer()

    def do_HEAD(self) -> None:
        """Answer without the body."""
        self._answer()

    def do_POST(self) -> None:
        """Answer a form; only what takes forms has an answer."""
        self._answer()

    def log_message(self, *_: object, **__: object) -> None:
        """Write nothing: the log is a list that tests read."""

    def _portals(self) -> Portals:
        return cast("Portals", self.server.portals)  # type: ignore[attr-defined]

    def _asked(self) -> Asked:
        parts = urlsplit(self.path)
        headers = {name.lower(): value for name, value in self.headers.items()}
        base = f"http://{headers.get('host', '127.0.0.1')}"
        return Asked(self.command, parts.path, dict(parse_qsl(parts.query)), headers, base, self._form(headers))

    def _form(self, headers: Mapping[str, str]) -> dict[str, str]:
        """Read the body of the request, so that the next one on the connection begins where it should."""
        stated = headers.get("content-length", "0")
        length = int(stated) if stated.isdigit() else 0
        if length > _LONGEST_FORM:
            self.close_connection = True
            return {}
        return dict(parse_qsl(self.rfile.read(length).decode("utf-8", errors="replace"))) if length else {}

    def _answer(self) -> None:
        portals = self._portals()
        with portals.log.open_request():
            self._answer_and_log(portals)

    def _answer_and_log(self, portals: Portals) -> None:
        at = time.monotonic() - portals.started
        asked = self._asked()
        names: tuple[str, ...] = ()
        try:
            answer, names = self._spoiled(portals, asked)
        except SandboxError as error:  # a fault that does not fit the file: loud, not served as if it did
            answer = Answer(500, {"Content-Type": "text/plain; charset=utf-8"}, str(error).encode())
        sent = 0
        try:
            sent = self._send(answer)
        finally:
            kept = {name: asked.headers[name] for name in LOGGED_HEADERS if name in asked.headers}
            portals.log.add(Request(at, asked.method, self.path, kept, answer.status, sent, names, dict(asked.form)))

    def _spoiled(self, portals: Portals, asked: Asked) -> tuple[Answer, tuple[str, ...]]:
        """Give the answer after all due faults, and their names."""
        faults = [fault for fault in portals.desk.due(asked.path) if _strikes(fault, portals, asked)]
        published = _found(portals, asked, faults)
        for fault in faults:
            if published is not None and fault.spoil is not None:
                published = replace(published, body=fault.spoil(published.read()))
        answer = answer_for(asked, published)
        for fault in faults:
            if fault.change is not None:
                answer = fault.change(answer, asked)
        return answer, tuple(fault.name for fault in faults)

    def _send(self, answer: Answer) -> int:
        if answer.delay:
            time.sleep(answer.delay)
        if answer.status == 0:
            self._break()
            return 0
        self.send_response(answer.status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        if answer.status != 304:
            self._send_length(answer)
        self.end_headers()
        sent = 0 if self.command == "HEAD" or answer.status == 304 else self._send_framed(answer)
        if answer.reset:
            self._break()
        return sent

    def _send_length(self, answer: Answer) -> None:
        """Say how the end of the body will be known, truly or not."""
        stated = answer.size() if answer.declared is None else answer.declared
        if answer.framing == "length":
            self.send_header("Content-Length", str(stated))
        elif answer.framing == "chunked":
            self.send_header("Transfer-Encoding", "chunked")
        else:
            self.send_header("Connection", "close")
        if answer.reset or answer.unfinished or answer.framing == "close" or stated != answer.size():
            self.close_connection = True

    def _send_framed(self, answer: Answer) -> int:
        if answer.framing != "chunked":
            return self._send_body(answer)
        size, sent = answer.size(), 0
        body = answer.body if isinstance(answer.body, bytes) else answer.body.read_bytes()
        while sent < size:
            piece = body[answer.first + sent : answer.first + min(sent + _CHUNK, size)]
            self.wfile.write(f"{len(piece):x}\r\n".encode() + piece + b"\r\n")
            sent += len(piece)
        if not answer.unfinished:
            self.wfile.write(b"0\r\n\r\n")
        return sent

    def _break(self) -> None:
        self.close_connection = True
        self.wfile.flush()
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _NO_LINGER)
        self.connection.close()

    def _send_body(self, answer: Answer) -> int:
        size = answer.size()
        piece = max(1, -(-size // answer.pieces)) if answer.pause else _PIECE
        sent = 0
        if isinstance(answer.body, bytes):
            body = memoryview(answer.body)[answer.first : answer.first + size]
            while sent < size:
                sent += self.wfile.write(body[sent : sent + piece])
                self._wait(answer, last=sent >= size)
            return sent
        return self._send_file(answer.body, answer, size, piece)

    def _send_file(self, path: Path, answer: Answer, size: int, piece: int) -> int:
        sent = 0
        with path.open("rb") as file:
            file.seek(answer.first)
            while sent < size and (data := file.read(min(piece, size - sent))):
                sent += self.wfile.write(data)
                self._wait(answer, last=sent >= size)
        return sent

    def _wait(self, answer: Answer, *, last: bool) -> None:
        if answer.pause and not last:
            self.wfile.flush()
            time.sleep(answer.pause)
