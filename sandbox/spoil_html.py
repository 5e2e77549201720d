"""Spoil an HTML page: its arrays in a script, its classes, its tables. Small pure functions of text.

They raise FaultNotApplicableError when the page has no such part; which spoiling has which name belongs to the faults.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from sandbox.errors import FaultNotApplicableError
from sandbox.portals.infobras_pages import script_value

if TYPE_CHECKING:
    from collections.abc import Callable

_ARRAY = re.compile(r"var (l[A-Z]\w+)=(\[.*\]);")
_TABLE = re.compile(r"<table\b.*?</table>", re.DOTALL)
_ROW = re.compile(r"<tr\b(?:(?!<tr\b).)*?<td.*?</tr>\s*", re.DOTALL)
_LINK = re.compile(r"<li>\s*<a class=.*?</li>\s*", re.DOTALL)
# A page is recognised by the first of these that it has.
_CLASSES = (
    "download-file", "ficha-resumen", "tabla-proyectos", "sin-datos", "enlace-entidad", "rubros", "tbl-avances",
    "obra-nombre", "entidad",
)  # fmt: skip
_DEPTH = 50_000


def _once(pattern: str | re.Pattern[str], new: Callable[[re.Match[str]], str], text: str, what: str) -> str:
    changed, count = re.subn(pattern, new, text, count=1)
    if not count:
        raise FaultNotApplicableError(f"the page has no {what}")
    return changed


def rename_array(text: str) -> str:
    """Give the first array of the script another name."""
    return _once(_ARRAY, lambda found: f"var {found[1].replace('l', 'lst', 1)}={found[2]};", text, "array")


def drop_array(text: str) -> str:
    """Take the first array out of the script."""
    return _once(_ARRAY, lambda _: "", text, "array")


def repeat_array(text: str) -> str:
    """Declare the first array twice, the second time empty."""
    return _once(_ARRAY, lambda found: f"{found[0]}\n    var {found[1]}=[];", text, "array")


def cut_array(text: str) -> str:
    """Keep the first half of the longest array; the page goes on."""
    found = _longest(text)
    return text.replace(found[0], f"var {found[1]}={found[2][: len(found[2]) // 2]};", 1)


def rename_class(text: str) -> str:
    """Give the class by which the page is recognised another name, everywhere."""
    for name in _CLASSES:
        changed, count = re.subn(rf'(class="[^"]*)\b{name}\b', rf"\1nuevo-{name[::-1]}", text)
        if count:
            return changed
    raise FaultNotApplicableError("the page has no class by which it is recognised")


def rename_attribute(text: str) -> str:
    """Give the first kind of ``data-`` attribute another name, everywhere."""
    found = re.search(r"\bdata-\w+=", text)
    if found is None:
        raise FaultNotApplicableError("the page has no data attribute")
    return text.replace(found[0], found[0].replace("data-", "data-nuevo-"))


def rename_label(text: str) -> str:
    """Give the second label of the table (or its only one) another name."""
    labels = re.findall(r"<th>[^<]*</th>", text)
    if not labels:
        raise FaultNotApplicableError("the page has no table with labels")
    return text.replace(labels[:2][-1], "<th>ETIQUETA CON OTRO NOMBRE</th>", 1)


def wrap_table(text: str) -> str:
    """Put the table inside another one."""
    frame = '<table class="marco"><tbody><tr><td>{}</td></tr></tbody></table>'
    return _once(_TABLE, lambda found: frame.format(found[0]), text, "table")


def add_header_row(text: str) -> str:
    """Print one more row of headers above the table's own."""
    row = "<tr><th>FICHA</th><th>ACTUALIZADA</th></tr>"
    return _once(r"(<table\b[^>]*>)", lambda found: f"{found[1]}{row}", text, "table")


def double_table(text: str) -> str:
    """Print the table twice."""
    return _once(_TABLE, lambda found: found[0] * 2, text, "table")


def nest_deeply(text: str) -> str:
    """Put the page's content inside fifty thousand blocks."""
    return _once(
        re.compile(r"(<body[^>]*>)(.*)(</body>)", re.DOTALL),
        lambda found: f"{found[1]}{'<div>' * _DEPTH}{found[2]}{'</div>' * _DEPTH}{found[3]}",
        text,
        "body",
    )


def on_rows(change: Callable[[list[Any]], list[Any]]) -> Callable[[str], str]:
    """Make a change of a page's rows into a function of its text: its longest array's elements, else rows or links."""

    def spoil(text: str) -> str:
        if _ARRAY.search(text):
            found = _longest(text)
            changed = script_value(change(json.loads(found[2])))
            return text.replace(found[0], f"var {found[1]}={changed};", 1)
        table = next((found for found in _TABLE.finditer(text) if "<td" in found[0]), None)
        begin, end = table.span() if table else (0, len(text))
        rows = (_ROW if table else _LINK).findall(text[begin:end])
        if not rows:
            raise FaultNotApplicableError("the page has no rows")
        first, last = text.index(rows[0], begin), text.rindex(rows[-1], begin, end) + len(rows[-1])
        return text[:first] + "".join(change(rows)) + text[last:]

    return spoil


def without_rows(text: str) -> str:
    """Leave every array empty, or a table and a list without rows."""
    if _ARRAY.search(text):
        return _ARRAY.sub(lambda found: f"var {found[1]}=[];", text)
    return on_rows(lambda _: [])(text)


def on_arrays(change: Callable[[str], str]) -> Callable[[str], str]:
    """Make a change of JSON text into a function of a page: the page's longest array is changed."""

    def spoil(text: str) -> str:
        found = _longest(text)
        return text.replace(found[0], f"var {found[1]}={change(found[2])};", 1)

    return spoil


def _longest(text: str) -> re.Match[str]:
    found = max(_ARRAY.finditer(text), key=lambda one: len(one[2]), default=None)
    if found is None or found[2] == "[]":
        raise FaultNotApplicableError("the page has no array with an element")
    return found
