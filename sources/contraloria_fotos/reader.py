"""Reads contraloria_fotos: a ZIP of images, each under the register's name of the stored file.

Here: which entry is whose image, and what becomes of those that are none. Not here: measuring one (``pictures``),
whether the ZIP may be opened at all (``zipcheck``). No name of an entry is kept that is not of the register's form.
"""

import re
import zipfile
import zlib
from pathlib import PurePosixPath

import pyarrow as pa

from sources.bytesniff import head, is_zip, refuse_pages
from sources.headers import match
from sources.job import Job
from sources.pictures import PictureUnreadable, measure
from sources.refusals import Refused
from sources.report import ReadReport
from sources.staging import Staging
from sources.zipcheck import open_checked

MOST_IMAGES = 200_000
LARGEST_FILE = 40 << 20
NAME = re.compile(r"([0-9a-f]{32})\.(?:jpe?g|png)")
COLUMNS = ("stored_name", "image_hash", "two_tone_pct", "width", "height")
DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError)
"""What reading one entry raises when its bytes are not what the directory promises."""


def read(job: Job) -> ReadReport:
    """Read a job's payload: one row a file of the ZIP.

    Raises:
        Refused: the ZIP as a whole cannot be taken.
    """
    first = head(job.payload)
    refuse_pages(first)
    if not is_zip(first):
        raise Refused("not_a_zip", "a ZIP of images was expected")
    with (
        open_checked(job.payload, most_entries=MOST_IMAGES) as archive,
        Staging(job, job.spec.main, match(job.spec.tables[job.spec.main], COLUMNS)) as staging,
    ):
        numbers: list[int] = []
        rows: list[tuple[str, ...]] = []
        for number, entry in enumerate((each for each in archive.infolist() if not each.is_dir()), 1):
            try:
                row = _row(archive, entry)
            except PictureUnreadable as unreadable:
                staging.quarantine_row(f"entry {number}", unreadable.code, None)
            else:
                numbers.append(number)
                rows.append(row)
        if rows:
            columns = [pa.array(texts, pa.string()) for texts in zip(*rows, strict=True)]
            names = ["row_number", *(f"c{place}" for place in range(len(COLUMNS)))]
            staging.add_chunk(pa.table([pa.array(numbers, pa.int64()), *columns], names))
        return staging.finish()


def _row(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> tuple[str, ...]:
    named = NAME.fullmatch(PurePosixPath(entry.filename.replace("\\", "/")).name.lower())
    if named is None:
        raise PictureUnreadable("broken_key", "another name than the register gives its files")
    if entry.file_size > LARGEST_FILE:
        raise PictureUnreadable("image_too_large", f"{entry.file_size} bytes")
    try:
        content = archive.read(entry)
    except DAMAGED as fault:
        raise PictureUnreadable("broken_image", type(fault).__name__) from fault
    picture = measure(content)
    shares = f"{picture.two_tone_pct:.2f}"
    return named[1], f"{picture.hash:016x}", shares, str(picture.width), str(picture.height)
