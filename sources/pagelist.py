"""The list of a night's pages of one source: which page of which key came, and to which payload.

Here: its form, and the names of pages as parts of their source. Not here: asking (``access.pages``) and the payloads.
"""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from sources.durable import canonical

LIST_FILE = "pages.jsonl"


@dataclass(frozen=True)
class ListedPage:
    """One page that came: what it was asked for and the payload it came to."""

    key: str
    page: str
    sha256: str

    @property
    def part(self) -> str:
        """The page as a part of its source."""
        return part_of(self.key, self.page)


def part_of(key: str, page: str) -> str:
    """A page's name as a part of its source: ``<key>/<page>``."""
    return f"{key}/{page}"


def is_page(part: str) -> bool:
    """Tell a page's part from that of a whole crawl or of a file."""
    return "/" in part


def list_lines(pages: Iterable[ListedPage]) -> list[str]:
    """The lines of a list, after its first."""
    return [canonical(asdict(page)) for page in pages]


def read_list(path: Path) -> list[ListedPage]:
    """Return the pages a crawl's list names, in its order."""
    return parse_list(path.read_bytes())


def parse_list(content: bytes) -> list[ListedPage]:
    """Return the pages a list names; its first line names source and night and is passed over.

    Raises:
        ValueError, KeyError, TypeError: a line is not one of a list.
    """
    rows = [json.loads(line) for line in content.decode("utf-8").splitlines()[1:]]
    return [ListedPage(row["key"], row["page"], row["sha256"]) for row in rows]
