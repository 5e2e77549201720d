"""Frees disk: removes payloads that nobody needs any more, and leaves in the hash chain what was removed, why and when.

Here: choosing and removing. Events, looks, receipts and the heads of requests always stay, and so does every payload
that an alert's looks cite and that today's data come from. Not here: proving that nothing else is gone (``verify``).

Order on disk: the smaller file is written beside the old one, the removal is noted, the old file is replaced, the night
is sealed. Killed anywhere, the next call ends what was noted and goes on.
"""

import hashlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from sources import chain
from sources.archive import Archive
from sources.decisions import DECISIONS
from sources.durable import flush_folder, write_whole
from sources.errors import ArchiveDamagedError
from sources.pagelist import read_list
from sources.receipts import Look, Receipt
from sources.thinned import Removed, ThinnedFile, journal
from sources.verdicts import Reason
from sources.verify import RECEIPTS_SUFFIX
from sources.warc import warc_date

NOT_CITED, OLDER_LOOK = "not_cited", "older_look"


@dataclass(frozen=True)
class Cited:
    """What alerts cite: payloads by hash, and whole sources as they stood in a night (registers in many parts)."""

    payloads: frozenset[str] = frozenset()
    sources: frozenset[tuple[str, date]] = frozenset()


@dataclass(frozen=True)
class Removable:
    """One payload that may go, and why."""

    receipt: Receipt
    why: str

    @property
    def freed(self) -> int:
        """Bytes on disk that its record takes."""
        return self.receipt.warc_length or 0


def plan(archive: Archive, cited: Cited, *, before: date | None = None) -> list[Removable]:
    """Return what may be removed, oldest night first; nothing of the newest night or of one that is not sealed.

    Without ``before`` only payloads that no look cites may go, so that a rebuild still finds all it reads. With it the
    payloads of looks of earlier nights may go too, unless an alert cites them or today's data come from them.
    """
    looks = [look for look in archive.looks() if look.usable and look.payload_sha256]
    kept = _kept(archive, looks, cited, before)
    looked_at = {look.payload_sha256 for look in looks}
    nights = [night for night in archive.nights()[:-1] if night in archive.sealed_nights()]
    return [
        Removable(receipt, OLDER_LOOK if receipt.payload_sha256 in looked_at else NOT_CITED)
        for night in nights
        for source in _sources(archive.root / night.isoformat())
        if source != DECISIONS
        for receipt in archive.receipts(night, source)
        if receipt.holds_payload and receipt.payload_sha256 not in kept and archive.is_stored(receipt)
    ]


def thin(archive: Archive, removable: Iterable[Removable], when: datetime) -> int:
    """Remove what was planned, after ending what an earlier call left unfinished; return the bytes freed.

    Raises:
        ArchiveDamagedError: a file is not as it was sealed, so nothing of it may be removed.
    """
    freed = finish(archive)
    by_file: dict[tuple[date, str], list[Removable]] = {}
    for one in removable:
        if archive.is_stored(one.receipt):
            by_file.setdefault((one.receipt.night, str(one.receipt.warc_file)), []).append(one)
    for (night, file), wanted in by_file.items():
        freed += _thin_file(archive, night, file, wanted, warc_date(when))
    for night in sorted({night for night, _ in by_file}):
        archive.seal(night)
    archive.forget()
    return freed


def finish(archive: Archive) -> int:
    """End removals that were noted but interrupted; return the bytes freed. Repeating it changes nothing."""
    freed = 0
    for night in archive.nights():
        folder = archive.root / night.isoformat()
        noted = journal(folder)
        lines = [entry.item for entry in noted.repair(chain.sealed_sizes(archive.root, night).get(noted.path.name, 0))]
        if not lines:
            continue
        for line in {line.file: line for line in lines}.values():
            if (folder / line.file).stat().st_size != line.after_size:
                earlier = _gone([other for other in lines if other is not line], line.file)
                content, _ = _smaller(archive, night, line.file, _gone([line], line.file), earlier)
                freed += _replace(folder / line.file, content, line)
        archive.seal(night)
    archive.forget()
    return freed


def _kept(archive: Archive, looks: Collection[Look], cited: Cited, before: date | None) -> set[str | None]:
    """The payloads that stay: of every part's newest look, of every look from ``before`` on, and what alerts cite."""
    newest = {(look.source, look.part): look for look in looks}
    wanted = list(newest.values())
    wanted += [look for look in looks if before is None or look.night >= before]
    for source, night in cited.sources:
        then = {look.part: look for look in looks if look.source == source and look.night <= night}
        wanted += then.values()
    wanted += [look for look in looks if look.payload_sha256 in cited.payloads]
    kept: set[str | None] = {*cited.payloads, *(look.payload_sha256 for look in wanted)}
    lists = {look.payload_sha256 for look in wanted if look.reason is Reason.PAGES_READ}
    for sha256 in lists:
        kept |= {page.sha256 for page in read_list(archive.payload(str(sha256)))}
    return kept


def _sources(folder: Path) -> list[str]:
    return [path.name.removesuffix(RECEIPTS_SUFFIX) for path in sorted(folder.glob(f"*{RECEIPTS_SUFFIX}"))]


def _gone(lines: Iterable[ThinnedFile], file: str) -> set[str]:
    return {row.record_id for line in lines if line.file == file for row in line.removed}


def _thin_file(archive: Archive, night: date, file: str, wanted: list[Removable], when: str) -> int:
    folder = archive.root / night.isoformat()
    path, noted = folder / file, journal(folder)
    size = path.stat().st_size
    before = chain.prefix_hashes(path, [size])[size]
    if not _is_sealed(archive.root, night, file, (size, before)):
        msg = f"{night}/{file} is not as it was sealed; run `vigia evidence verify` and restore it before thinning"
        raise ArchiveDamagedError(msg)
    removed = tuple(_removed(one) for one in wanted)
    going, gone = {row.record_id for row in removed}, _gone(noted.items(), file)
    content, moved = _smaller(archive, night, file, going, gone)
    line = ThinnedFile(file, when, size, before, len(content), hashlib.sha256(content).hexdigest(), removed, moved)
    noted.append(line)
    return _replace(path, content, line)


def _removed(one: Removable) -> Removed:
    row = one.receipt
    return Removed(str(row.record_id), row.url, str(row.payload_sha256), row.payload_bytes, one.why)


def _is_sealed(root: Path, night: date, file: str, found: tuple[int, str]) -> bool:
    segments = [link.segment for link in chain.chain_journal(root).items() if link.night == night]
    manifest = chain.read_manifest(root / night.isoformat() / chain.manifest_name(max(segments)))
    return any((row.name, row.size, row.sha256) == (file, *found) for row in manifest)


def _smaller(archive: Archive, night: date, file: str, going: set[str], gone: set[str]) -> tuple[bytes, dict[str, int]]:
    """Return the file without the answers of ``going``, and where each receipt's records begin in it.

    The answers of ``gone`` are not there any more.
    """
    path = archive.root / night.isoformat() / file
    rows = [row for row in archive.receipts(night, file.split(".", 1)[0]) if row.warc_file == file]
    content, position = bytearray(), 0
    moved: dict[str, int] = {}
    with path.open("rb") as source:
        for start, row in sorted(((archive.offset(row) or 0, row) for row in rows), key=lambda place: place[0]):
            source.seek(position)
            content += source.read(start - position)
            moved[str(row.record_id)] = len(content)
            leaves = row.record_id in going and row.record_id not in gone
            position = start + (row.warc_length or 0 if leaves else 0)
        source.seek(position)
        content += source.read()
    return bytes(content), moved


def _replace(path: Path, content: bytes, line: ThinnedFile) -> int:
    if hashlib.sha256(content).hexdigest() != line.after_sha256:
        msg = f"{path.parent.name}/{path.name} is not as it was when its thinning was noted; restore it from its copy"
        raise ArchiveDamagedError(msg)
    freed = path.stat().st_size - len(content)
    write_whole(path, content)
    flush_folder(path.parent)
    return freed
