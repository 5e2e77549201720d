"""Writes WARC 1.1 records, one gzip member each, appended and flushed.

Here: the form of our records. Not here: reading them back (``warc_read``) and the journal that points to them
(``receipts``).

Records are written explicitly. warcio's ``capture_http`` stays empty, without an error, when requests was imported
before it. Payloads are stored decoded: the answer's Content-Encoding, Transfer-Encoding and Content-Length are kept
under ``X-Archive-Orig-`` names, and Content-Length says what is stored, so that any WARC reader understands them.
"""

import hashlib
import io
import os
import uuid
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO, cast
from urllib.parse import urlsplit

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from sources.durable import flush_folder
from sources.errors import ArchiveError
from sources.exchange import Exchange, Headers
from sources.verdicts import Reason

CHUNK = 1024 * 1024
TEXT_LEVEL, PACKED_LEVEL = 3, 1
"""How hard gzip works. Level 6 takes three times as long as 3 on the MEF's CSVs and saves a tenth of the bytes."""
_MOVED_HEADERS = frozenset({"content-encoding", "transfer-encoding", "content-length", "content-range"})
_EMPTY_SHA256 = hashlib.sha256(b"").hexdigest()
_TRUNCATED = {Reason.DEADLINE: "time", Reason.TOO_LARGE: "length"}
_ALREADY_PACKED = (b"PK\x03\x04", b"\x1f\x8b")
SAME_PAYLOAD_PROFILE = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
NOT_MODIFIED_PROFILE = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
_INFO = (
    "software: Vigia (warcio)\r\n"
    "format: WARC File Format 1.1\r\n"
    "conformsTo: http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/\r\n"
    "description: Payloads are stored decoded; the headers that described the wire are kept as X-Archive-Orig-*. "
    "Digests are SHA-256 in lower-case hexadecimal.\r\n"
)


@dataclass(frozen=True)
class Original:
    """The stored record a revisit repeats."""

    record_id: str
    url: str
    requested_at: str


@dataclass(frozen=True)
class Written:
    """Where the records of one receipt lie: the answer's, then the request's (0 bytes when there is none)."""

    offset: int
    length: int
    request_length: int
    record_id: str


def warc_date(moment: datetime) -> str:
    """Return a moment as WARC 1.1 writes it: UTC with microseconds."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def write_exchange(path: Path, exchange: Exchange, original: Original | None, profile: str) -> Written:
    """Append an answer and its request; a revisit record in place of the answer when ``original`` is given."""
    with _appending(path, exchange.requested_at) as (file, offset):
        record_id = _write_answer(file, exchange, original, profile)
        middle = file.tell()
        _write_request(file, exchange, record_id)
        return Written(offset, middle - offset, file.tell() - middle, record_id)


def write_resource(path: Path, url: str, body: Path, moment: datetime, original: Original | None) -> Written:
    """Append a file that was read from a folder; a revisit record when its bytes are stored already."""
    with _appending(path, moment) as (file, offset):
        sha256, block = _digests(b"", body)
        names = _names(url, moment, sha256, _EMPTY_SHA256 if original else block)
        if original is not None:
            names |= _revisit_names(original, SAME_PAYLOAD_PROFILE)
            _write(file, "revisit", names, None, None)
        else:
            with body.open("rb") as payload:
                _write(file, "resource", names, None, payload, size=body.stat().st_size, level=_level(body))
        return Written(offset, file.tell() - offset, 0, names["WARC-Record-ID"])


@contextmanager
def _appending(path: Path, moment: datetime) -> Iterator[tuple[BinaryIO, int]]:
    """Open for appending, begin a new file with its warcinfo record, flush everything at the end."""
    new = not path.exists()
    with path.open("ab") as file:
        if file.tell() == 0:
            _write_info(file, path.name, moment)
        yield file, file.tell()
        file.flush()
        os.fsync(file.fileno())
    if new:
        flush_folder(path.parent)


def info_member(name: str) -> bytes:
    """Return the warcinfo record of a file of copied records; it says nothing of when the copy was made."""
    member = io.BytesIO()
    _write_info(member, name, datetime.fromtimestamp(0, UTC), uuid.uuid5(uuid.NAMESPACE_URL, name))
    return member.getvalue()


def _write_info(file: BinaryIO, name: str, moment: datetime, number: uuid.UUID | None = None) -> None:
    block = _INFO.encode()
    names = {
        "WARC-Record-ID": f"<urn:uuid:{number}>" if number else _record_id(),
        "WARC-Date": warc_date(moment),
        "WARC-Filename": name,
        "WARC-Block-Digest": f"sha256:{hashlib.sha256(block).hexdigest()}",
    }
    _write(file, "warcinfo", names, None, io.BytesIO(block), size=len(block))


def _write_answer(file: BinaryIO, exchange: Exchange, original: Original | None, profile: str) -> str:
    headers = _status_and_headers(
        f"{exchange.status} {exchange.phrase}".strip(), stored_headers(exchange.headers, exchange.size)
    )
    head = _head_bytes(headers)
    sha256, block = _digests(head, None if original else exchange.body)
    if original is None and exchange.body is not None and exchange.payload_sha256 not in (None, sha256):
        msg = f"the spooled answer of {exchange.url} changed before it was archived"
        raise ArchiveError(msg)
    names = _names(exchange.url, exchange.requested_at, sha256, block)
    if original is not None:
        names["WARC-Payload-Digest"] = f"sha256:{exchange.payload_sha256 or _EMPTY_SHA256}"
        _write(file, "revisit", names | _revisit_names(original, profile), headers, None)
        return names["WARC-Record-ID"]
    if exchange.error is not None and exchange.payload_sha256 is None:
        names["WARC-Truncated"] = _TRUNCATED.get(exchange.error, "disconnect")
    if exchange.body is None:
        _write(file, "response", names, headers, None)
        return names["WARC-Record-ID"]
    with exchange.body.open("rb") as payload:
        size = exchange.body.stat().st_size
        _write(file, "response", names, headers, payload, size=size, level=_level(exchange.body))
    return names["WARC-Record-ID"]


def _write_request(file: BinaryIO, exchange: Exchange, answer_id: str) -> None:
    parts = urlsplit(exchange.url)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    line = f"{exchange.method} {target} HTTP/1.1"
    listed = [("Host", parts.netloc), *exchange.request_headers]
    headers = StatusAndHeaders(line, listed, is_http_request=True)
    body = exchange.request_body
    block = hashlib.sha256(_head_bytes(headers) + body).hexdigest()
    names = _names(exchange.url, exchange.requested_at, hashlib.sha256(body).hexdigest(), block)
    payload = io.BytesIO(body) if body else None
    _write(file, "request", names | {"WARC-Concurrent-To": answer_id}, headers, payload, size=len(body))


def stored_headers(headers: Headers, size: int) -> list[tuple[str, str]]:
    """Return an answer's headers as stored: what described the wire renamed, Content-Length of what is kept."""
    kept = [(f"X-Archive-Orig-{name}" if name.lower() in _MOVED_HEADERS else name, value) for name, value in headers]
    return [*kept, ("Content-Length", str(size))]


def _write(  # noqa: PLR0913 - one record has this many parts
    file: BinaryIO,
    kind: str,
    names: dict[str, str],
    headers: StatusAndHeaders | None,
    payload: BinaryIO | None,
    *,
    size: int = 0,
    level: int = TEXT_LEVEL,
) -> None:
    member = _Member(file, level)
    writer = WARCWriter(member, gzip=False, warc_version="1.1")
    url = names.pop("WARC-Target-URI", "")
    record = writer.create_warc_record(
        url, kind, payload=payload, length=size, warc_headers_dict=names, http_headers=headers
    )
    writer.write_record(record)
    member.finish()


class _Member:
    """A file that packs what is written into one gzip member; warcio's own packs at the slowest level only."""

    def __init__(self, file: BinaryIO, level: int) -> None:
        self._file = file
        self._packer = zlib.compressobj(level, zlib.DEFLATED, 16 + zlib.MAX_WBITS)

    def write(self, block: bytes) -> None:
        self._file.write(self._packer.compress(block))

    def flush(self) -> None:
        """Part of the interface warcio writes to; the member ends in ``finish``."""

    def finish(self) -> None:
        self._file.write(self._packer.flush())


def _status_and_headers(status: str, headers: list[tuple[str, str]]) -> StatusAndHeaders:
    return StatusAndHeaders(status, headers, protocol="HTTP/1.1")


def _head_bytes(headers: Any) -> bytes:  # noqa: ANN401 - warcio ships no types
    headers.compute_headers_buffer(None)
    return cast("bytes", headers.headers_buff)


def _digests(head: bytes, body: Path | None) -> tuple[str, str]:
    """Return the SHA-256 of the payload and of the whole block (HTTP head and payload)."""
    payload, block = hashlib.sha256(), hashlib.sha256(head)
    if body is not None:
        with body.open("rb") as source:
            while chunk := source.read(CHUNK):
                payload.update(chunk)
                block.update(chunk)
    return payload.hexdigest(), block.hexdigest()


def _names(url: str, moment: datetime, payload_sha256: str, block_sha256: str) -> dict[str, str]:
    return {
        "WARC-Record-ID": _record_id(),
        "WARC-Date": warc_date(moment),
        "WARC-Target-URI": url,
        "WARC-Payload-Digest": f"sha256:{payload_sha256}",
        "WARC-Block-Digest": f"sha256:{block_sha256}",
    }


def _revisit_names(original: Original, profile: str) -> dict[str, str]:
    return {
        "WARC-Profile": profile,
        "WARC-Refers-To": original.record_id,
        "WARC-Refers-To-Target-URI": original.url,
        "WARC-Refers-To-Date": original.requested_at,
    }


def _record_id() -> str:
    return f"<urn:uuid:{uuid.uuid4()}>"


def _level(body: Path) -> int:
    """Packing what is packed already only costs time."""
    with body.open("rb") as source:
        return PACKED_LEVEL if source.read(4).startswith(_ALREADY_PACKED) else TEXT_LEVEL
