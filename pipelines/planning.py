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
        return row | {"host": None, "requests": 0, "seconds_per_request": None, "note": "only from files"}
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
    match spec.access:
        case MonthlyIndexAccess() as access:
            return (
                f"index pages until the last, then the months whose hash changed: the newest {access.nightly_months} "
                f"every night, the rest of {access.window_months} every {access.weekly_days} days"
            )
        case PageLinkAccess():
            return "robots.txt, the page that links to today's file, the file"
        case _:
            return "robots.txt, the file (asked conditionally)"
