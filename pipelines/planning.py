"""What a night would ask: requests, hosts and rates, from the contracts and the archive. Asks nobody."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pipelines import published
from pipelines.settings import Settings
from pipelines.stages import crawl
from pipelines.stages.publish import current_build
from pipelines.turns import Candidate, choose, round_nights
from pipelines.worlds import World
from sources import registry
from sources.access.pages import keys_a_night
from sources.archive import Archive, Receipt
from sources.pagelist import is_page
from sources.spec import (
    FileListingAccess,
    JsonPagesAccess,
    MonthlyIndexAccess,
    NamedPagesAccess,
    PageLinkAccess,
    PagesAccess,
    PeriodicFilesAccess,
    PointedFileAccess,
    SourceSpec,
)


def plan_night(world: World, day: date, settings: Settings) -> list[dict[str, Any]]:
    """One row a source: how many requests at the most, to which host, how slowly.

    Of a register that is asked key by key also the bytes that will come, the disk they will take in the archive, and
    how many nights pass until every running key was asked once: from the newest published build and the newest crawl.
    """
    return [_row(spec, world, day, settings) for spec in registry.load().values()]


def _row(spec: SourceSpec, world: World, day: date, settings: Settings) -> dict[str, Any]:
    row: dict[str, Any] = {"source": spec.name, "night": day}
    if spec.access is None:
        note = "solo de archivos / only from files"
        return row | {"host": None, "requests": 0, "seconds_per_request": None, "note": note}
    address = settings.addresses.get(spec.access.host_variable, spec.access.base_url)
    invented = world.kind == "sandbox"
    if isinstance(spec.access, PointedFileAccess) and not invented and address == spec.access.base_url:
        note = f"solo si {spec.access.host_variable} dice dónde / only where that variable points"
        return row | {"host": None, "requests": 0, "seconds_per_request": None, "note": note}
    row |= {
        "host": "127.0.0.1" if invented else urlsplit(address).hostname,
        "requests": _requests(spec),
        "seconds_per_request": 0.0 if invented else spec.politeness.seconds_per_request,
        "note": _note(spec),
    }
    if isinstance(spec.access, PagesAccess):
        return row | _crawl(spec.name, spec.access, world, day, settings)
    turn = _next_turn(spec.name, spec.access.every_days, world, day, settings)
    return row | {"requests": 0, "note": f"no antes del {turn} / not before {turn}; {row['note']}"} if turn else row


def _next_turn(source: str, every_days: int, world: World, day: date, settings: Settings) -> date | None:
    """The day before which a source is left in peace, None when it may be asked tonight."""
    archive = Archive(world.folder(settings) / "archive")
    last = archive.last_usable_look(source, "", before=day, with_payload=False) if every_days > 1 else None
    turn = last.night + timedelta(days=every_days) if last else None
    return turn if turn and turn > day else None


def _crawl(source: str, access: PagesAccess, world: World, day: date, settings: Settings) -> dict[str, Any]:
    """Tonight's crawl, chosen as the night will choose it."""
    folder = world.folder(settings)
    known: list[Candidate] = []
    if current_build(folder):
        with published.snapshot(folder) as (connection, _night):
            known = crawl.candidates(connection, source, access)
    most = keys_a_night(access, crawl.requests_of(access, world, settings, registry.load().values()))
    pages = len(choose(known, day, crawl.pace_of(access), most)) * len(access.pages)
    came = _newest_crawl(folder, source)
    bytes_a_page = _mean([row.payload_bytes for row in came], access.page_kilobytes * 1024)
    disk_a_page = _mean([row.warc_length or 0 for row in came], bytes_a_page)
    return {
        "requests": pages + 1 if pages else 0,
        "megabytes": round(pages * bytes_a_page / 1e6, 2),
        "disk_megabytes": round(pages * disk_a_page / 1e6, 2),
        "round_nights": round_nights(known, most) if known else None,
    }


def _newest_crawl(folder: Path, source: str) -> list[Receipt]:
    """The receipts of the pages that came in the newest night that asked for any."""
    archive = Archive(folder / "archive")
    for night in reversed(archive.nights()):
        came = [row for row in archive.receipts(night, source) if row.status == 200 and is_page(row.part)]
        if came:
            return came
    return []


def _mean(values: list[int], otherwise: float) -> float:
    return sum(values) / len(values) if values else otherwise


def _requests(spec: SourceSpec) -> int:  # noqa: PLR0911 - one count a method
    """The most requests one night makes: robots.txt, pages, files; without retries and redirects."""
    match spec.access:
        case PageLinkAccess():
            return 3
        case MonthlyIndexAccess() as access:
            return 1 + access.max_pages + access.window_months
        case PeriodicFilesAccess() as access:
            return 1 + access.window * 2
        case FileListingAccess() as access:
            return 1 + access.max_pages + access.newest
        case NamedPagesAccess() as access:
            return 1 + len(access.pages)
        case JsonPagesAccess() as access:
            return 1 + access.window_years * access.max_pages
        case _:
            return 2


def _note(spec: SourceSpec) -> str:
    """What is asked, in words, Spanish first."""
    days = spec.access.every_days if spec.access else 1
    return _what(spec) + (f"; cada {days} días / every {days} days" if days > 1 else "")


def _what(spec: SourceSpec) -> str:  # noqa: PLR0911 - one text a method
    match spec.access:
        case PagesAccess() as access:
            names = ", ".join(page.name for page in access.pages)
            return (
                f"robots.txt y {len(access.pages)} páginas por clave ({names}); nada en la primera noche / robots.txt "
                f"and {len(access.pages)} pages a key ({names}); nothing on the first night"
            )
        case MonthlyIndexAccess() as access:
            newest, window, days = access.nightly_months, access.window_months, access.weekly_days
            return (
                f"índice; meses cuya huella cambió: los {newest} últimos cada noche, el resto de {window} cada {days} "
                f"días / index; months whose hash changed: the newest {newest} nightly, the rest of {window} every "
                f"{days} days"
            )
        case PageLinkAccess():
            return "robots.txt, página con el enlace, archivo / robots.txt, the page with the link, the file"
        case PeriodicFilesAccess() as access:
            return f"los {access.window} archivos más nuevos por periodo / the newest {access.window} files by period"
        case FileListingAccess() as access:
            return f"lista, sus {access.newest} archivos más nuevos / a listing, its newest {access.newest} files"
        case NamedPagesAccess() as access:
            return f"robots.txt y {len(access.pages)} páginas / robots.txt and {len(access.pages)} pages"
        case JsonPagesAccess() as access:
            return f"búsqueda por páginas de {access.page_size} / a search by pages of {access.page_size}"
        case _:
            return "robots.txt, archivo si cambió / robots.txt, the file if it changed"
