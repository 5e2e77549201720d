"""A record package cut into shards of records, as its bytes stream by.

Here: finding the list of records, the cuts between records, and the head and tail that remain. Not here: what a record
holds (``tables``), nor records that turn out to be broken (``mending``).

Cuts are made where the text between two records (``},{"ocid"`` in one spelling or another) occurs. No string can hold
it, because quotes in strings are escaped; a nested list of records can. So a cut is a proposal: each piece must then
parse as one object, and the pieces, the keys ``compiledRelease`` and the rows read must be equally many.
"""

import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import accumulate
from pathlib import Path
from typing import Any, Protocol

from sources.bytesniff import head, is_zip, refuse_pages
from sources.refusals import Refused
from sources.zipcheck import open_checked
from sources.zipread import Inflated

CHUNK = 1 << 19
SHARD = 1 << 20
"""Small, so that its copies stay in the processor's cache and the same memory is used again."""
HEAD_WITHIN = 4 << 20
TAIL_WITHIN = 1 << 20
MOST_TAILS = 8
MOST_BYTES = 8 << 30
KEYS = rb"(?:ocid|compiledRelease|releases|versionedRelease)"
FIRST = re.compile(rb'\s*\{\s*"(' + KEYS + rb')"\s*:')
BETWEEN = re.compile(rb'\}\s*,\s*(?=\{\s*"' + KEYS + rb'"\s*:)')
PROMISE = b'"compiledRelease"'
LINE_END = 0x0A
RECORDS = re.compile(rb'"records"\s*:\s*\[')


class Bytes(Protocol):
    """What a package is read from: a file, or an entry of a ZIP."""

    def read(self, size: int, /) -> bytes:
        """Return the next bytes, none at the end."""


@dataclass
class Package:
    """What surrounds the records, known in full only after the last shard was taken."""

    start: bytes = b""
    tail: bytes = b""
    published_on: date | None = None
    between: bytes | None = None

    def settle(self) -> None:
        """Read what surrounds the records; head and tail together must be a package without records."""
        content: Any = json.loads(self.start + self.tail)
        published = content.get("publishedDate") if isinstance(content, dict) else None
        if isinstance(published, str):
            self.published_on = _day(published)


@dataclass(frozen=True)
class Shard:
    """Records as the cuts propose them, a line each, where the lines end, and how many records the keys promise."""

    lines: bytearray
    ends: list[int]
    keys: int

    def records(self) -> Iterator[memoryview]:
        """Each record's bytes, which stay where they are."""
        view = memoryview(self.lines)
        start = 0
        for end in self.ends:
            yield view[start:end]
            start = end + 1

    @classmethod
    def of(cls, records: list[bytes]) -> "Shard":
        """Records that are known to be such."""
        ends = list(accumulate((len(record) + 1 for record in records), initial=-1))[1:]
        return cls(bytearray(b"".join(record + b"\n" for record in records)), ends, len(records))


def packages(path: Path) -> Iterator[tuple[Package, Iterator[Shard]]]:
    """Yield each package of a payload: a ZIP with JSON entries, or JSON itself.

    Raises:
        Refused: the payload holds none, or cannot be inflated.
    """
    first = head(path)
    if not is_zip(first):
        refuse_pages(first)
        if not first.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"{", b"[")):
            raise Refused("not_a_zip", "the file begins neither like a ZIP nor like JSON")
        with path.open("rb") as file:
            package = Package()
            yield package, _shards(file, package)
        return
    with open_checked(path) as archive:
        entries = [entry for entry in archive.infolist() if entry.filename.lower().endswith(".json")]
        if not entries:
            raise Refused("not_a_zip", "the ZIP holds no JSON")
        for entry in entries:
            package = Package()
            yield package, _inflated(archive, entry, package)


def _inflated(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, package: Package) -> Iterator[Shard]:
    with Inflated(archive, entry) as file:
        yield from _shards(file, package)


def _shards(file: Bytes, package: Package) -> Iterator[Shard]:
    waiting: list[bytes | bytearray] = [_start(file, package)]
    size = total = len(waiting[0])
    while chunk := file.read(CHUNK):
        total += len(chunk)
        size += len(chunk)
        if total > MOST_BYTES:
            raise Refused("too_big", f"more than {MOST_BYTES} bytes of JSON")
        waiting.append(_one_line(chunk))
        if size >= SHARD:
            shard, rest = _cut(bytearray().join(waiting), package)
            if shard:
                yield shard
            waiting, size = [rest], len(rest)
    rest = _end(b"".join(waiting), package)
    if rest.strip():
        yield _lines(bytearray(rest), package)


def _start(file: Bytes, package: Package) -> bytes:
    """Find the list of records; what stands before it is the package's head."""
    start = b""
    while len(start) < HEAD_WITHIN and (chunk := file.read(1 << 20)):
        start += chunk
        if RECORDS.search(start) or start.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"["):
            break
    bare = start.removeprefix(b"\xef\xbb\xbf")
    found = RECORDS.search(bare)
    if found:
        place = found.end()
    elif bare.lstrip().startswith(b"["):
        place = bare.index(b"[") + 1
    else:
        raise Refused(*_no_records(bare))
    package.start = bare[:place]
    return _one_line(bare[place:])


def _no_records(start: bytes) -> tuple[str, str]:
    try:
        json.loads(start)
    except ValueError:
        return "broken_json", "the JSON ends or breaks before any list of records"
    return "no_records", "the JSON has no key `records`"


def _one_line(chunk: bytes) -> bytes:
    """Line ends stand only between the parts of JSON, never inside a string, so they can give way to the cuts."""
    return chunk.replace(b"\n", b" ").replace(b"\r", b" ") if b"\n" in chunk else chunk


def _separator(text: bytes | bytearray, package: Package) -> bytes | None:
    """The text between two records, as this package writes it."""
    if package.between is None and (found := BETWEEN.search(text)):
        key = re.compile(rb'\{\s*"' + KEYS + rb'"').match(text, found.end())
        package.between = bytes(text[found.start() : key.end()]) if key else None
    return package.between


def _cut(text: bytearray, package: Package) -> tuple[Shard | None, bytes | bytearray]:
    """Cut off the records that are complete for certain: all but the last piece."""
    separator = _separator(text, package)
    last = text.rfind(separator) if separator else -1
    if separator is None or last < 0:
        return None, text
    rest = text[last + separator.index(b"{") :]
    del text[last + 1 :]
    return _lines(text, package), rest


def _lines(text: bytearray, package: Package) -> Shard:
    """Put each record on a line of its own, in place: the comma between two gives way to a line end."""
    separator = _separator(text, package)
    ends: list[int] = []
    keys = 0
    if separator is None:
        keys = text.count(PROMISE)
    else:
        # One search for cuts and keys: a key with the rest of the separator before it is a cut.
        quote, comma = separator.index(b'"'), separator.index(b",")
        before, key = separator[:quote], separator[quote:]
        place = text.find(key)
        while place >= 0:
            keys += 1
            if text.endswith(before, 0, place):
                ends.append(place - quote + comma)
                text[ends[-1]] = LINE_END
            place = text.find(key, place + len(key))
        if key != PROMISE:
            keys = text.count(PROMISE)
    ends.append(len(text))
    text.append(LINE_END)
    return Shard(text, ends, keys)


def _end(text: bytes, package: Package) -> bytes:
    """Take the package's tail off the last records.

    The tail begins with the bracket that closes the list: the last one after which head and tail make a package and
    before which the last record is whole.
    """
    first: int | None = None
    for place in _tails(text, package):
        first = place if first is None else first
        separator = _separator(text, package)
        last = text.rfind(separator, 0, place) if separator else -1
        piece = text[last + 1 : place].lstrip(b" ,") if last >= 0 else text[:place]
        if not piece.strip() or _is_object(piece):
            first = place
            break
    if first is None:
        raise Refused("broken_json", "the JSON is cut: the list of records has no end")
    package.tail = text[first:]
    package.settle()
    return text[:first]


def _tails(text: bytes, package: Package) -> Iterator[int]:
    """The places of brackets after which head and tail make a package, the last first; looked for only as needed."""
    found = 0
    place = len(text)
    while found < MOST_TAILS and (place := text.rfind(b"]", max(0, len(text) - TAIL_WITHIN), place)) >= 0:
        try:
            json.loads(package.start + text[place:])
        except ValueError:
            continue
        found += 1
        yield place


def _is_object(piece: bytes) -> bool:
    try:
        return isinstance(json.loads(piece), dict)
    except (ValueError, RecursionError):
        return False


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None
