"""Writes that survive a crash: write, flush to disk, rename, flush the folder, in that order.

Here: the few ways this room touches the disk for good. Not here: what is written.
"""

import json
import os
from pathlib import Path
from typing import Any


def canonical(value: Any) -> str:  # noqa: ANN401 - any JSON value
    """Return the one spelling of a JSON value: sorted keys, no blanks, real letters."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def make_folder(folder: Path) -> None:
    """Create a folder and its parents, each entry flushed to disk."""
    if folder.is_dir():
        return
    make_folder(folder.parent)
    folder.mkdir(exist_ok=True)
    flush_folder(folder.parent)


def flush_folder(folder: Path) -> None:
    """Flush a folder's own entries to disk, so that a new or renamed file survives a power cut."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_whole(path: Path, content: bytes) -> None:
    """Put a file in place as a whole: readers see the old one or the new one, never a part."""
    waiting = path.with_name(f".{path.name}.new")
    with waiting.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    waiting.replace(path)
    flush_folder(path.parent)


def append_line(path: Path, line: str) -> None:
    """Append one line and flush it; a crash leaves the line whole or torn at the very end, never in between."""
    new = not path.exists()
    with path.open("ab") as file:
        file.write(f"{line}\n".encode())
        file.flush()
        os.fsync(file.fileno())
    if new:
        flush_folder(path.parent)


def cut_to(path: Path, size: int) -> None:
    """Cut a file back to ``size`` bytes and flush it."""
    with path.open("r+b") as file:
        file.truncate(size)
        file.flush()
        os.fsync(file.fileno())
