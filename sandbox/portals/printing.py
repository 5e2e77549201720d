"""How the portals print single values, and the fixed draws that place a quirk always in the same records.

No layout of a file belongs here, and no knowledge of a register.
"""

from __future__ import annotations

import re
import zlib
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

INVENTED = "DATOS INVENTADOS"

_PUNCTUATION = re.compile(r"[^\w\s]|_")
_BLANKS = re.compile(r"\s+")
_CENT = Decimal("0.01")


def draw(key: str, salt: str, sides: int) -> int:
    """Throw a die for a record: the same key and salt always give the same number in ``0 … sides-1``."""
    return zlib.crc32(f"{salt}:{key}".encode()) % sides


def blank_decimal(value: Decimal | None) -> str:
    """Print an amount with a blank as decimal mark: ``249977566 60``; whole amounts without (sources §2.3)."""
    if value is None:
        return ""
    whole, _, cents = f"{value:.2f}".partition(".")
    return whole if cents == "00" else f"{whole} {cents}"


def blank_percent(value: Decimal | None) -> str:
    """Print a percentage like :func:`blank_decimal`, without a last zero: ``95 4`` (sources §2.3)."""
    text = blank_decimal(value)
    return text[:-1] if text.endswith("0") and " " in text else text


def slashed(day: date | None) -> str:
    """Print a date as ``dd/mm/yyyy``."""
    return f"{day.day:02d}/{day.month:02d}/{day.year:04d}" if day else ""


def number(value: int | None) -> str:
    """Print a whole number, or nothing."""
    return "" if value is None else str(value)


def yes_no(*, value: bool | None, yes: str = "Si", no: str = "No") -> str:
    """Print a flag in the portal's words, or nothing when it is unknown."""
    if value is None:
        return ""
    return yes if value else no


def without_punctuation(text: str | None) -> str:
    """Print a text as INFOBRAS does: punctuation becomes a blank (``380 220 V``, sources §2.3)."""
    return _BLANKS.sub(" ", _PUNCTUATION.sub(" ", text or "")).strip()


def dot_decimal(value: Decimal | None) -> str:
    """Print an amount as the MEF files do: ``711115.25``, ``8435227.0``, ``0.0`` (sources §3.2)."""
    if value is None:
        return ""
    text = f"{value.quantize(_CENT):f}".rstrip("0")
    return f"{text}0" if text.endswith(".") else text


def whole_or_decimal(value: Decimal | None) -> str:
    """Print an amount without decimals where it has none: the PIM and PIA of the MEF files."""
    text = dot_decimal(value)
    return text.removesuffix(".0")


def timestamp(moment: datetime | date | None) -> str:
    """Print ``YYYY-MM-DD HH:MM:SS``; a date gets midnight (sources §3.2)."""
    if moment is None:
        return ""
    if not isinstance(moment, datetime):
        moment = datetime.combine(moment, time())
    return moment.strftime("%Y-%m-%d %H:%M:%S")


def lima(day: date, moment: str = "00:00:00") -> str:
    """Print an ISO 8601 moment with Lima's offset, as OECE does (sources §1.2)."""
    return f"{day.isoformat()}T{moment}-05:00"


def published_at(day: date, hour: int) -> datetime:
    """Give the moment, in UTC, at which a portal published its file: *hour* o'clock in Lima (five behind UTC)."""
    return datetime.combine(day, time(hour), tzinfo=UTC) + timedelta(hours=5)


def invented_document(key: str) -> str:
    """Number an invented person's DNI; it begins with 00, which no real document does."""
    return f"00{draw(key, 'document', 1_000_000):06d}"


def mvc_date(day: date | None) -> str | None:
    """Print a date as ASP.NET MVC's JSON does: ``/Date(ms)/``, midnight in Lima (sources §2.5)."""
    if day is None:
        return None
    return f"/Date({int(published_at(day, 0).timestamp()) * 1000})/"


def as_number(value: Decimal | None) -> float | None:
    """Give an amount as a JSON number."""
    return None if value is None else float(value)


# Names of the persons in personal columns. Invented; any likeness is chance.
_GIVEN = ("ZULMIRA", "ORLINDO", "FAUSTIRIA", "BERNALDINO", "ELUTERIA", "GRIMALDO", "NICASIA", "TEOBILDO")
_FAMILY = ("QUISPILLA", "HUAMANTAL", "CHOQUERO", "MAMANIVAR", "YUPANCEDO", "CCORIMANYA", "TICLLAVERO", "SAYRITUPA")


def invented_person(key: str, salt: str) -> str:
    """Name an invented person, always the same for the same key."""
    given = _GIVEN[draw(key, f"{salt}g", len(_GIVEN))]
    first, second = (_FAMILY[draw(key, f"{salt}{n}", len(_FAMILY))] for n in "12")
    return f"{given} {first} {second}"
