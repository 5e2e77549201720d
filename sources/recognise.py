"""What the files of a folder are: by their names first, by their content where names do not say.

Here: matching files with sources, months and dates; two files of one source told apart. Not here: reading them
(``reading``). A file nobody knows is named and left. Dates come from names, never from the time of last change.
"""

import csv
import io
import json
import logging
import re
import zipfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from sources import registry, sniff
from sources.bundle import MAGIC, first_line
from sources.bytesniff import is_zip
from sources.dates import date_in_name, matching_pattern, part_in_name
from sources.headers import plain
from sources.refusals import Refused
from sources.spec import SourceSpec
from sources.spec_tables import TableSpec
from sources.zipcheck import open_checked

LOG = logging.getLogger(__name__)
LOOKED_AT = 1 << 20
MONTH_WITHIN = 32 << 20
KNOWN_SHARE = 0.5
TELLING_COLUMNS = 3
MONTH = re.compile(rb'"dataSegmentation"\s*:\s*\{[^{}]*?"id"\s*:\s*"(\d{4}-\d{2})"')
FEATURES = re.compile(rb'"type"\s*:\s*"FeatureCollection"')
PACKAGE = re.compile(rb'"records"\s*:\s*\[')

BEGINNINGS: dict[str, Callable[[bytes], bool]] = {
    "xlsx": is_zip,
    "ocds_zip": lambda first: is_zip(first) or bool(PACKAGE.search(first)),
    "image_zip": is_zip,
    "json": lambda first: first.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"["),
    "geojson": lambda first: bool(FEATURES.search(first)),
}
"""How a file of a kind begins; pages name their source in it, delimited text is told by its header."""


@dataclass(frozen=True)
class Found:
    """One file: its source or None, its part, the date in its name, and a note for the summary.

    ``part`` is the month ``YYYY-MM`` of a whole OCDS month; a file that holds only some records of a month, or one of
    several files of a source, has its own name in its part and never stands for the whole.
    """

    path: Path
    source: str | None
    part: str | None
    dated: date | None
    note: str


def recognise(folder: Path, specs: Mapping[str, SourceSpec] | None = None) -> list[Found]:
    """Name every file below a folder, in order of path."""
    known = specs if specs is not None else registry.load()
    files = sorted(path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    return _told_apart([_one(path, known) for path in files], known)


def _one(path: Path, specs: Mapping[str, SourceSpec]) -> Found:
    first = _first_bytes(path)
    if not first.strip():
        return Found(path, None, None, None, "empty file; left")
    for name, spec in specs.items():
        if matching_pattern(spec, path.name) and _fits(spec, first):
            return _found(path, name, spec, "by its name")
    source, note = _by_content(path, first, specs)
    if source is None:
        return Found(path, None, None, None, note)
    return _found(path, source, specs[source], note)


def _first_bytes(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(LOOKED_AT)


def _found(path: Path, name: str, spec: SourceSpec, note: str) -> Found:
    part = part_in_name(spec, path.name)
    if spec.format.kind == "ocds_zip" and not (part and path.suffix.lower() == ".zip"):
        month = part or _month_inside(path)
        return Found(path, name, f"{month or 'unknown'}+{path.stem}", date_in_name(spec, path.name), f"{note}; a part")
    return Found(path, name, part, date_in_name(spec, path.name), note)


def _fits(spec: SourceSpec, first: bytes) -> bool:
    """Whether the first bytes are of the kind a source promises; the reader judges the rest."""
    if spec.format.kind == "pages":
        return first.startswith(first_line(spec.name))
    if (kind := spec.format.kind) in BEGINNINGS:
        return BEGINNINGS[kind](first)
    if spec.format.headers == "unknown":
        return not is_zip(first)
    return _knows(spec.tables[spec.main], _csv_header(first, spec)) >= KNOWN_SHARE


def _telling(spec: SourceSpec) -> bool:
    """Whether a contract knows enough headers to tell a file by them: one of few columns fits too many files."""
    return spec.format.headers == "declared" and len(spec.tables[spec.main].columns) >= TELLING_COLUMNS


def _by_content(path: Path, first: bytes, specs: Mapping[str, SourceSpec]) -> tuple[str | None, str]:
    """The source whose contract a file's own headers fit best, when its name says nothing."""
    if is_zip(first):
        return _by_zip(path, specs)
    if first.startswith(MAGIC.encode()):
        named = [name for name in specs if first.startswith(first_line(name))]
        return (named[0], "by its content") if named else (None, "pages this audit does not know; left")
    if first.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"{", b"[")):
        return _by_json(path, first, specs)
    shares = {
        name: _knows(spec.tables[spec.main], _csv_header(first, spec))
        for name, spec in specs.items()
        if spec.format.kind == "csv" and _telling(spec)
    }
    return _best(shares, "not a file this audit knows; left")


def _by_zip(path: Path, specs: Mapping[str, SourceSpec]) -> tuple[str | None, str]:
    rows = sniff.first_rows(path)
    if rows:
        tables = {name: spec.tables[spec.main] for name, spec in specs.items() if spec.format.kind == "xlsx"}
        shares = {name: max((_knows(table, row) for row in rows), default=0.0) for name, table in tables.items()}
        return _best(shares, "a workbook this audit does not know; left")
    ocds = [name for name, spec in specs.items() if spec.format.kind == "ocds_zip"]
    if ocds and PACKAGE.search(_inflated_head(path)):
        return ocds[0], "by its content"
    return None, "a ZIP this audit does not know; left"


def _by_json(path: Path, first: bytes, specs: Mapping[str, SourceSpec]) -> tuple[str | None, str]:
    ocds = [name for name, spec in specs.items() if spec.format.kind == "ocds_zip"]
    if ocds and PACKAGE.search(first) and b'"compiledRelease"' in first:
        return ocds[0], "by its content"
    try:
        content = json.loads(path.read_bytes()) if path.stat().st_size < MONTH_WITHIN else None
    except (ValueError, RecursionError):
        return None, "JSON that does not read; left"
    keys = list(content[0]) if isinstance(content, list) and content and isinstance(content[0], dict) else []
    shares = {name: _knows(spec.tables[spec.main], keys) for name, spec in specs.items() if spec.format.kind == "json"}
    return _best(shares, "JSON this audit does not know; left")


def _best(shares: Mapping[str, float], otherwise: str) -> tuple[str | None, str]:
    name = max(shares, key=lambda one: shares[one], default=None)
    if name is None or shares[name] < KNOWN_SHARE:
        return None, otherwise
    return name, "by its content"


def _knows(table: TableSpec, headers: Iterable[str]) -> float:
    """The share of a table's columns among some headers; 0 when a required one is missing."""
    present = {plain(header) for header in headers}
    seen = 0
    for column in table.columns:
        hit = not present.isdisjoint({plain(column.header), *map(plain, column.synonyms)})
        if column.required and not hit:
            return 0.0
        seen += hit
    return seen / len(table.columns)


def _csv_header(first: bytes, spec: SourceSpec) -> list[str]:
    if b"\0" in first[:4096]:
        return []
    text = first.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace")
    try:
        return next(csv.reader(io.StringIO(text), delimiter=spec.format.delimiter), [])
    except csv.Error:
        return []


def _month_inside(path: Path) -> str | None:
    """The month most records of a package belong to."""
    if is_zip(_first_bytes(path)):
        text = _inflated_head(path)
    else:
        with path.open("rb") as file:
            text = file.read(MONTH_WITHIN)
    months = [month.decode("ascii") for month in MONTH.findall(text)]
    return max(set(months), key=months.count) if months else None


def _inflated_head(path: Path) -> bytes:
    try:
        with open_checked(path) as archive:
            for entry in archive.infolist():
                if entry.filename.lower().endswith(".json"):
                    with archive.open(entry) as file:
                        return file.read(LOOKED_AT)
    except (Refused, zipfile.BadZipFile, OSError, ValueError):
        LOG.info("event=unreadable_zip file=%s", path.name)
    return b""


def _told_apart(found: list[Found], specs: Mapping[str, SourceSpec]) -> list[Found]:
    """Give each of several files of one source and part its own part, or keep only the newest dated copy."""
    groups: dict[tuple[str | None, str | None], list[Found]] = {}
    for one in found:
        groups.setdefault((one.source, one.part), []).append(one)
    result = []
    for one in found:
        twins = groups[one.source, one.part]
        if one.source is None or len(twins) == 1:
            result.append(one)
        elif specs[one.source].access and all(twin.dated for twin in twins):
            newest = max(twins, key=lambda twin: (twin.dated or date.min, twin.path.name))
            note = "" if one is newest else f"an older copy of {newest.path.name}; left"
            result.append(one if one is newest else replace(one, source=None, note=note))
        else:
            result.append(replace(one, part=f"{one.part}+{one.path.stem}" if one.part else one.path.stem))
    return result
