"""Where pages are written, and the last thing done to each: masking and counting.

Here: files, their modes, their count. Not here: what is in them.
"""

from __future__ import annotations

import os
from pathlib import Path

from dashboard.masking import mask

STAFF_FOLDER, STAFF_FILE = 0o700, 0o600
OPEN_FOLDER, OPEN_FILE = 0o755, 0o644


class Writer:
    """Writes the site's files under one folder and counts them.

    Args:
        folder: the site's root; made when missing.
        private: whether only the owner may read what is written.
    """

    def __init__(self, folder: Path, *, private: bool) -> None:
        self._root = folder
        self._folder_mode = STAFF_FOLDER if private else OPEN_FOLDER
        self._file_mode = STAFF_FILE if private else OPEN_FILE
        self._known: set[Path] = set()
        self.pages = 0
        self.bytes = 0
        self._make(folder)

    def page(self, address: str, html: str) -> None:
        """Write a page at ``address`` (a path from the root), natural persons' numbers masked."""
        self._write(address, mask(html).encode("utf-8", "replace"))
        self.pages += 1

    def file(self, address: str, data: bytes | str) -> None:
        """Write a file that is not a page: a style sheet, a script, a picture."""
        self._write(address, data.encode() if isinstance(data, str) else data)

    def _write(self, address: str, data: bytes) -> None:
        path = self._root / address
        self._make(path.parent)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, self._file_mode), "wb") as file:
            file.write(data)
        self.bytes += len(data)

    def _make(self, folder: Path) -> None:
        if folder in self._known:
            return
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(self._folder_mode)
        self._known.add(folder)
