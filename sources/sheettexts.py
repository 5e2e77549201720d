"""Rows of a sheet whose cells all are texts, cut at their separators without an XML parser.

Here: how a piece spells its cells, cutting it there, the proof that nothing else stood in it, and texts without blanks
around them. Not here: pieces (``sheetcuts``) and everything that is not this plain, which a parser reads (``xlsx``).

A workbook of 190,000 rows is printed by a program, and every cell in the same spelling. Cutting there costs an eighth
of parsing. It is proven, not guessed: each ``<`` of the piece must belong to a separator and every row must have the
same number of cells. Whatever says anything else (a cell left out, a style, a number, a comment) gives None here.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Self

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
    spelling = _Spelling.of(opening)
    ends = _row_ends(body, spelling.end)
    if not ends or ends[-1] != len(body):
        return None
    width = body.count(spelling.between, 0, ends[0]) + 1
    if int(np.count_nonzero(np.frombuffer(body, np.uint8) == ord("<"))) != spelling.marks(width) * len(ends):
        return None
    return _columns(body, ends, spelling, width)


@dataclass(frozen=True)
class _Spelling:
    """What stands before the first text of a row, between two, and after the last."""

    begin: bytes
    between: bytes
    end: bytes

    @classmethod
    def of(cls, opening: re.Match[bytes]) -> Self:
        """As the first row of a piece spells it."""
        cell, row_tag = opening["cell"], opening["p"] + b"row>"
        closing = b"".join(b"</%b>" % tag for tag in reversed(TAGS.findall(cell)))
        return cls(b"<" + row_tag + cell, closing + cell, closing + b"</" + row_tag)

    def marks(self, width: int) -> int:
        """How many ``<`` a row of so many cells has."""
        return (self.begin + self.between * (width - 1) + self.end).count(b"<")

    def blank(self, width: int) -> int:
        """How many bytes a row of so many cells without any text has."""
        return len(self.begin) + len(self.between) * (width - 1) + len(self.end)


def _row_ends(body: bytes, end: bytes) -> list[int]:
    """Where each row ends."""
    ends = []
    place = body.find(end)
    while place >= 0:
        ends.append(place + len(end))
        place = body.find(end, ends[-1])
    return ends


def _needs_parser(body: bytes) -> bool:
    """Whether something in the texts means another text: line ends, numbered entities, the escapes of spreadsheets."""
    # Looking for one byte is ten times faster than for several.
    if b"\r" in body or (b"_" in body and ESCAPED.search(body)):
        return True
    return b"&" in body and body.count(b"&") != sum(body.count(entity.encode()) for entity in ENTITIES)


def _columns(body: bytes, ends: list[int], spelling: _Spelling, width: int) -> Texts | None:
    places = np.array([0, *ends], np.int32)
    try:
        # The rows are not copied: they are views of the piece, and the cast proves that they are UTF-8.
        rows = pa.Array.from_buffers(pa.binary(), len(ends), [None, pa.py_buffer(places), pa.py_buffer(body)])
        cells = pc.split_pattern(rows.cast(pa.string()), spelling.between.decode("ascii"))
    except pa.ArrowInvalid:
        return None  # not UTF-8
    if not bool((np.diff(cells.offsets.to_numpy()) == width).all()):
        return None
    texts = cells.flatten()
    views, held = _views(texts, decoded=True)
    by_column = np.ascontiguousarray(views.reshape(len(ends), width, 2).transpose(1, 0, 2))
    for place in {0, width - 1}:
        inner = _inner(texts, spelling, place, width)
        if inner is None:
            return None
        outer, more = _views(inner, decoded=True)
        by_column[place] = _behind(outer, held)
        held = [*held, *more]
    full = np.flatnonzero(np.diff(places) != spelling.blank(width))
    if len(full) < len(ends):
        by_column = by_column[:, full]
    return Texts([_array(column, held) for column in by_column], pa.array(full, pa.int64()), len(ends))


def _inner(texts: pa.Array, spelling: _Spelling, place: int, width: int) -> pa.Array | None:
    """The cells of an outer column without the beginning and the end of their rows; None when one lacks them."""
    cells = texts.take(pa.array(np.arange(place, len(texts), width)))
    if place == 0:
        cells = _without(cells, pc.starts_with, spelling.begin)
    if place == width - 1 and cells is not None:
        cells = _without(cells, pc.ends_with, spelling.end)
    return cells


def _without(cells: pa.Array, has: Callable[[pa.Array, str], pa.Array], tags: bytes) -> pa.Array | None:
    """The cells without tags that stand at one end of all of them; None when they do not."""
    text = tags.decode("ascii")
    return pc.replace_substring(cells, text, "") if pc.all(has(cells, text)).as_py() else None


def _behind(views: Array, held: list[pa.Buffer]) -> Array:
    """Views whose buffers come behind those held already."""
    views = views.copy()
    views[(views[:, 0] & LENGTH) > INLINE, 1] += np.uint64(len(held))
    return views


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
    views = views.copy()
    views[odd] = _behind(new, held)
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
