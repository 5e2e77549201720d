"""Reads contraloria_sumario: the summary page INFOBRAS shows of one work, from a night's bundle.

Here: which labels a page must have, whose page it is, how its numbers are written. Not here: finding labels and what
stands beside them (``sources.labels``), types and persons (``source.yml``: what is personal is dropped by the way of
every table). No HTML of this page was ever seen: one that is not as assumed is set aside; too many refuse the night.
"""

import re
from collections.abc import Iterator, Mapping
from functools import partial
from urllib.parse import parse_qsl, urlsplit

from sources.bundle import Page
from sources.job import Job
from sources.labels import Element, labelled, parsed, words
from sources.pagerows import Row, Rows, checked_key, read_pages
from sources.refusals import PageUnreadable
from sources.report import ReadReport
from sources.scripts import decoded
from sources.spec import PAGE_KEY
from sources.spec_tables import ColumnSpec, TableSpec

TABLE = "summaries"
KEY = "ObraId"
ALWAYS = ("NOMBRE DE OBRA", "ESTADO DE OBRA")
"""Labels beside which no work of the register has nothing: where they are blank, values come from elsewhere."""
NOTHING = "no existe registro"
HINT = "see the labels in sources/contraloria_sumario/source.yml and sources/contraloria_sumario/reader.py"
END = re.compile(r"</html\s*>\s*\Z", re.IGNORECASE)
AMOUNT = re.compile(r"S/\.?\s*(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?")
"""Commas are taken for separators only behind the currency's sign: without it, one may be a decimal mark."""
PERCENT = re.compile(r"(\d+(?:\.\d+)?)\s*%")


def read(job: Job) -> ReadReport:
    """Read a bundle of summaries."""
    return read_pages(job, {"summary": partial(summary, table=job.spec.tables[TABLE])})


def summary(page: Page, table: TableSpec) -> Rows:
    """``Mapa/Sumario``: labels and what stands beside them; or the words of a page about no work, which has no row."""
    text = decoded(page.content)
    if not END.search(text[-200:]):
        raise PageUnreadable("page_layout", f"expected the end of the page, came one that breaks off; {HINT}")
    tree = parsed(text)
    shown = _owner(page, tree)
    columns = {column.header: column for column in table.columns if column.header not in (PAGE_KEY, KEY)}
    found = labelled(tree, {words(name): column.header for column in columns.values() for name in _names(column)})
    if not found.values and NOTHING in words(" ".join(_visible(tree))):
        return {TABLE: []}
    _check_labels(columns, found.values, found.unknown)
    row: Row = {KEY: shown} | {label: _value(columns[label], text) for label, text in found.values.items()}
    # A label nobody knows is named by the way of every table; what stands beside it is not even looked at.
    return {TABLE: [row | dict.fromkeys(found.unknown)]}


def _names(column: ColumnSpec) -> tuple[str, ...]:
    return (column.header, *column.synonyms)


def _owner(page: Page, tree: Element) -> str | None:
    """The code that links and fields of the page repeat, None where none does; not that of another work alone."""
    owners = set(_owners(tree))
    if owners and page.key not in owners:
        checked_key(page, min(owners))
    return page.key if owners else None


def _owners(tree: Element) -> Iterator[str]:
    for element in tree.iter("a", "form", "input"):
        if element.tag == "input":
            if (element.get("name") or "").lower() == KEY.lower():
                yield element.get("value") or ""
            continue
        address = element.get("href") or element.get("action") or ""
        if KEY.lower() in address.lower():
            yield from (value for name, value in parse_qsl(urlsplit(address).query) if name.lower() == KEY.lower())


def _visible(tree: Element) -> Iterator[str]:
    for element in tree.iter():
        if element.tag not in ("script", "style"):
            yield element.text or ""
        yield element.tail or ""


def _check_labels(columns: Mapping[str, ColumnSpec], values: Mapping[str, str], unknown: tuple[str, ...]) -> None:
    """Demand every label that the contract requires, and that those which always say something do."""
    missing = [label for label, column in columns.items() if column.required and label not in values]
    if missing:
        came = f"came {', '.join(unknown)}" if unknown else "came nothing in their places"
        raise PageUnreadable("page_layout", f"expected the labels {', '.join(missing)}; {came}; {HINT}")
    if silent := [label for label in ALWAYS if not values[label]]:
        raise PageUnreadable("page_layout", f"expected a text beside {', '.join(silent)}, came a blank; {HINT}")


def _value(column: ColumnSpec, text: str) -> str:
    """A number without currency, separators and sign of percent; whatever has another form as it stands."""
    if column.type == "decimal" and (amount := AMOUNT.fullmatch(text)):
        return amount[1].replace(",", "") + (amount[2] or "")
    if column.type == "percent" and (percent := PERCENT.fullmatch(text)):
        return percent[1]
    return text
