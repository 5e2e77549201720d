"""What the first bytes of a file say it is, whatever its name or its sender says.

Here: magic bytes, error pages, encodings decided on bytes. Not here: reading any format.
"""

import codecs
from pathlib import Path

from sources.notes import Note
from sources.refusals import Refused

CHUNK = 1 << 24
HEAD = 4096
ZIP_MAGIC = b"PK\x03\x04"


def head(path: Path) -> bytes:
    """Return the first bytes of a file.

    Raises:
        Refused: ``empty_file``.
    """
    with path.open("rb") as file:
        first = file.read(HEAD)
    if not first.strip():
        raise Refused("empty_file", f"{path.stat().st_size} bytes")
    return first


def refuse_pages(first: bytes) -> None:
    """Refuse what portals send in place of a file.

    Raises:
        Refused: ``html_instead`` or ``json_error_instead``.
    """
    start = first.removeprefix(codecs.BOM_UTF8).lstrip().lower()
    if start.startswith((b"<!doctype html", b"<html", b"<head", b"<body", b"<script")):
        raise Refused("html_instead", "the file begins like a web page")
    if start.startswith(b"<") and b"<html" in start:
        raise Refused("html_instead", "the file begins like a web page")
    if start.startswith(b"{") and b'"error"' in start[:200]:
        raise Refused("json_error_instead", first[:120].decode("utf-8", "replace"))


def is_zip(first: bytes) -> bool:
    """Whether the bytes are a ZIP, as every XLSX is."""
    return first.startswith(ZIP_MAGIC)


def text_encoding(path: Path, declared: str) -> tuple[str, bool, str | None]:
    """Decide a text file's encoding on its bytes: (encoding, every byte decodes, drift note).

    A mark at the beginning wins; text that is valid UTF-8 with characters beyond ASCII is UTF-8, whatever was
    declared, because no Spanish latin-1 text is so by chance.

    Raises:
        Refused: ``wrong_encoding`` for UTF-16 and UTF-32, which no source declares.
    """
    with path.open("rb") as file:
        first = file.read(4)
    if first.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_BE)):
        raise Refused("wrong_encoding", "the file is UTF-16 or UTF-32")
    valid, beyond_ascii = _utf8(path)
    utf8_declared = codecs.lookup(declared).name in ("utf-8", "utf-8-sig")
    if utf8_declared:
        return "utf-8", valid, None
    if valid and (beyond_ascii or first.startswith(codecs.BOM_UTF8)):
        return "utf-8", True, Note.ENCODING.of(f"{declared} -> utf-8")
    return declared, True, None


def _utf8(path: Path) -> tuple[bool, bool]:
    decoder = codecs.getincrementaldecoder("utf-8")()
    beyond = False
    try:
        with path.open("rb") as file:
            while chunk := file.read(CHUNK):
                beyond = beyond or not chunk.isascii()
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False, True
    return True, beyond
