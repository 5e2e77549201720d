"""Reads WARC records back, strictly: one gzip member, whole, with its digests recomputed.

Here: one record at a known place, or all records of a file in order. Not here: judging an archive (``verify``).
Nothing is forgiven: a member without its end mark, a length that does not fit or a digest that differs is damage.
"""

import hashlib
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from sources.errors import ArchiveDamagedError

CHUNK = 256 * 1024
LONGEST_HEAD = 1024 * 1024
_WITH_HTTP_HEAD = frozenset({"response", "request", "revisit"})
_BLANK_LINE = b"\r\n\r\n"


@dataclass(frozen=True)
class Record:
    """One record as found. ``headers`` are the WARC headers in lower case; digests are of what is really there."""

    offset: int
    length: int
    headers: dict[str, str]
    payload_sha256: str
    payload_bytes: int

    @property
    def kind(self) -> str:
        """The record's WARC-Type."""
        return self.headers.get("warc-type", "")


class _Member:
    """The decoded bytes of one gzip member, taken in the portions a reader asks for."""

    def __init__(self, file: BinaryIO, offset: int, end: int) -> None:
        self._file, self._offset, self._left = file, offset, end - offset
        file.seek(offset)
        self._unpacker = zlib.decompressobj(16 + zlib.MAX_WBITS)
        self._buffer = b""
        self._taken = 0

    def _more(self) -> bool:
        if self._unpacker.eof:
            return False
        packed = self._unpacker.unconsumed_tail
        if not packed:
            packed = self._file.read(min(CHUNK, self._left - self._taken))
            self._taken += len(packed)
        try:
            block = self._unpacker.decompress(packed, CHUNK)
        except zlib.error as fault:
            msg = f"the record at byte {self._offset} cannot be unpacked: {fault}"
            raise ArchiveDamagedError(msg) from fault
        if not block and not packed and not self._unpacker.eof:
            msg = f"the record at byte {self._offset} ends before its end mark"
            raise ArchiveDamagedError(msg)
        self._buffer += block
        return True

    def until_blank_line(self) -> bytes:
        """Return everything up to and with the next empty line."""
        while (place := self._buffer.find(_BLANK_LINE)) < 0:
            if len(self._buffer) > LONGEST_HEAD or not self._more():
                msg = f"the record at byte {self._offset} has no end of headers"
                raise ArchiveDamagedError(msg)
        cut = place + len(_BLANK_LINE)
        head, self._buffer = self._buffer[:cut], self._buffer[cut:]
        return head

    def exactly(self, size: int) -> Iterator[bytes]:
        """Yield exactly ``size`` bytes."""
        while size > 0:
            if not self._buffer and not self._more():
                msg = f"the record at byte {self._offset} is shorter than its Content-Length"
                raise ArchiveDamagedError(msg)
            block, self._buffer = self._buffer[:size], self._buffer[size:]
            size -= len(block)
            yield block

    def finish(self) -> int:
        """Demand the record's two closing line breaks and the member's end; return the member's length."""
        while self._more():
            pass
        if self._buffer != _BLANK_LINE:
            msg = f"the record at byte {self._offset} does not end where its Content-Length says"
            raise ArchiveDamagedError(msg)
        return self._taken - len(self._unpacker.unused_data)


def read_record(file: BinaryIO, offset: int, end: int, sink: BinaryIO | None = None) -> Record:
    """Read the record at ``offset``, not beyond ``end``; its payload goes to ``sink``.

    Raises:
        ArchiveDamagedError: anything is not as written, digests included.
    """
    member = _Member(file, offset, end)
    headers = _warc_headers(member.until_blank_line(), offset)
    left = int(headers["content-length"])
    block, payload, payload_bytes = hashlib.sha256(), hashlib.sha256(), 0
    if headers.get("warc-type") in _WITH_HTTP_HEAD and left > 0:
        head = member.until_blank_line()
        block.update(head)
        left -= len(head)
    for chunk in member.exactly(left):
        block.update(chunk)
        payload.update(chunk)
        payload_bytes += len(chunk)
        if sink is not None:
            sink.write(chunk)
    length = member.finish()
    _compare(headers, "warc-block-digest", block.hexdigest(), offset)
    if headers.get("warc-type") not in ("revisit", "warcinfo"):
        _compare(headers, "warc-payload-digest", payload.hexdigest(), offset)
    return Record(offset, length, headers, payload.hexdigest(), payload_bytes)


def read_records(path: Path) -> Iterator[Record]:
    """Yield every record of a file in order; see ``read_record``."""
    size = path.stat().st_size
    with path.open("rb") as file:
        offset = 0
        while offset < size:
            record = read_record(file, offset, size)
            yield record
            offset += record.length


def _warc_headers(head: bytes, offset: int) -> dict[str, str]:
    lines = head.decode("utf-8", errors="replace").split("\r\n")
    headers: dict[str, str] = {}
    for line in lines[1:-2]:
        name, colon, value = line.partition(":")
        if colon:
            headers[name.strip().lower()] = value.strip()
    length = headers.get("content-length", "")
    if lines[0] != "WARC/1.1" or not (length.isascii() and length.isdigit()):
        msg = f"what lies at byte {offset} is not a WARC 1.1 record"
        raise ArchiveDamagedError(msg)
    return headers


def _compare(headers: dict[str, str], name: str, found: str, offset: int) -> None:
    if headers.get(name) != f"sha256:{found}":
        msg = f"the record at byte {offset} has another {name} than it says"
        raise ArchiveDamagedError(msg)
