"""The looks of all nights: kept, found again, never written twice.

Here: the look journals. Not here: what a look says (``receipts``) and who decides it (``asking``).
"""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from sources.chain import nights, sealed_sizes
from sources.durable import make_folder
from sources.journal import Journal
from sources.receipts import Look, look_line, read_look
from sources.verify import LOOKS_FILE


@dataclass
class _Page:
    """One night as read: the size of its journal then, and the newest look at each part of each source."""

    size: int = 0
    looks: dict[tuple[str, str], Look] = field(default_factory=dict)


class LookBook:
    """The look journals below an archive's root.

    A journal is read once a process and kept up with what this process writes: a night of pages has as many looks as
    pages, and reading it anew for each would never end.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        self._mended: set[date] = set()
        self._pages: dict[date, _Page] = {}

    def record(self, night: date, look: Look) -> None:
        """Append a look, unless the newest look at its part says the same."""
        journal = self._journal(night)
        make_folder(journal.path.parent)
        if night not in self._mended:
            journal.repair(sealed_sizes(self._root, night).get(LOOKS_FILE, 0))
            self._mended.add(night)
        page = self._page(night)
        if page.looks.get((look.source, look.part)) == look:
            return
        try:
            journal.append(look)
        except BaseException:
            self._mended.discard(night)
            self._pages.pop(night, None)
            raise
        page.looks[look.source, look.part] = look
        page.size = journal.path.stat().st_size

    def of_night(self, night: date) -> list[Look]:
        """Return the newest look at each part of each source, in the order first written."""
        return list(self._page(night).looks.values())

    def at(self, night: date, source: str, part: str) -> Look | None:
        """Return a night's newest look at one part, None when there is none."""
        return self._page(night).looks.get((source, part))

    def last_usable(self, source: str, part: str, before: date, *, with_payload: bool = True) -> Look | None:
        """Return the newest good look at a part before a night, None when there is none.

        Without ``with_payload`` also one that gave no data by itself: the end of a whole round of asking.
        """
        for night in reversed(nights(self._root)):
            look = self.at(night, source, part) if night < before else None
            if look is not None and look.usable and (look.payload_sha256 or not with_payload):
                return look
        return None

    def _page(self, night: date) -> _Page:
        """The night's looks; read anew when its journal is not as this process left it."""
        journal = self._journal(night)
        size = journal.path.stat().st_size if journal.path.exists() else 0
        page = self._pages.get(night)
        if page is None or page.size != size:
            page = _Page(size, {(look.source, look.part): look for look in journal.items()})
            self._pages[night] = page
        return page

    def _journal(self, night: date) -> Journal[Look]:
        return Journal(self._root / night.isoformat() / LOOKS_FILE, read_look, look_line)
