"""The list of alerts: one page for the country, and one a region where the country's page cannot hold them all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboard import grids
from dashboard.addresses import slug
from dashboard.grids import NATIONAL_LIMIT, REGION_LIMIT

if TYPE_CHECKING:
    from dashboard.frame import Site

#: Name under which the room of alerts writes its alerts as CSV.
LEDGER_FILE = "alertas.csv"


def region_address(region: str, total: int) -> str:
    """Where the alerts of a region are listed when the country has ``total``."""
    if total <= NATIONAL_LIMIT:
        return f"alertas.html#region={region}"
    return f"alertas/{slug(region)}.html"


def write(site: Site) -> None:
    """Write ``alertas.html`` and, when there are too many for one page, ``alertas/<region>.html``."""
    regions = site.snapshot.rows("alerts_per_region")
    total = sum(row["ever"] for row in regions)
    split = regions if total > NATIONAL_LIMIT else []
    _write_one(site, None, total, [(row["region"], row["ever"]) for row in split])
    for row in split:
        _write_one(site, row["region"], row["ever"], [])


def _write_one(site: Site, region: str | None, total: int, others: list[tuple[str, int]]) -> None:
    limit = NATIONAL_LIMIT if region is None else REGION_LIMIT
    address = "alertas.html" if region is None else f"alertas/{slug(region)}.html"
    rows = site.snapshot.rows("alerts_listed", region, region, limit)
    say = site.texts.say
    title = say("alerts.title") if region is None else say("alerts.region_title", name=site.region_name(region))
    site.write(
        "alerts.html",
        address,
        here="alerts",
        title=title,
        grid=grids.alerts(site, rows, "../" * address.count("/")),
        region=region,
        shown=len(rows),
        total=total,
        others=[(code, site.region_name(code), count, f"alertas/{slug(code)}.html") for code, count in others],
        ledger=_ledger_file(site),
    )


def _ledger_file(site: Site) -> str | None:
    """The ledger's alerts as CSV, seen from the site's root."""
    return f"{site.facts.ledger}/{LEDGER_FILE}" if site.facts.ledger else None
