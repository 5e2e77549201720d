"""Record by record: what is done with a lot that does not read as a whole.

Here: putting pieces together again that were cut inside a record, setting broken ones aside, and writing the good ones
down anew. Not here: the fast way (``packages``, ``tables``).
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sources.oece_ocds.packages import BETWEEN

MOST_JOINED = 200
LONGEST_RECORD = 64 << 20


@dataclass(frozen=True)
class Mended:
    """A record that reads, as one line of JSON, or the bytes of one that does not."""

    line: bytes | None
    ocid: str


def mend(lines: bytes) -> Iterator[Mended]:
    """Yield every record of a lot, good or broken, in order."""
    pieces = [piece for line in lines.split(b"\n") for piece in _pieces(line) if piece.strip(b" ,")]
    place = 0
    while place < len(pieces):
        record, after = _joined(pieces, place)
        yield record
        place = after


def _pieces(line: bytes) -> Iterator[bytes]:
    start = 0
    for cut in BETWEEN.finditer(line):
        yield line[start : cut.start() + 1]
        start = cut.end()
    yield line[start:]


def _joined(pieces: list[bytes], place: int) -> tuple[Mended, int]:
    """The record that begins at a piece, joined from as few pieces as make an object; else that piece alone, broken."""
    text = b""
    for count, piece in enumerate(pieces[place : place + MOST_JOINED], 1):
        text = piece if count == 1 else text + b"," + piece
        if len(text) > LONGEST_RECORD:
            break
        if text.count(b"{") > text.count(b"}") and count < MOST_JOINED:
            continue
        if (record := _parsed(text)) is not None:
            return record, place + count
    return Mended(None, _ocid_in(pieces[place])), place + 1


def _parsed(text: bytes) -> Mended | None:
    try:
        content: Any = json.loads(text, parse_float=_float, parse_constant=_constant)
    except (ValueError, RecursionError):
        return None
    if not isinstance(content, dict):
        return None
    ocid = str(content.get("ocid") or "")
    if not isinstance(content.get("compiledRelease"), dict):
        return Mended(None, ocid)
    return Mended(json.dumps(content, ensure_ascii=False).encode("utf-8", "surrogatepass"), ocid)


def _float(text: str) -> float | str:
    """A number no machine can hold stays the text it is; its cell then fails, not its record."""
    value = float(text)
    return text if value in (float("inf"), float("-inf")) else value


def _constant(text: str) -> str:
    return text


def _ocid_in(piece: bytes) -> str:
    start = piece.find(b"ocds-")
    if start < 0:
        return ""
    end = start
    while end < len(piece) and end - start < 80 and (piece[end : end + 1].isalnum() or piece[end : end + 1] in b"-_."):
        end += 1
    return piece[start:end].decode("ascii", "replace")
