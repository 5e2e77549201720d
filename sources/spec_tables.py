"""How a published file looks: format, names, tables, columns, and what must hold when it arrives.

Here: the declared shape. Not here: reading (``sources.reading``) and judging (the checks room).
"""

import re
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, field_validator, model_validator

from sources.spec_base import Label, Name, Sentence, Strict

Kind = Literal["xlsx", "csv", "json", "geojson", "ocds_zip", "image_zip", "pages"]
ColumnType = Literal["text", "code", "integer", "decimal", "number", "date", "timestamp", "boolean", "percent"]
DUCKDB_TYPES: dict[ColumnType, str] = {
    "text": "VARCHAR",
    "code": "VARCHAR",
    "integer": "BIGINT",
    "decimal": "DECIMAL(20,4)",
    "number": "DOUBLE",
    "date": "DATE",
    "timestamp": "TIMESTAMP",
    "boolean": "BOOLEAN",
    "percent": "DECIMAL(20,4)",
}
"""What each declared type becomes in the typed files. ``number`` is for measures and coordinates, never for money."""

Share = Annotated[float, Field(ge=0, le=1)]
Percent = Annotated[float, Field(ge=0, le=100)]
Header = Annotated[str, StringConstraints(min_length=1, max_length=300, strip_whitespace=False)]

ALLOWED_GROUPS = frozenset({"day", "month", "year", "part_year", "part_month", "part_piece"})
"""Named groups a file pattern may carry: the file's date, and the year, month and further piece it is a part for."""


class FilePattern(Strict):
    """One form of real file name, for ``--from``. ``kind`` overrides the format for files of this form."""

    pattern: Label
    kind: Kind | None = None
    note: str = ""

    @field_validator("pattern")
    @classmethod
    def _compiles(cls, value: str) -> str:
        try:
            groups = re.compile(value).groupindex
        except re.error as fault:
            msg = f"not a regular expression: {fault}"
            raise ValueError(msg) from fault
        unknown = sorted(set(groups) - ALLOWED_GROUPS)
        if unknown:
            msg = f"unknown named groups {unknown}; allowed are {sorted(ALLOWED_GROUPS)}"
            raise ValueError(msg)
        return value


class FilePatterns(Strict):
    """The forms a downloaded file of this source may have; the first full match wins."""

    patterns: tuple[FilePattern, ...] = ()


class FormatSpec(Strict):
    """How the bytes are laid out. ``header_row`` counts from 1; formats of dates are tried in the order given.

    A workbook's header is looked for in its first ``header_within`` rows. A date before ``first_year`` is none: a year
    of two digits may stand for one of another century.
    ``headers: unknown`` says that nobody has seen the file's columns: only its name can tell what it is.
    """

    kind: Kind
    encoding: Label = "utf-8"
    delimiter: Annotated[str, StringConstraints(min_length=1, max_length=1, strip_whitespace=False)] = ","
    sheet: str | None = None
    header_row: Annotated[int, Field(ge=1, le=100)] = 1
    header_within: Annotated[int, Field(ge=1, le=100)] = 10
    date_formats: tuple[Label, ...] = ()
    timestamp_formats: tuple[Label, ...] = ()
    first_year: Annotated[int, Field(ge=1900, le=2100)] = 1900
    decimal_mark: Literal["point", "blank", "comma"] = "point"
    true_words: tuple[str, ...] = ("si", "sí", "true", "1")
    false_words: tuple[str, ...] = ("no", "false", "0")
    null_words: tuple[str, ...] = ()
    headers: Literal["declared", "unknown"] = "declared"


class ColumnSpec(Strict):
    """One column as published and as we name it.

    ``occurrence`` tells repeated headers apart (1 = the first), ``neighbours`` are unique headers nearby that prove
    which one it is. A ``personal`` column never leaves the reader; ``named_as`` is the boolean that remains of it.
    For OCDS, ``header`` is the path inside the compiled release. ``pattern`` is a form the whole cell must have.
    ``natural_person_of`` names the column with the tax number (RUC) that tells whether this cell speaks of a natural
    person: then the number is masked and a name is replaced.
    """

    name: Name
    header: Header
    occurrence: Annotated[int, Field(ge=1, le=20)] = 1
    neighbours: tuple[Header, ...] = ()
    type: ColumnType = "text"
    synonyms: tuple[Header, ...] = ()
    required: bool = False
    volatile: bool = False
    personal: bool = False
    named_as: Name | None = None
    natural_person_of: Name | None = None
    pattern: str | None = None
    unit: str | None = None
    description: str = ""

    @model_validator(mode="after")
    def _agrees(self) -> "ColumnSpec":
        if self.occurrence > 1 and not self.neighbours:
            msg = f"column {self.name}: a repeated header needs neighbours that prove which one it is"
            raise ValueError(msg)
        if self.named_as and not self.personal:
            msg = f"column {self.name}: named_as is only for personal columns"
            raise ValueError(msg)
        return self


class Duplicates(Strict):
    """What happens to rows of one key.

    Identical ones collapse, unless ``identical`` keeps them: where we know too few columns to tell rows apart.
    ``conflicting`` = ``quarantine`` (all rows of the key, at most ``max_pct`` of the file, else the file is refused),
    ``keep`` (raw tables without a promise of uniqueness) or ``refuse``. Where they are kept, those that agree in all
    columns of ``noted_by`` and differ elsewhere are counted in a note on the form of the source.
    """

    conflicting: Literal["quarantine", "keep", "refuse"] = "quarantine"
    max_pct: Percent = 1.0
    identical: Literal["collapse", "keep"] = "collapse"
    noted_by: tuple[Name, ...] = ()


class TableSpec(Strict):
    """One table of a source. An empty ``key`` means that the published rows carry none: raw only.

    ``key_fallback`` names the column that identifies the rows whose key is blank.
    """

    description: Sentence
    key: tuple[Name, ...] = ()
    key_fallback: Name | None = None
    columns: Annotated[tuple[ColumnSpec, ...], Field(min_length=1)]
    duplicates: Duplicates = Duplicates()

    def kept_columns(self) -> tuple[ColumnSpec, ...]:
        """The columns that may leave the reader: all but the personal ones."""
        return tuple(column for column in self.columns if not column.personal)

    @model_validator(mode="after")
    def _consistent(self) -> "TableSpec":
        names = [column.name for column in self.columns]
        places = [f"{column.header!r} (occurrence {column.occurrence})" for column in self.columns]
        for what, values in (("name", names), ("header", places)):
            twice = sorted({value for value in values if values.count(value) > 1})
            if twice:
                msg = f"the same {what} is declared twice: {', '.join(twice)}"
                raise ValueError(msg)
        if self.key and self.duplicates.identical == "keep":
            msg = "identical rows can be kept only where the rows carry no key"
            raise ValueError(msg)
        kept = {column.name for column in self.kept_columns()}
        fallback = (self.key_fallback,) if self.key_fallback else ()
        identifying = (*self.key, *fallback, *self.duplicates.noted_by)
        unknown = [name for name in identifying if name not in kept]
        if unknown:
            msg = f"key names columns that are not kept: {', '.join(unknown)}"
            raise ValueError(msg)
        holders = {column.natural_person_of for column in self.columns if column.natural_person_of}
        if strangers := sorted(holders - set(names)):
            msg = f"natural_person_of names columns that are not declared: {', '.join(strangers)}"
            raise ValueError(msg)
        return self

    def named_columns(self) -> tuple[str, ...]:
        """The booleans that remain of personal columns, each once, in order of first appearance."""
        return tuple(dict.fromkeys(column.named_as for column in self.columns if column.named_as))


class Expectations(Strict):
    """What must hold when the main table arrives; a broken floor stops the source for the night.

    ``fill_rate`` is the least share (0–1) of filled cells, ``allowed`` the closed list of published words.
    """

    min_rows: Annotated[int, Field(ge=0)]
    max_shrink_pct: Percent = 15.0
    fill_rate: dict[Name, Share] = Field(default_factory=dict)
    unique: tuple[Name, ...] = ()
    allowed: dict[Name, tuple[str, ...]] = Field(default_factory=dict)

    def named_columns(self) -> set[str]:
        """Every column an expectation speaks of."""
        return {*self.fill_rate, *self.unique, *self.allowed}
