"""What was removed from the archive to free disk: which payload, why, when, and how the file looked before and after.

Here: the journal of removals (one a night, sealed like every other file) and finding records in a file that was made
smaller. Not here: choosing and removing (``thin``). A payload named here is thinned; one that is gone without being
named is lost, and ``verify`` says so.
"""

import json
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from sources.chain import nights
from sources.durable import canonical
from sources.journal import Journal
from sources.receipts import Receipt

THINNED_FILE = "thinned.jsonl"


@dataclass(frozen=True)
class Removed:
    """One payload that was removed. ``why``: ``not_cited`` by any look, or an ``older_look`` that no alert cites."""

    record_id: str
    url: str
    payload_sha256: str
    payload_bytes: int
    why: str


@dataclass(frozen=True)
class ThinnedFile:
    """One WARC file made smaller; sizes and hashes are of the whole file.

    ``moved`` is where each receipt's records begin now; of a removed answer only the request is left there.
    """

    file: str
    when: str
    before_size: int
    before_sha256: str
    after_size: int
    after_sha256: str
    removed: tuple[Removed, ...]
    moved: dict[str, int]


def journal(folder: Path) -> Journal[ThinnedFile]:
    """Return the journal of removals of a night's folder."""
    return Journal(folder / THINNED_FILE, read_line, write_line)


def write_line(thinned: ThinnedFile) -> str:
    """Return the removal's one line."""
    return canonical(asdict(thinned))


def read_line(line: str) -> ThinnedFile:
    """Read a removal's line. Raises KeyError, TypeError or ValueError when it is not one."""
    values = json.loads(line)
    values["removed"] = tuple(Removed(**row) for row in values["removed"])
    return ThinnedFile(**values)


class ThinnedBook:
    """The removals of all nights below an archive's root, read once."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._lines: dict[tuple[date, str], list[ThinnedFile]] | None = None
        self._removed: set[str] = set()
        self._payloads: dict[str, str] = {}

    def removed(self, receipt: Receipt) -> bool:
        """Tell whether the payload of this very receipt was removed."""
        self._read()
        return receipt.record_id in self._removed

    def when(self, sha256: str) -> str | None:
        """Return when a payload was removed, None when it never was."""
        self._read()
        return self._payloads.get(sha256)

    def offset(self, receipt: Receipt) -> int | None:
        """Return where a receipt's records begin in the file as it is now.

        A removal that was noted but interrupted before the file was replaced leaves the file, and the place, as before.
        """
        lines = self._read().get((receipt.night, str(receipt.warc_file)), [])
        if not lines or receipt.record_id is None:
            return receipt.warc_offset
        size = (self._root / receipt.night.isoformat() / str(receipt.warc_file)).stat().st_size
        found = [line.moved for line in lines if line.after_size == size]
        return found[-1].get(receipt.record_id) if found else receipt.warc_offset

    def _read(self) -> dict[tuple[date, str], list[ThinnedFile]]:
        if self._lines is None:
            self._lines = {}
            for night in nights(self._root):
                for line in journal(self._root / night.isoformat()).items():
                    self._lines.setdefault((night, line.file), []).append(line)
                    self._removed |= {row.record_id for row in line.removed}
                    self._payloads |= {row.payload_sha256: line.when for row in line.removed}
        return self._lines
