"""Asks for one source: what the night's archive already holds complete is not asked again.

Here: the choice of the access method. Not here: the methods (``access``), the session, the archive.
"""

from datetime import date
from typing import assert_never

from sources.access import (
    file_listing,
    json_pages,
    monthly_index,
    named_pages,
    page_link,
    pages,
    periodic_files,
    pointed_file,
    single_file,
)
from sources.access.asker import Asker, Progress
from sources.access.pages import Crawl
from sources.archive import Archive
from sources.receipts import Look
from sources.session import PoliteSession
from sources.spec import (
    Access,
    FileListingAccess,
    JsonPagesAccess,
    MonthlyIndexAccess,
    NamedPagesAccess,
    PageLinkAccess,
    PagesAccess,
    PeriodicFilesAccess,
    PointedFileAccess,
    SingleFileAccess,
    SourceSpec,
)

__all__ = ["Crawl", "Progress", "ask"]


def ask(  # noqa: PLR0913 - the seven things asking is about
    spec: SourceSpec,
    *,
    session: PoliteSession,
    archive: Archive,
    night: date,
    base_url: str | None = None,
    progress: Progress | None = None,
    crawl: Crawl | None = None,
) -> list[Look]:
    """Ask for every part of a source whose turn it is tonight and return the looks, old and new.

    ``base_url`` moves the source to an operator's address. A source that is only read from files gives no looks.
    ``crawl`` says which keys a source of pages is asked for tonight; without it none is.
    A source whose turn it is not tonight (``every_days``) gives no looks either.
    Whatever a portal does becomes a look; only our own faults are raised.
    """
    access = spec.access
    if access is None:
        return []
    asker = Asker(spec, session=session, archive=archive, night=night, base_url=base_url, progress=progress)
    if not asker.due(access.every_days):
        return []
    if isinstance(access, PagesAccess):
        return pages.ask(asker, access, crawl) if crawl else []
    return _files(asker, access)


def _files(asker: Asker, access: Access) -> list[Look]:  # noqa: PLR0911 - one way out a method
    match access:
        case PageLinkAccess():
            return page_link.ask(asker, access)
        case SingleFileAccess():
            return single_file.ask(asker, access)
        case MonthlyIndexAccess():
            return monthly_index.ask(asker, access)
        case NamedPagesAccess():
            return named_pages.ask(asker, access)
        case PointedFileAccess():
            return pointed_file.ask(asker)
        case PeriodicFilesAccess():
            return periodic_files.ask(asker, access)
        case FileListingAccess():
            return file_listing.ask(asker, access)
        case JsonPagesAccess():
            return json_pages.ask(asker, access)
        case PagesAccess():
            return []
    assert_never(access)
