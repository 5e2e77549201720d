"""A paged JSON search, one round of pages a year (the Contraloría's search of control reports).

Every page is kept as it came. The rows of a year are then put together, in the order of their text, into one file that
is kept beside them: equal rows give equal bytes, whatever page they stood on. Rows and pages are counted against what
every row states; a page served twice or a list that moved while it was read does not add up, and nothing is taken.
"""

import json
import tempfile
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from sources.access.asker import WHOLE_SOURCE, Asker
from sources.access.sniff import refusal
from sources.receipts import Look
from sources.spec_access import JsonPagesAccess
from sources.verdicts import Reason

Row = dict[str, Any]


class PageError(Exception):
    """Raised when pages are not what they say; caught where the look is made."""

    def __init__(self, reason: Reason, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason


def ask(asker: Asker, access: JsonPagesAccess) -> list[Look]:
    """Look at the newest years, newest first."""
    if asker.done(WHOLE_SOURCE):
        return []
    years = [asker.night.year - back for back in range(access.window_years)]
    return asker.close_round([_year(asker, access, year) for year in years if not asker.seen_this_round(str(year))])


def _year(asker: Asker, access: JsonPagesAccess, year: int) -> Look:
    part = str(year)
    done = asker.done(part)
    if done is not None:
        return done
    try:
        rows = _rows(asker, access, part)
    except PageError as fault:
        return asker.refuse(part, fault.reason, f"{fault}; see access in sources/{asker.spec.name}/source.yml")
    with tempfile.TemporaryDirectory(prefix="vigia-pages-") as folder:
        path = Path(folder) / f"{asker.spec.name}-{part}.json"
        path.write_text("[" + ",\n".join(sorted(_text(row) for row in rows)) + "]\n", encoding="utf-8")
        return asker.made_look(part, path)


def _rows(asker: Asker, access: JsonPagesAccess, part: str) -> list[Row]:
    """Return the rows of all pages of a year.

    Raises:
        PageError: a page failed, is of another layout, or the pages do not add up.
    """
    rows = _page(asker, access, part, 1)
    total, pages = stated(rows, access)
    for page in range(2, pages + 1):
        more = _page(asker, access, part, page)
        if stated(more, access) != (total, pages):
            raise PageError(Reason.CUT_CONTENT, f"the list moved while it was read: page {page} states other totals")
        rows += more
    different = len({_text(row) for row in rows})
    if different != total:
        raise PageError(Reason.CUT_CONTENT, f"{total} rows stated, {different} different ones came on {pages} pages")
    return rows


def stated(rows: list[Row], access: JsonPagesAccess) -> tuple[int, int]:
    """Return how many rows and pages the first row of a page states.

    Raises:
        PageError: it states none, or more pages than are ever asked.
    """
    try:
        total, pages = int(rows[0][access.total_rows]), int(rows[0][access.total_pages])
    except (KeyError, TypeError, ValueError) as fault:
        detail = f"expected {access.total_rows} and {access.total_pages} in every row, came {sorted(rows[0])[:8]}"
        raise PageError(Reason.LAYOUT_CHANGED, detail) from fault
    if not 1 <= pages <= access.max_pages:
        raise PageError(Reason.LAYOUT_CHANGED, f"{pages} pages stated, 1 to {access.max_pages} expected")
    return total, pages


def _page(asker: Asker, access: JsonPagesAccess, part: str, page: int) -> list[Row]:
    gaps = {"year": part, "page": str(page), "size": str(access.page_size)}
    query = urlencode({name: text.format(**gaps) for name, text in access.parameters.items()})
    fetched = asker.fetch(f"{asker.where.base_url}{access.path}?{query}", part)
    if fetched.path is None or fetched.receipt is None:
        raise PageError(fetched.reason or Reason.UNEXPECTED_STATUS, f"page {page}: {fetched.detail}")
    if wrong := refusal(fetched.path, "json", fetched.receipt.url):
        raise PageError(wrong, f"page {page}: expected a JSON list of rows")
    try:
        content = json.loads(fetched.path.read_bytes())
        _text(content).encode()  # half of a character can be escaped in JSON, but never be written down
    except (ValueError, RecursionError) as fault:
        raise PageError(Reason.CUT_CONTENT, f"page {page}: JSON that does not read") from fault
    if not isinstance(content, list) or not all(isinstance(row, dict) for row in content):
        raise PageError(Reason.LAYOUT_CHANGED, f"page {page}: expected a list of rows, came {type(content).__name__}")
    if not content:
        raise PageError(Reason.EMPTY, f"page {page}: a list without rows")
    return content


def _text(row: Row | list[Row]) -> str:
    """A row, or a page of them, as text in one fixed form: equal rows give equal texts."""
    return json.dumps(row, ensure_ascii=False, sort_keys=True)
