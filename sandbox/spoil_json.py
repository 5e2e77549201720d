"""Spoil JSON as text, where no parser would print it so: NaN, deep nesting, lone surrogates, keys that stand twice.

Small pure functions; they raise FaultNotApplicableError when the text has no such part.
"""

from __future__ import annotations

import re

from sandbox.errors import FaultNotApplicableError

_NUMBER = re.compile(r'(": ?)-?\d[\d.]*(?=[,}\]])')
_TEXT = re.compile(r'(": ?)"[^"\\]*"')
_DEPTH = 100_000
# The key that a fault takes when none is named: the first of these that the text has.
WATCHED = (
    "PorcRealFisico", "FechaEmision", "nombrObra", "cdp1_codigo", "COSTO_ACTUALIZADO", "FECHA_ULT_ACT_F12B",
    "FEC_SUSCRIPCION", "COD_INFO_OBRAS", "AVANCEFISICO_REAL", "datePublished", "files",
)  # fmt: skip


def _once(pattern: re.Pattern[str], new: str, text: str, what: str) -> str:
    changed, count = pattern.subn(lambda found: f"{found[1]}{new}", text, count=1)
    if not count:
        raise FaultNotApplicableError(f"the JSON has no {what}")
    return changed


def not_a_number(text: str) -> str:
    """Print NaN in place of the first number."""
    return _once(_NUMBER, "NaN", text, "number")


def infinity(text: str) -> str:
    """Print Infinity in place of the first number."""
    return _once(_NUMBER, "Infinity", text, "number")


def deep(text: str) -> str:
    """Print a hundred thousand nested lists in place of the first text."""
    return _once(_TEXT, "[" * _DEPTH + "]" * _DEPTH, text, "text")


def surrogate(text: str) -> str:
    """Print half of a character in place of the first text."""
    return _once(_TEXT, '"\\ud800"', text, "text")


def trailing(text: str) -> str:
    """Add text after the end."""
    return f"{text}, basura"


def repeated_key(text: str) -> str:
    """Print the first key twice, the first time with another value; a careless reader keeps the last."""
    found = re.search(r'\{\s*("\w+"): ?', text)
    if found is None:
        raise FaultNotApplicableError("the JSON has no key")
    return f'{text[: found.start()]}{{{found[1]}:"OTRO VALOR",{text[found.start() + 1 :]}'


def _watched(text: str) -> str:
    name = next((name for name in WATCHED if f'"{name}":' in text), None)
    if name is None:
        raise FaultNotApplicableError("the JSON has none of the watched keys")
    return name


def rename_key(text: str) -> str:
    """Give a watched key another name, everywhere."""
    return text.replace(f'"{_watched(text)}":', '"claveConOtroNombre":')


def drop_key(text: str) -> str:
    """Take a watched key out, everywhere."""
    name = _watched(text)
    value = r'(?:"(?:[^"\\]|\\.)*"|\{[^{}]*\}|[^,{}\[\]]*)'
    return re.sub(rf'"{name}": ?{value}(?:, ?|(?=\s*\}}))', "", text)


def swap_keys(text: str) -> str:
    """Give a watched key and its neighbour each other's name, everywhere; their values stay."""
    name = _watched(text)
    value = r'(?:"(?:[^"\\]|\\.)*"|\[[^\[\]]*\]|\{[^{}]*\}|[^,{}\[\]]*)'
    after = re.search(rf'"{name}": ?{value}, ?"(\w+)":', text)
    before = re.search(rf'"(\w+)": ?{value}, ?"{name}":', text)
    found = after or before
    if found is None:
        raise FaultNotApplicableError("the watched key has no neighbour")
    swapped = text.replace(f'"{name}":', '"\0":').replace(f'"{found[1]}":', f'"{name}":')
    return swapped.replace('"\0":', f'"{found[1]}":')


def deaf_echo(text: str) -> str:
    """Print another code where the answer repeats the one that was asked for."""
    pattern = re.compile(r'("(?:CODIGO_UNICO|codUniqInv|cdp1_codigo|NOBR_ID|codigoObra)": ?)"?\d+"?')
    changed, count = pattern.subn(r'\1"2999998"', text)
    if not count:
        raise FaultNotApplicableError("the answer repeats no code")
    return changed
