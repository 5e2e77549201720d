"""Where each payload lies in the archive, and the newest whole answer of each part. Read from the journals.

Here: look-ups over all nights. Not here: writing (``archive``).
"""

from datetime import date
from pathlib import Path

from sources.chain import nights
from sources.journal import Journal
from sources.receipts import Receipt, read_receipt, receipt_line
from sources.thinned import ThinnedBook
from sources.verify import RECEIPTS_SUFFIX

WHOLE_ANSWERS = frozenset({200, 206})


class PayloadIndex:
    """The journals of all nights, read once and kept up with what this process writes."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._payloads: dict[str, Receipt] = {}
        self._answers: dict[tuple[str, str], Receipt] = {}
        self._sizes: dict[Path, int] = {}
        self._newest: date | None = None
        self.thinned = ThinnedBook(root)

    def payload(self, sha256: str) -> Receipt | None:
        """Return the receipt whose record holds a payload, None when no record does."""
        if sha256 not in self._payloads:
            self._read_all()
        return self._payloads.get(sha256)

    def answer(self, source: str, part: str) -> Receipt | None:
        """Return the newest whole and faultless answer for a part, None when there is none."""
        self._read_all()
        return self._answers.get((source, part))

    def learn(self, receipt: Receipt) -> None:
        """Take in one receipt; the first record of a payload stays its place."""
        if receipt.holds_payload and receipt.payload_sha256 and not self.thinned.removed(receipt):
            self._payloads.setdefault(receipt.payload_sha256, receipt)
        if receipt.status in WHOLE_ANSWERS and receipt.error is None and receipt.payload_sha256:
            self._answers[(receipt.source, receipt.part)] = receipt

    def learn_written(self, receipt: Receipt, path: Path, before: int) -> None:
        """Take in one receipt that this process appended to a journal of ``before`` bytes; no need to read it anew."""
        self.learn(receipt)
        if self._newest is not None and self._sizes.get(path, 0) == before:
            self._sizes[path] = path.stat().st_size

    def forget(self) -> None:
        """Read everything anew at the next look-up: a journal was cut back, or payloads were removed."""
        self.thinned = ThinnedBook(self._root)
        self._payloads, self._answers, self._sizes, self._newest = {}, {}, {}, None

    def _read_all(self) -> None:
        """Read the journals, once all of them, later those that have grown since the newest night.

        Another holder of the archive may write, too; but a night that a newer one follows takes no more answers, and
        looking at a year of folders for each answer would cost more than the answer.
        """
        grown = [night for night in nights(self._root) if self._newest is None or night >= self._newest]
        paths = [
            path
            for night in grown
            for path in sorted((self._root / night.isoformat()).glob(f"*{RECEIPTS_SUFFIX}"))
        ]
        for path in paths:
            size = path.stat().st_size
            if self._sizes.get(path) != size:
                for receipt in Journal(path, read_receipt, receipt_line).items():
                    self.learn(receipt)
                self._sizes[path] = size
        self._newest = max(grown, default=self._newest)
