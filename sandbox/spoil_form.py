"""What form published bytes have, and the text inside them: a sheet's XML, a zip's only document, or the bytes as such.

Knows how to take the text out and put it back, nothing about what is changed in it.
"""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

from sandbox.errors import FaultNotApplicableError
from sandbox.portals import oece, sheet

if TYPE_CHECKING:
    from collections.abc import Callable

FORMS = ("sheet", "zip", "comma", "bar", "json", "html", "text")
"""A workbook, a zip with one JSON document, CSV with commas, a list with bars, JSON, HTML, any other text."""


def form_of(body: bytes) -> str:
    """Tell the form of published bytes, one of :data:`FORMS`."""
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            return "sheet" if sheet.SHEET in archive.namelist() else "zip"
    first = body.lstrip()[:1]
    if first in (b"{", b"["):
        return "json"
    if first == b"<":
        return "html"
    head = body.split(b"\n", 1)[0]
    if b"|" in head:
        return "bar"
    return "comma" if b"," in head else "text"


def on_inner(change: Callable[[bytes], bytes]) -> Callable[[bytes], bytes]:
    """Make a change of the innermost text's bytes into a function of published bytes."""

    def spoil(body: bytes) -> bytes:
        form = form_of(body)
        if form not in ("sheet", "zip"):
            return change(body)
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            members = {name: archive.read(name) for name in archive.namelist()}
        if form == "zip":
            name = only(members)
            return oece.zipped(change(members[name]), name)
        members[sheet.SHEET] = change(members[sheet.SHEET])
        return packed(members)

    return spoil


def on_text(change: Callable[[str], str], *forms: str) -> Callable[[bytes], bytes]:
    """Make a change of the innermost text into a function of published bytes of some forms."""

    def spoil(body: bytes) -> bytes:
        form = form_of(body)
        if forms and form not in forms:
            raise FaultNotApplicableError(f"this fault is for {', '.join(forms)}; the answer is {form}")
        kind = charset(body)
        return on_inner(lambda inner: change(inner.decode(kind)).encode(kind))(body)

    return spoil


def charset(body: bytes) -> str:
    """Tell in which characters a published text is written: UTF-8, or what old pages and lists use."""
    if body.startswith(b"PK"):
        return "utf-8"
    try:
        body.decode()
    except UnicodeDecodeError:
        return "latin-1"
    return "latin-1" if form_of(body) == "bar" else "utf-8"


def packed(members: dict[str, bytes]) -> bytes:
    """Zip members in their order."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, body in members.items():
            archive.writestr(zipfile.ZipInfo(name), body, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def only(members: dict[str, bytes]) -> str:
    """Name the one document of a zip."""
    if len(members) != 1:
        raise FaultNotApplicableError("only a zip with one document can be spoiled inside")
    return next(iter(members))
