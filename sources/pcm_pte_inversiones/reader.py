"""Reads pcm_pte_inversiones: the rubric on investment projects of each body, from a night's bundle.

Here: whose page it is, what state the rubric is in, who is named. Not here: whether a quarter is late (the rules), and
what is personal (``source.yml``: it is dropped by the way of every table). The page's words were never seen: a page
that has none of those below is set aside with its place, and too many of them refuse the night.
"""

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date
from urllib.parse import parse_qs, urlsplit

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString

from sources.bundle import Page
from sources.headers import plain
from sources.job import Job
from sources.pagerows import Row, Rows, checked_key, read_pages
from sources.refusals import PageUnreadable
from sources.report import ReadReport
from sources.scripts import decoded

KEY = "id_entidad"
HINT = "see the words in sources/pcm_pte_inversiones/reader.py"
NUMERALS = {
    "i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4,
    "primer": 1, "segundo": 2, "tercer": 3, "cuarto": 4,
}  # fmt: skip
QUARTER = re.compile(rf"\b({'|'.join(NUMERALS)})(?:[°o]|er|do|to)? trimestre(?: (?:de|del|-|ano|del ano))* (20\d\d)\b")
YEAR = re.compile(r"\b20\d\d\b")
EMPTY = re.compile(r"\bno se (?:encontro|encontraron|ha registrado|han registrado) (?:informacion|registros|datos)\b")
CUI = re.compile(r"2\d{6}")
MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
ROLES = {"access": "acceso a la informacion", "portal": "portal de transparencia"}
"""By which words each officer's label is known, behind the word ``responsable`` or ``funcionario``."""
LABEL = re.compile(r"\b(?:responsable|funcionario)\b")
NOBODY = re.compile(r"[\W\d_]*|(?:no |sin |por )(?:designa|registr|asigna|responsable).*")
OFFICE_WORDS = frozenset(
    {
        "acceso", "accesoalainformacion", "accesoinformacion", "atencion", "ciudadano", "consultas", "contacto", "de",
        "documentario", "frai", "frpte", "general", "informacion", "informes", "lai", "mesa", "mesadepartes", "partes",
        "portal", "pte", "publica", "saip", "secretaria", "secretariageneral", "solicitudes", "tramite",
        "tramitedocumentario", "transparencia",
    }
)  # fmt: skip
"""A mailbox made of these words and digits alone is an office's; any other may carry a person's name."""


def read(job: Job) -> ReadReport:
    """Read a bundle of rubrics."""
    return read_pages(job, {"rubric": rubric})


def rubric(page: Page) -> Rows:
    """What a body's rubric shows."""
    soup = BeautifulSoup(decoded(page.content), "lxml")
    _check_owner(page, soup)
    for choice in soup.find_all(["select", "script", "style"]):
        choice.decompose()  # what can be chosen there is not what is shown
    texts = [" ".join(text.split()) for text in soup.stripped_strings]
    shown = {"id_ue": _unit(soup), "projects": len({text for text in texts if CUI.fullmatch(text)})}
    linked = any("infobras" in address.lower() for address in _addresses(soup))
    return {"rubrics": [{**shown, **_state(texts, shown), "infobras": "si" if linked else "no", **_officers(soup)}]}


def _check_owner(page: Page, soup: BeautifulSoup) -> None:
    """The form, or a link of the portal's own, repeats the number that the page was asked by."""
    owners = {number for address in _addresses(soup) for number in parse_qs(urlsplit(address).query).get(KEY, [])}
    if not owners:
        raise PageUnreadable("page_layout", f"expected {KEY}=N in the form or a link, came none; {HINT}")
    if page.key not in owners:
        checked_key(page, min(owners))


def _addresses(soup: BeautifulSoup) -> Iterator[str]:
    for tag in soup.find_all(["form", "a"]):
        address = tag.get("action") or tag.get("href")
        if isinstance(address, str):
            yield address


def _unit(soup: BeautifulSoup) -> str | None:
    """The executing unit of the wrapped page of Invierte.pe, None where none is wrapped."""
    wrapped = [parse_qs(urlsplit(str(tag["data"])).query).get("IdUE") for tag in soup.find_all("object", data=True)]
    units = {numbers[0] for numbers in wrapped if numbers}
    if len(units) > 1:
        raise PageUnreadable("page_layout", f"expected one wrapped unit, came {len(units)}; {HINT}")
    return units.pop() if units else None


def _state(texts: list[str], shown: Row) -> Row:
    """Which of the three the rubric is: a quarter listed, empty by its own words, or another portal's page alone."""
    words = [plain(text) for text in texts]
    quarters = [(int(year), NUMERALS[name]) for text in words for name, year in QUARTER.findall(text)]
    if not quarters and any("trimestre" in text and YEAR.search(text) for text in words):
        expected = "expected a quarter like 'III Trimestre 2026'"
        raise PageUnreadable("page_layout", f"{expected}, came one in other words; {HINT}")
    empty = any(EMPTY.search(text) for text in words)
    if empty and shown["projects"]:
        raise PageUnreadable("page_layout", f"the rubric says that it is empty and lists projects; {HINT}")
    if empty:
        state = "empty"
    elif quarters:
        state = "listed"
    elif shown["id_ue"]:
        state = "wrapped"
    else:
        expected = "expected a quarter, the words of an empty rubric or the wrapped page of Invierte.pe"
        raise PageUnreadable("page_layout", f"{expected}, came none of them; {HINT}")
    return {"state": state, **(_newest(quarters) if quarters else {})}


def _newest(quarters: list[tuple[int, int]]) -> Row:
    year, quarter = max(quarters)
    month = quarter * 3
    end = date(year, month, monthrange(year, month)[1])
    return {"year": str(year), "quarter": str(quarter), "quarter_end": end.isoformat()}


def _officers(soup: BeautifulSoup) -> Row:
    """Who stands behind the label of each role."""
    labels = [(text, role) for text in soup.find_all(string=True) for role in _roles(text)]
    if not labels:
        raise PageUnreadable("page_layout", f"expected 'Responsable …' of access or of the portal, came none; {HINT}")
    row: Row = {}
    for label, role in labels:
        behind = list(_behind(label))
        mails = [mail for text in behind for mail in MAIL.findall(text)]
        names = [text for text in behind if not NOBODY.fullmatch(plain(MAIL.sub("", text)))]
        row[f"{role}_officer"] = row.get(f"{role}_officer") or next(iter(names), None)
        row |= {f"{role}_{'mail' if _is_office(mail) else 'own_mail'}": mail for mail in reversed(mails)}
    return row


def _behind(label: NavigableString) -> Iterator[str]:
    """The texts that belong to a label: the rest of its own, then what stands beside it up to the next label."""
    yield label.partition(":")[2].strip()
    for beside in (label.parent or label).next_siblings:
        texts = list(beside.stripped_strings) if isinstance(beside, Tag) else [str(beside).strip()]
        if any(_roles(text) for text in texts):
            return
        yield from texts


def _roles(text: str) -> list[str]:
    """The roles a text is the label of; one label may stand for both."""
    words = plain(text)
    return [role for role, known in ROLES.items() if known in words] if LABEL.search(words) else []


def _is_office(mail: str) -> bool:
    """Whether every word before the @ is one of an office; digits say nothing of a person."""
    words = re.findall(r"[^\W\d_]+", plain(mail.partition("@")[0]))
    return bool(words) and OFFICE_WORDS.issuperset(words)
