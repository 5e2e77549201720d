"""The files of photographs that somebody gathered, as a ZIP: invented pictures of a few grey fields, no real one.

A picture is nine by eight fields whose greys are drawn from its scene, each plainly brighter or darker than the field
beside it. Names are those under which the pages of the works list them. One picture is listed by no page.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from functools import lru_cache
from random import Random
from typing import TYPE_CHECKING

from sandbox.plans.pictures import CHANGED, SAVED_AGAIN, SHEET
from sandbox.portals.infobras_arrays import photo_name
from sandbox.portals.printing import INVENTED
from sandbox.world import photographed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sandbox.model import World

Rows = list[list[int]]
_COLUMNS, _ROWS = 9, 8
_FIELD, _LARGER_FIELD = 6, 10
_STEP, _GREYS, _LIGHT = 20, 240, 8
_PAPER, _INK = 252, 12
_LISTED_NOWHERE = "0" * 32


def publish(world: World) -> bytes:
    """Print all files that were gathered up to the world's day."""
    found = {_LISTED_NOWHERE: "nowhere"}
    for work, history in photographed(world):
        for month in history.months:
            for at, scene in enumerate(month.scenes):
                if scene:
                    found[photo_name(work, month, at)] = scene
    return packed({f"{name}.jpeg": picture(scene) for name, scene in found.items()})


def packed(files: Mapping[str, bytes]) -> bytes:
    """Pack files by their names; equal ones give equal bytes."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as archive:
        archive.comment = INVENTED.encode()
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(f"fotos/{name}"), content)
    return stream.getvalue()


@lru_cache(maxsize=64)
def picture(scene: str) -> bytes:
    """Draw a scene as PNG in levels of grey."""
    if scene == SHEET:
        return png(_sheet())
    base, _, changed = scene.removesuffix(SAVED_AGAIN).partition(CHANGED)
    fields = _fields(base)
    if changed:
        fields[int(changed)] = [255 - grey for grey in fields[int(changed)]]
    size, light = (_LARGER_FIELD, _LIGHT) if SAVED_AGAIN in scene else (_FIELD, 0)
    rows = [[grey + light for grey in row for _ in range(size)] for row in fields]
    return png([row for row in rows for _ in range(size)])


def _fields(base: str) -> Rows:
    """Greys of a scene's fields; going around the scale by at least a step keeps neighbours apart."""
    draws = Random(base)
    rows: Rows = []
    for _ in range(_ROWS):
        row = [draws.randrange(_GREYS)]
        while len(row) < _COLUMNS:
            row.append((row[-1] + draws.randrange(_STEP, _GREYS - _STEP)) % _GREYS)
        rows.append(row)
    return rows


def _sheet() -> Rows:
    """Dark lines on paper."""
    blank, line = [_PAPER] * 54, [_PAPER] * 6 + [_INK] * 36 + [_PAPER] * 12
    return [line if at % 6 == 3 else blank for at in range(48)]


def png(rows: Rows) -> bytes:
    """Print rows of greys as PNG."""
    size = struct.pack(">IIBBBBB", len(rows[0]), len(rows), 8, 0, 0, 0, 0)
    points = b"".join(b"\0" + bytes(row) for row in rows)
    chunks = ((b"IHDR", size), (b"IDAT", zlib.compress(points, 1)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, content) for kind, content in chunks)


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
