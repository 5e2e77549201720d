"""Writes the evidence of a few looks as a folder that somebody else can check with public tools alone.

Here: which records, receipts, manifests and links belong to it, and the lists that ``sha256sum -c`` reads. The records
are the archive's own bytes. Not here: which looks an alert cites (the caller's business) and sending it to anybody.
"""

import hashlib
import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from importlib import resources
from pathlib import Path

from sources import chain, stamps, warc
from sources.archive import Archive
from sources.errors import ArchiveError
from sources.receipts import Look, Receipt
from sources.verdicts import Reason
from sources.verify import RECEIPTS_SUFFIX

RECORDS = "registros.warc.gz"
SUMS, CHAIN_SUMS, MANIFEST_SUMS, RECEIPT_SUMS = "SHA256SUMS", "CADENA.sha256", "MANIFIESTOS.sha256", "RECIBOS.sha256"
PAYLOADS = "CONTENIDOS.txt"


@dataclass(frozen=True)
class CitedLook:
    """A payload that a claim cites, and the night of the look it cites; the look is the newest one up to then."""

    source: str
    part: str
    sha256: str
    night: date


@dataclass(frozen=True)
class Exported:
    """What was written: the folder, its receipts, and the records it holds."""

    folder: Path
    receipts: int
    records: int


def export(archive: Archive, cited: Sequence[CitedLook], folder: Path, facts: Mapping[str, str]) -> Exported:
    """Write the bundle; an existing one in the same folder is replaced, anything else there is refused.

    ``facts`` fill the readme: ``alert``, ``rule``, ``subject``, ``notice``, and what they say must name nobody.

    Raises:
        ArchiveError: the folder holds something else, nothing is cited, or a night concerned is not sealed.
    """
    receipts = _receipts(archive, cited)
    if not receipts:
        raise ArchiveError("no look of this alert is in the archive, so there is nothing to export")
    if folder.exists() and not (folder / SUMS).is_file():
        raise ArchiveError(f"{folder} exists and is no bundle; name another folder with --to")
    draft = folder.with_name(f".{folder.name}.new")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(parents=True, mode=0o700)
    places = _write_records(archive, receipts, draft / RECORDS)
    _write_receipts(archive, receipts, draft)
    nights = {row.night for row in receipts}
    newest = _write_chain(archive, nights, draft)
    stamped = _write_stamp(archive, max(nights), draft)
    _write(draft / PAYLOADS, "".join(f"{row.payload_sha256}  {places[row]}  {row.url}\n" for row in places))
    told = _text("evidencia.txt").format(
        **facts,
        root=newest.hash,
        night=newest.night,
        looks=_told(cited),
        stamp=_text("evidencia_sello.txt").format(link=stamped) if stamped else "",
    )
    _write(draft / "LEEME.txt", told)
    listed = sorted(path.relative_to(draft).as_posix() for path in draft.rglob("*") if path.is_file())
    _write(draft / SUMS, "".join(f"{_sha256(draft / name)}  {name}\n" for name in listed))
    for inner in (path for path in draft.rglob("*") if path.is_dir()):
        inner.chmod(0o700)
    shutil.rmtree(folder, ignore_errors=True)
    draft.replace(folder)
    return Exported(folder, len(receipts), len(places))


def _receipts(archive: Archive, cited: Iterable[CitedLook]) -> list[Receipt]:
    """The requests behind the looks, the answers that brought their payloads first found anywhere in the archive."""
    found: dict[tuple[date, str, str | None, str], Receipt] = {}
    for one in cited:
        brought = archive.holder(one.sha256)
        rows = [brought] if brought is not None else []
        look = _look(archive, one)
        if look is not None:
            parts = {look.part, ""} if look.reason is Reason.SAME_IN_INDEX else {look.part}
            rows += [row for row in archive.receipts(look.night, look.source) if row.part in parts]
        found |= {(row.night, row.source, row.record_id, row.requested_at): row for row in rows}
    return sorted(found.values(), key=lambda row: (row.night, row.source, row.warc_offset or 0))


def _look(archive: Archive, one: CitedLook) -> Look | None:
    looks = (archive.look_at(night, one.source, one.part) for night in reversed(archive.nights()) if night <= one.night)
    return next((look for look in looks if look is not None and look.payload_sha256 == one.sha256), None)


def _write_records(archive: Archive, receipts: Iterable[Receipt], path: Path) -> dict[Receipt, int]:
    """Copy each receipt's records as they lie in the archive; return where those that hold a payload begin."""
    places: dict[Receipt, int] = {}
    with path.open("wb") as sink:
        sink.write(warc.info_member(path.name))
        for row in receipts:
            if row.warc_file is None:
                continue
            if archive.is_stored(row):
                places[row] = sink.tell()
            gone = row.holds_payload and not archive.is_stored(row)
            with (archive.root / row.night.isoformat() / row.warc_file).open("rb") as file:
                file.seek(archive.offset(row) or 0)
                sink.write(file.read((0 if gone else row.warc_length or 0) + row.request_length))
    path.chmod(0o600)
    return places


def _write_receipts(archive: Archive, receipts: Iterable[Receipt], draft: Path) -> None:
    """Copy the whole journals the receipts stand in, as sealed, so that their hashes are those of the manifests."""
    sums = []
    for night, source in sorted({(row.night, row.source) for row in receipts}):
        name = f"{source}{RECEIPTS_SUFFIX}"
        sealed = next((row for row in _manifest(archive, night) if row.name == name), None)
        if sealed is None:
            raise ArchiveError(f"the night {night} is not sealed yet; run it to its end first")
        content = (archive.root / night.isoformat() / name).read_bytes()[: sealed.size]
        target = draft / "recibos" / night.isoformat() / name
        target.parent.mkdir(parents=True, exist_ok=True)
        _write(target, content.decode("utf-8"))
        sums.append(f"{sealed.sha256}  {target.relative_to(draft).as_posix()}\n")
    _write(draft / RECEIPT_SUMS, "".join(sums))


def _manifest(archive: Archive, night: date) -> list[chain.SealedFile]:
    return chain.read_manifest(_manifest_path(archive, night))


def _manifest_path(archive: Archive, night: date) -> Path:
    segments = [link.segment for link in archive.links() if link.night == night]
    if not segments:
        raise ArchiveError(f"the night {night} is not sealed yet; run it to its end first")
    return archive.root / night.isoformat() / chain.manifest_name(max(segments))


def _write_chain(archive: Archive, nights: set[date], draft: Path) -> chain.ChainLink:
    """Write the manifests concerned and every link from the first of them to the newest; return the newest."""
    links = archive.links()
    manifests, texts = draft / "manifiestos", draft / "eslabones"
    manifests.mkdir()
    texts.mkdir()
    wanted = {(night, max(link.segment for link in links if link.night == night)) for night in nights}
    first = next(place for place, link in enumerate(links) if (link.night, link.segment) in wanted)
    sums, roots = [], []
    for number, link in enumerate(links[first:], first + 1):
        text = chain.link_text(link)
        name = f"{number:06d}.json"
        _write(texts / name, text)
        roots.append(f"{link.hash}  eslabones/{name}\n")
        if (link.night, link.segment) in wanted:
            _write(manifests / f"{link.night}.json", _manifest_path(archive, link.night).read_text(encoding="utf-8"))
            sums.append(f"{link.manifest_sha256}  manifiestos/{link.night}.json\n")
    _write(draft / MANIFEST_SUMS, "".join(sums))
    _write(draft / CHAIN_SUMS, "".join(roots))
    return links[-1]


def _write_stamp(archive: Archive, night: date, draft: Path) -> str | None:
    """Copy the first time stamp that vouches for the nights concerned; return the name of the link it stamps."""
    for number, link in enumerate(archive.links(), 1):
        kept = stamps.stamp_path(archive.root, link)
        if link.night >= night and kept.exists() and (draft / "eslabones" / f"{number:06d}.json").exists():
            for source, name in ((kept, "sello.tsr"), (kept.parent / stamps.ROOTS_FILE, "sello-autoridad.pem")):
                (draft / name).write_bytes(source.read_bytes())
                (draft / name).chmod(0o600)
            return f"eslabones/{number:06d}.json"
    return None


def _text(name: str) -> str:
    return resources.files("sources").joinpath(name).read_text(encoding="utf-8")


def _told(cited: Iterable[CitedLook]) -> str:
    rows = sorted({(one.night.isoformat(), one.source, one.part, one.sha256) for one in cited})
    return "\n".join(f"  {night}  {source} {part}\n      {sha256}" for night, source, part, sha256 in rows)


def _write(path: Path, text: str) -> None:
    path.write_bytes(text.encode())
    path.chmod(0o600)


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
