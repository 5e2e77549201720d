"""The field table of a record's page: what each register says, field by field.

Here: reading ``fields.yml`` and turning a record into cells. A blank, an unpublished column and an unreadable cell
are three different things and look different. Not here: which records stand beside each other (``pages.records``).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import yaml
from markupsafe import Markup

from dashboard import formats, texts
from dashboard.masking import company

PATH = Path(__file__).with_name("fields.yml")
_NAMES_OF = {"contractor_name": "contractor_ruc", "supervision_name": "supervision_ruc"}


@dataclass(frozen=True)
class Field:
    """One line of the table; ``columns`` maps w, i, p and s to the column of each register."""

    label: Markup
    kind: str
    columns: dict[str, str]


@dataclass(frozen=True)
class Group:
    """Fields under one heading."""

    title: Markup
    fields: tuple[Field, ...]


@dataclass(frozen=True)
class Line:
    """A field with its cell for each register shown."""

    label: Markup
    cells: list[Markup | str]


@cache
def groups() -> tuple[Group, ...]:
    """The declared groups, in order."""
    found = []
    for item in yaml.safe_load(PATH.read_text(encoding="utf-8")):
        fields = tuple(
            Field(texts.both(line["es"], line["en"]), line["kind"], {k: line[k] for k in "wips" if k in line})
            for line in item["fields"]
        )
        found.append(Group(texts.both(*item["group"]), fields))
    return tuple(found)


@cache
def labels() -> dict[str, Markup]:
    """Label of every column that a field shows, for naming observed values in words."""
    found: dict[str, Markup] = {}
    for group in groups():
        for field in group.fields:
            for column in field.columns.values():
                found.setdefault(column, field.label)
    return found


def lines(records: dict[str, dict[str, Any] | None]) -> tuple[list[tuple[Markup, list[Line]]], Markup]:
    """Lines by group for ``records`` (w, i, p, s in the order of the columns), and labels of fields blank everywhere.

    A register whose record is None keeps its column, with dashes.
    """
    shown: list[tuple[Markup, list[Line]]] = []
    blank: list[Markup] = []
    for group in groups():
        kept: list[Line] = []
        for field in group.fields:
            cells = _cells(field, records)
            if cells:
                kept.append(Line(field.label, cells))
            elif not field.columns.keys().isdisjoint(records):
                blank.append(field.label)
        if kept:
            shown.append((group.title, kept))
    return shown, _joined(tuple(blank))


@lru_cache(maxsize=4096)
def _joined(labels_: tuple[Markup, ...]) -> Markup:
    """Labels in a row; many records leave the same fields blank."""
    return Markup(", ").join(labels_)


def _cells(field: Field, records: dict[str, dict[str, Any] | None]) -> list[Markup | str] | None:
    """One cell a register, or nothing when all are blank."""
    cells: list[Markup | str] = []
    something = False
    for register, record in records.items():
        column = field.columns.get(register)
        cell: Markup | str = formats.EMPTY
        if column is not None and record is not None:
            value = record.get(column)
            if value is None:
                cell = _why_empty(column, record)
            elif column in _NAMES_OF:
                cell = formats.name(company(record.get(_NAMES_OF[column]), value))
            else:
                cell = formats.cell(value, "list" if isinstance(value, list) else field.kind)
            something = something or cell is not formats.EMPTY
        cells.append(cell)
    return cells if something else None


def _why_empty(column: str, record: dict[str, Any]) -> Markup | str:
    if column in (record.get("unpublished") or ()):
        return texts.load().constant("records.unpublished")
    if column in (record.get("unparsable") or ()):
        return texts.load().constant("records.unparsable")
    return formats.EMPTY
