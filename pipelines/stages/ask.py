"""Ask: one source's looks of the night reach the archive, from its portal, the sandbox or a folder of files."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path

from pipelines.errors import UsageError
from pipelines.night import Night
from pipelines.portals import base_address, polite_session
from pipelines.stages import accept, crawl
from sources.archive import Look
from sources.asking import ask
from sources.pagelist import is_page
from sources.recognise import Found, recognise
from sources.spec import PagesAccess, PointedFileAccess, SourceSpec

log = logging.getLogger(__name__)
Progress = Callable[[str, int, int | None], None]


def ask_source(night: Night, spec: SourceSpec, progress: Progress | None = None) -> list[Look]:
    """Look at one source; what the archive already holds complete for this night is not asked again.

    A night of the past is never asked for: the portals show today. Returns the night's looks of the source.
    """
    if not is_past(night):
        accept.take_over(night)
    if night.world.kind == "from":
        return _read_folder(night, spec)
    if spec.access is None or is_past(night):
        return looks_of(night, spec)
    if isinstance(spec.access, PointedFileAccess) and (path := _pointed_path(night, spec)):
        night.archive.record_file(night.date, spec.name, "", path)
    elif not isinstance(spec.access, PointedFileAccess) or base_address(night, spec) is not None:
        _ask(night, spec, progress)
    return looks_of(night, spec)


def asked_before(spec: SourceSpec, specs: Iterable[SourceSpec]) -> list[SourceSpec]:
    """The registers of the same portal that are asked before its pages.

    A portal that refuses pages is left for the night: it must have given its daily file by then.
    """
    if not isinstance(spec.access, PagesAccess):
        return []
    others = [other for other in specs if other.access and other.access.host_variable == spec.access.host_variable]
    return [other for other in others if not isinstance(other.access, PagesAccess)]


def _pointed_path(night: Night, spec: SourceSpec) -> Path | None:
    """The file on disk that the operator points at, None when it is an address or nothing."""
    pointed = base_address(night, spec)
    if pointed is None or pointed.startswith(("http://", "https://")):
        return None
    path = Path(pointed.removeprefix("file://"))
    if not path.is_file():
        raise UsageError(f"{spec.host_variable}: {pointed!r} is neither an http address nor a file; correct it")
    return path


def _ask(night: Night, spec: SourceSpec, progress: Progress | None) -> None:
    ask(
        spec,
        session=polite_session(night),
        archive=night.archive,
        night=night.date,
        base_url=base_address(night, spec),
        progress=progress,
        crawl=crawl.crawl_of(night, spec.name, spec.access) if isinstance(spec.access, PagesAccess) else None,
    )


def looks_of(night: Night, spec: SourceSpec) -> list[Look]:
    """The newest look of each part of the source in this night; of a crawl the one that speaks for all its pages."""
    newest = {look.part: look for look in night.archive.looks(night.date) if look.source == spec.name}
    if isinstance(spec.access, PagesAccess):
        newest = {part: look for part, look in newest.items() if not is_page(part)}
    return [newest[part] for part in sorted(newest)]


def is_past(night: Night) -> bool:
    """Whether a later night is in the archive already: then this one can only be repeated from the archive."""
    nights = night.archive.nights()
    return bool(nights) and max(nights) > night.date


def found_files(night: Night) -> list[Found]:
    """What each file of a ``--from`` folder was recognised as; nothing for other worlds."""
    if night.world.origin is None:
        return []
    return recognise(night.world.origin)


def seen_on(night: date, look: Look) -> date:
    """The day a look speaks for: the file's own date when it carries one, never later than the night."""
    return min(look.published_on or night, night)


def _read_folder(night: Night, spec: SourceSpec) -> list[Look]:
    for found in found_files(night):
        if found.source == spec.name:
            night.archive.record_file(
                night.date,
                spec.name,
                found.part or found.path.name,
                found.path,
                published_on=found.dated,
            )
            log.info("file archived source=%s file=%s", spec.name, found.path.name)
    return looks_of(night, spec)
