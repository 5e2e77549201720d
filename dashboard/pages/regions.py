"""The country's regions, and a page for each with its districts and bodies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboard import addresses, charts
from dashboard.frame import NATIONAL
from dashboard.pages.alerts import region_address

if TYPE_CHECKING:
    from dashboard.frame import Site
    from dashboard.snapshot import Row


def write(site: Site, bodies: list[Row]) -> None:
    """Write ``regiones.html`` and ``regiones/<code>.html``; ``bodies`` are the rows of ``body_totals``."""
    regions = [row for row in site.snapshot.rows("regions") if _has_something(row)]
    _country(site, regions)
    districts: dict[str, list[Row]] = {}
    for row in site.snapshot.rows("districts"):
        districts.setdefault(row["region"], []).append(row)
    scores: dict[str, list[Row]] = {}
    for row in site.snapshot.rows("scores_of_regions"):
        scores.setdefault(row["region"], []).append(row)
    here: dict[str, list[Row]] = {}
    for body in bodies:
        here.setdefault(body["region"] or NATIONAL, []).append(body)
    alerts_ever = {row["region"]: row["ever"] for row in site.snapshot.rows("alerts_per_region")}
    total = sum(alerts_ever.values())
    for region in regions:
        code = region["region"]
        name = site.region_name(code)
        title = site.texts.say("places.region_heading", name=name) if code != NATIONAL else name
        site.write(
            "region.html",
            addresses.region_page(code),
            here="regions",
            title=title,
            region=region,
            districts=districts.get(code, []),
            scores=scores.get(code, []),
            bodies=sorted(here.get(code, []), key=lambda body: (-body["live"], -body["works"], body["group_key"])),
            alerts_page=region_address(code, total) if alerts_ever.get(code) else None,
        )


def _has_something(row: Row) -> bool:
    return bool(row["works"] or row["bodies"] or row["live"])


def _country(site: Site, regions: list[Row]) -> None:
    ranked = sorted((row for row in regions if row["live"]), key=lambda row: (-row["live"], row["region"]))
    if ranked:
        bars = [(site.region_name(row["region"]), row["live"]) for row in ranked]
        site.writer.file("recursos/regiones.svg", charts.bars(bars))
    points = [(row["longitude"], row["latitude"], row["live"]) for row in site.snapshot.rows("map_points")]
    drawn = any(live for _, _, live in points)
    if drawn:
        site.writer.file("recursos/mapa.svg", charts.district_map(points))
    site.write(
        "regions.html",
        "regiones.html",
        here="regions",
        title=site.texts.say("places.regions_title"),
        regions=regions,
        chart="recursos/regiones.svg" if ranked else None,
        map="recursos/mapa.svg" if drawn else None,
    )
