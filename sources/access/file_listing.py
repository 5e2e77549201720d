"""A listing that names several files: a wiki page's attachments as JSON, or a web page with links to files.

Each file is a part. A file whose version in the listing is the one its last look had is not downloaded again: the
listing is its look. What a file's name does not say (its date) is not made up.
"""

import json
import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

from bs4 import BeautifulSoup

from sources.access.asker import FULL_ANSWER_EVERY, WHOLE_SOURCE, Asker, Fetched
from sources.access.sniff import HEAD_BYTES, page_refusal, refusal
from sources.dates import speaks_until
from sources.receipts import Look, make_look
from sources.spec_access import FileListingAccess
from sources.verdicts import Reason

PAGE_SIZE = 100
LONGEST_UNSEEN = 26 * FULL_ANSWER_EVERY
"""However often a listing says that a file is the same, it is downloaded again after half a year."""


@dataclass(frozen=True)
class Listed:
    """One file of a listing. ``version`` is what the listing says of its content, None when it says nothing."""

    part: str
    url: str
    version: str | None
    speaks_until: date | None


class ListingChangedError(Exception):
    """Raised when the listing is not of the known layout; caught where the look is made."""


def ask(asker: Asker, access: FileListingAccess) -> list[Look]:
    """Read the listing, look at its newest files. A failed listing refuses the source as a whole."""
    if asker.done(WHOLE_SOURCE):
        return []
    listed = _listing(asker, access)
    if isinstance(listed, Look):
        return [listed]
    looks = [_look(asker, file) for file in listed if not asker.seen_this_round(file.part)]
    return asker.close_round(looks)


def _look(asker: Asker, file: Listed) -> Look:
    done = asker.done(file.part)
    if done is not None:
        return done
    earlier = asker.archive.last_usable_look(asker.spec.name, file.part, before=asker.night)
    answer = asker.archive.last_answer(asker.spec.name, file.part)
    lately = answer is not None and asker.night - answer.night <= LONGEST_UNSEEN
    if earlier is not None and lately and file.version is not None and earlier.index_sha == file.version:
        return asker.conclude(
            make_look(
                asker.spec.name,
                file.part,
                asker.night,
                Reason.SAME_IN_INDEX,
                payload_sha256=earlier.payload_sha256,
                published_on=file.speaks_until,
                index_sha=file.version,
            )
        )
    return asker.file_look(file.url, file.part, published_on=file.speaks_until, index_sha=file.version)


def _listing(asker: Asker, access: FileListingAccess) -> list[Listed] | Look:
    """Return the files of the listing, newest first, or the look that says why there are none."""
    found: dict[str, Listed] = {}
    waiting = [asker.where.base_url + access.listing_path]
    if access.kind == "confluence":
        waiting = [f"{waiting[0]}?limit={PAGE_SIZE}"]
    seen = set(waiting)
    for _ in range(access.max_pages):
        if not waiting:
            break
        url = waiting.pop(0)
        fetched = asker.fetch(url, WHOLE_SOURCE)
        if fetched.path is None:
            return asker.refuse(WHOLE_SOURCE, fetched.reason or Reason.UNEXPECTED_STATUS, fetched.detail)
        try:
            files, pages = read_listing(fetched.path, url, access)
        except ListingChangedError as fault:
            return asker.refuse(WHOLE_SOURCE, _reason(fetched, access), f"{url}: {fault}; {_hint(asker)}")
        for file in files:
            found.setdefault(file.part, file)
        waiting += [page for page in pages if page not in seen]
        seen.update(pages)
    if not found:
        detail = f"expected files named like {access.file_pattern!r}, the listing names none; {_hint(asker)}"
        return asker.refuse(WHOLE_SOURCE, Reason.LAYOUT_CHANGED, detail)
    newest = sorted(found.values(), key=lambda file: (file.speaks_until or date.min, file.part), reverse=True)
    undated = [file for file in newest if file.speaks_until is None]
    dated = [file for file in newest if file.speaks_until is not None]
    # A file without a date may be the newest of all: it is never pushed out by dated ones.
    return [*undated, *dated][: access.newest]


def _hint(asker: Asker) -> str:
    return f"see access in sources/{asker.spec.name}/source.yml"


def read_listing(path: Path, url: str, access: FileListingAccess) -> tuple[list[Listed], list[str]]:
    """Return the files a listing names and the further pages to read.

    Raises:
        ListingChangedError: it is not of the known layout.
    """
    if access.kind == "confluence":
        return _attachments(path, url, access)
    page = BeautifulSoup(path.read_bytes(), "lxml")
    links = [urljoin(url, str(tag["href"]).strip()) for tag in page.find_all("a", href=True)]
    files = [file for link in dict.fromkeys(links) if (file := _listed(link, _file_name(link), None, access))]
    pattern = re.compile(access.page_pattern) if access.page_pattern else None
    pages = [link for link in dict.fromkeys(links) if pattern and pattern.fullmatch(urlsplit(link).path)]
    return files, pages


def _attachments(path: Path, url: str, access: FileListingAccess) -> tuple[list[Listed], list[str]]:
    try:
        content = json.loads(path.read_bytes())
        results = [(item["title"], item["_links"]["download"], item.get("version")) for item in content["results"]]
        following = content.get("_links", {}).get("next")
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as fault:
        msg = f"expected a list of attachments (results, title, _links.download), came {type(fault).__name__}: {fault}"
        raise ListingChangedError(msg) from fault
    base = url.split("/rest/api/", 1)[0]
    files = [
        file
        for title, address, version in results
        if (file := _listed(urljoin(f"{base}/", str(address).lstrip("/")), str(title), _version(version), access))
    ]
    return files, [urljoin(f"{base}/", str(following).lstrip("/"))] if following else []


def _version(version: Any) -> str | None:  # noqa: ANN401 - foreign JSON
    """What tells one content of an attachment from the next: number and moment of its version."""
    if not isinstance(version, dict) or "number" not in version:
        return None
    return f"{version['number']} {version.get('when', '')}".strip()


def _file_name(link: str) -> str:
    return unquote(urlsplit(link).path).rsplit("/", 1)[-1]


def _listed(link: str, name: str, version: str | None, access: FileListingAccess) -> Listed | None:
    """The file of a link when its name is of the wanted form; else None."""
    found = re.fullmatch(access.file_pattern, name, flags=re.IGNORECASE)
    if found is None:
        return None
    part = re.sub(r"[^A-Za-z0-9._-]+", "-", found.group("part"))
    return Listed(part, link, version, speaks_until(name, access.month_pattern))


def _reason(fetched: Fetched, access: FileListingAccess) -> Reason:
    """A log-in page in place of a listing is one, not a new layout."""
    if fetched.path is None or fetched.receipt is None:
        return Reason.LAYOUT_CHANGED
    if access.kind == "confluence":
        return refusal(fetched.path, "json", fetched.receipt.url) or Reason.LAYOUT_CHANGED
    with fetched.path.open("rb") as file:
        found = page_refusal(file.read(HEAD_BYTES), fetched.receipt.url)
    return Reason.LAYOUT_CHANGED if found is Reason.HTML_INSTEAD else found

