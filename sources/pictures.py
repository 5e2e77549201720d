"""What is measured of one image: its difference hash, its size, and how far it is of two tones.

Here: bytes of one JPEG or PNG to numbers. Not here: where images come from (``contraloria_fotos``) and what likeness
means (the rules). Pixels alone are looked at: EXIF is neither asked for nor turned by.

The difference hash is Neal Krawetz' dHash ("Kind of Like That", hackerfactor.com, 2013): the image in 9 by 8 points of
grey, and for each of the 64 pairs of neighbours in a row whether the right one is brighter. Saving an image again or in
another size moves few of these bits.
"""

import io
import struct
import warnings
import zlib
from dataclasses import dataclass
from itertools import pairwise

from PIL import Image

from sources.errors import SourceError
from sources.refusals import ROW_CODES

FORMATS = ("JPEG", "PNG")
# A telephone makes images of 12 to 50 million points, a bomb any number.
Image.MAX_IMAGE_PIXELS = 64_000_000
COLUMNS, ROWS = 9, 8
DECODED = (512, 512)
"""A JPEG is decoded at a half, a quarter or an eighth of its size where that is not smaller than this."""
LEVELS = 16
UNREADABLE = (
    OSError, ValueError, SyntaxError, EOFError, IndexError, KeyError, TypeError, OverflowError, struct.error,
    zlib.error,
)  # fmt: skip
"""What Pillow raises on bytes that are no whole image; a lack of memory is this machine's and not among them."""


class PictureUnreadable(SourceError):  # noqa: N818 - it is a result on its way to the quarantine, not a fault
    """Raised for an image that cannot be taken; ``code`` is one of ``ROW_CODES``, the detail carries no name."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(f"{ROW_CODES[code].en} ({detail})")
        self.code = code


@dataclass(frozen=True)
class Picture:
    """An image's measures. ``two_tone_pct`` is the share of its two commonest of 16 levels of grey."""

    hash: int
    two_tone_pct: float
    width: int
    height: int


def measure(content: bytes) -> Picture:
    """Measure one image.

    Raises:
        PictureUnreadable: ``broken_image``, or ``image_too_large`` before a point of it is decoded.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=FORMATS) as image:
                width, height = image.size
                image.draft("L", DECODED)
                grey = image.convert("L")
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as fault:
        raise PictureUnreadable("image_too_large", type(fault).__name__) from fault
    except UNREADABLE as fault:
        raise PictureUnreadable("broken_image", type(fault).__name__) from fault
    return Picture(difference_hash(grey), two_tone_pct(grey), width, height)


def difference_hash(grey: Image.Image) -> int:
    """The 64 bits of an image in levels of grey, the first row's first pair highest."""
    points = grey.resize((COLUMNS, ROWS), Image.Resampling.BOX).tobytes()
    bits = 0
    for row in range(ROWS):
        line = points[row * COLUMNS : (row + 1) * COLUMNS]
        for left, right in pairwise(line):
            bits = bits << 1 | (right > left)
    return bits


def two_tone_pct(grey: Image.Image) -> float:
    """The share of points, in percent, that have one of the two commonest of 16 levels of grey."""
    counts = grey.histogram()
    width = len(counts) // LEVELS
    levels = sorted(sum(counts[start : start + width]) for start in range(0, len(counts), width))
    return 100 * sum(levels[-2:]) / sum(counts)
