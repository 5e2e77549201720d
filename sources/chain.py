"""Seals nights: a manifest of file hashes for each, and a chain in which every link holds the one before.

Here: manifests and links. Not here: reading the archive back (``verify``).

Files of a night only grow. A night that was reopened gets a further segment: its manifest lists every file again, at
its new size, so the earlier seal stays checkable against the beginning of each file.
"""

import hashlib
import json
import re
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from sources.durable import canonical, write_whole
from sources.journal import Journal

CHUNK = 1024 * 1024
GENESIS = "0" * 64
CHAIN_FILE = "chain.jsonl"
_MANIFEST = re.compile(r"manifest(?:\.([1-9][0-9]*))?\.json")


@dataclass(frozen=True)
class ChainLink:
    """One seal: ``hash`` is the SHA-256 of the other four values, ``previous`` the hash of the link before."""

    night: date
    segment: int
    manifest_sha256: str
    previous: str
    hash: str


@dataclass(frozen=True)
class SealedFile:
    """One file as sealed: its name in the night's folder, its size and SHA-256 at that size."""

    name: str
    size: int
    sha256: str


def nights(root: Path) -> list[date]:
    """Return the nights that have a folder, oldest first."""
    if not root.is_dir():
        return []
    found = []
    for folder in root.iterdir():
        try:
            night = date.fromisoformat(folder.name)
        except ValueError:
            continue
        if folder.is_dir() and night.isoformat() == folder.name:
            found.append(night)
    return sorted(found)


def chain_journal(root: Path) -> Journal[ChainLink]:
    """Return the journal of links."""
    return Journal(root / CHAIN_FILE, read_link, link_line)


def link_values(night: date, segment: int, manifest_sha256: str, previous: str) -> dict[str, object]:
    """Return what a link's hash is taken of; spelt canonically."""
    return {"night": night.isoformat(), "segment": segment, "manifest_sha256": manifest_sha256, "previous": previous}


def link_hash(night: date, segment: int, manifest_sha256: str, previous: str) -> str:
    """Return what a link with these values must have as its hash."""
    return hashlib.sha256(canonical(link_values(night, segment, manifest_sha256, previous)).encode()).hexdigest()


def link_text(link: ChainLink) -> str:
    """Return the text whose SHA-256 is the link's hash."""
    return canonical(link_values(link.night, link.segment, link.manifest_sha256, link.previous))


def link_line(link: ChainLink) -> str:
    """Return the link's one line."""
    return canonical({**asdict(link), "night": link.night.isoformat()})


def read_link(line: str) -> ChainLink:
    """Read a link's line. Raises KeyError, TypeError or ValueError when it is not one, or not spelt as written."""
    values = json.loads(line)
    values["night"] = date.fromisoformat(values["night"])
    link = ChainLink(**values)
    if link_line(link) != line:
        msg = "not spelt as we write links"
        raise ValueError(msg)
    return link


def manifest_name(segment: int) -> str:
    """Return the file name of a segment's manifest: ``manifest.json``, ``manifest.2.json`` and so on."""
    return "manifest.json" if segment == 1 else f"manifest.{segment}.json"


def segment_of(name: str) -> int | None:
    """Return which segment's manifest a file name is, None when it is no manifest."""
    found = _MANIFEST.fullmatch(name)
    return int(found.group(1) or 1) if found else None


def night_files(folder: Path) -> list[Path]:
    """Return the files a manifest covers, by name: all but manifests and files not yet in place (leading dot)."""
    return sorted(path for path in folder.iterdir() if segment_of(path.name) is None and not path.name.startswith("."))


def prefix_hashes(path: Path, sizes: list[int]) -> dict[int, str]:
    """Return the SHA-256 of the first ``size`` bytes for each size, in one reading; sizes beyond the end are absent."""
    found: dict[int, str] = {}
    digest, position = hashlib.sha256(), 0
    with path.open("rb") as file:
        for size in sorted(set(sizes)):
            while position < size and (block := file.read(min(CHUNK, size - position))):
                digest.update(block)
                position += len(block)
            if position == size:
                found[size] = digest.hexdigest()
    return found


def read_manifest(path: Path) -> list[SealedFile]:
    """Read what a manifest lists. Raises KeyError, TypeError or ValueError when it is not one."""
    content = json.loads(path.read_text(encoding="utf-8"))
    return [SealedFile(str(row["name"]), int(row["size"]), str(row["sha256"])) for row in content["files"]]


def sealed_sizes(root: Path, night: date) -> dict[str, int]:
    """Return how many bytes of each file of the night are sealed already."""
    segments = [entry.item.segment for entry in chain_journal(root).entries() if entry.item.night == night]
    if not segments:
        return {}
    manifest = root / night.isoformat() / manifest_name(max(segments))
    return {file.name: file.size for file in read_manifest(manifest)}


@dataclass(frozen=True)
class Planned:
    """A seal that is worked out but not in place: the manifest's bytes and the link that will name it."""

    manifest: bytes
    link: ChainLink


def plan(root: Path, night: date) -> Planned | None:
    """Work out the seal of what the night holds; None when it holds nothing new since its last seal, or nothing."""
    folder = root / night.isoformat()
    if not folder.is_dir():
        return None
    links = [entry.item for entry in chain_journal(root).repair(0)]
    segment = max((link.segment for link in links if link.night == night), default=0)
    files = [_sealed(path) for path in night_files(folder)]
    if not files or (segment and files == read_manifest(folder / manifest_name(segment))):
        return None
    segment += 1
    rows = [asdict(file) for file in files]
    manifest = canonical({"night": night.isoformat(), "segment": segment, "files": rows}).encode()
    previous = links[-1].hash if links else GENESIS
    sha256 = hashlib.sha256(manifest).hexdigest()
    return Planned(manifest, ChainLink(night, segment, sha256, previous, link_hash(night, segment, sha256, previous)))


def put(root: Path, planned: Planned) -> ChainLink:
    """Put a planned seal in place; the night must hold what it held when the seal was planned.

    The manifest is put in place before the link is appended: a crash in between leaves a manifest that no link names,
    which the next seal replaces.
    """
    link = planned.link
    write_whole(root / link.night.isoformat() / manifest_name(link.segment), planned.manifest)
    chain_journal(root).append(link)
    return link


def seal(root: Path, night: date) -> ChainLink | None:
    """Seal what the night holds; None when there is nothing new. See ``plan``."""
    planned = plan(root, night)
    return None if planned is None else put(root, planned)


def _sealed(path: Path) -> SealedFile:
    size = path.stat().st_size
    return SealedFile(path.name, size, prefix_hashes(path, [size])[size])
