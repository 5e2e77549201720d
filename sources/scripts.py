"""Arrays that stand in the script of a page, cut out and read as JSON; the page around them is never parsed.

Here: the cut. Not here: what the arrays mean. A page of 200 KB holds a few KB of values; a parser of HTML spends its
time on the rest. What is not strict JSON is refused, never repaired: then the page has changed.
"""

import json
import re
from collections.abc import Collection
from typing import Any

from sources.refusals import PageUnreadable

_ASSIGNED = re.compile(r"var(?<!\wvar)\s+(l[A-Z]\w*)\s*=\s*(?=\[)")
"""Begins with a literal, so that most of a page is passed over by a plain search; ``\\bvar`` takes 25 times as long."""
_AFTER = re.compile(r"\s*;")


def no_json(constant: str) -> None:
    """Refuse ``NaN`` and ``Infinity``, which Python's reader of JSON takes and JSON does not know.

    Raises:
        ValueError: always.
    """
    raise ValueError(f"{constant} is no JSON")


_DECODER = json.JSONDecoder(parse_float=str, parse_int=str, parse_constant=no_json)


def decoded(content: bytes) -> str:
    """Return a page's text: UTF-8, or the Windows code page that some answers come in.

    Raises:
        PageUnreadable: ``undecodable_bytes``.
    """
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    try:
        return content.decode("cp1252")
    except UnicodeDecodeError as fault:
        raise PageUnreadable("undecodable_bytes", str(fault)) from fault


def script_arrays(page: str, wanted: Collection[str]) -> dict[str, list[dict[str, Any]]]:
    """Return the wanted arrays of objects of a page, numbers as they are written.

    Raises:
        PageUnreadable: ``page_layout``: one is missing, stands there twice, or is no JSON list of objects.
    """
    found: dict[str, list[dict[str, Any]]] = {}
    place = 0
    while (match := _ASSIGNED.search(page, place)) is not None:
        name, place = match.group(1), match.end()
        if name not in wanted:
            continue
        try:
            value, place = _DECODER.raw_decode(page, place)
        except (ValueError, RecursionError) as fault:
            raise PageUnreadable("page_layout", f"{name} is no JSON: {str(fault)[:120]}") from fault
        if name in found or _AFTER.match(page, place) is None:
            raise PageUnreadable("page_layout", f"{name} stands there twice or does not end as an array does")
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            raise PageUnreadable("page_layout", f"{name} is no list of objects")
        found[name] = value
    if missing := sorted(set(wanted) - found.keys()):
        raise PageUnreadable("page_layout", f"the script lacks {', '.join(missing)}")
    return found
