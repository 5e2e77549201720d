"""The looks of all nights: kept, found again, never written twice.

Here: the look journals. Not here: what a look says (``receipts``) and who decides it (``asking``).
"""

from datetime import date
from pathlib import Path

from sources.chain import nights, sealed_sizes
from sources.durable import make_folder
from sources.journal import Journal
from sources.receipts import Look, look_line, read_look
from sources.verify import LOOKS_FILE


class LookBook:
    """The look journals below an archive's root. A night that did not change is read once a process."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._mended: set[date] = set()
        self._read: dict[date, tuple[int, list[Look]]] = {}

    def record(self, night: date, look: Look) -> None:
        """Append a look, unless the newest look at its part says the same."""
        journal = self._journal(night)
        make_folder(journal.path.parent)
        if night not in self._mended:
            journal.repair(sealed_sizes(self._root, night).get(LOOKS_FILE, 0))
            self._mended.add(night)
        if look in self.of_night(night):
            return
        try:
            journal.append(look)
        except BaseException:
            self._mended.discard(night)
            raise

    def of_night(self, night: date) -> list[Look]:
        """Return the newest look at each part of each source, in the order first written."""
        journal = self._journal(night)
        size = journal.path.stat().st_size if journal.path.exists() else 0
        known = self._read.get(night)
        if known is None or known[0] != size:
            newest = {(look.source, look.part): look for look in journal.items()}
            known = (size, list(newest.values()))
            self._read[night] = known
        return known[1]

    def last_usable(self, source: str, part: str, before: date) -> Look | None:
        """Return the newest look before a night that gave data for a part, None when there is none."""
        for night in reversed(nights(self._root)):
            if night >= before:
                continue
            for look in self.of_night(night):
                if (look.source, look.part) == (source, part) and look.usable and look.payload_sha256:
                    return look
        return None

    def _journal(self, night: date) -> Journal[Look]:
        return Journal(self._root / night.isoformat() / LOOKS_FILE, read_look, look_line)
