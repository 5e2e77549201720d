"""Rows of a sheet whose cells all are texts, cut at their separators without an XML parser.

Here: how a piece spells its cells, cutting it there, the proof that nothing else stood in it, and texts without blanks
around them. Not here: pieces (``sheetcuts``) and everything that is not this plain, which a parser reads (``xlsx``).

A workbook of 190,000 rows is printed by a program, and every cell in the same spelling. Cutting there costs an eighth
of parsing. It is proven, not guessed: each ``<`` of the piece must belong to a separator and every row must have the
same number of cells. Whatever says anything else (a cell left out, a style, a number, a comment) gives None here.
"""

import re
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

TEXT = pa.string_view()
BLANKS = " \t\r\n\u00a0"
OPENING = re.compile(rb'<(?P<p>(?:\w+:)?)row>(?P<cell><(?P=p)c t="(?:str"><(?P=p)v|inlineStr"><(?P=p)is><(?P=p)t)>)')
TAGS = re.compile(rb"<([\w:]+)")
EMPTY_VALUE = re.compile(rb"<((?:\w+:)?[vt]) ?/>")
LOOKED_AT = 1 << 16
ENTITIES = {"&lt;": "<", "&gt;": ">", "&quot;": '"', "&apos;": "'", "&amp;": "&"}
"""In the order of decoding: the ampersand last, so that no text is decoded twice."""
ESCAPED = re.compile(rb"_x[0-9A-Fa-f]{4}_")

INLINE = 12
"""A text this long or shorter stands in its view itself; of a longer one the view says where it begins."""
LENGTH = np.uint64(0xFFFFFFFF)

Array = npt.NDArray[Any]


@dataclass(frozen=True)
class Texts:
    """The rows of a piece by columns; ``offsets`` are the rows' places in the piece, rows without any text left out."""

    columns: list[pa.Array]
    offsets: pa.Array
    rows: int

    @property
    def width(self) -> int:
        """How many cells each row has."""
        return len(self.columns)


def cut(body: bytes) -> Texts | None:
    """Cut whole rows into columns of texts; None when a parser must read them."""
    if found := EMPTY_VALUE.search(body, 0, LOOKED_AT):
        body = body.replace(found[0], b"<%b></%b>" % (found[1], found[1]))
    opening = OPENING.match(body)
    if opening is None or _needs_parser(body):
        return None
    cell, row_tag = opening["cell"], opening["p"] + b"row>"
    closing = b"".join(b"</%b>" % tag for tag in reversed(TAGS.findall(cell)))
    begin, end = b"<" + row_tag + cell, closing + b"</" + row_tag
    if not body.endswith(end):
        return None
    rows = body[len(begin) : -len(end)].split(end + begin)
    between = closing + cell
    width = rows[0].count(between) + 1
    marks = (width * (cell + closing).count(b"<") + 2) * len(rows)
    if int(np.count_nonzero(np.frombuffer(body, np.uint8) == ord("<"))) != marks:
        return None
    return _columns(rows, between.decode("ascii"), width)


def _needs_parser(body: bytes) -> bool:
    """Whether something in the texts means another text: line ends, numbered entities, the escapes of spreadsheets."""
    # Looking for one byte is ten times faster than for several.
    if b"\r" in body or (b"_" in body and ESCAPED.search(body)):
        return True
    return b"&" in body and body.count(b"&") != sum(body.count(entity.encode()) for entity in ENTITIES)


def _columns(rows: list[bytes], between: str, width: int) -> Texts | None:
    try:
        cells = pc.split_pattern(pa.array(rows, pa.binary()).cast(pa.string()), between)
    except pa.ArrowInvalid:
        return None  # not UTF-8
    if not bool((np.diff(cells.offsets.to_numpy()) == width).all()):
        return None
    views, held = _views(cells.flatten(), decoded=True)
    blank = between.encode() * (width - 1)
    full = np.flatnonzero(np.fromiter((row != blank for row in rows), bool, len(rows)))
    table = views.reshape(len(rows), width, 2)
    by_column = np.ascontiguousarray((table if len(full) == len(rows) else table[full]).transpose(1, 0, 2))
    return Texts([_array(column, held) for column in by_column], pa.array(full, pa.int64()), len(rows))


def clean(texts: pa.Array) -> pa.Array:
    """Return texts without the blanks around them; empty ones are null."""
    return _array(*_views(pa.concat_arrays([pc.fill_null(texts, "")]), decoded=False))


def _views(texts: pa.Array, *, decoded: bool) -> tuple[Array, list[pa.Buffer]]:
    """Arrow's views of texts, 16 bytes each, and the buffers they point into; blanks and entities are mended.

    Columns are made by putting views in another order, and few texts have anything to mend: none is copied but those.
    """
    views, held = _parts(texts)
    odd = _odd(texts, decoded=decoded)
    if not len(odd):
        return views, held
    mended = texts.take(pa.array(odd))
    for entity, character in ENTITIES.items() if decoded else ():
        mended = pc.replace_substring(mended, entity, character)
    new, more = _parts(pc.utf8_trim(mended, BLANKS))
    new = new.copy()
    # The buffers of the mended come behind the others.
    new[(new[:, 0] & LENGTH) > INLINE, 1] += np.uint64(len(held))
    views = views.copy()
    views[odd] = new
    return views, held + more


def _odd(texts: pa.Array, *, decoded: bool) -> Array:
    """The places of texts that begin or end with a blank or, to be decoded, have an entity."""
    _, offsets, held = texts.buffers()
    places = np.frombuffer(offsets, np.int32)[: len(texts) + 1]
    data = np.frombuffer(held or b"", np.uint8)
    filled = np.flatnonzero(places[1:] > places[:-1])
    first, last = data[places[filled]], data[places[filled + 1] - 1]
    # The no-break blank is C2 A0; a look at one byte of it is enough to choose what is trimmed.
    odd: Array = filled[(first <= ord(" ")) | (first == 0xC2) | (last <= ord(" ")) | (last == 0xA0)]
    if decoded and held is not None and b"&" in held.to_pybytes():
        odd = np.union1d(odd, np.flatnonzero(pc.match_substring(texts, "&").to_numpy(zero_copy_only=False)))
    return odd


def _parts(texts: pa.Array) -> tuple[Array, list[pa.Buffer]]:
    _, views, *held = texts.cast(pa.string_view()).buffers()
    return np.frombuffer(views, np.uint64)[: 2 * len(texts)].reshape(-1, 2), held


def _array(views: Array, held: list[pa.Buffer]) -> pa.Array:
    filled = (views[:, 0] & LENGTH) != 0
    parts = [pa.py_buffer(np.packbits(filled, bitorder="little")), pa.py_buffer(np.ascontiguousarray(views)), *held]
    return pa.Array.from_buffers(TEXT, len(views), parts)
