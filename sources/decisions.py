"""Decisions of people that the nights are judged by: in the archive, so that a rebuild judges them alike.

Here: their form and their place, one file a source and night under a name of its own. Not here: taking them, and what
follows from them. What a decision says is kept with it for ever: ``thin`` passes it over.
"""

import json
import tempfile
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from sources.archive import Archive
from sources.durable import canonical

DECISIONS = "decisions"
"""Under this name, which no source has, a night's folder keeps them."""


@dataclass(frozen=True)
class Decision:
    """What a source shows from a night on is right, however much it differs from before: who says so had a reason."""

    source: str
    decided_on: date
    reason: str

    def line(self) -> str:
        """The decision as it is written down."""
        return canonical({**asdict(self), "decided_on": self.decided_on.isoformat()})


def read_decision(text: str) -> Decision:
    """Return the decision that a line holds.

    Raises:
        ValueError, KeyError: it holds none.
    """
    row = json.loads(text)
    return Decision(str(row["source"]), date.fromisoformat(row["decided_on"]), str(row["reason"]))


def keep(archive: Archive, night: date, decision: Decision) -> None:
    """Put a decision into a night of the archive, from which on it holds; keeping it twice changes nothing."""
    with tempfile.TemporaryDirectory(prefix="vigia-decision-") as folder:
        path = Path(folder) / f"{decision.source}.json"
        path.write_text(decision.line() + "\n", encoding="utf-8")
        archive.keep_file(night, DECISIONS, decision.source, path)


def of_night(archive: Archive, night: date) -> list[Decision]:
    """Return the decisions that hold from a night on, the newest of each source."""
    newest = {row.part: row.payload_sha256 for row in archive.receipts(night, DECISIONS) if row.payload_sha256}
    return [read_decision(archive.payload(sha256).read_text(encoding="utf-8")) for sha256 in newest.values()]
