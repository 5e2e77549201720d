"""Invented names of places, bodies, companies and people. Every name here is made of syllables, none is copied.

Bodies say 'INVENTADA' or 'INVENTADO' in their name; people have surnames that no register holds. Functions are
pure: the same number gives the same name, another number another name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sandbox.model import District

_HEADS = ("QORI", "YANA", "SUMAQ", "HATUN", "PUKA", "ANTA", "WAYRA", "INTI", "RUMI", "CHASKA", "TIKA", "LLAQTA")
_MIDDLES = ("LAMPI", "SIRKA", "TAQRA", "WINSU", "MOLLO", "PANTI", "KUNTI", "ROQSA", "SALLA", "TUPSI", "ÑAWI")
_TAILS = ("PUNKU", "TERA", "QERO", "BAMBILLA", "NOQA", "WILLU", "CANTERO", "MARKITA", "SUYO", "TAMBINO")
_FIRST = ("TORIBIA", "ANSELMO", "FLORENTINA", "HILARIO", "EUDOCIA", "CASIMIRO", "LEOCADIA", "PRIMITIVO", "ZENOBIA")
_TRADES = ("CONSTRUCTORA", "INGENIERIA", "CONTRATISTAS", "OBRAS CIVILES", "SERVICIOS GENERALES")
_FORMS = ("S.A.C.", "E.I.R.L.", "S.R.L.", "S.A.")
_THINGS = (
    ("MEJORAMIENTO DEL SERVICIO EDUCATIVO DE LA I E", "EDUCACION"),
    ("CONSTRUCCION DE PISTAS Y VEREDAS DEL JIRON", "TRANSPORTE"),
    ("AMPLIACION DEL SISTEMA DE AGUA POTABLE DE", "SANEAMIENTO"),
    ("MEJORAMIENTO DEL PUESTO DE SALUD", "SALUD"),
    ("CREACION DEL CANAL DE RIEGO", "AGRARIA"),
    ("RENOVACION DE PUENTE EN EL CAMINO VECINAL", "TRANSPORTE"),
    ("CREACION DE LOSA DEPORTIVA EN", "DEPORTE"),
    ("INSTALACION DE ALUMBRADO 380 220 V EN", "ENERGIA"),
)


def place(number: int) -> str:
    """An invented toponym; numbers below 13,200 give different ones, later ones carry a numeral."""
    number, head = divmod(number, len(_HEADS))
    number, middle = divmod(number, len(_MIDDLES))
    number, tail = divmod(number, len(_TAILS))
    numeral = "" if number == 0 else f" {number + 1}"
    return f"{_HEADS[head]}{_MIDDLES[middle]}{_TAILS[tail]}{numeral}"


def body(number: int, level: str, district: District) -> str:
    """An evidently invented body of a level of government; different for every number."""
    if level == "GOBIERNO REGIONAL":
        return f"GOBIERNO REGIONAL INVENTADO DE {place(number)} - {district.department}"
    if level == "GOBIERNO NACIONAL":
        return f"PROGRAMA NACIONAL INVENTADO {place(number)}"
    kind = "PROVINCIAL" if number % 5 == 0 else "DISTRITAL"
    return f"MUNICIPALIDAD {kind} INVENTADA DE {place(number)}"


def company(number: int) -> str:
    """An invented company."""
    trade, form = _TRADES[number % len(_TRADES)], _FORMS[number // 7 % len(_FORMS)]
    return f"{trade} {place(number * 5 + 3)} INVENTADA {form}"


def consortium(number: int) -> str:
    """An invented consortium."""
    return f"CONSORCIO INVENTADO {place(number * 7 + 1)}"


def person(number: int) -> str:
    """An invented natural person: surnames, then names."""
    first = _FIRST[number % len(_FIRST)]
    return f"{place(number * 11 + 5).replace(' ', '')} {place(number * 3 + 2).replace(' ', '')} {first}"


def work(number: int) -> tuple[str, str]:
    """The name and the type of an invented work, punctuation stripped as INFOBRAS does."""
    thing, kind = _THINGS[number % len(_THINGS)]
    return f"{thing} {place(number * 13 + number // 8)}", kind


def tax_number(prefix: str, number: int) -> str:
    """An invented 11-digit RUC with a right check digit. ``prefix`` is '20' (company) or '10' (person)."""
    digits = f"{prefix}{number % 100_000_000:08d}"
    total = sum(int(d) * w for d, w in zip(digits, (5, 4, 3, 2, 7, 6, 5, 4, 3, 2), strict=True))
    return f"{digits}{(11 - total % 11) % 10}"
