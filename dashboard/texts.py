"""The site's words, Spanish first and English beside it.

Here: reading ``texts/*.yml`` and giving a template both languages at once. A page holds both; the style sheet shows
the one chosen. Not here: words that come with the data (titles of rules and sources carry their own two languages).
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import yaml
from markupsafe import Markup, escape

from dashboard.errors import TextError
from dashboard.trusted import trusted

FOLDER = Path(__file__).parent / "texts"


def both(spanish: object, english: object | None = None) -> Markup:
    """Both languages as two spans, or plain text where they are the same or one is missing."""
    es = escape(spanish if spanish not in (None, "") else english if english not in (None, "") else "—")
    en = escape(english if english not in (None, "") else es)
    return _spans(es, en)


def _spans(es: str, en: str) -> Markup:
    """Two escaped texts side by side."""
    return trusted(es if es == en else f'<span lang="es">{es}</span><span lang="en">{en}</span>')


class Texts:
    """Texts by dotted key. Each has Spanish and English; ``{name}`` in them is filled, escaped, from the arguments."""

    def __init__(self, pairs: dict[str, tuple[str, str]]) -> None:
        self._pairs = pairs
        self._marked = {key: both(*pair) for key, pair in pairs.items()}
        self._groups: dict[str, dict[str, tuple[str, str]]] = {}
        for key, pair in pairs.items():
            if key.startswith("words."):
                group, code = key.removeprefix("words.").split(".", 1)
                self._groups.setdefault(group, {})[code] = pair

    def __contains__(self, key: str) -> bool:
        return key in self._pairs

    def pair(self, key: str) -> tuple[str, str]:
        """Spanish and English of ``key``."""
        try:
            return self._pairs[key]
        except KeyError:
            raise TextError(f"no text named {key!r}: add it to dashboard/texts/ in both languages") from None

    def constant(self, key: str) -> Markup:
        """Both languages of a text without arguments; templates use it as a filter, which folds it when compiled."""
        self.pair(key)
        return self._marked[key]

    def spanish(self, key: str) -> str:
        """Spanish alone, for attributes that hold one text."""
        return self.pair(key)[0]

    def say(self, key: str, /, **values: object) -> Markup:
        """Both languages of ``key`` as markup, with ``values`` filled in, escaped."""
        halves: list[str] = [str(escape(text)) for text in self.pair(key)]
        for name, value in values.items():
            mark, filled = "{" + name + "}", str(escape(value))
            halves = [half.replace(mark, filled) for half in halves]
        return _spans(halves[0], halves[1])

    def word(self, group: str, code: object) -> Markup:
        """A code of the data (a state, an outcome, a reason) in words; a code without words stays as it is."""
        key = f"words.{group}.{code}"
        return self._marked[key] if key in self._marked else escape(code if code not in (None, "") else "—")

    def words(self, group: str) -> dict[str, tuple[str, str]]:
        """All codes of ``group`` with their two texts, in the order of the file."""
        return self._groups.get(group, {})

    def attributes(self, key: str) -> Markup:
        """Both languages as ``data-`` attributes, for elements that can hold only text (options, titles)."""
        return Markup('data-es="{}" data-en="{}"').format(*self.pair(key))

    def label(self, key: str) -> Markup:
        """Both languages of a column's head, for cells that stand below each other on a phone."""
        return Markup('data-label="{}" data-label-en="{}"').format(*self.pair(key))


@cache
def load() -> Texts:
    """All texts of ``texts/*.yml``; file name and keys make the dotted key.

    Raises:
        TextError: a text lacks one of its languages.
    """
    pairs: dict[str, tuple[str, str]] = {}
    for path in sorted(FOLDER.glob("*.yml")):
        _collect(path.stem, yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader), pairs)
    return Texts(pairs)


def _collect(head: str, node: object, pairs: dict[str, tuple[str, str]]) -> None:
    if isinstance(node, list):
        if len(node) != 2 or not all(isinstance(text, str) and text for text in node):
            raise TextError(f"text {head!r} must be a pair [Spanish, English], both written out")
        pairs[head] = (node[0], node[1])
        return
    if not isinstance(node, dict):
        raise TextError(f"text {head!r} must be a pair [Spanish, English]")
    for key, child in node.items():
        _collect(f"{head}.{key}", child, pairs)
