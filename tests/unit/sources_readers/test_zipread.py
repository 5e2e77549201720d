"""Entries of a ZIP come out byte for byte, and damaged ones are refused at the latest at their end."""

import random
import zipfile

import pytest

from sources.refusals import Refused
from sources.zipread import Inflated

CONTENT = b"".join(b"%d,%d;" % (n, n * n) for n in range(300_000)) + b"\0" * 5_000_000
NOISE = random.Random(1).randbytes(300_000)


def packed(path, method=zipfile.ZIP_DEFLATED, **entries):
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return path


def read(path, name, size=700_001):
    with zipfile.ZipFile(path) as archive:
        parts = inflate(archive, archive.getinfo(name), size)
    assert all(len(part) == size for part in parts[:-1])
    return b"".join(parts)


def inflate(archive, entry, size=1 << 20):
    with Inflated(archive, entry) as file:
        return list(iter(lambda: file.read(size), b""))


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
@pytest.mark.parametrize("size", [1_000_003, 9 << 20])
def test_bytes_come_out_as_they_went_in(tmp_path, method, size):
    path = packed(tmp_path / "a.zip", method, first=NOISE, second=CONTENT, empty=b"")
    assert read(path, "first", size) == NOISE
    assert read(path, "second", size) == CONTENT
    assert read(path, "empty") == b""


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_a_changed_byte_is_refused(tmp_path, method):
    path = packed(tmp_path / "a.zip", method, first=NOISE)
    raw = bytearray(path.read_bytes())
    raw[150_000] ^= 1
    path.write_bytes(raw)
    with pytest.raises(Refused) as refused:
        read(path, "first")
    assert refused.value.code == "cut_archive"


@pytest.mark.parametrize(
    ("field", "value"), [("file_size", 10), ("compress_size", 1_000), ("CRC", 1), ("header_offset", 3)]
)
def test_a_directory_that_does_not_fit_the_entry_is_refused(tmp_path, field, value):
    path = packed(tmp_path / "a.zip", first=CONTENT)
    with zipfile.ZipFile(path) as archive:
        entry = archive.getinfo("first")
        setattr(entry, field, value)
        with pytest.raises(Refused) as refused:
            inflate(archive, entry)
    assert refused.value.code == "cut_archive"


def test_other_packing_is_refused(tmp_path):
    path = packed(tmp_path / "a.zip", zipfile.ZIP_BZIP2, first=CONTENT)
    with pytest.raises(Refused, match="method 12"):
        read(path, "first")
