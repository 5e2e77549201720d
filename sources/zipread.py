"""An entry of a ZIP, inflated in parts.

Here: one entry's bytes in order, with the size and the checksum that its directory promises demanded at the end. Not
here: whether a ZIP may be opened at all (``zipcheck``), and small entries, which ``zipfile`` reads.

The months of OECE and the sheets of INFOBRAS are a gigabyte each when inflated; ISA-L inflates them in 40 % of zlib's
time.
"""

import struct
import zipfile
from pathlib import Path
from types import TracebackType
from typing import Self

from isal import isal_zlib

from sources.refusals import Refused

INPUT = 1 << 17
PART = 1 << 20
LOCAL_HEADER = struct.Struct("<4s22xHH")
SIGNATURE = b"PK\x03\x04"
RAW_DEFLATE = -15


class Inflated:
    """The bytes of one entry. Use as a context manager.

    Raises:
        Refused: ``cut_archive`` when the entry is damaged, cut short, longer than promised or packed in another way.
    """

    def __init__(self, archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise Refused("cut_archive", f"an entry is packed by method {entry.compress_type}")
        self._entry = entry
        self._path = Path(str(archive.filename))
        self._packed = entry.compress_size
        self._engine = isal_zlib.decompressobj(RAW_DEFLATE)
        self._tail = b""
        self._given = 0
        self._checksum = 0

    def __enter__(self) -> Self:
        self._file = self._path.open("rb")
        self._file.seek(self._entry.header_offset)
        header = self._file.read(LOCAL_HEADER.size)
        if len(header) < LOCAL_HEADER.size or not header.startswith(SIGNATURE):
            self._file.close()
            raise Refused("cut_archive", "an entry does not begin where the directory says")
        _, name, extra = LOCAL_HEADER.unpack(header)
        self._file.seek(name + extra, 1)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def read(self, size: int) -> bytes:
        """Return the next bytes, fewer than asked for only at the end."""
        return b"".join(self.parts(size))

    def parts(self, size: int) -> list[bytes]:
        """Return the same bytes as they are inflated, for who puts them together with others."""
        parts = []
        while size > 0 and (part := self._part(min(size, PART))):
            parts.append(part)
            size -= len(part)
        return parts

    def _part(self, most: int) -> bytes:
        """Some of the next bytes; none at the end, where size and checksum have to be right."""
        part = self._stored(most) if self._entry.compress_type == zipfile.ZIP_STORED else self._inflated(most)
        self._given += len(part)
        self._checksum = isal_zlib.crc32(part, self._checksum)
        if self._given > self._entry.file_size:
            raise Refused("cut_archive", "an entry is longer than its directory says")
        if not part and (self._given, self._checksum) != (self._entry.file_size, self._entry.CRC):
            raise Refused("cut_archive", "an entry's size or checksum is not what its directory says")
        return part

    def _inflated(self, most: int) -> bytes:
        while not self._engine.eof:
            data = self._tail or self._stored(INPUT)
            try:
                part: bytes = self._engine.decompress(data, most)
            except isal_zlib.error as fault:  # type: ignore[misc]  # its stub tells an instance, not the class
                raise Refused("cut_archive", str(fault)) from fault
            self._tail = self._engine.unconsumed_tail
            if part or not data:
                return part
        return b""

    def _stored(self, most: int) -> bytes:
        data = self._file.read(min(most, self._packed))
        self._packed -= len(data)
        return data
