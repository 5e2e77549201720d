"""Reads the whole archive back and names every night and file that is not as it was written.

Here: the checks. Not here: repairing; a damaged archive is restored from its copy, never patched.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sources.chain import (
    CHAIN_FILE,
    GENESIS,
    ChainLink,
    link_hash,
    manifest_name,
    night_files,
    nights,
    prefix_hashes,
    read_link,
    read_manifest,
    segment_of,
)
from sources.errors import ArchiveDamagedError, StampError
from sources.journal import Journal
from sources.receipts import Look, Receipt, look_line, read_look, read_receipt, receipt_line
from sources.stamps import FOLDER as STAMPS_FOLDER
from sources.stamps import check as check_stamp
from sources.thinned import THINNED_FILE, ThinnedBook, ThinnedFile
from sources.thinned import journal as thinned_journal
from sources.verify_made import is_made, made_wrongly
from sources.warc_read import Record, read_records

RECEIPTS_SUFFIX = ".receipts.jsonl"
LOOKS_FILE = "looks.jsonl"
_AGAIN = "if it was interrupted, run `vigia evidence thin --yes` again"


@dataclass(frozen=True)
class Problem:
    """One thing that is not as written. ``night`` is None only for a link of the chain that names none."""

    night: date | None
    file: str
    code: str
    message: str


def verify(root: Path) -> list[Problem]:
    """Return every problem of the archive, the chain first, then night by night. Empty means: all as written.

    What a night holds beyond its last seal is a problem too (``not_sealed``), unless the night was never sealed.
    """
    problems: list[Problem] = []
    links = list(_read_chain(root, problems))
    by_night: dict[date, list[ChainLink]] = defaultdict(list)
    for link in links:
        by_night[link.night].append(link)
    originals, book = _originals(root), ThinnedBook(root)
    for night in sorted({*nights(root), *by_night}):
        folder = root / night.isoformat()
        if not folder.is_dir():
            problems.append(Problem(night, "", "missing", "the night's folder is gone but the chain names it"))
            continue
        problems += _check_seals(night, folder, by_night[night])
        problems += _check_content(night, folder, originals, book)
    return [*problems, *_check_stamps(root, links)]


def _check_stamps(root: Path, links: list[ChainLink]) -> Iterator[Problem]:
    """Every stamp must be one of its link's text, by the authority whose certificates were kept with it."""
    folder = root / STAMPS_FOLDER
    stamped = {link.hash: link for link in links}
    for path in sorted(folder.glob("*.tsr")) if folder.is_dir() else []:
        link = stamped.get(path.stem)
        if link is None:
            continue  # of a night that was killed after it was stamped and then gained more: it vouches for nothing
        try:
            check_stamp(path, link)
        except StampError as fault:
            yield Problem(link.night, f"{STAMPS_FOLDER}/{path.name}", "stamp_bad", str(fault))


def _read_chain(root: Path, problems: list[Problem]) -> Iterator[ChainLink]:
    path = root / CHAIN_FILE
    content = path.read_bytes() if path.exists() else b""
    lines = content.split(b"\n")
    if lines.pop():
        problems.append(Problem(None, CHAIN_FILE, "torn", "the last link is not whole; seal the night again"))
    previous = GENESIS
    for number, line in enumerate(lines, 1):
        try:
            link = read_link(line.decode("utf-8"))
        except (ValueError, KeyError, TypeError) as fault:
            problems.append(Problem(None, CHAIN_FILE, "unreadable", f"link {number} cannot be read: {fault}"))
            previous = ""
            continue
        if previous and link.previous != previous:
            message = f"link {number} does not continue the link before it"
            problems.append(Problem(link.night, CHAIN_FILE, "chain_broken", message))
        if link.hash != link_hash(link.night, link.segment, link.manifest_sha256, link.previous):
            message = f"link {number} was changed: its hash does not fit its values"
            problems.append(Problem(link.night, CHAIN_FILE, "link_changed", message))
        previous = link.hash
        yield link


def _check_seals(night: date, folder: Path, links: list[ChainLink]) -> Iterator[Problem]:
    named = {link.segment: link for link in links}
    present = {segment for path in folder.iterdir() if (segment := segment_of(path.name)) is not None}
    for segment in sorted(present - set(named)):
        yield Problem(night, manifest_name(segment), "no_link", "no link of the chain names this manifest")
    expected: dict[str, dict[int, str]] = defaultdict(dict)
    for segment, link in sorted(named.items()):
        name = manifest_name(segment)
        if segment not in present:
            yield Problem(night, name, "missing", "the chain names this manifest but it is gone")
            continue
        content = (folder / name).read_bytes()
        if hashlib.sha256(content).hexdigest() != link.manifest_sha256:
            yield Problem(night, name, "changed", "the manifest is not the one that was sealed")
            continue
        for file in read_manifest(folder / name):
            expected[file.name][file.size] = file.sha256
    yield from _check_files(night, folder, expected, sealed=bool(named))


def _check_files(night: date, folder: Path, expected: dict[str, dict[int, str]], *, sealed: bool) -> Iterator[Problem]:
    files = {path.name: path for path in night_files(folder)}
    thinnings = _thinnings(folder)
    for name in sorted(expected.keys() - files.keys()):
        yield Problem(night, name, "missing", "the file was sealed but is gone")
    for name, path in files.items():
        sizes, lines = expected.get(name, {}), thinnings.get(name, [])
        found = prefix_hashes(path, [*sizes, path.stat().st_size])
        yield from _check_thinnings(night, path, lines, sizes, found)
        for size, sha256 in sorted(sizes.items()):
            if found.get(size) != sha256 and not _thinned_since(size, lines, sizes):
                yield Problem(night, name, "changed", f"its first {size} bytes are not those that were sealed")
        extra = path.stat().st_size - max(sizes, default=0)
        if sealed and extra > 0:
            message = f"{extra} bytes came after the night's last seal; run the night again to seal them"
            yield Problem(night, name, "not_sealed", message)


def _thinnings(folder: Path) -> dict[str, list[ThinnedFile]]:
    """The removals of a night by file, in their order; unreadable ones are found with the content."""
    found: dict[str, list[ThinnedFile]] = defaultdict(list)
    try:
        for line in thinned_journal(folder).items():
            found[line.file].append(line)
    except ArchiveDamagedError:
        return {}
    return found


def _thinned_since(size: int, lines: list[ThinnedFile], sizes: dict[int, str]) -> bool:
    """Whether a seal over so many bytes is of the file before a removal that began from a sealed state."""
    return any(size <= line.before_size and sizes.get(line.before_size) == line.before_sha256 for line in lines)


def _check_thinnings(
    night: date, path: Path, lines: list[ThinnedFile], sizes: dict[int, str], found: dict[int, str]
) -> Iterator[Problem]:
    """A file that was thinned is what the last removal left, and that is sealed; each began where the last ended."""
    if not lines:
        return
    if any(sizes.get(line.before_size) != line.before_sha256 for line in lines):
        yield Problem(night, THINNED_FILE, "thinned_wrongly", f"a removal from {path.name} began from no sealed state")
    last = lines[-1]
    if found.get(path.stat().st_size) != last.after_sha256:
        message = f"the file is not what its thinning left; {_AGAIN}"
        yield Problem(night, path.name, "changed", message)
    elif sizes.get(last.after_size) != last.after_sha256:
        yield Problem(night, path.name, "not_sealed", f"its thinning is not sealed; {_AGAIN}")


def _originals(root: Path) -> dict[str, str]:
    """Return the payload of every stored record by its id, as the journals say; unreadable ones are found later."""
    found: dict[str, str] = {}
    for night in nights(root):
        for path in (root / night.isoformat()).glob(f"*{RECEIPTS_SUFFIX}"):
            try:
                receipts = Journal(path, read_receipt, receipt_line).items()
            except ArchiveDamagedError:
                continue
            found |= {
                receipt.record_id: receipt.payload_sha256
                for receipt in receipts
                if receipt.holds_payload and receipt.record_id and receipt.payload_sha256
            }
    return found


def _check_content(night: date, folder: Path, originals: dict[str, str], book: ThinnedBook) -> Iterator[Problem]:
    yield from _check_removed(night, folder, originals)
    payloads = set(originals.values())
    looks: list[Look] | None = None
    try:
        looks = Journal(folder / LOOKS_FILE, read_look, look_line).items()
    except ArchiveDamagedError as fault:
        yield Problem(night, LOOKS_FILE, "unreadable", str(fault))
    yield from _check_looks(night, looks or [], payloads)
    for path in night_files(folder):
        if path.name.endswith(RECEIPTS_SUFFIX):
            yield from _check_receipts(night, path, originals, book)
            yield from _check_made(night, path, payloads, looks, book)


def _check_looks(night: date, looks: list[Look], payloads: set[str]) -> Iterator[Problem]:
    for look in looks:
        if look.payload_sha256 is not None and look.payload_sha256 not in payloads:
            message = f"the look at {look.source} {look.part} speaks of a payload the archive does not hold"
            yield Problem(night, LOOKS_FILE, "payload_missing", message)


def _check_made(
    night: date, path: Path, payloads: set[str], looks: list[Look] | None, book: ThinnedBook
) -> Iterator[Problem]:
    """Lists and bundles of pages; where a journal or their own record is damaged, that is said already."""
    source = path.name.removesuffix(RECEIPTS_SUFFIX)
    if looks is None:
        return
    looked = {(look.part, look.payload_sha256) for look in looks if look.source == source}
    try:
        made = [row for row in Journal(path, read_receipt, receipt_line).items() if is_made(row)]
    except ArchiveDamagedError:
        return
    for receipt in made:
        if not book.removed(receipt):
            warc, offset = path.parent / str(receipt.warc_file), book.offset(receipt) or 0
            for message in made_wrongly(receipt, warc, offset, payloads, looked):
                yield Problem(night, path.name, "made_wrongly", f"{receipt.url}: {message}")


def _check_removed(night: date, folder: Path, originals: dict[str, str]) -> Iterator[Problem]:
    """What was removed must be what a receipt of this archive vouches for."""
    try:
        lines = thinned_journal(folder).items()
    except ArchiveDamagedError as fault:
        yield Problem(night, THINNED_FILE, "unreadable", str(fault))
        return
    for row in (row for line in lines for row in line.removed):
        if originals.get(row.record_id) != row.payload_sha256:
            message = f"what was removed of {row.url} is no payload that a receipt vouches for"
            yield Problem(night, THINNED_FILE, "thinned_wrongly", message)


def _check_receipts(night: date, path: Path, originals: dict[str, str], book: ThinnedBook) -> Iterator[Problem]:
    try:
        receipts = Journal(path, read_receipt, receipt_line).items()
    except ArchiveDamagedError as fault:
        yield Problem(night, path.name, "unreadable", str(fault))
        return
    for receipt in receipts:
        if receipt.refers_to is not None and originals.get(receipt.refers_to) != receipt.payload_sha256:
            message = f"the receipt for {receipt.url} repeats a record the archive does not hold"
            yield Problem(night, path.name, "payload_missing", message)
    names = {receipt.warc_file for receipt in receipts if receipt.warc_file}
    for name in sorted(names):
        stored = [receipt for receipt in receipts if receipt.warc_file == name]
        yield from _check_warc(night, path.parent / name, stored, book)


def _check_warc(night: date, path: Path, receipts: list[Receipt], book: ThinnedBook) -> Iterator[Problem]:
    records: dict[int, Record] = {}
    try:
        for record in read_records(path):
            records[record.offset] = record
    except (ArchiveDamagedError, OSError) as fault:
        yield Problem(night, path.name, "damaged", str(fault))
        return
    covered = {offset for offset, record in records.items() if record.kind == "warcinfo"}
    for receipt in receipts:
        offset = book.offset(receipt) or 0
        covered.add(offset)
        if book.removed(receipt):
            continue
        covered.add(offset + (receipt.warc_length or 0))
        disagreement = _disagreement(receipt, records.get(offset))
        if disagreement is not None:
            yield Problem(night, path.name, "receipt_disagrees", f"the receipt for {receipt.url}: {disagreement}")
    for offset in sorted(records.keys() - covered):
        yield Problem(night, path.name, "no_receipt", f"the record at byte {offset} has no receipt")


def _disagreement(receipt: Receipt, record: Record | None) -> str | None:
    if record is None or record.length != receipt.warc_length:
        return "no record lies where it points"
    if record.headers.get("warc-record-id") != receipt.record_id:
        return "another record lies where it points"
    if record.headers.get("warc-target-uri") != receipt.url:
        return "the record is for another address"
    if receipt.holds_payload and record.payload_sha256 != receipt.payload_sha256:
        return "the record holds another payload"
    return None
