"""Undoes gzip and deflate ourselves, because the common client accepts a cut body in silence.

Here: decoding a whole spooled body, demanding the end-of-stream mark and holding a cap. Not here: the wire.
"""

import hashlib
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from sources.verdicts import Reason

CHUNK = 256 * 1024
_GZIP_WINDOW = 16 + zlib.MAX_WBITS


class DecodeError(Exception):
    """Raised while a body is decoded; ``reason`` says whether it was cut, broken or too large."""

    def __init__(self, reason: Reason, message: str) -> None:
        super().__init__(message)
        self.reason = reason


@dataclass(frozen=True)
class Decoded:
    """What a body is once decoded: bytes and lower-case hexadecimal SHA-256."""

    size: int
    sha256: str


def decode(raw: Path, target: Path, encoding: str | None, cap: int) -> Decoded:
    """Decode ``raw`` into ``target`` by the answer's Content-Encoding.

    Raises:
        DecodeError: ``cut_encoding`` without the end-of-stream mark, ``bad_encoding`` when it is not what it says or
            we do not speak it, ``too_large`` beyond ``cap`` bytes.
    """
    name = (encoding or "identity").strip().lower()
    digest, size = hashlib.sha256(), 0
    with raw.open("rb") as source, target.open("wb") as sink:
        for block in _blocks(source, name):
            size += len(block)
            if size > cap:
                raise DecodeError(Reason.TOO_LARGE, f"more than {cap} bytes once decoded")
            digest.update(block)
            sink.write(block)
    return Decoded(size, digest.hexdigest())


def _blocks(source: BinaryIO, name: str) -> Iterator[bytes]:
    if name in ("", "identity"):
        return _plain(source)
    if name in ("gzip", "x-gzip"):
        return _inflated(source, _GZIP_WINDOW)
    if name == "deflate":
        return _inflated(source, _deflate_window(source))
    raise DecodeError(Reason.BAD_ENCODING, f"the answer is encoded as {name!r}, which was not asked for")


def _plain(source: BinaryIO) -> Iterator[bytes]:
    while block := source.read(CHUNK):
        yield block


def _deflate_window(source: BinaryIO) -> int:
    """Servers send ``deflate`` with or without its zlib header; the first two bytes tell."""
    start = source.read(2)
    source.seek(0)
    with_header = len(start) == 2 and start[0] & 0x0F == 8 and (start[0] * 256 + start[1]) % 31 == 0
    return zlib.MAX_WBITS if with_header else -zlib.MAX_WBITS


def _inflated(source: BinaryIO, window: int) -> Iterator[bytes]:
    """Yield decoded blocks of bounded size; several gzip members in a row are one body (RFC 1952)."""
    stream = zlib.decompressobj(window)
    pending = source.read(CHUNK)
    try:
        while pending:
            yield stream.decompress(pending, CHUNK)
            if stream.eof:
                pending = stream.unused_data or source.read(CHUNK)
                if pending:
                    stream = _next_member(window, pending)
            else:
                pending = stream.unconsumed_tail or source.read(CHUNK)
    except zlib.error as fault:
        raise DecodeError(Reason.BAD_ENCODING, f"the compressed answer is broken: {fault}") from fault
    while not stream.eof and (rest := stream.decompress(b"", CHUNK)):
        yield rest
    if not stream.eof:
        raise DecodeError(Reason.CUT_ENCODING, "the compressed answer ends before its end-of-stream mark")


def _next_member(window: int, pending: bytes) -> "zlib._Decompress":
    if window != _GZIP_WINDOW:
        raise DecodeError(Reason.BAD_ENCODING, f"{len(pending)} bytes follow the end of the compressed answer")
    return zlib.decompressobj(window)
