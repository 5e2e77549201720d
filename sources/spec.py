"""The contract of a source: everything ``source.yml`` may say, and nothing else.

Here: the whole of a source's declaration and the checks across its parts. Not here: finding the files (``registry``),
asking (``asking``) or reading (``reading``).
"""

import warnings
from typing import Annotated, Literal

from pydantic import Field, model_validator

from sources.spec_access import (
    Access,
    AccessBase,
    FileListingAccess,
    JsonPagesAccess,
    MonthlyIndexAccess,
    NamedPagesAccess,
    PageLinkAccess,
    PagesAccess,
    PageSpec,
    PeriodicFilesAccess,
    PointedFileAccess,
    RobotsOverride,
    SingleFileAccess,
)
from sources.spec_base import Address, Label, Name, Sentence, Strict, Words
from sources.spec_tables import (
    ColumnSpec,
    Duplicates,
    Expectations,
    FilePattern,
    FilePatterns,
    FormatSpec,
    TableSpec,
)

__all__ = [
    "Access",
    "AccessBase",
    "ColumnSpec",
    "Duplicates",
    "Expectations",
    "FileListingAccess",
    "FilePattern",
    "FilePatterns",
    "FormatSpec",
    "JsonPagesAccess",
    "Limits",
    "MonthlyIndexAccess",
    "NamedPagesAccess",
    "PageLinkAccess",
    "PageSpec",
    "PagesAccess",
    "PeriodicFilesAccess",
    "PointedFileAccess",
    "Politeness",
    "Publisher",
    "RobotsOverride",
    "SingleFileAccess",
    "SourceSpec",
    "TableSpec",
    "Words",
]


PAGES_TABLE = "pages"
"""The table every source of pages has: one row a page that was read."""
PAGE_KEY = "page_key"
"""The column of its tables that holds the key they were asked by."""


class Publisher(Strict):
    """Who publishes the register, in its own language."""

    name: Label
    acronym: Label
    official: bool
    url: Address


class Politeness(Strict):
    """How slowly we ask: at most one request per so many seconds and host."""

    seconds_per_request: Annotated[float, Field(ge=0, le=600)] = 2.0


class Limits(Strict):
    """What the reading child process may use: resident memory, wall time, bytes written."""

    memory_mb: Annotated[int, Field(ge=64, le=64_000)] = 1_500
    seconds: Annotated[int, Field(ge=1, le=6 * 3600)] = 600
    output_mb: Annotated[int, Field(ge=1, le=100_000)] = 4_000


# A register is what this room's people call a published data set; the method of abstract classes that the field hides
# (``ABCMeta.register``) is of no use to a model.
warnings.filterwarnings("ignore", message='Field name "register" in "SourceSpec" shadows', category=UserWarning)


class SourceSpec(Strict):
    """One register as published. ``access`` is None for sources that are only read from files.

    ``latency_days`` is how long after the fact the register may lawfully or technically show it; ``stale_after_days``
    is the age at which a look no longer supports a judgement. ``usage_warnings`` are shown wherever its data are.
    ``reader_version`` rises whenever the same bytes would be read differently.
    """

    name: Name
    title: Words
    summary: Sentence
    publisher: Publisher
    register: Label
    url: Address
    licence: Label
    legal_basis: Sentence
    cadence: Literal["daily", "weekly", "monthly", "quarterly", "yearly", "once"]
    stale_after_days: Annotated[int, Field(ge=1, le=3650)]
    latency_days: Annotated[int, Field(ge=0, le=365)]
    scope: Literal["works", "investments", "processes", "bodies", "places"]
    access: Access | None = None
    files: FilePatterns = FilePatterns()
    format: FormatSpec
    tables: Annotated[dict[Name, TableSpec], Field(min_length=1)]
    main_table: Name | None = None
    expectations: Expectations
    politeness: Politeness = Politeness()
    usage_warnings: tuple[Words, ...] = ()
    limits: Limits = Limits()
    reader_version: Annotated[int, Field(ge=1)]

    @property
    def host_variable(self) -> str | None:
        """The environment variable that moves this source to another address, None when it is never asked."""
        return self.access.host_variable if self.access else None

    @property
    def main(self) -> str:
        """The table the expectations speak of: ``main_table``, else the first one declared."""
        return self.main_table or next(iter(self.tables))

    def _check_pages(self, access: PagesAccess) -> None:
        """Every table but the list of pages is filled by a page, and knows its key."""
        filled = {name for page in access.pages for name in page.tables}
        if PAGES_TABLE not in self.tables or filled != set(self.tables) - {PAGES_TABLE}:
            msg = f"pages fill {sorted(filled)}; the tables must be these and {PAGES_TABLE!r}"
            raise ValueError(msg)
        strangers = [name for name, table in self.tables.items() if table.columns[0].name != PAGE_KEY]
        if strangers:
            msg = f"the first column of a table that pages fill is {PAGE_KEY!r}, not so in {', '.join(strangers)}"
            raise ValueError(msg)
        for page in access.pages:
            self._check_lasting(page)

    def _check_lasting(self, page: PageSpec) -> None:
        """What lasts on a page is told by columns that its tables keep."""
        counted = {table: (column, *page.period) for table, column in page.counted.items()}
        for table, columns in (*page.lasting.items(), *counted.items()):
            kept = {column.name for column in self.tables[table].kept_columns()}
            if unknown := sorted(set(columns) - kept):
                msg = f"page {page.name}: what lasts is told by columns {table} does not keep: {', '.join(unknown)}"
                raise ValueError(msg)

    @model_validator(mode="after")
    def _consistent(self) -> "SourceSpec":
        if self.main not in self.tables:
            msg = f"main_table {self.main!r} is not one of the tables"
            raise ValueError(msg)
        known = {column.name for column in self.tables[self.main].kept_columns()}
        unknown = sorted(self.expectations.named_columns() - known)
        if unknown:
            msg = f"expectations name columns that table {self.main} does not keep: {', '.join(unknown)}"
            raise ValueError(msg)
        if isinstance(self.access, PagesAccess):
            self._check_pages(self.access)
        if self.access is None and not self.files.patterns:
            msg = "a source without access needs file patterns, else nothing can ever reach it"
            raise ValueError(msg)
        return self
