"""What a night would ask: requests, hosts and rates, from the contracts and the archive. Asks nobody."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlsplit

from pipelines.settings import Settings
from pipelines.worlds import World
from sources import registry
from sources.spec import MonthlyIndexAccess, PageLinkAccess, SourceSpec


def plan_night(world: World, day: date, settings: Settings) -> list[dict[str, Any]]:
    """One row a source: how many requests at the most, to which host, how slowly."""
    return [_row(spec, world, day, settings) for spec in registry.load().values()]


def _row(spec: SourceSpec, world: World, day: date, settings: Settings) -> dict[str, Any]:
    row: dict[str, Any] = {"source": spec.name, "night": day}
    if spec.access is None:
        note = "solo de archivos / only from files"
        return row | {"host": None, "requests": 0, "seconds_per_request": None, "note": note}
    address = settings.addresses.get(spec.access.host_variable, spec.access.base_url)
    invented = world.kind == "sandbox"
    return row | {
        "host": "127.0.0.1" if invented else urlsplit(address).hostname,
        "requests": _requests(spec),
        "seconds_per_request": 0.0 if invented else spec.politeness.seconds_per_request,
        "note": _note(spec),
    }


def _requests(spec: SourceSpec) -> int:
    """The most requests one night makes: robots.txt, pages, files; without retries and redirects."""
    match spec.access:
        case PageLinkAccess():
            return 3
        case MonthlyIndexAccess() as access:
            return 1 + access.max_pages + access.window_months
        case _:
            return 2


def _note(spec: SourceSpec) -> str:
    """What is asked, in words, Spanish first."""
    match spec.access:
        case MonthlyIndexAccess() as access:
            newest, window, days = access.nightly_months, access.window_months, access.weekly_days
            return (
                f"índice; meses cuya huella cambió: los {newest} últimos cada noche, el resto de {window} cada {days} "
                f"días / index; months whose hash changed: the newest {newest} nightly, the rest of {window} every "
                f"{days} days"
            )
        case PageLinkAccess():
            return "robots.txt, página con el enlace, archivo / robots.txt, the page with the link, the file"
        case _:
            return "robots.txt, archivo si cambió / robots.txt, the file if it changed"
