"""Whether a ZIP may be opened at all, judged on its directory before a byte is inflated.

Here: names, links, overlaps, ratios, sizes. Not here: what the entries hold. No name of an entry ever becomes a path.
"""

import zipfile
from pathlib import Path

from sources.refusals import Refused

MOST_ENTRIES = 2_000
MOST_BYTES = 6 << 30
SMALL = 20 << 20
HIGHEST_RATIO = 150
LONGEST_NAME = 255
LOCAL_HEADER = 30
LINK_MODE = 0o120000
TYPE_MODE = 0o170000


def open_checked(path: Path, *, most_entries: int = MOST_ENTRIES) -> zipfile.ZipFile:
    """Open a ZIP after checking its directory.

    Raises:
        Refused: ``cut_archive`` (no readable directory), ``unsafe_zip`` or ``too_big``.
    """
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as fault:
        raise Refused("cut_archive", str(fault)) from fault
    entries = archive.infolist()
    if len(entries) > most_entries:
        raise Refused("unsafe_zip", f"{len(entries)} entries")
    for entry in entries:
        _check_entry(entry)
    _check_overlap(entries)
    total = sum(entry.file_size for entry in entries)
    if total > MOST_BYTES:
        raise Refused("too_big", f"{total} bytes when inflated")
    return archive


def _check_entry(entry: zipfile.ZipInfo) -> None:
    name = entry.filename.replace("\\", "/")
    if name.startswith("/") or ".." in name.split("/") or ":" in name.split("/")[0] or "\0" in entry.orig_filename:
        raise Refused("unsafe_zip", "an entry's name leads outside the archive")
    if len(name) > LONGEST_NAME:
        raise Refused("unsafe_zip", f"an entry's name has {len(name)} characters")
    if (entry.external_attr >> 16) & TYPE_MODE == LINK_MODE:
        raise Refused("unsafe_zip", "an entry is a symbolic link")
    if entry.flag_bits & 0x1:
        raise Refused("unsafe_zip", "an entry is encrypted")
    if entry.file_size > SMALL and entry.file_size > HIGHEST_RATIO * max(1, entry.compress_size):
        raise Refused("unsafe_zip", f"an entry inflates {entry.file_size // max(1, entry.compress_size)} times")


def _check_overlap(entries: list[zipfile.ZipInfo]) -> None:
    end = 0
    for entry in sorted(entries, key=lambda one: one.header_offset):
        if entry.header_offset < end:
            raise Refused("unsafe_zip", "entries overlap")
        end = entry.header_offset + LOCAL_HEADER + entry.compress_size
