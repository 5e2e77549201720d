"""Columns of texts as Arrow's views: 16 bytes a text, its length and, in a short one, the text itself.

Here: making views, putting them together to columns, and taking away blanks around texts. Not here: where texts come
from (``sheettexts``, ``xlsx``). Columns are made by putting views in another order: no text is copied but those mended.
"""

from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

TEXT = pa.string_view()
BLANKS = " \t\r\n\u00a0"
INLINE = 12
"""A text this long or shorter stands in its view itself; of a longer one the view says where it begins."""
PREFIX = 4
"""The bytes of a text in the first half of its view, behind the length; of a longer text too."""
WORD = 8
LENGTH = np.uint64(0xFFFFFFFF)
_SIZES = range(INLINE + 2)
KEPT_OF_PREFIX = np.array([(1 << 8 * min(size, PREFIX)) - 1 for size in _SIZES], np.uint32)
KEPT_OF_REST = np.array([(1 << 8 * max(size - PREFIX, 0)) - 1 for size in _SIZES[:-1]] + [0], np.uint64)
"""By the length of a text: which bits of the twelve bytes where it begins are its own."""

Array = npt.NDArray[Any]


def views_at(starts: Array, lengths: Array, prefixes: Array, rests: Array) -> Array:
    """Views of texts that lie in one buffer; of each the first four bytes are given and the eight behind them."""
    views = np.empty((len(starts), 2), np.uint64)
    halves = views.view(np.uint32)
    halves[:, 0] = lengths
    # What is longer than a short text falls on the last entry of both.
    np.bitwise_and(prefixes, KEPT_OF_PREFIX.take(lengths, mode="clip"), out=halves[:, 1])
    np.bitwise_and(rests, KEPT_OF_REST.take(lengths, mode="clip"), out=views[:, 1])
    longer = np.flatnonzero(lengths > INLINE)
    views[longer, 1] = starts[longer] << 32
    return views


def whole_numbers(values: Array) -> pa.Array:
    """Whole numbers as Arrow's own, not copied: a nursery's Arrow has no ties to numpy."""
    numbers = np.ascontiguousarray(values, np.int64)
    return pa.Array.from_buffers(pa.int64(), len(numbers), [None, pa.py_buffer(numbers)])


def first_bytes(views: Array) -> Array:
    """The first byte of each text; that of an empty one is 0."""
    first: Array = views.view(np.uint32)[:, 1].astype(np.uint8)
    return first


def views_of(texts: pa.Array) -> tuple[Array, list[pa.Buffer]]:
    """Views of an array's texts, and the buffers they point into."""
    _, views, *held = texts.cast(TEXT).buffers()
    return np.frombuffer(views, np.uint64)[: 2 * len(texts)].reshape(-1, 2), held


def behind(views: Array, held: list[pa.Buffer]) -> Array:
    """Views whose buffers come behind those held already."""
    views = views.copy()
    views[(views[:, 0] & LENGTH) > INLINE, 1] += np.uint64(len(held))
    return views


def by_column(views: Array, width: int) -> Array:
    """Views that stand row by row, column by column."""
    # As one item of 16 bytes each; the two halves apart take five times as long.
    turned = np.ascontiguousarray(views.view("V16").reshape(-1, width).T)
    return turned.view(np.uint64).reshape(width, -1, 2)


def columns_of(views: Array, held: list[pa.Buffer]) -> list[pa.Array]:
    """The texts of views that stand column by column; empty ones are null."""
    views = np.ascontiguousarray(views)
    filled = np.packbits((views[:, :, 0] & LENGTH) != 0, axis=1, bitorder="little")
    return [
        pa.Array.from_buffers(TEXT, len(column), [pa.py_buffer(bits), pa.py_buffer(column), *held])
        for bits, column in zip(filled, views, strict=True)
    ]


def may_need_trimming(first: Array, last: Array) -> Array:
    """Whether texts with these first and last bytes begin or end with a blank, or may."""
    # The no-break blank is C2 A0; a look at one byte of it is enough to choose what is trimmed.
    may: Array = (first <= ord(" ")) | (first == 0xC2) | (last <= ord(" ")) | (last == 0xA0)
    return may


def clean(texts: pa.Array) -> pa.Array:
    """Return texts without the blanks around them; empty ones are null."""
    texts = pa.concat_arrays([pc.fill_null(texts, "")])
    views, held = views_of(texts)
    _, offsets, content = texts.buffers()
    places = np.frombuffer(offsets, np.int32)[: len(texts) + 1]
    data = np.frombuffer(content or b"", np.uint8)
    filled = np.flatnonzero(places[1:] > places[:-1])
    odd = filled[may_need_trimming(data[places[filled]], data[places[filled + 1] - 1])]
    if len(odd):
        views = views.copy()
        held = replace(views, held, odd, pc.utf8_trim(texts.take(whole_numbers(odd)), BLANKS))
    return columns_of(views[np.newaxis], held)[0]


def replace(views: Array, held: list[pa.Buffer], places: Array, texts: pa.Array) -> list[pa.Buffer]:
    """Put other texts in some places; the buffers that all point into then."""
    new, more = views_of(texts)
    views[places] = behind(new, held)
    return held + more
