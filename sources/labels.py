"""Labels of a web page and what stands beside each of them, however the page is built around both.

Here: labels found by their words, the text beside them, and labels nobody knows that stand in the same places. Not
here: which labels a page must have and what they mean (its reader and contract).

A label is all the text of an element, or a text of its own before other elements. Its value is what comes next beside
it: a text, or a whole element. That is all that is taken for granted; where it does not hold the page is refused.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

from lxml import etree

from sources.headers import plain
from sources.refusals import PageUnreadable

Element: TypeAlias = etree._Element  # noqa: SLF001 - lxml gives its type no public name
LONGEST_LABEL = 80
MOST_UNKNOWN = 20
_SILENT = frozenset({"script", "style", "option", "noscript", "template"})
_NOTHING = frozenset({"br", "i", "hr", "wbr"})
"""Elements that, when empty, only part a label from its value."""
_FIELDS = frozenset({"input", "select", "textarea"})
_PARSER_SETTINGS = {"encoding": "utf-8", "remove_comments": True, "remove_pis": True}


@dataclass(frozen=True)
class Labelled:
    """What stands beside each known label, and the labels beside them that are not known."""

    values: Mapping[str, str]
    unknown: tuple[str, ...]


@dataclass(frozen=True)
class _Place:
    """Where a label stands: its outermost element, None for a text of its own; and what stands beside it."""

    label: str
    element: Element | None
    value: Element | str


def parsed(page: str) -> Element:
    """Return the root element of a page.

    Raises:
        PageUnreadable: ``page_layout``: there is no element at all.
    """
    root = etree.HTML(page.encode(), parser=etree.HTMLParser(**_PARSER_SETTINGS))
    if root is None:
        raise PageUnreadable("page_layout", "expected a web page, came no element")
    return root


def labelled(page: Element, known: Mapping[str, str]) -> Labelled:
    """Return the text beside each label of a page; ``known`` maps a label's plain words to its name.

    Raises:
        PageUnreadable: ``page_layout``: beside a label stands no text, or different ones at different places.
    """
    places = list(_places(page, known))
    values: dict[str, str] = {}
    for place in places:
        text = _checked(place, known)
        if values.setdefault(place.label, text) != text:
            raise PageUnreadable("page_layout", f"{place.label} stands there twice, beside different texts")
    return Labelled(values, _unknown(places, known))


@lru_cache(maxsize=4096)
def words(text: str) -> str:
    """A text as labels are compared: no case, no accents, single blanks, no colon at its end.

    >>> words(" Fecha del  ÚLTIMO avance : ")
    'fecha del ultimo avance'
    """
    return plain(text).rstrip(" :")


def _places(page: Element, known: Mapping[str, str]) -> Iterator[_Place]:
    for element in page.iter():
        text, tail = element.text, element.tail
        if _is_label(text, known) and element.tag not in _SILENT:
            yield _place(element, None, text, known)
        if _is_label(tail, known):
            yield _place(element.getparent(), element, tail, known)


def _is_label(text: str | None, known: Mapping[str, str]) -> bool:
    if not text or len(text) > LONGEST_LABEL or text.isspace():
        return False
    return words(text) in known


def _place(owner: Element, before: Element | None, text: str, known: Mapping[str, str]) -> _Place:
    """The place of a label that is a text of ``owner``, behind its child ``before`` or at its beginning."""
    label = known[words(text)]
    if words(_whole(owner)) != words(text):
        followers = owner if before is None else before.itersiblings()
        return _Place(label, None, _next("", followers, label))
    outermost = owner
    while (parent := outermost.getparent()) is not None and len(parent) == 1 and not (parent.text or "").strip():
        if (outermost.tail or "").strip(" :\n\r\t"):
            break
        outermost = parent
    return _Place(label, outermost, _next(outermost.tail, outermost.itersiblings(), label))


def _next(tail: str | None, followers: Iterable[Element], label: str) -> Element | str:
    """The first thing that says anything, or could: a text, or an element even if it is empty."""
    if _says(tail):
        return str(tail)
    for element in followers:
        if not _parts(element):
            return element
        if _says(element.tail):
            return str(element.tail)
    raise PageUnreadable("page_layout", f"expected a value beside {label}, came nothing that stands beside it")


def _says(text: str | None) -> bool:
    return bool((text or "").strip(" :\xa0\n\r\t"))


def _parts(element: Element) -> bool:
    """Whether an element only parts a label from its value: a colon, an icon, a line break."""
    text = _whole(element).strip()
    return text == ":" or (not text and element.tag in _NOTHING)


def _checked(place: _Place, known: Mapping[str, str]) -> str:
    if isinstance(place.value, str):
        return _clean(place.value)
    if any(True for _ in place.value.iter(*_FIELDS)):
        raise PageUnreadable("page_layout", f"expected a text beside {place.label}, came a field of a form")
    text = _clean(_whole(place.value))
    if other := known.get(words(text)):
        raise PageUnreadable("page_layout", f"expected a value beside {place.label}, came the label {other}")
    return text


def _clean(text: str) -> str:
    return " ".join(text.split()).removeprefix(": ")


def _whole(element: Element) -> str:
    """All text of an element that a reader sees; without its tail."""
    texts = [element.text or ""] if element.tag not in _SILENT else []
    for child in element:
        texts += [_whole(child), child.tail or ""]
    return "".join(texts)


def _unknown(places: list[_Place], known: Mapping[str, str]) -> tuple[str, ...]:
    """Texts where labels stand in the part of the page that holds the known ones, and that are none of them."""
    labels = [place.element for place in places if place.element is not None]
    if len(labels) < 2:
        return ()
    around = _around(labels)
    paths = {_path(label, around) for label in labels}
    columns = {_column(label) for label in labels}
    values = {place.value for place in places if not isinstance(place.value, str)}
    apart = {label.tag for label in labels}.isdisjoint(value.tag for value in values)
    found: dict[str, None] = {}
    for element in around.iter(*{str(label.tag) for label in labels}):
        text = _clean(_whole(element))
        in_place = element not in values and _path(element, around) in paths and (apart or _column(element) in columns)
        if in_place and text and words(text) not in known:
            found[text[:LONGEST_LABEL].rstrip(" :")] = None
    return tuple(found)[:MOST_UNKNOWN]


def _around(elements: list[Element]) -> Element:
    """The innermost element that holds them all."""
    shared = [*elements[0].iterancestors()]
    for element in elements[1:]:
        own = set(element.iterancestors())
        shared = [each for each in shared if each in own]
    return shared[0]


def _path(element: Element, top: Element) -> tuple[str, ...]:
    path = [str(element.tag)]
    for ancestor in element.iterancestors():
        if ancestor is top:
            break
        path.append(str(ancestor.tag))
    return tuple(path)


def _column(element: Element) -> int:
    parent = element.getparent()
    return 0 if parent is None else parent.index(element)
