"""Rows of a sheet whose cells all are texts, cut at their separators without an XML parser.

Here: how a piece spells its cells, finding them and the proof that nothing else stood in it. Not here: pieces
(``sheetcuts``), columns of texts (``textviews``) and whatever is not this plain, which a parser reads (``xlsx``).

A workbook of 190,000 rows is printed by a program, and every cell in the same spelling. Cutting there costs a twelfth
of parsing. It is proven, not guessed: what stands between two texts is compared byte by byte, every ``<`` of the piece
must belong to it, and every row must have the same number of cells. Whatever says anything else (a cell left out, a
style, a number, a comment) gives None here.
"""

import re
from dataclasses import dataclass
from typing import Self

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from sources.textviews import (
    BLANKS,
    INLINE,
    PREFIX,
    WORD,
    Array,
    by_column,
    columns_of,
    first_bytes,
    may_need_trimming,
    replace,
    views_at,
    whole_numbers,
)

OPENING = re.compile(rb'<(?P<p>(?:\w+:)?)row>(?P<cell><(?P=p)c t="(?:str"><(?P=p)v|inlineStr"><(?P=p)is><(?P=p)t)>)')
TAGS = re.compile(rb"<([\w:]+)")
EMPTY_VALUE = re.compile(rb"<((?:\w+:)?[vt]) ?/>")
LOOKED_AT = 1 << 16
ENTITIES = {"&lt;": "<", "&gt;": ">", "&quot;": '"', "&apos;": "'", "&amp;": "&"}
"""In the order of decoding: the ampersand last, so that no text is decoded twice."""
ESCAPED = re.compile(rb"_x[0-9A-Fa-f]{4}_")
WHOLE = np.uint64(0xFFFFFFFFFFFFFFFF)
SIGN = b"="
"""It stands once before every text, and is not often part of one."""
BLOCK = 1 << 17
"""So many bytes are compared at once: for more, the answers would take memory that is new each time."""


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
    if opening is None or _needs_parser(body) or not _is_utf8(body):
        return None
    cells = _cells(body, _Spelling.of(opening))
    return _texts(body, cells) if cells else None


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

    def tags(self, width: int) -> int:
        """How many ``<`` a row of so many cells has."""
        return (self.begin + self.between * (width - 1) + self.end).count(b"<")


@dataclass(frozen=True)
class _Cells:
    """Where the texts of a piece begin and how long they are, row by row, and the twelve bytes where each begins."""

    starts: Array
    lengths: Array
    prefixes: Array
    rests: Array
    width: int


def _needs_parser(body: bytes) -> bool:
    """Whether something in the texts means another text: line ends, numbered entities, the escapes of spreadsheets."""
    # Looking for one byte is ten times faster than for several.
    if b"\r" in body or (b"_" in body and ESCAPED.search(body)):
        return True
    return b"&" in body and body.count(b"&") != sum(body.count(entity.encode()) for entity in ENTITIES)


def _is_utf8(body: bytes) -> bool:
    try:
        _slices(body, np.array([0, len(body)])).cast(pa.string())
    except pa.ArrowInvalid:
        return False
    return True


def _slices(body: bytes, places: Array) -> pa.Array:
    """What stands between two places that follow each other, not copied."""
    offsets = pa.py_buffer(places.astype(np.int32))
    return pa.Array.from_buffers(pa.binary(), len(places) - 1, [None, offsets, pa.py_buffer(body)])


def _cells(body: bytes, spelling: _Spelling) -> _Cells | None:
    """Find every text; None where it is not proven that nothing but them and their separators is there."""
    begin, between, end = spelling.begin, spelling.between, spelling.end
    if len(body) < len(begin + between + end) or not body.endswith(end):
        return None
    signs, tags = _signs(body)
    starts = signs + (len(begin) - begin.index(SIGN))
    # Behind the last text there are at least the twelve bytes that are looked at.
    starts = starts[: np.searchsorted(starts, len(body) - INLINE, side="right")]
    starts, words, follows = _true_starts(body, starts, spelling)
    firsts = np.flatnonzero(~follows)
    width, over = divmod(len(starts), len(firsts))
    if over or not np.array_equal(firsts, np.arange(0, len(starts), width)):
        return None
    if tags != spelling.tags(width) * len(firsts):
        return None
    ends = np.append(starts[1:], len(body) + len(begin)) - len(between)
    ends[width - 1 :: width] -= len(end + begin) - len(between)
    return _Cells(starts, ends - starts, words.view(np.uint32)[:, -3], words[:, -1], width)


def _signs(body: bytes) -> tuple[Array, int]:
    """Where the signs are, and how many ``<`` there are."""
    content = np.frombuffer(body, np.uint8)
    signs, tags = [], 0
    for begin in range(0, len(body), BLOCK):
        block = content[begin : begin + BLOCK]
        signs.append(np.flatnonzero(block == ord(SIGN)) + begin)
        tags += int(np.count_nonzero(block == ord("<")))
    return np.concatenate(signs), tags


def _true_starts(body: bytes, starts: Array, spelling: _Spelling) -> tuple[Array, Array, Array]:
    """The places before which a cell opens, the words around each, and whether another cell of its row ends there."""
    words, before = _words(body, starts, len(spelling.between))
    follows = _ends_with(words, before, spelling.between)
    others = np.flatnonzero(~follows)
    opening = _stands_before(body, starts[others], spelling.end + spelling.begin)
    opening[0] = True  # the first row, before which no other ends
    if opening.all():
        return starts, words, follows
    kept = follows.copy()
    kept[others[opening]] = True
    return starts[kept], words[kept], follows[kept]


def _words(body: bytes, starts: Array, reach: int) -> tuple[Array, int]:
    """So many bytes before each place, or some more, and the twelve behind it; and how many before it."""
    # One look at all of them costs as much as one at eight bytes. The last eight must be a word of their own.
    before = -(-(reach - PREFIX) // WORD) * WORD + PREFIX
    size = before + INLINE
    around = np.ndarray((len(body) - size + 1,), f"V{size}", body, strides=(1,))
    found = around[np.maximum(starts - before, 0)]
    found[0] = bytes(before) + body[starts[0] : starts[0] + INLINE]
    return found.view(np.uint64).reshape(len(starts), -1), before


def _ends_with(words: Array, before: int, tags: bytes) -> Array:
    """Whether these tags are the last of so many bytes."""
    blank, rest = bytes(before - len(tags)), bytes(PREFIX)
    wanted = np.frombuffer(blank + tags + rest, np.uint64)
    looked_at = np.frombuffer(blank + b"\xff" * len(tags) + rest, np.uint64)
    same = np.ones(len(words), bool)
    for place, (word, bits) in enumerate(zip(wanted, looked_at, strict=True)):
        # Most words are looked at whole, and leaving out what changes nothing is a third of the time.
        same &= (words[:, place] if bits == WHOLE else words[:, place] & bits) == word
    return same


def _stands_before(body: bytes, places: Array, tags: bytes) -> Array:
    """Whether these tags stand before each of some places."""
    windows = np.ndarray((len(body) - len(tags) + 1,), f"V{len(tags)}", body, strides=(1,))
    found = windows[np.maximum(places - len(tags), 0)].view(np.uint8).reshape(len(places), -1)
    same: Array = (found == np.frombuffer(tags, np.uint8)).all(axis=1)
    return same


def _texts(body: bytes, cells: _Cells) -> Texts:
    views, held = views_at(cells.starts, cells.lengths, cells.prefixes, cells.rests), [pa.py_buffer(body)]
    odd = _odd(body, cells, views)
    if len(odd):
        held = replace(views, held, odd, _mended(body, cells.starts[odd], cells.lengths[odd]))
    columns = by_column(views, cells.width)
    full = np.flatnonzero(cells.lengths.reshape(-1, cells.width).any(axis=1))
    rows = len(views) // cells.width
    if len(full) < rows:
        columns = columns[:, full]
    return Texts(columns_of(columns, held), whole_numbers(full), rows)


def _odd(body: bytes, cells: _Cells, views: Array) -> Array:
    """The places of texts that begin or end with a blank or have an entity."""
    content = np.frombuffer(body, np.uint8)
    first, last = first_bytes(views), content[cells.starts + cells.lengths - 1]
    odd: Array = np.flatnonzero(may_need_trimming(first, last) & (cells.lengths > 0))
    if b"&" in body:
        ampersands = np.flatnonzero(content == ord("&"))
        odd = np.union1d(odd, np.searchsorted(cells.starts, ampersands, side="right") - 1)
    return odd


def _mended(body: bytes, starts: Array, lengths: Array) -> pa.Array:
    """Texts with their entities decoded and without blanks around them."""
    places = np.column_stack([starts, starts + lengths]).ravel()
    # Every other slice is what stands between two of the texts.
    texts = _slices(body, places).take(whole_numbers(np.arange(0, len(places), 2))).cast(pa.string())
    for entity, character in ENTITIES.items():
        texts = pc.replace_substring(texts, entity, character)
    return pc.utf8_trim(texts, BLANKS)
