"""Reads pcm_pte_entidades: the portal's five lists of bodies, from one bundle.

Here: the links of a list. Not here: what becomes of a body's pages (``pcm_pte_inversiones``). The lists are whole
together or not at all, so a list in which no body can be found refuses all of them.
"""

import re
from urllib.parse import parse_qs, urlsplit

from bs4 import BeautifulSoup, Tag

from sources.bundle import Page
from sources.job import Job
from sources.pagerows import Row, Rows, read_pages
from sources.refusals import PageUnreadable, Refused
from sources.report import ReadReport
from sources.scripts import decoded

KEY = "id_entidad"
_NAME = re.compile(r"(?P<nombre>.+?)\s*\((?P<sigla>[^()]*)\)")
"""NAME (SIGLA); a name may hold brackets of its own, the last pair is the sigla."""


def read(job: Job) -> ReadReport:
    """Read the bundle of lists."""
    return read_pages(job, {"list": bodies})


def bodies(page: Page) -> Rows:
    """One row a link with a body's number.

    Raises:
        Refused: ``pages_broken``: a list names no body, or is no text.
    """
    try:
        text = decoded(page.content)
    except PageUnreadable as fault:
        raise Refused("pages_broken", f"list {page.key}: {fault}") from fault
    links = BeautifulSoup(text, "lxml").find_all("a", href=True)
    rows = [row for link in links if (row := _body(link))]
    if not rows:
        expected = f"expected links with {KEY}=N around NAME (SIGLA), came {len(links)} links and none of that form"
        raise Refused("pages_broken", f"list {page.key}: {expected}; see sources/pcm_pte_entidades/reader.py")
    return {"bodies": rows}


def _body(link: Tag) -> Row | None:
    """What a link says of a body; None for a link elsewhere, and for one without words, as around an image."""
    numbers = parse_qs(urlsplit(str(link["href"])).query).get(KEY)
    text = " ".join(link.get_text(" ").split())
    if numbers is None or not text:
        return None
    named = _NAME.fullmatch(text)
    if named is None:
        return {KEY: numbers[0], "nombre": text, "sigla": None}
    return {KEY: numbers[0], "nombre": named["nombre"], "sigla": named["sigla"].strip() or None}
