"""Print one wrong value where a register prints a date, an amount or a name, in whatever form the answer has.

A date is printed in the form of the one it replaces, so that only the day is wrong. Small pure functions; they raise
FaultNotApplicableError when the answer has no such value or its form cannot hold the text.
"""

from __future__ import annotations

import html
import json
import re
from typing import TYPE_CHECKING

from sandbox import spoil_tables as tables
from sandbox.errors import FaultNotApplicableError
from sandbox.portals.infobras_pages import script_value
from sandbox.spoil_form import form_of, on_text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

# Keys and labels that a fault takes: the first of these that the answer has.
_DATES = (
    "datePublished", "fechaIniObra", "FEC_INI_EJ", "FECHA_ULT_ACT_F12B", "FEC_SUSCRIPCION", "FEC_PARALIZA",
    "DOBR_FEC_INI_OBRA", "FechaInicio", "FechaEmision",
)  # fmt: skip
_AMOUNTS = (
    "amount", "montoObraSoles", "COSTO_ACTUALIZADO", "MTO_ET_SNIP", "MTO_TOTAL", "VAL_AVANCE_FISICO", "NSNP_MONTOAPR",
    "RealFinanc", "MontoSoles",
)  # fmt: skip
_TEXTS = (
    "description", "nombrObra", "NOMBRE_INVERSION", "ULT_ESTADO_SITUACIONAL", "DES_ITEM", "DES_NOMBRE_OBRA",
    "COBR_DESCRI", "cdp1_distrito", "nombreArchivo", "NombreRep", "TituloInforme", "source",
)  # fmt: skip
_LABELS = {"date": "FECHA DE INICIO", "amount": "MONTO DE APROBACIÓN", "text": "NOMBRE DE OBRA"}
_HEADINGS = re.compile(r'(<h[123] class="(?:obra-nombre|entidad)">)([^<]*)')
_RAW_NUMBER = re.compile(r"-?\d[\d.]*(?:e\d+)?")
_XML_REFUSES = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")

# Year, month and day as they are printed; the words of .NET's form stand apart.
DAYS: dict[str, tuple[str, str, str, str]] = {
    "impossible": ("2026", "02", "31", "NaN"),
    "zero": ("0000", "00", "00", "-99999999999999"),
    "far": ("2999", "01", "01", "32472162000000"),
    "american": ("2026", "31", "12", "12/31/2026"),
}
_SHAPES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"/Date\(.*\)/"), "/Date({ms})/"),
    (re.compile(r"\d{4}-\d\d-\d\dT.*"), "{y}-{m}-{d}T00:00:00-05:00"),
    (re.compile(r"\d{4}-\d\d-\d\d.*"), "{y}-{m}-{d} 00:00:00"),
    (re.compile(r"\d\d/\d\d/\d\d"), "{d}/{m}/{s}"),
    (re.compile(r"\d\d/\d\d/\d{4}.*"), "{d}/{m}/{y}"),
)
_FORM_OF_TABLE = {"sheet": "{d}/{m}/{y}", "comma": "{y}-{m}-{d} 00:00:00", "bar": "{d}/{m}/{s}"}
SERIAL = "46000"


def wrong_day(kind: str) -> Callable[[bytes], bytes]:
    """Print a day that there is not, in the form of the day it replaces; ``serial``: a spreadsheet's number."""

    def shown(old: str, form: str) -> str:
        if kind == "serial":
            return SERIAL
        year, month, day, ms = DAYS[kind]
        shape = next(
            (text for pattern, text in _SHAPES if pattern.fullmatch(old)), _FORM_OF_TABLE.get(form, "{d}/{m}/{y}")
        )
        return shape.format(y=year, m=month, d=day, s=year[2:], ms=ms)

    return _replaced("date", tables.DATES, _DATES, shown)


def wrong_amount(texts: Mapping[str, str] | str) -> Callable[[bytes], bytes]:
    """Print a text where an amount stands; by form of the answer, or the same everywhere."""

    def shown(_: str, form: str) -> str:
        return texts if isinstance(texts, str) else texts.get(form, texts["comma"])

    return _replaced("amount", tables.MONEY, _AMOUNTS, shown)


def wrong_text(text: str) -> Callable[[bytes], bytes]:
    """Print a text where a name or a description stands."""
    return _replaced("text", tables.TEXTS, _TEXTS, lambda _old, _form: text)


def _replaced(
    kind: str, columns: Sequence[str], keys: Sequence[str], shown: Callable[[str, str], str]
) -> Callable[[bytes], bytes]:
    def spoil(body: bytes) -> bytes:
        form = form_of(body)
        if form in ("sheet", "comma", "bar"):
            return tables.on_table(lambda table: _in_table(table, columns, shown))(body)
        in_markup = form == "html"

        def change(text: str) -> str:
            changed = _in_json(text, keys, lambda old: shown(old, form), kind, in_markup=in_markup)
            if changed is None and in_markup:
                changed = _in_markup(text, kind, lambda old: shown(old, form))
            if changed is None:
                raise FaultNotApplicableError(f"nothing matches: the answer has no {kind} that this fault knows")
            return changed

        return on_text(change)(body)

    return spoil


def _in_table(table: tables.Table, columns: Sequence[str], shown: Callable[[str, str], str]) -> None:
    row, place = table.middle(), table.place(*columns)
    text = shown(row[place], table.form)
    if table.form == "sheet" and _XML_REFUSES.search(text):
        raise FaultNotApplicableError("a sheet cannot hold this text")
    if table.form == "bar" and ("|" in text or "\n" in text):
        raise FaultNotApplicableError("a list with bars cannot hold this text")
    row[place] = text


def _in_json(text: str, keys: Sequence[str], shown: Callable[[str], str], kind: str, *, in_markup: bool) -> str | None:
    """Replace the value of the first of the keys that is no null; amounts stay numbers where the text is one."""
    for key in keys:
        found = re.search(rf'"{key}": ?(?:"((?:[^"\\]|\\.)*)"|(-?\d[\d.]*))', text)
        if found is None:
            continue
        new = shown(found[1] or found[2] or "")
        printed = new if kind == "amount" and _RAW_NUMBER.fullmatch(new) else _quoted(new, in_markup=in_markup)
        begin = found.start() + found[0].index(":") + 1
        return f"{text[:begin]}{printed}{text[found.end() :]}"
    return None


def _quoted(text: str, *, in_markup: bool) -> str:
    return script_value(text) if in_markup else json.dumps(text, ensure_ascii=False)


def _in_markup(text: str, kind: str, shown: Callable[[str], str]) -> str | None:
    label = re.compile(rf"(<th>{_LABELS[kind]}</th><td>)([^<]*)")
    for pattern in (label, _HEADINGS) if kind == "text" else (label,):
        if pattern.search(text):
            return pattern.sub(lambda found: found[1] + html.escape(shown(found[2])), text, count=1)
    return None
