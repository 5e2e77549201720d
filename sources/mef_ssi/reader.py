"""Reads mef_ssi: what the MEF's follow-up system answers about one investment, from a night's bundle.

Here: which answer goes into which table, and its dates. Not here: whose answer it is (``pagerows``, by the contract's
``echo`` and ``vouched_by``), types and persons (``source.yml``).
"""

from collections.abc import Mapping
from functools import partial
from typing import Any

from sources.bundle import Page
from sources.job import Job
from sources.mvcdates import DAY_FORMAT, lima_day, moment
from sources.pagerows import ReadPage, Row, Rows, json_objects, read_pages
from sources.refusals import PageUnreadable
from sources.report import ReadReport

MONTHS = "obj_SNO_AVANCE"
FIRST_MOMENT = 946_702_800_000
"""The first one of the year 2000 in Lima; those before it stand for none, as .NET's first day for a missing date."""
NET_FIRST = -62_135_596_800_000
"""That first day: no moment of .NET lies before it, so one that does is no date."""


def read(job: Job) -> ReadReport:
    """Read a bundle of answers about investments."""
    return read_pages(job, READERS)


def listed(page: Page, table: str) -> Rows:
    """An answer that is a list of flat objects, one a row."""
    return {table: [_dated(item) for item in json_objects(page)]}


def works(page: Page) -> Rows:
    """``verInfObras2``: works, and in each of them its months."""
    rows: Rows = {"works": [], "months": []}
    for work in json_objects(page):
        months = _months(work.get(MONTHS))
        rows["works"].append(_dated({**work, MONTHS: str(len(months))}))
        rows["months"] += [_dated({**month, "NOBR_ID": work.get("NOBR_ID")}) for month in months]
    return rows


READERS: Mapping[str, ReadPage] = {
    "detail": partial(listed, table="investments"),
    "f12b": partial(listed, table="monitoring"),
    "contracts": partial(listed, table="contracts"),
    "stopped": partial(listed, table="stoppages"),
    "works": works,
}


def _months(value: Any) -> list[Row]:  # noqa: ANN401 - foreign JSON
    if value is None:
        return []
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        raise PageUnreadable("page_layout", f"expected {MONTHS} as a list of objects, came {type(value).__name__}")
    return value


def _dated(item: Row) -> Row:
    """An object with its moments as texts of the day in Lima; all else as it stands, for the cast to judge."""
    return {name: _day(value) for name, value in item.items()}


def _day(value: Any) -> Any:  # noqa: ANN401 - foreign JSON
    milliseconds = moment(value)
    if milliseconds is None or milliseconds < NET_FIRST:
        return value
    if milliseconds < FIRST_MOMENT:
        return None
    day = lima_day(milliseconds)
    return day.strftime(DAY_FORMAT) if day else value
