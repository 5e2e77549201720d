"""Which position of a file holds which declared column.

Here: normalising headers, synonyms, repeated headers with their neighbours, the refusals that follow. Not here: finding
the bytes of the header row (``xlsx``, ``csvfile``) or casting what stands below it (``casts``).
"""

import difflib
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from sources.notes import Note
from sources.refusals import Refused
from sources.spec_tables import ColumnSpec, TableSpec

NEAR_ENOUGH = 0.72


@dataclass(frozen=True)
class Layout:
    """Where each declared column stands in a file: position by column name, None when the file lacks it."""

    positions: dict[str, int | None]
    absent: tuple[str, ...]
    unknown: tuple[str, ...]
    drift: tuple[str, ...]
    width: int


def plain(header: str) -> str:
    """Return a header for comparison: lower case, no accents, single blanks.

    >>> plain("  Fecha fin  de labores ")
    'fecha fin de labores'
    """
    decomposed = unicodedata.normalize("NFKD", header)
    bare = "".join(character for character in decomposed if not unicodedata.combining(character))
    return " ".join(bare.lower().split())


def slug(header: str, occurrence: int = 1) -> str:
    """Return the raw column name of a published header; a repeated one carries its occurrence.

    >>> slug("¿Tiene recepción total?"), slug("RUC", 2)
    ('tiene_recepcion_total', 'ruc__2')
    """
    name = re.sub(r"[^a-z0-9]+", "_", plain(header)).strip("_")
    return name if occurrence == 1 else f"{name}__{occurrence}"


def match(table: TableSpec, headers: Sequence[str]) -> Layout:
    """Find every declared column among a file's headers.

    Raises:
        Refused: ``missing_column``, ``renamed_column`` or ``repeated_header_count``.
    """
    found = [plain(header) for header in headers]
    places: dict[str, list[int]] = {}
    for position, header in enumerate(found):
        places.setdefault(header, []).append(position)
    declared = _declared_counts(table)
    _check_counts(declared, places)
    positions = {column.name: _position(column, places) for column in table.columns}
    _check_no_double(positions, found)
    for column in table.columns:
        _check_neighbours(column, positions[column.name], found)
    taken = {position for position in positions.values() if position is not None}
    unknown = tuple(
        headers[position].strip() or f"(column {position + 1} without header)"
        for position in range(len(headers))
        if position not in taken and (found[position] or position < len(found) - 1)
    )
    _check_required(table, positions, unknown)
    absent = tuple(column.name for column in table.columns if positions[column.name] is None)
    return Layout(positions, absent, unknown, _drift(table, positions, headers, unknown), len(headers))


def looks_like_header(table: TableSpec, cells: Sequence[str]) -> bool:
    """Whether a row holds most required headers: enough to name the ones that are missing."""
    present = {plain(cell) for cell in cells}
    required = [column for column in table.columns if column.required]
    seen = sum(bool(_names(column) & present) for column in required)
    known = sum(bool(_names(column) & present) for column in table.columns)
    return seen == len(required) or known >= max(2, len(table.columns) // 3)


def _names(column: ColumnSpec) -> set[str]:
    return {plain(column.header), *(plain(synonym) for synonym in column.synonyms)}


def _declared_counts(table: TableSpec) -> dict[str, int]:
    counts: dict[str, int] = {}
    for column in table.columns:
        header = plain(column.header)
        counts[header] = max(counts.get(header, 0), column.occurrence)
    return counts


def _check_counts(declared: dict[str, int], places: dict[str, list[int]]) -> None:
    for header, expected in declared.items():
        seen = len(places.get(header, ()))
        if seen not in (0, expected):
            msg = f"header {header!r} occurs {seen} times, the contract knows {expected}"
            raise Refused("repeated_header_count", msg)


def _position(column: ColumnSpec, places: dict[str, list[int]]) -> int | None:
    own = places.get(plain(column.header), [])
    if len(own) >= column.occurrence:
        return own[column.occurrence - 1]
    synonyms = [place for synonym in column.synonyms for place in places.get(plain(synonym), [])]
    if len(synonyms) > 1:
        msg = f"several headers stand for column {column.name}; the contract must say which one counts"
        raise Refused("repeated_header_count", msg)
    return synonyms[0] if synonyms else None


def _check_no_double(positions: dict[str, int | None], found: Sequence[str]) -> None:
    taken: dict[int, str] = {}
    for name, position in positions.items():
        if position is None:
            continue
        if position in taken:
            msg = f"header {found[position]!r} would serve both {taken[position]} and {name}"
            raise Refused("repeated_header_count", msg)
        taken[position] = name


def _check_neighbours(column: ColumnSpec, position: int | None, found: Sequence[str]) -> None:
    """A repeated header proves itself by the nearest unique header on one of its sides, else its order has changed."""
    if position is None or not column.neighbours:
        return
    left = next((header for header in reversed(found[:position]) if found.count(header) == 1), None)
    right = next((header for header in found[position + 1 :] if found.count(header) == 1), None)
    if {left, right}.isdisjoint(plain(neighbour) for neighbour in column.neighbours):
        msg = f"column {column.name} (header {column.header!r}) stands beside none of its known neighbours"
        raise Refused("repeated_header_count", msg)


def _check_required(table: TableSpec, positions: dict[str, int | None], unknown: Sequence[str]) -> None:
    for column in table.columns:
        if not column.required or positions[column.name] is not None:
            continue
        choices = {plain(header): header for header in unknown}
        nearest = difflib.get_close_matches(plain(column.header), list(choices), n=1, cutoff=NEAR_ENOUGH)
        if nearest:
            msg = f"{column.header!r} is not there; the nearest unknown header is {choices[nearest[0]]!r}"
            raise Refused("renamed_column", msg)
        msg = f"{column.header!r} is not there and no unknown header resembles it"
        raise Refused("missing_column", msg)


def _drift(
    table: TableSpec, positions: dict[str, int | None], headers: Sequence[str], unknown: Sequence[str]
) -> tuple[str, ...]:
    notes = [Note.UNKNOWN_COLUMN.of(header) for header in unknown]
    for column in table.columns:
        position = positions[column.name]
        if position is None:
            notes.append(Note.NOT_PUBLISHED.of(column.header))
        elif plain(headers[position]) != plain(column.header):
            notes.append(Note.RENAMED.of(f"{column.header} -> {headers[position].strip()}"))
    return tuple(notes)
