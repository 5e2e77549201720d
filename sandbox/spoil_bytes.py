"""Spoil the characters of a text, whatever it says: charsets, byte order marks, NUL, lines without end.

Pure functions; they raise FaultNotApplicableError where the change would change nothing.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sandbox.errors import FaultNotApplicableError
from sandbox.spoil_form import charset, on_inner

if TYPE_CHECKING:
    from collections.abc import Callable

_LINE_BYTES = 50 << 20
_LETTER = re.compile(r"[^\x00-\x7f]")


def _recoded(change: Callable[[str, str], bytes]) -> Callable[[bytes], bytes]:
    """Write a text otherwise; *change* is given the text and the charset in which its register writes it."""

    def spoil(body: bytes) -> bytes:
        kind = charset(body)

        def inner(text: bytes) -> bytes:
            spoiled = change(text.decode(kind), kind)
            if spoiled == text:
                raise FaultNotApplicableError("the answer has no letter that this fault could spoil")
            return spoiled

        return on_inner(inner)(body)

    return spoil


def _other(kind: str) -> str:
    return "latin-1" if kind == "utf-8" else "utf-8"


def _foreign(text: str, kind: str) -> bytes:
    found = _LETTER.search(text.removeprefix("\ufeff"))
    if kind != "utf-8" or found is None:
        raise FaultNotApplicableError("only UTF-8 with a letter beyond ASCII can hold a letter of latin-1")
    at = text.index(found[0])
    return text[:at].encode() + found[0].encode("latin-1", errors="replace") + text[at + 1 :].encode()


def _nul(text: str, kind: str) -> bytes:
    at = len(text) // 2
    return f"{text[:at]}\0{text[at:]}".encode(kind)


def _wrong(text: str, kind: str) -> bytes:
    return (
        text.removeprefix("\ufeff").encode(_other(kind), errors="replace")
        if _LETTER.search(text[1:])
        else text.encode(kind)
    )


wrong_charset = _recoded(_wrong)
foreign_letter = _recoded(_foreign)
mojibake = _recoded(lambda text, kind: text.encode().decode("latin-1").encode(kind))
utf16 = _recoded(lambda text, _: text.encode("utf-16"))
with_nul = _recoded(_nul)


def marked(body: bytes) -> bytes:
    """Put one byte order mark more before the text."""
    return on_inner(lambda text: b"\xef\xbb\xbf" + text)(body)


def open_quote(text: str) -> str:
    """Begin the line in the middle with a quotation mark that nobody closes."""
    lines = text.split("\n")
    lines[len(lines) // 2] = f'"{lines[len(lines) // 2]}'
    return "\n".join(lines)


def huge_line(text: str) -> str:
    """Add a line of 50 MB."""
    return f"{text}{'x' * _LINE_BYTES}\n"
