"""Spoil published bytes that are no table: JSON, a zip with one JSON document, a zip's names, a gzip stream.

Small pure functions; they raise FaultNotApplicableError when the bytes have no such part. Tables have their own
module; which spoiling has which name belongs to the faults.
"""

from __future__ import annotations

import copy
import gzip
import io
import json
import re
import zipfile
from typing import TYPE_CHECKING

from sandbox.errors import FaultNotApplicableError
from sandbox.portals import oece
from sandbox.spoil_tables import Table, put_together, take_apart

if TYPE_CHECKING:
    from collections.abc import Callable

    from sandbox.portals.oece_parts import Json


def on_json(change: Callable[[str], str]) -> Callable[[bytes], bytes]:
    """Make a change of a JSON text into a function of bytes; a zip's only member is unpacked and packed again."""

    def spoil(body: bytes) -> bytes:
        if not body.startswith(b"PK"):
            return change(body.decode()).encode()
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            names = archive.namelist()
            if len(names) != 1:
                raise FaultNotApplicableError("only a zip with one document can be spoiled as JSON")
            text = archive.read(names[0]).decode()
        return oece.zipped(change(text).encode(), names[0])

    return spoil


def _loaded(text: str) -> Json:
    try:
        document: Json = json.loads(text)
    except json.JSONDecodeError:
        raise FaultNotApplicableError("this fault needs a table or a JSON document") from None
    return document


def cut_text(text: str) -> str:
    """Keep the first half of a text."""
    return text[: len(text) // 2]


def without_key(text: str, *keys: str) -> str:
    """Take top-level keys out of a JSON object."""
    document = _loaded(text)
    for key in keys:
        document.pop(key, None)
    return json.dumps(document, ensure_ascii=False)


def without_records(text: str) -> str:
    """Leave a package (or an index) without any record (or result)."""
    document = _loaded(text)
    document["records" if "records" in document else "results"] = []
    return json.dumps(document, ensure_ascii=False)


def on_records(change: Callable[[list[Json]], None]) -> Callable[[str], str]:
    """Make a change of a package's records into a function of its text."""

    def spoil(text: str) -> str:
        document = _loaded(text)
        records = document.get("records")
        if not records:
            raise FaultNotApplicableError("there is no record to spoil")
        change(records)
        return json.dumps(document, ensure_ascii=False)

    return spoil


def break_record(records: list[Json]) -> None:
    """Turn the compiled release of the record in the middle into a text."""
    records[len(records) // 2]["compiledRelease"] = "REGISTRO ILEGIBLE"


def contradict_record(records: list[Json]) -> None:
    """Print the record in the middle twice, the second time with another title: one ocid, two truths."""
    twin = copy.deepcopy(records[len(records) // 2])
    twin["compiledRelease"]["tender"]["title"] = "OTRA NOMENCLATURA"
    records.append(twin)


def add_key(records: list[Json]) -> None:
    """Give every compiled release a key that nobody knows."""
    for record in records:
        record["compiledRelease"]["claveNueva"] = {"valor": 1}


def keep_records(records: list[Json], percent: int) -> None:
    """Keep only the first *percent* of the records."""
    records[:] = records[: len(records) * percent // 100]


def replace_once(text: str, pattern: str, new: str) -> str:
    """Replace the first place that a pattern matches."""
    changed, count = re.subn(pattern, new, text, count=1)
    if not count:
        raise FaultNotApplicableError(f"nothing matches {pattern}")
    return changed


def with_wandering_names(body: bytes) -> bytes:
    """Name a zip's members so that unpacking by name would write outside the folder."""
    if not body.startswith(b"PK"):
        raise FaultNotApplicableError("only a zip has members")
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(body)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(f"../../{name}", old.read(name))
    return stream.getvalue()


def cut_gzip(body: bytes) -> bytes:
    """Compress and keep the first half."""
    packed = gzip.compress(body, compresslevel=1, mtime=0)
    return packed[: len(packed) // 2]


def table_or_json(table_change: Callable[[Table], None], json_change: Callable[[str], str]) -> Callable[[bytes], bytes]:
    """Choose by the form of the bytes: a table is spoiled one way, a JSON text the other."""

    def spoil(body: bytes) -> bytes:
        try:
            table = take_apart(body)
        except FaultNotApplicableError:
            return on_json(json_change)(body)
        table_change(table)
        return put_together(table)

    return spoil
