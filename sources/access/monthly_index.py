"""A paged JSON index of monthly files, each with a hash (the OECE's bulk downloads).

Of the last months the newest are asked every night, the others in turn, once in so many days. A month whose hash in the
index is the one its last look had is not downloaded: the index is its look.
"""

import json
import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from sources.access.asker import FULL_ANSWER_EVERY, WHOLE_SOURCE, Asker, Fetched
from sources.access.sniff import refusal
from sources.receipts import Look, make_look
from sources.spec_access import MonthlyIndexAccess
from sources.verdicts import Reason

MONTHS_A_YEAR = 12
LONGEST_UNSEEN = 4 * FULL_ANSWER_EVERY
"""However often the index says that a month is the same, it is downloaded again after this long."""
_DIGEST = re.compile(r"[0-9a-fA-F]{32,128}")


@dataclass(frozen=True)
class MonthFile:
    """One month in the index. ``sha`` is None when the index gives no digest there (an address is not one)."""

    year: int
    month: int
    sha: str | None

    @property
    def part(self) -> str:
        """The month as a part of the source: ``YYYY-MM``."""
        return f"{self.year:04d}-{self.month:02d}"

    @property
    def number(self) -> int:
        """Months since year 0, for counting."""
        return self.year * MONTHS_A_YEAR + self.month - 1


class IndexChangedError(Exception):
    """Raised when the index is not what it was; caught where the look is made."""


def ask(asker: Asker, access: MonthlyIndexAccess) -> list[Look]:
    """Read the index, look at the months whose turn it is. A failed index refuses the source as a whole."""
    index = _read_index(asker, access)
    if isinstance(index, Look):
        return [index]
    if asker.failed_tonight(WHOLE_SOURCE):
        asker.conclude(make_look(asker.spec.name, WHOLE_SOURCE, asker.night, Reason.INDEX_READ))
    newest = asker.night.year * MONTHS_A_YEAR + asker.night.month - 1
    window = [entry for entry in index if newest - access.window_months < entry.number <= newest]
    looks = [_month_look(asker, access, entry, place) for place, entry in enumerate(window)]
    return [look for look in looks if look is not None]


def _month_look(asker: Asker, access: MonthlyIndexAccess, entry: MonthFile, place: int) -> Look | None:
    """Look at one month; None when it is not its turn and the index does not vouch for it. ``place`` 0 = newest."""
    done = asker.done(entry.part)
    if done is not None:
        return done
    earlier = asker.archive.last_usable_look(asker.spec.name, entry.part, before=asker.night)
    same = earlier is not None and entry.sha is not None and earlier.index_sha == entry.sha
    if earlier is not None and same and _seen_lately(asker, entry.part):
        return asker.conclude(
            make_look(
                asker.spec.name,
                entry.part,
                asker.night,
                Reason.SAME_IN_INDEX,
                payload_sha256=earlier.payload_sha256,
                index_sha=entry.sha,
            )
        )
    if not (place < access.nightly_months or is_turn(entry, earlier, asker.night, access.weekly_days)):
        return None
    path = access.file_path.format(
        source_id=access.source_id, kind=access.file_kind, year=f"{entry.year:04d}", month=f"{entry.month:02d}"
    )
    return asker.file_look(asker.where.base_url + path, entry.part, index_sha=entry.sha)


def is_turn(entry: MonthFile, earlier: Look | None, night: date, every_days: int) -> bool:
    """Tell whether an older month is asked tonight: never seen, seen too long ago, or its day of the round.

    The day of the round spreads the months over the nights, so that no night asks for all of them.
    """
    if earlier is None or (night - earlier.night).days >= every_days:
        return True
    return entry.number % every_days == night.toordinal() % every_days


def _seen_lately(asker: Asker, part: str) -> bool:
    answer = asker.archive.last_answer(asker.spec.name, part)
    return answer is not None and asker.night - answer.night <= LONGEST_UNSEEN


def _read_index(asker: Asker, access: MonthlyIndexAccess) -> list[MonthFile] | Look:
    """Return the months of all pages, newest first, or the look that says why there are none."""
    entries: dict[str, MonthFile] = {}
    page, pages = 1, 1
    while page <= pages:
        url = f"{asker.where.base_url}{access.index_path}?page={page}&paginateBy={access.page_size}&format=json"
        fetched = asker.fetch(url, WHOLE_SOURCE)
        if fetched.path is None:
            return asker.refuse(WHOLE_SOURCE, fetched.reason or Reason.UNEXPECTED_STATUS, fetched.detail)
        try:
            pages, found = read_page(fetched.path, access)
            _take(entries, found)
        except IndexChangedError as fault:
            return asker.refuse(WHOLE_SOURCE, _index_reason(fetched), f"page {page}: {fault}")
        page += 1
    if not entries:
        return asker.refuse(WHOLE_SOURCE, Reason.LAYOUT_CHANGED, f"the index names no month of {access.source_id}")
    return sorted(entries.values(), key=lambda entry: entry.number, reverse=True)


def read_page(path: Path, access: MonthlyIndexAccess) -> tuple[int, list[MonthFile]]:
    """Return how many pages the index has and the months of our source on this one.

    Raises:
        IndexChangedError: it is not JSON, or not of the known layout.
    """
    try:
        content = json.loads(path.read_bytes())
        pages = content["pagination"]["num_pages"]
        results = content["results"]
    except (ValueError, KeyError, TypeError, RecursionError) as fault:
        msg = f"not the known layout ({type(fault).__name__}: {fault})"
        raise IndexChangedError(msg) from fault
    if type(pages) is not int or not 1 <= pages <= access.max_pages or not isinstance(results, list):
        msg = f"num_pages is {pages!r} and results {type(results).__name__}"
        raise IndexChangedError(msg)
    months = [_entry(result, access) for result in results]
    return pages, [month for month in months if month is not None]


def _entry(result: Any, access: MonthlyIndexAccess) -> MonthFile | None:  # noqa: ANN401 - foreign JSON
    files = result.get("files") if isinstance(result, dict) else None
    address = files.get(access.file_kind) if isinstance(files, dict) else None
    if not isinstance(files, dict) or not isinstance(address, str):
        msg = f"an entry has no {access.file_kind} file"
        raise IndexChangedError(msg)
    place = re.search(rf"/([a-z0-9_]+)/{re.escape(access.file_kind)}/(\d{{4}})/(\d{{1,2}})/?$", address)
    if place is None or not 1 <= int(place.group(3)) <= MONTHS_A_YEAR:
        msg = f"an address names no source and month: {address[:120]!r}"
        raise IndexChangedError(msg)
    if place.group(1) != access.source_id:
        return None
    sha = files.get("sha")
    digest = sha.lower() if isinstance(sha, str) and _DIGEST.fullmatch(sha) else None
    return MonthFile(int(place.group(2)), int(place.group(3)), digest)


def _take(entries: dict[str, MonthFile], found: list[MonthFile]) -> None:
    for entry in found:
        if entries.setdefault(entry.part, entry) != entry:
            msg = f"{entry.part} is listed twice with different hashes"
            raise IndexChangedError(msg)


def _index_reason(fetched: Fetched) -> Reason:
    """A page in place of JSON is a page, not a new layout."""
    if fetched.path is None or fetched.receipt is None:
        return Reason.LAYOUT_CHANGED
    wrong = refusal(fetched.path, "json", fetched.receipt.url)
    return wrong or Reason.LAYOUT_CHANGED
