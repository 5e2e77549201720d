"""Data that a page carries for its own script, as an inert block of JSON.

Here: the one way data enters a ``script`` element. Not here: what the data are.
"""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal

from markupsafe import Markup

from dashboard.trusted import trusted

_ESCAPES = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026", 0x2028: "\\u2028", 0x2029: "\\u2029"}


def _plain(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()[:10]
    if isinstance(value, Decimal):
        return str(value)
    raise TypeError(f"cannot put a {type(value).__name__} into a page's data")


def island(identifier: str, data: object) -> Markup:
    """``data`` as a JSON block named ``identifier``; nothing in it can end the block or start markup."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), default=_plain, allow_nan=False)
    block = Markup('<script type="application/json" id="{}">{}</script>')
    return block.format(identifier, trusted(text.translate(_ESCAPES)))
