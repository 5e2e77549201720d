"""Turn a question about one key into the same question about another: for the fault that answers the wrong one.

Knows where keys stand in a question (query, form, path, a filter), not what they mean.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sandbox.errors import FaultNotApplicableError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sandbox.portals.answer import Asked

_PAGES = ("page", "pageNumber", "PageNumber")
_COUNTS_FROM_ZERO = "rowsPerPage"  # who names the size of a page so counts pages from 0


def with_another(asked: Asked, keys: Sequence[str]) -> Asked:
    """Replace the key in a question by the next one of *keys*.

    Raises:
        FaultNotApplicableError: the question names none of the keys, or there is no other.
    """
    words = _words(asked)
    at = next((place for place, key in enumerate(keys) if key in words), None)
    if at is None or len(keys) < 2:
        raise FaultNotApplicableError("the question names no key that has another")
    old, new = keys[at], keys[at + 1 - len(keys)]
    return replace(
        asked,
        path=asked.path.replace(old, new),
        query=_replaced(asked.query, old, new),
        form=_replaced(asked.form, old, new),
    )


def page_before(asked: Asked) -> Asked:
    """Ask for the page before.

    Raises:
        FaultNotApplicableError: the question asks for the first page, or for no page.
    """
    first = 0 if _COUNTS_FROM_ZERO in asked.query else 1
    for name in _PAGES:
        number = asked.query.get(name, "")
        if number.isdigit() and int(number) > first:
            return replace(asked, query={**asked.query, name: str(int(number) - 1)})
    raise FaultNotApplicableError("the question asks for no page after the first")


def _words(asked: Asked) -> set[str]:
    texts = [asked.path, *asked.query.values(), *asked.form.values()]
    for mark in "/'\"":
        texts = [part for text in texts for part in text.split(mark)]
    return set(texts)


def _replaced(values: Mapping[str, str], old: str, new: str) -> dict[str, str]:
    return {name: value.replace(old, new) for name, value in values.items()}
