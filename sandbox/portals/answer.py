"""What goes over the wire: a published file, the question that asked for it, and the answer sent.

Plain values, so that a fault can be a small change of one of them. Sockets belong to the server.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from pathlib import Path

_PIECE = 1 << 20


@dataclass(frozen=True)
class Published:
    """A file as a portal offers it, before anything goes wrong.

    Attributes:
        body: the bytes, or where they stand on disk.
        content_type: as the portal names it.
        last_modified: UTC moment, only where the portal states one.
        download_name: file name offered to browsers.
        ranges: whether the portal serves parts, states an ETag and answers 304 (static files of the MEF).
        posted: whether the address answers a form (POST).
        status: 200, or what the portal answers in its place.
    """

    body: bytes | Path
    content_type: str
    last_modified: datetime | None = None
    download_name: str | None = None
    ranges: bool = False
    posted: bool = False
    status: int = 200

    def read(self) -> bytes:
        """Return the whole body."""
        return self.body if isinstance(self.body, bytes) else self.body.read_bytes()

    def size(self) -> int:
        """Return the number of bytes."""
        return len(self.body) if isinstance(self.body, bytes) else self.body.stat().st_size

    def etag(self) -> str:
        """Give the entity tag; equal bytes have equal tags."""
        check = 0
        if isinstance(self.body, bytes):
            check = zlib.crc32(self.body)
        else:
            with self.body.open("rb") as file:
                while piece := file.read(_PIECE):
                    check = zlib.crc32(piece, check)
        return f'"{check:08x}-{self.size():x}"'


@dataclass(frozen=True)
class Asked:
    """A request: method, path without query, query, headers by lower-case name, the server's address, and a form."""

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    base: str = ""
    form: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Answer:
    """An answer ready to send.

    Attributes:
        status: HTTP status; 0 answers nothing and breaks the connection.
        headers: without Content-Length.
        body: bytes, or a file on disk.
        first: first byte of the body that is sent.
        length: bytes sent from there; the whole body when None.
        declared: Content-Length to state in place of the true one.
        reset: break the connection (TCP reset) after the body.
        pause: seconds to wait between pieces of the body.
        pieces: in how many pieces a slow body is sent.
        delay: seconds to wait before the first byte of the answer.
        framing: how the end of the body is told: ``length``, ``chunked``, or ``close`` (by closing the connection).
        unfinished: close before the last chunk.
    """

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes | Path = b""
    first: int = 0
    length: int | None = None
    declared: int | None = None
    reset: bool = False
    pause: float = 0.0
    pieces: int = 1
    delay: float = 0.0
    framing: str = "length"
    unfinished: bool = False

    def size(self) -> int:
        """Return how many bytes of the body are sent."""
        if self.length is not None:
            return self.length
        return len(self.body) if isinstance(self.body, bytes) else self.body.stat().st_size
