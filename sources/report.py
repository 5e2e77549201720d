"""What a reading came to: the report every reader writes and the rest of the house reads.

Here: the shapes and their JSON form. Not here: how the numbers come about (``staging``, the readers).
"""

import json
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from sources.errors import SourceError

REPORT_NAME = "report.json"
QUARANTINE_NAME = "quarantine.parquet"


class CountsDisagreeError(SourceError):
    """Raised by the parent when rows in are not kept + collapsed + quarantined: a fault of a reader, never of data."""


@dataclass(frozen=True)
class Refusal:
    """Why the file was refused: one of ``refusals.FILE_CODES`` and a text for people (Spanish / English)."""

    code: str
    message: str


@dataclass(frozen=True)
class TableReport:
    """One table of the reading. ``absent_columns`` are declared but not in the file; they are not null values."""

    rows: int
    absent_columns: tuple[str, ...] = ()
    unknown_columns: tuple[str, ...] = ()


@dataclass(frozen=True)
class ReadReport:
    """What was read. Counts are of the main table's rows (for OCDS: records).

    ``unparsable_cells`` counts cells whose row was kept. ``drift`` holds one text per deviation from the contract
    that did not stop the reading.
    """

    source: str
    payload_sha256: str
    reader_version: int
    part: str | None = None
    published_on: date | None = None
    rows_in: int = 0
    kept: int = 0
    collapsed: int = 0
    quarantined: int = 0
    unparsable_cells: int = 0
    tables: dict[str, TableReport] = field(default_factory=dict)
    drift: tuple[str, ...] = ()
    refused: Refusal | None = None
    folder: Path | None = None

    def check(self) -> "ReadReport":
        """Return the report itself when its counts agree.

        Raises:
            CountsDisagreeError: rows were lost or counted twice.
        """
        if self.rows_in != self.kept + self.collapsed + self.quarantined:
            msg = (
                f"{self.source}: {self.rows_in} rows in, but {self.kept} kept + {self.collapsed} collapsed + "
                f"{self.quarantined} quarantined; the reader loses rows and must be mended"
            )
            raise CountsDisagreeError(msg)
        return self

    def write(self, folder: Path) -> None:
        """Write ``report.json`` into a folder; the folder itself is not part of the content."""
        content = asdict(self)
        del content["folder"]
        text = json.dumps(content, ensure_ascii=False, indent=1, default=str, sort_keys=True)
        (folder / REPORT_NAME).write_text(text + "\n", encoding="utf-8")


def load_report(folder: Path) -> ReadReport:
    """Read ``report.json`` of a folder back; ``folder`` of the report is that folder."""
    content: dict[str, Any] = json.loads((folder / REPORT_NAME).read_text(encoding="utf-8"))
    content["tables"] = {
        name: TableReport(table["rows"], tuple(table["absent_columns"]), tuple(table["unknown_columns"]))
        for name, table in content["tables"].items()
    }
    content["drift"] = tuple(content["drift"])
    content["published_on"] = date.fromisoformat(content["published_on"]) if content["published_on"] else None
    content["refused"] = Refusal(**content["refused"]) if content["refused"] else None
    return ReadReport(**content, folder=folder)
