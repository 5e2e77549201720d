"""How a source is asked: one model per access method, chosen by ``method``.

Here: the declared facts of asking. Not here: the asking itself (``sources.access``).
"""

import re
from datetime import date
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from sources.spec_base import Address, HostName, Label, Name, Sentence, Strict

RelativePath = Annotated[str, StringConstraints(pattern=r"^/[^\s?#]*$", max_length=500)]
"""A path below ``base_url``, beginning with a slash."""


class RobotsOverride(Strict):
    """A person's recorded decision to read a public page that robots.txt would close."""

    reason: Sentence
    decided_by: Label
    decided_on: date


class AccessBase(Strict):
    """What every method shares: where, by which variable it can be moved, and how much we accept.

    ``base_url`` may be replaced by the environment variable ``host_variable`` (a mirror, a test server); then only
    that host is allowed. ``allowed_hosts`` are the hosts a redirect may lead to besides the host of ``base_url``.
    A source whose last whole round of asking is less than ``every_days`` old is left in peace for the night.
    """

    base_url: Address
    host_variable: Annotated[str, StringConstraints(pattern=r"^VIGIA_[A-Z0-9_]+_URL$")]
    allowed_hosts: tuple[HostName, ...] = ()
    max_megabytes: Annotated[int, Field(gt=0, le=20_000)] = 2_000
    deadline_seconds: Annotated[float, Field(gt=0, le=6 * 3600)] = 1_800.0
    robots_override: RobotsOverride | None = None
    every_days: Annotated[int, Field(ge=1, le=366)] = 1


class PageLinkAccess(AccessBase):
    """A page links to today's file; the file's name carries its date.

    The link is an element of class ``css_class`` with ``name_attribute`` (and ``extension_attribute``), or an anchor
    whose address already is ``file_path`` with a ``name_parameter``. ``parameters`` are the query of ``file_path``;
    ``{name}`` and ``{extension}`` stand for what the element says.
    ``name_pattern`` must carry the named groups ``day``, ``month`` and ``year``.
    """

    method: Literal["page_link"]
    page_path: RelativePath
    css_class: Label
    name_attribute: Label
    extension_attribute: Label
    name_pattern: Label
    extension: Annotated[str, StringConstraints(pattern=r"^\.[a-z0-9]+$")]
    file_path: RelativePath
    name_parameter: Label
    parameters: dict[str, str]

    @model_validator(mode="after")
    def _dated(self) -> "PageLinkAccess":
        missing = [group for group in ("day", "month", "year") if f"(?P<{group}>" not in self.name_pattern]
        if missing:
            msg = f"name_pattern lacks the named groups {missing}: the date of the file comes from its name"
            raise ValueError(msg)
        if self.name_parameter not in self.parameters:
            msg = f"parameters lacks {self.name_parameter!r}, the parameter that names the file"
            raise ValueError(msg)
        return self


class SingleFileAccess(AccessBase):
    """One address, one file, replaced in place by its publisher."""

    method: Literal["single_file"]
    path: RelativePath


class MonthlyIndexAccess(AccessBase):
    """A paged JSON index of monthly files with a hash each.

    ``file_path`` may use ``{source_id}``, ``{year}`` and ``{month}`` (two digits). Of the last ``window_months``
    months the newest ``nightly_months`` are asked every night, the others once in ``weekly_days`` days.
    """

    method: Literal["monthly_index"]
    index_path: RelativePath
    page_size: Annotated[int, Field(ge=1, le=1000)] = 100
    max_pages: Annotated[int, Field(ge=1, le=1000)] = 100
    source_id: Name
    file_kind: Literal["json", "csv", "csv_es", "xlsx", "xlsx_es"] = "json"
    file_path: RelativePath
    window_months: Annotated[int, Field(ge=1, le=600)] = 48
    nightly_months: Annotated[int, Field(ge=0, le=600)] = 4
    weekly_days: Annotated[int, Field(ge=1, le=60)] = 7


class PageSpec(Strict):
    """One page that is asked of every key; ``{key}`` stands for it in path, query, form, fields and headers.

    A POST sends ``form`` (as a web form) or ``fields`` (as a JSON object); it must be a query that changes nothing.
    An HTML page proves itself by ``marker``, a text every such page holds; a JSON answer by ``echo``, the member of
    each of its objects that repeats the key. An answer that repeats no key counts only when that of the page
    ``vouched_by``, asked before it in the same night, did. ``tables`` are those its content fills: a key's rows of
    these tables are replaced whenever the page was read.

    What is published once and stays tells whether a later look lost something: rows of ``lasting`` tables, which the
    named columns tell apart, and the number in a column of ``counted`` ones, within a ``period`` if columns say one.
    Two keys cannot have the same ``unshared`` page.
    """

    name: Name
    ask: Literal["GET", "POST"] = "GET"
    path: RelativePath
    query: dict[str, str] = Field(default_factory=dict)
    form: dict[str, str] = Field(default_factory=dict)
    fields: dict[str, str] = Field(default_factory=dict)
    headers: dict[str, str] = Field(default_factory=dict)
    kind: Literal["html", "json"]
    marker: Label | None = None
    echo: Label | None = None
    vouched_by: Name | None = None
    tables: Annotated[tuple[Name, ...], Field(min_length=1)]
    lasting: dict[Name, Annotated[tuple[Name, ...], Field(min_length=1)]] = Field(default_factory=dict)
    counted: dict[Name, Name] = Field(default_factory=dict)
    period: tuple[Name, ...] = ()
    unshared: bool = False

    @model_validator(mode="after")
    def _agrees(self) -> "PageSpec":
        if (self.form or self.fields) and (self.ask == "GET" or (self.form and self.fields)):
            msg = f"page {self.name}: only a POST has form or fields, and not both"
            raise ValueError(msg)
        if (self.kind == "html") != (self.marker is not None):
            msg = f"page {self.name}: an HTML page, and only one, needs a marker by which it proves itself"
            raise ValueError(msg)
        asked = (self.path, *self.query.values(), *self.form.values(), *self.fields.values())
        if not any("{key}" in text for text in asked):
            msg = f"page {self.name}: the key is asked nowhere; write {{key}} in path, query, form or fields"
            raise ValueError(msg)
        if strangers := {*self.lasting, *self.counted} - set(self.tables):
            msg = f"page {self.name}: lasting or counted names tables it does not fill: {', '.join(sorted(strangers))}"
            raise ValueError(msg)
        return self


class PagesAccess(AccessBase):
    """A register that is asked key by key: so many ``pages`` a key, at most ``requests_per_night`` requests a night.

    Registers at one host share the largest of their numbers, each by its own.

    Keys that may still change come up for a look again after ``first_days``, doubled while nothing changes, at most
    ``longest_days``; the others every ``longest_days``. A bundle of which more than ``max_failed_pct`` percent of the
    pages of one name (and more than two) cannot be read is refused as a whole: then the portal has changed.
    """

    method: Literal["pages"]
    key: Literal["work", "investment", "body"]
    key_pattern: Label
    pages: Annotated[tuple[PageSpec, ...], Field(min_length=1)]
    requests_per_night: Annotated[int, Field(ge=1, le=50_000)]
    page_kilobytes: Annotated[int, Field(ge=1, le=10_000)]
    first_days: Annotated[int, Field(ge=1, le=365)] = 1
    longest_days: Annotated[int, Field(ge=1, le=365)] = 30
    max_failed_pct: Annotated[float, Field(ge=0, le=100)] = 20.0

    @model_validator(mode="after")
    def _names_once(self) -> "PagesAccess":
        names = [page.name for page in self.pages]
        filled = [table for page in self.pages for table in page.tables]
        if len(set(names)) < len(names) or len(set(filled)) < len(filled):
            msg = "each page has its own name, and each table is filled by one page only"
            raise ValueError(msg)
        return self

    @model_validator(mode="after")
    def _vouchers_first(self) -> "PagesAccess":
        vouchers: set[str] = set()
        for page in self.pages:
            if page.vouched_by and page.vouched_by not in vouchers:
                msg = f"page {page.name}: {page.vouched_by!r} must be a page asked before it that has an echo"
                raise ValueError(msg)
            vouchers |= {page.name} if page.echo else set()
        return self


class NamedPagesAccess(AccessBase):
    """A few web pages that the contract itself names: one ``path``, and a query for each of ``pages``.

    They are had together or not at all: a list that is spread over five pages is whole only with the fifth. Each proves
    itself by ``marker``, a text every such page holds.
    """

    method: Literal["named_pages"]
    path: RelativePath
    pages: Annotated[dict[Name, dict[str, str]], Field(min_length=1, max_length=50)]
    marker: Label


class PointedFileAccess(AccessBase):
    """A file that only an operator can name: an address, or a path on disk, in ``host_variable``. Else never asked.

    The declared ``base_url`` is a reserved name that leads nowhere.
    """

    method: Literal["pointed_file"]
    base_url: Address = "https://not-given.invalid"


class PeriodicFilesAccess(AccessBase):
    """Files at addresses that follow from a year or a month, in numbered pieces; nobody lists them.

    ``path`` may use ``{year}``, ``{month}`` (two digits), ``{month_es}`` (Spanish capitals) and ``{piece}``, from 0:
    pieces are asked until one is not found. Of the newest ``window`` periods, begun at least ``grace_days`` ago, the
    newest ``recent`` are asked every round and the others once in ``older_every_days``.
    """

    method: Literal["periodic_files"]
    path: RelativePath
    period: Literal["year", "month"]
    first_year: Annotated[int, Field(ge=2000, le=2100)]
    window: Annotated[int, Field(ge=1, le=240)]
    recent: Annotated[int, Field(ge=1, le=240)]
    older_every_days: Annotated[int, Field(ge=1, le=3650)]
    grace_days: Annotated[int, Field(ge=0, le=180)] = 45
    max_pieces: Annotated[int, Field(ge=1, le=50)] = 10

    @model_validator(mode="after")
    def _placed(self) -> "PeriodicFilesAccess":
        if "{year}" not in self.path or (self.period == "month") != ("{month" in self.path):
            msg = "path must hold {year}, and {month} or {month_es} exactly when the period is a month"
            raise ValueError(msg)
        if self.max_pieces > 1 and "{piece}" not in self.path:
            msg = "path lacks {piece}; say max_pieces: 1 when a period is one file"
            raise ValueError(msg)
        return self


class FileListingAccess(AccessBase):
    """A listing that names several files; each file is a part of the source.

    ``kind`` is ``confluence`` (the wiki's JSON of a page's attachments, paged) or ``links`` (addresses in a web page,
    and in the pages it links to whose path has the form ``page_pattern``). A file's name must match ``file_pattern``
    in full; its group ``part`` names the part. The last match of ``month_pattern`` in the name says up to which month
    the file speaks (groups ``year`` and ``month`` or ``month_es``); where there is none, nothing is known of its date
    and none is made up. The ``newest`` files of the listing are looked at.
    """

    method: Literal["file_listing"]
    kind: Literal["confluence", "links"]
    listing_path: RelativePath
    file_pattern: Label
    page_pattern: Label | None = None
    month_pattern: Label | None = None
    max_pages: Annotated[int, Field(ge=1, le=200)] = 20
    newest: Annotated[int, Field(ge=1, le=500)]

    @model_validator(mode="after")
    def _named(self) -> "FileListingAccess":
        if "part" not in re.compile(self.file_pattern).groupindex:
            msg = "file_pattern lacks the named group 'part': files of one listing must be told apart"
            raise ValueError(msg)
        return self


class JsonPagesAccess(AccessBase):
    """A paged JSON search, one round of pages a year; the pages of a year together are one part of the source.

    ``parameters`` are the query; ``{year}``, ``{page}`` (from 1) and ``{size}`` are filled in. Every row of a page says
    how many rows and pages there are (``total_rows``, ``total_pages``): what does not add up is refused.
    """

    method: Literal["json_pages"]
    path: RelativePath
    parameters: dict[str, str]
    page_size: Annotated[int, Field(ge=1, le=10_000)]
    total_rows: Label
    total_pages: Label
    window_years: Annotated[int, Field(ge=1, le=60)]
    max_pages: Annotated[int, Field(ge=1, le=2_000)]

    @model_validator(mode="after")
    def _paged(self) -> "JsonPagesAccess":
        texts = self.parameters.values()
        if missing := [gap for gap in ("{year}", "{page}", "{size}") if not any(gap in text for text in texts)]:
            msg = f"parameters nowhere use {', '.join(missing)}"
            raise ValueError(msg)
        return self


Access = Annotated[
    PageLinkAccess
    | SingleFileAccess
    | MonthlyIndexAccess
    | PagesAccess
    | NamedPagesAccess
    | PointedFileAccess
    | PeriodicFilesAccess
    | FileListingAccess
    | JsonPagesAccess,
    Field(discriminator="method"),
]
"""Any of the access methods, told apart by ``method``."""
