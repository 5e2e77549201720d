"""Spoil published bytes that are no table: JSON, a zip with one JSON document, a zip's names, a gzip stream.

Small pure functions; they raise FaultNotApplicableError when the bytes have no such part. Tables have their own
module; which spoiling has which name belongs to the faults.
"""

from __future__ import annotations

import copy
import gzip
import io
import json
import zipfile
from typing import TYPE_CHECKING, Any

from sandbox.errors import FaultNotApplicableError
from sandbox.portals import oece
from sandbox.spoil_form import form_of, on_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from sandbox.portals.oece_parts import Json


def on_json(change: Callable[[str], str]) -> Callable[[bytes], bytes]:
    """Make a change of a JSON text into a function of bytes; a zip's only member is unpacked and packed again."""

    def spoil(body: bytes) -> bytes:
        if not body.startswith(b"PK"):
            try:
                return change(body.decode()).encode()
            except UnicodeDecodeError:
                raise FaultNotApplicableError("what is not UTF-8 is no JSON document to spoil") from None
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            names = archive.namelist()
            if len(names) != 1:
                raise FaultNotApplicableError("only a zip with one document can be spoiled as JSON")
            text = archive.read(names[0]).decode()
        return oece.zipped(change(text).encode(), names[0])

    return spoil


def _loaded(text: str) -> Any:  # noqa: ANN401 - a JSON document is an object or a list
    try:
        document = json.loads(text)
    except json.JSONDecodeError:
        raise FaultNotApplicableError("this fault needs a table or a JSON document") from None
    return document


def cut_text(text: str) -> str:
    """Keep the first half of a text."""
    return text[: len(text) // 2]


def without_key(text: str, *keys: str) -> str:
    """Take top-level keys out of a JSON object."""
    document = _loaded(text)
    if not (isinstance(document, dict) and set(keys) & set(document)):
        raise FaultNotApplicableError(f"the answer has none of the keys {', '.join(keys)}")
    for key in keys:
        document.pop(key, None)
    return json.dumps(document, ensure_ascii=False)


def without_records(text: str) -> str:
    """Leave a package, an index, a collection or a list without any record."""
    document = _loaded(text)
    _records(document).clear()
    return json.dumps(document, ensure_ascii=False)


def _records(document: Any) -> list[Any]:  # noqa: ANN401 - a JSON document is an object or a list
    """Find the records of a document: a package's, an index's results, a collection's features, or the list itself."""
    if isinstance(document, list):
        return document
    for key in ("records", "results", "features"):
        if isinstance(document, dict) and isinstance(document.get(key), list):
            found: list[Any] = document[key]
            return found
    raise FaultNotApplicableError("the document has no records")


def on_records(change: Callable[[list[Json]], None]) -> Callable[[str], str]:
    """Make a change of a package's records into a function of its text."""

    def spoil(text: str) -> str:
        document = _loaded(text)
        records = _records(document)
        if not records:
            raise FaultNotApplicableError("there is no record to spoil")
        change(records)
        return json.dumps(document, ensure_ascii=False)

    return spoil


def break_record(records: list[Json]) -> None:
    """Turn the compiled release of the record in the middle, or a record without one, into a text."""
    record = records[len(records) // 2]
    if "compiledRelease" in record:
        record["compiledRelease"] = "REGISTRO ILEGIBLE"
    else:
        records[len(records) // 2] = "REGISTRO ILEGIBLE"  # type: ignore[call-overload]


def contradict_record(records: list[Json]) -> None:
    """Print the record in the middle twice, the second time with another value: one key, two truths."""
    twin = copy.deepcopy(records[len(records) // 2])
    if "compiledRelease" in twin:
        twin["compiledRelease"]["tender"]["title"] = "OTRA NOMENCLATURA"
    else:
        key = next(key for key, value in reversed(twin.items()) if not isinstance(value, list | dict))
        twin[key] = "OTRO VALOR"
    records.append(twin)


def add_key(records: list[Json]) -> None:
    """Give every record (its compiled release, where it has one) a key that nobody knows."""
    for record in records:
        record.get("compiledRelease", record)["claveNueva"] = {"valor": 1}


def keep_records(records: list[Json], percent: int) -> None:
    """Keep only the first *percent* of the records."""
    records[:] = records[: len(records) * percent // 100]


def repeat_records(records: list[Json], times: int) -> None:
    """Print all records *times* over."""
    records[:] = records * times


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


def by_form(
    table: Callable[[bytes], bytes] | None = None,
    document: Callable[[bytes], bytes] | None = None,
    page: Callable[[str], str] | None = None,
) -> Callable[[bytes], bytes]:
    """Choose by the form of the bytes how they are spoiled: as a table, as JSON, as a page.

    A fault that has no way for a form does not fit answers of that form.
    """
    ways = {
        **dict.fromkeys(("sheet", "comma", "bar"), table),
        **dict.fromkeys(("json", "zip"), document),
        "html": None if page is None else on_text(page),
    }

    def spoil(body: bytes) -> bytes:
        form = form_of(body)
        way = ways.get(form)
        if way is None:
            needs = [name for name, has in (("a table", table), ("a JSON document", document), ("a page", page)) if has]
            raise FaultNotApplicableError(f"this fault needs {' or '.join(needs)}; the answer is {form}")
        return way(body)

    return spoil
