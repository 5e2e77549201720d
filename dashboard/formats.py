"""How values look on a page: amounts, dates, percentages and codes as people in Peru write them.

Here: one function a kind of value, text or safe markup out. Not here: words in two languages (``texts``).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from markupsafe import Markup, escape

from dashboard.trusted import trusted

EMPTY = "—"
_SMALL_WORDS = frozenset({"de", "del", "la", "las", "los", "el", "y", "e"})


def money(value: Decimal | float | None) -> str:
    """Amount in soles: ``S/ 1,234,567.89``."""
    return EMPTY if value is None else f"S/ {value:,.2f}"


def number(value: Decimal | float | None) -> str:
    """Whole number or decimal with a comma for thousands and a point for decimals."""
    if value is None:
        return EMPTY
    if isinstance(value, Decimal | float):
        return f"{value:,.2f}".rstrip("0").rstrip(".")
    return f"{value:,}"


def percent(value: Decimal | float | None) -> str:
    """Percentage, as published, with at most two decimals: ``57.4 %``."""
    return EMPTY if value is None else f"{number(Decimal(str(value)))} %"


def share(part: int, whole: int) -> str:
    """``part`` of ``whole`` as a percentage with one decimal; a dash when there is no whole."""
    return EMPTY if whole == 0 else f"{100 * part / whole:.1f} %"


def day(value: date | datetime | None) -> Markup | str:
    """Day as dd/mm/yyyy inside a ``time`` element that carries the ISO date."""
    if value is None:
        return EMPTY
    iso = value.isoformat()[:10]
    return trusted(f'<time datetime="{iso}">{iso[8:]}/{iso[5:7]}/{iso[:4]}</time>')


def plain_day(value: date | datetime | None) -> str:
    """Day as dd/mm/yyyy without markup."""
    return EMPTY if value is None else f"{value.day:02d}/{value.month:02d}/{value.year:04d}"


def name(value: str | None) -> Markup | str:
    """A published name, isolated so that odd writing directions stay inside it."""
    return EMPTY if not value else trusted(f"<bdi>{escape(value)}</bdi>")


def short_hash(value: str | None) -> Markup | str:
    """First twelve characters of a hash, the whole of it in the title."""
    if not value:
        return EMPTY
    return Markup('<code class="hash" title="{}">{}…</code>').format(value, value[:12])


def whole_hash(value: str | None) -> Markup | str:
    """A hash in full, for proof that somebody will compare."""
    return Markup('<code class="hash">{}</code>').format(value) if value else EMPTY


def size(count: int) -> str:
    """Bytes in the unit that reads best."""
    amount = float(count)
    for unit in ("B", "KB", "MB"):
        if amount < 1024:
            return f"{amount:.0f} {unit}" if unit == "B" else f"{amount:.1f} {unit}"
        amount /= 1024
    return f"{amount:.1f} GB"


def place(text: str | None) -> str:
    """A place name published in capitals, in title case: ``MADRE DE DIOS`` becomes ``Madre de Dios``."""
    if not text:
        return EMPTY
    words = text.lower().split()
    return " ".join(w if i and w in _SMALL_WORDS else w[:1].upper() + w[1:] for i, w in enumerate(words))


def plain(value: object) -> str:
    """Any value from a rule's evidence as text, with dates and amounts untouched in their published form."""
    if value is None:
        return EMPTY
    if isinstance(value, bool):
        return "sí" if value else "no"
    if isinstance(value, list):
        return ", ".join(plain(item) for item in value) or EMPTY
    if isinstance(value, dict):
        return "; ".join(f"{key}: {plain(item)}" for key, item in value.items()) or EMPTY
    return str(value)


def cell(value: object, kind: str) -> Markup | str:
    """``value`` shown as its ``kind`` says; the kinds are those of ``fields.yml``."""
    if value is None:
        return EMPTY
    return _CELLS[kind](value)


_YES = Markup('<span lang="es">Sí</span><span lang="en">Yes</span>')


_CELLS: dict[str, Callable[[Any], Markup | str]] = {
    "money": money,
    "number": number,
    "percent": percent,
    "date": day,
    "name": name,
    "text": lambda value: escape(str(value)),
    "code": lambda value: trusted(f"<code>{escape(value)}</code>"),
    "boolean": lambda value: _YES if value else "No",
    "list": lambda value: name(", ".join(str(item) for item in value)),
}
