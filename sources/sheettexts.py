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

BLANKS = " \t\r\n\u00a0"
OPENING = re.compile(rb'<(?P<p>(?:\w+:)?)row>(?P<cell><(?P=p)c t="(?:str"><(?P=p)v|inlineStr"><(?P=p)is><(?P=p)t)>)')
TAGS = re.compile(rb"<([\w:]+)")
EMPTY_VALUE = re.compile(rb"<((?:\w+:)?[vt]) ?/>")
LOOKED_AT = 1 << 16
ENTITIES = {"&lt;": "<", "&gt;": ">", "&quot;": '"', "&apos;": "'", "&amp;": "&"}
"""In the order of decoding: the ampersand last, so that no text is decoded twice."""
ESCAPED = re.compile(rb"_x[0-9A-Fa-f]{4}_")

Bytes = npt.NDArray[np.uint8]


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
    columns = [clean(_decoded(pc.list_element(cells, place))) for place in range(width)]
    blank = len(between) * (width - 1)
    full = np.fromiter((len(row) != blank or row != between.encode() * (width - 1) for row in rows), bool, len(rows))
    offsets = pa.array(np.flatnonzero(full), pa.int64())
    if len(offsets) < len(rows):
        columns = [column.take(offsets) for column in columns]
    return Texts(columns, offsets, len(rows))


def _decoded(texts: pa.Array) -> pa.Array:
    if b"&" in memoryview(texts.buffers()[2] or b"").tobytes():
        for entity, character in ENTITIES.items():
            texts = pc.replace_substring(texts, entity, character)
    return texts


def clean(texts: pa.Array) -> pa.Array:
    """Return texts without the blanks around them; empty ones are null.

    Few columns have a cell that begins or ends with a blank, so the ends are looked at first.
    """
    if texts.null_count or texts.offset:
        texts = pa.concat_arrays([pc.fill_null(texts, "")])
    starts, ends, data = _places(texts)
    filled = ends > starts
    if not filled.any():
        return pa.nulls(len(texts), pa.string())
    first, last = data[starts[filled]], data[ends[filled] - 1]
    if (first <= ord(" ")).any() or (first == 0xC2).any() or (last <= ord(" ")).any() or (last == 0xA0).any():
        texts = pc.utf8_trim(texts, BLANKS)
        starts, ends, _ = _places(texts)
        filled = ends > starts
    _, offsets, held = texts.buffers()
    valid = pa.py_buffer(np.packbits(filled, bitorder="little"))
    return pa.Array.from_buffers(pa.string(), len(texts), [valid, offsets, held])


def _places(texts: pa.Array) -> tuple[Any, Any, Bytes]:
    _, offsets, held = texts.buffers()
    places = np.frombuffer(offsets, np.int32)[: len(texts) + 1]
    return places[:-1], places[1:], np.frombuffer(held or b"", np.uint8)
