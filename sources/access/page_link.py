"""A page that links to today's file, whose name carries its date (INFOBRAS' DataSets page)."""

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

from bs4 import BeautifulSoup, Tag

from sources.access.asker import WHOLE_SOURCE, Asker
from sources.access.sniff import HEAD_BYTES, page_refusal
from sources.receipts import Look
from sources.spec_access import PageLinkAccess
from sources.verdicts import Reason

PAGE_PART = "page"


@dataclass(frozen=True)
class Link:
    """The file a page offers."""

    name: str
    extension: str
    published_on: date


class LayoutChangedError(Exception):
    """Raised when the page does not offer exactly one file of the wanted name; caught where the look is made."""


def ask(asker: Asker, access: PageLinkAccess) -> list[Look]:
    """Read the page, find the one link, look at its file."""
    done = asker.done(WHOLE_SOURCE)
    if done is not None:
        return [done]
    page = asker.fetch(asker.where.base_url + access.page_path, WHOLE_SOURCE)
    if page.path is None or page.receipt is None:
        return [asker.refuse(WHOLE_SOURCE, page.reason or Reason.UNEXPECTED_STATUS, page.detail)]
    try:
        link = find_link(page.path, access)
    except LayoutChangedError as fault:
        reason = _page_reason(page.path, page.receipt.url)
        return [asker.refuse(WHOLE_SOURCE, reason, str(fault))]
    values = {"name": link.name, "extension": link.extension}
    query = urlencode({key: _filled(text, values) for key, text in access.parameters.items()})
    url = f"{asker.where.base_url}{access.file_path}?{query}"
    return [asker.file_look(url, WHOLE_SOURCE, published_on=link.published_on)]


def find_link(path: Path, access: PageLinkAccess) -> Link:
    """Return the one file of the wanted name that a page offers; the same offer written twice is one.

    Raises:
        LayoutChangedError: none, or several different ones, or a name whose date is not a date.
    """
    page = BeautifulSoup(path.read_bytes(), "lxml")
    pattern = re.compile(access.name_pattern)
    offers = {offer for tag in page.find_all(True) for offer in _offers(tag, access) if pattern.fullmatch(offer[0])}
    offers = {(name, extension) for name, extension in offers if extension == access.extension}
    if len(offers) != 1:
        named = ", ".join(sorted(name for name, _ in offers)) or "none"
        msg = f"exactly one link to a file like {access.name_pattern!r} was expected, found {len(offers)}: {named}"
        raise LayoutChangedError(msg)
    name, extension = offers.pop()
    found = pattern.fullmatch(name)
    groups = found.groupdict() if found else {}
    try:
        published_on = date(int(groups["year"]), int(groups["month"]), int(groups["day"]))
    except ValueError as fault:
        msg = f"the name {name!r} carries no possible date"
        raise LayoutChangedError(msg) from fault
    return Link(name, extension, published_on)


def _offers(tag: Tag, access: PageLinkAccess) -> list[tuple[str, str]]:
    """Return the name and extension a tag offers by its attributes or by its address."""
    classes = tag.get_attribute_list("class")
    found = []
    name, extension = tag.get(access.name_attribute), tag.get(access.extension_attribute)
    if access.css_class in classes and isinstance(name, str) and isinstance(extension, str):
        found.append((name.strip(), extension.strip()))
    href = tag.get("href")
    if isinstance(href, str) and urlsplit(href).path.endswith(access.file_path):
        query = parse_qs(urlsplit(href).query)
        names = query.get(access.name_parameter, [])
        found += [(text.strip(), query.get("extension", [access.extension])[0]) for text in names]
    return found


def _filled(text: str, values: dict[str, str]) -> str:
    """Put the values where ``{name}`` and ``{extension}`` stand; other braces are left as they are."""
    for key, value in values.items():
        text = text.replace(f"{{{key}}}", value)
    return text


def _page_reason(path: Path, url: str) -> Reason:
    with path.open("rb") as file:
        reason = page_refusal(file.read(HEAD_BYTES), url)
    return Reason.LAYOUT_CHANGED if reason is Reason.HTML_INSTEAD else reason
