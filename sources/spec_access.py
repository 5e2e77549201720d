"""How a source is asked: one model per access method, chosen by ``method``.

Here: the declared facts of asking. Not here: the asking itself (``sources.access``).
"""

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
    """

    base_url: Address
    host_variable: Annotated[str, StringConstraints(pattern=r"^VIGIA_[A-Z0-9_]+_URL$")]
    allowed_hosts: tuple[HostName, ...] = ()
    max_megabytes: Annotated[int, Field(gt=0, le=20_000)] = 2_000
    deadline_seconds: Annotated[float, Field(gt=0, le=6 * 3600)] = 1_800.0
    robots_override: RobotsOverride | None = None


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


Access = Annotated[PageLinkAccess | SingleFileAccess | MonthlyIndexAccess, Field(discriminator="method")]
"""Any of the access methods, told apart by ``method``."""
