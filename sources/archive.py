"""The archive: every answer as it came, what we made of it, and what was concluded. Append-only and verifiable.

Here: the one door to the archive's folder. Not here: its parts (``warc``, ``journal``, ``chain``, ``verify``), asking
(``asking``) and the order of a night.

One process writes at a time (the data folder's lock sees to that). A record is appended to the WARC file and flushed,
then its receipt is: what a crash leaves beyond the last receipt is cut off when the night is next written to.
"""

import hashlib
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import BinaryIO

from sources import chain, thinned, warc
from sources.chain import ChainLink, Planned
from sources.durable import make_folder, write_whole
from sources.errors import ArchiveDamagedError, ArchiveError
from sources.exchange import Exchange
from sources.journal import Journal
from sources.lookbook import LookBook
from sources.mend import mend
from sources.payload_index import PayloadIndex
from sources.receipts import Look, Receipt, make_look, read_receipt, receipt_line
from sources.thinned import ThinnedFile
from sources.verdicts import Reason
from sources.verify import RECEIPTS_SUFFIX, Problem, verify
from sources.warc_read import read_record

__all__ = ["Archive", "ChainLink", "EventFile", "Look", "Planned", "Problem", "Receipt"]

LOG = logging.getLogger(__name__)
CHUNK = 1024 * 1024
NOT_MODIFIED = 304


@dataclass(frozen=True)
class EventFile:
    """One night's transitions: a Parquet file; a reopened night may have further segments."""

    night: date
    segment: int
    path: Path


@dataclass(frozen=True)
class KeptFile:
    """A file of ours in the archive: its hash, and how many receipts its part and name have tonight."""

    sha256: str
    receipts: int


class Archive:
    """The archive below ``root``; ``cache`` is where payloads are unpacked to (may be deleted at any time)."""

    def __init__(self, root: Path, *, cache: Path | None = None) -> None:
        self.root = root
        self.cache = cache or root.parent / "cache" / "payloads"
        self._ready: set[tuple[date, str]] = set()
        self._index = PayloadIndex(root)
        self._looks = LookBook(root)

    def nights(self) -> list[date]:
        """Return the nights the archive holds, oldest first."""
        return chain.nights(self.root)

    def sealed_nights(self) -> set[date]:
        """Return the nights that were concluded: those with a link in the chain."""
        return {link.night for link in self.links()}

    def links(self) -> list[ChainLink]:
        """Return the chain, oldest link first; the last one's hash vouches for all before it."""
        return chain.chain_journal(self.root).items()

    def plan_seal(self, night: date) -> Planned | None:
        """Work out the seal that ``seal`` would put in place, so that its root can be published with the night."""
        return chain.plan(self.root, night)

    def receipts(self, night: date, source: str) -> list[Receipt]:
        """Return a source's receipts of a night, in the order they were written."""
        return self._receipt_journal(night, source).items()

    def record(self, night: date, source: str, exchange: Exchange, part: str = "") -> Receipt:
        """Keep an exchange and return its receipt. On return it is on disk.

        Raises:
            ArchiveError: the body is not the one whose hash the exchange carries.
        """
        self._prepare(night, source)
        original, profile, sha256 = self._original(source, part, exchange)
        if exchange.status is None:
            return self._note(_receipt((night, source, part), exchange))
        path = self._folder(night) / f"{source}.warc.gz"
        with self._all_or_mended(night, source):
            written = warc.write_exchange(path, exchange, _as_original(original), profile)
            stored = _Stored(path.name, written, original, sha256)
            return self._note(_receipt((night, source, part), exchange, stored))

    def record_file(self, night: date, source: str, part: str, path: Path, *, published_on: date | None = None) -> Look:
        """Keep a file that was downloaded by hand, and the look at it. Keeping it twice changes nothing.

        Its receipt's address is ``file:<name>`` and its time the start of the night: nothing was asked.
        """
        kept = self.keep_file(night, source, part, path)
        earlier = self.last_usable_look(source, part, before=night)
        same = earlier is not None and earlier.payload_sha256 == kept.sha256
        reason = Reason.SAME_PAYLOAD if same else Reason.FROM_FILE
        look = make_look(
            source, part, night, reason, payload_sha256=kept.sha256, published_on=published_on, receipts=kept.receipts
        )
        self.record_look(night, look)
        return look

    def keep_file(self, night: date, source: str, part: str, path: Path) -> KeptFile:
        """Keep a file that no portal sent, with a receipt but without a look; keeping it twice changes nothing."""
        self._prepare(night, source)
        url, sha256 = f"file:{path.name}", _sha256(path)
        known = [row for row in self.receipts(night, source) if (row.part, row.url) == (part, url)]
        if not any(row.payload_sha256 == sha256 for row in known):
            moment = datetime.combine(night, time(0), UTC)
            original = self._index.payload(sha256)
            exchange = Exchange(url, "FILE", moment, body=path, size=path.stat().st_size, payload_sha256=sha256)
            target = self._folder(night) / f"{source}.warc.gz"
            with self._all_or_mended(night, source):
                written = warc.write_resource(target, url, path, moment, _as_original(original))
                stored = _Stored(target.name, written, original, sha256)
                known.append(self._note(_receipt((night, source, part), exchange, stored)))
        return KeptFile(sha256, len(known))

    def holds(self, sha256: str) -> bool:
        """Tell whether the archive holds a payload."""
        return self._index.payload(sha256) is not None

    def payload(self, sha256: str) -> Path:
        """Unpack a payload into the cache and return its path; its hash is checked every time.

        Raises:
            ArchiveError: no such payload is stored.
            ArchiveDamagedError: what is stored is no longer that payload.
        """
        cached = self.cache / sha256
        if cached.exists() and _sha256(cached) == sha256:
            return cached
        self.cache.mkdir(parents=True, exist_ok=True)
        waiting = self.cache / f".{sha256}.new"
        with waiting.open("wb") as sink:
            self.copy_payload(sha256, sink)
        return waiting.replace(cached)

    def copy_payload(self, sha256: str, sink: BinaryIO) -> int:
        """Write a payload into an open file, past the cache, and return its size; its hash is checked afterwards.

        Raises:
            ArchiveError: no such payload is stored.
            ArchiveDamagedError: what is stored is no longer that payload.
        """
        receipt = self._index.payload(sha256)
        if receipt is None or receipt.warc_file is None or receipt.warc_offset is None:
            raise ArchiveError(self._why_missing(sha256))
        path = self._folder(receipt.night) / receipt.warc_file
        with path.open("rb") as file:
            record = read_record(file, self.offset(receipt) or 0, path.stat().st_size, sink)
        if record.payload_sha256 != sha256:
            msg = f"{receipt.night}/{path.name}: the record at byte {record.offset} is not payload {sha256}"
            raise ArchiveDamagedError(msg)
        return receipt.payload_bytes

    def holder(self, sha256: str) -> Receipt | None:
        """Return the receipt whose record holds a payload, None when no record does."""
        return self._index.payload(sha256)

    def is_stored(self, receipt: Receipt) -> bool:
        """Tell whether the payload of this very receipt is still in its file; removed ones are not."""
        return receipt.holds_payload and not self._index.thinned.removed(receipt)

    def offset(self, receipt: Receipt) -> int | None:
        """Return where a receipt's records begin in its file as it is now."""
        return self._index.thinned.offset(receipt)

    def thinnings(self) -> list[tuple[date, ThinnedFile]]:
        """Return every removal of payloads that was noted, oldest night first."""
        return [(night, line) for night in self.nights() for line in thinned.journal(self._folder(night)).items()]

    def forget(self) -> None:
        """Read the journals anew at the next look-up: payloads were removed."""
        self._index.forget()

    def last_answer(self, source: str, part: str) -> Receipt | None:
        """Return the newest receipt of a whole, faultless answer (200) for a part, None when there is none."""
        return self._index.answer(source, part)

    def record_look(self, night: date, look: Look) -> None:
        """Keep a look. One that says nothing new about its part is not written again."""
        self._looks.record(night, look)

    def looks(self, night: date | None = None) -> list[Look]:
        """Return the newest look at each part of each source, of one night or of all, in the order first written."""
        wanted = self.nights() if night is None else [night]
        return [look for each in wanted for look in self._looks.of_night(each)]

    def look_at(self, night: date, source: str, part: str) -> Look | None:
        """Return a night's newest look at one part of a source, None when there is none."""
        return self._looks.at(night, source, part)

    def last_usable_look(self, source: str, part: str, *, before: date, with_payload: bool = True) -> Look | None:
        """Return the newest look of an earlier night that gave data for a part; see the look book."""
        return self._looks.last_usable(source, part, before, with_payload=with_payload)

    def add_events(self, night: date, parquet_path: Path) -> None:
        """Keep a night's transitions. The same bytes again change nothing; other bytes become a further segment."""
        folder = self._folder(night)
        make_folder(folder)
        content = parquet_path.read_bytes()
        existing = [file for file in self.event_files() if file.night == night]
        if any(file.path.read_bytes() == content for file in existing):
            return
        segment = max((file.segment for file in existing), default=0) + 1
        write_whole(folder / _events_name(segment), content)

    def event_files(self) -> list[EventFile]:
        """Return every night's transitions, oldest first, segments in order."""
        found = []
        for night in self.nights():
            segment = 1
            while (path := self._folder(night) / _events_name(segment)).exists():
                found.append(EventFile(night, segment, path))
                segment += 1
        return found

    def seal(self, night: date, planned: Planned | None = None) -> ChainLink | None:
        """Seal what the night holds, as planned when it was; None when there is nothing new. See ``chain.seal``."""
        return chain.put(self.root, planned) if planned else chain.seal(self.root, night)

    def verify(self) -> list[Problem]:
        """Read everything back; an empty list means that all is as written. See ``verify.verify``."""
        return verify(self.root)

    def _why_missing(self, sha256: str) -> str:
        when = self._index.thinned.when(sha256)
        if when is None:
            return f"the archive holds no payload {sha256}"
        return f"payload {sha256} was removed by `vigia evidence thin` on {when[:10]}; only a full copy still has it"

    def _folder(self, night: date) -> Path:
        return self.root / night.isoformat()

    def _receipt_journal(self, night: date, source: str) -> Journal[Receipt]:
        return Journal(self._folder(night) / f"{source}{RECEIPTS_SUFFIX}", read_receipt, receipt_line)

    def _note(self, receipt: Receipt) -> Receipt:
        journal = self._receipt_journal(receipt.night, receipt.source)
        before = journal.path.stat().st_size if journal.path.exists() else 0
        journal.append(receipt)
        self._index.learn_written(receipt, journal.path, before)
        return receipt

    def _original(self, source: str, part: str, exchange: Exchange) -> tuple[Receipt | None, str, str | None]:
        """Return the stored record an answer repeats, how it repeats it, and the payload it stands for."""
        if exchange.status == NOT_MODIFIED:
            before = self._index.answer(source, part)
            known = before.payload_sha256 if before and before.url == exchange.url else None
            return (self._index.payload(known) if known else None), warc.NOT_MODIFIED_PROFILE, known
        sha256 = exchange.payload_sha256
        repeats = self._index.payload(sha256) if sha256 and exchange.size else None
        return repeats, warc.SAME_PAYLOAD_PROFILE, sha256

    @contextmanager
    def _all_or_mended(self, night: date, source: str) -> Iterator[None]:
        """After a failed write (a full disk, say) the next one mends the files first, as after a crash."""
        try:
            yield
        except BaseException:
            self._ready.discard((night, source))
            raise

    def _prepare(self, night: date, source: str) -> None:
        """Make a source's files of a night fit to be appended to: cut off what a crash left, once a process."""
        if (night, source) in self._ready:
            return
        folder = self._folder(night)
        make_folder(folder)
        sealed = chain.sealed_sizes(self.root, night)
        mend(night, self._receipt_journal(night, source), folder / f"{source}.warc.gz", sealed)
        self._index.forget()
        self._ready.add((night, source))


@dataclass(frozen=True)
class _Stored:
    """Where an exchange was stored and what it repeats."""

    warc_file: str
    written: warc.Written
    original: Receipt | None
    sha256: str | None


def _receipt(place: tuple[date, str, str], exchange: Exchange, stored: _Stored | None = None) -> Receipt:
    written = stored.written if stored else None
    original = stored.original if stored else None
    night, source, part = place
    return Receipt(
        source=source,
        part=part,
        night=night,
        url=exchange.url,
        method=exchange.method,
        requested_at=warc.warc_date(exchange.requested_at),
        status=exchange.status,
        headers=exchange.headers,
        payload_sha256=stored.sha256 if stored else None,
        payload_bytes=exchange.size,
        warc_file=stored.warc_file if stored else None,
        warc_offset=written.offset if written else None,
        warc_length=written.length if written else None,
        request_length=written.request_length if written else 0,
        record_id=written.record_id if written else None,
        error=str(exchange.error) if exchange.error else None,
        detail=exchange.detail,
        refers_to=original.record_id if original else None,
    )


def _as_original(receipt: Receipt | None) -> warc.Original | None:
    if receipt is None or receipt.record_id is None:
        return None
    return warc.Original(receipt.record_id, receipt.url, receipt.requested_at)


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(CHUNK):
            digest.update(block)
    return digest.hexdigest()


def _events_name(segment: int) -> str:
    return "events.parquet" if segment == 1 else f"events.{segment}.parquet"
