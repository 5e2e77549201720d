"""Spoil a zip or a workbook as an archive: hostile names, overlaps, bombs, XML that must not be expanded.

Pure functions of bytes; they raise FaultNotApplicableError for what is no archive of that kind.
"""

from __future__ import annotations

import copy
import io
import stat
import zipfile
from typing import TYPE_CHECKING

from sandbox.errors import FaultNotApplicableError
from sandbox.portals import sheet
from sandbox.spoil_form import form_of, packed

if TYPE_CHECKING:
    from collections.abc import Callable

_BOMB_BYTES, _PIECE = 256 << 20, 1 << 20
_MANY = 100_000
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_EMPTY_ROWS = 1_048_576
_LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
_DOCTYPES = {
    "laughs": f'<!DOCTYPE x [<!ENTITY l0 "ja">{_LAUGHS}]>',
    "entity": '<!DOCTYPE x [<!ENTITY l9 SYSTEM "file:///etc/hostname">]>',
}


def _members(body: bytes, *forms: str) -> dict[str, bytes]:
    if not body.startswith(b"PK"):
        raise FaultNotApplicableError("only a zip has members")
    if form_of(body) not in forms:
        raise FaultNotApplicableError(f"this fault is for {', '.join(forms)}")
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def renamed(name: Callable[[str], str]) -> Callable[[bytes], bytes]:
    """Name the members otherwise."""

    def spoil(body: bytes) -> bytes:
        return packed({name(old): data for old, data in _members(body, "zip", "sheet").items()})

    return spoil


def nested(body: bytes) -> bytes:
    """Put the zip inside a zip inside a zip."""
    _members(body, "zip", "sheet")
    return packed({"dentro.zip": packed({"dentro.zip": body})})


def with_link(body: bytes) -> bytes:
    """Add a member that is a symbolic link out of the folder."""
    members, stream = _members(body, "zip", "sheet"), io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
        link = zipfile.ZipInfo("enlace")
        link.create_system, link.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/hostname")
    return stream.getvalue()


def with_many(body: bytes) -> bytes:
    """Add a hundred thousand empty members."""
    members, stream = _members(body, "zip", "sheet"), io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, data in members.items():
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
        for number in range(_MANY):
            archive.writestr(zipfile.ZipInfo(f"{number}.txt"), b"")
    return stream.getvalue()


def overlapping(body: bytes) -> bytes:
    """List the first member's bytes ten times under ten names: more comes out than went in."""
    members, stream = _members(body, "zip", "sheet"), io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
        for number in range(9):
            twin = copy.copy(archive.filelist[0])
            twin.filename = f"copia{number}.json"
            archive.filelist.append(twin)
    return stream.getvalue()


def bomb(body: bytes) -> bytes:
    """Let the data member inflate to 256 MiB of blanks."""
    members = _members(body, "zip", "sheet")
    target = sheet.SHEET if sheet.SHEET in members else next(iter(members))
    begin, end = (b"{", b"}") if target != sheet.SHEET else members[target].split(b"<x:row>", 1)[:1] * 2
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, data in members.items():
            if name != target:
                archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
        with archive.open(target, "w", force_zip64=True) as member:
            member.write(begin)
            for _ in range(_BOMB_BYTES // _PIECE):
                member.write(b" " * _PIECE)
            member.write(b"</x:sheetData></x:worksheet>" if target == sheet.SHEET else end)
    return stream.getvalue()


def on_sheet(change: Callable[[str], str]) -> Callable[[bytes], bytes]:
    """Make a change of a sheet's XML into a function of a workbook."""

    def spoil(body: bytes) -> bytes:
        members = _members(body, "sheet")
        members[sheet.SHEET] = change(members[sheet.SHEET].decode()).encode()
        return packed(members)

    return spoil


def with_doctype(kind: str) -> Callable[[bytes], bytes]:
    """Declare entities in the sheet and use one in its first cell: ``laughs`` or ``entity``."""

    def change(xml: str) -> str:
        head, rest = xml.split("?>", 1)
        return f"{head}?>{_DOCTYPES[kind]}{rest.replace('<x:v>', '<x:v>&l9;', 1)}"

    return on_sheet(change)


def _add_empty_rows(xml: str) -> str:
    return xml.replace("</x:sheetData>", "<x:row></x:row>" * _EMPTY_ROWS + "</x:sheetData>")


def _formula(xml: str) -> str:
    rows = xml.split("</x:row>")
    middle = len(rows) // 2
    formula = '<x:c t="str"><x:f>HYPERLINK("http://otro-host.invalid/")</x:f><x:v>'
    rows[middle] = rows[middle].replace('<x:c t="str"><x:v>', formula, 1)
    return "</x:row>".join(rows)


def _merge_header(xml: str) -> str:
    merged = '<x:mergeCells count="1"><x:mergeCell ref="A4:C4"/></x:mergeCells>'
    rows = xml.split("</x:row>")
    cells = rows[3].split("<x:v>")
    for place in (2, 3):
        cells[place] = f"</x:v>{cells[place].split('</x:v>', 1)[1]}"
    rows[3] = "<x:v>".join(cells)
    return "</x:row>".join(rows).replace("</x:sheetData>", f"</x:sheetData>{merged}")


empty_rows, formula, merged_header = (on_sheet(change) for change in (_add_empty_rows, _formula, _merge_header))


def with_macro(body: bytes) -> bytes:
    """Add a macro project to a workbook."""
    return packed(_members(body, "sheet") | {"xl/vbaProject.bin": _OLE + bytes(504)})


def _ole(name: str) -> Callable[[bytes], bytes]:
    def spoil(body: bytes) -> bytes:
        _members(body, "sheet")
        return _OLE + bytes(504) + name.encode("utf-16-le").ljust(3584, b"\0")

    return spoil


encrypted, old_workbook = _ole("EncryptedPackage"), _ole("Workbook")
