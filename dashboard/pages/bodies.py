"""The list of public bodies, and a page for each with its works and alerts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboard import addresses, grids
from dashboard.evidence import Evidence
from dashboard.grids import Column, Grid

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dashboard.frame import Site
    from dashboard.snapshot import Row

BATCH = 200
DETAILS = ("body_works", "alerts_of_bodies", "scores_of_bodies")


def write_list(site: Site, bodies: list[Row]) -> None:
    """Write ``entidades.html``."""
    pair = site.texts.pair
    grid = Grid(
        Column("name", "name", pair("site.column.name"), link="href", search=True),
        Column("region", "pool", pair("site.column.region"), search=True),
        Column("codes", "text", None, search=True),
        Column("works", "number", pair("site.column.works")),
        Column("executing", "number", pair("site.column.executing")),
        Column("investments", "number", pair("site.column.investments")),
        Column("processes", "number", pair("site.column.processes")),
        Column("live", "number", pair("site.column.live")),
        Column("severe", "number", pair("site.column.severe")),
        Column("href", "link"),
    )
    for body in sorted(bodies, key=lambda row: (-row["live"], -row["works"], row["group_key"])):
        region = body["region"] or "00"
        grid.add(
            **{key: body[key] for key in ("name", "works", "executing", "investments", "processes", "live", "severe")},
            region=grid.columns["region"].place(region, site.region_name(region)),
            codes=" ".join(sorted({c for code in body["codes"] for c in (code["code"], code["ruc"]) if c})),
            href=addresses.body_page(body["group_key"]),
        )
    title = site.texts.say("places.bodies_title")
    site.write("bodies.html", "entidades.html", here="bodies", title=title, grid=grid)


def write_pages(site: Site, bodies: Iterable[Row]) -> None:
    """Write ``entidades/<key>.html`` for each of ``bodies`` (rows of ``body_totals``, in order), in batches."""
    batch: list[Row] = []
    evidence = Evidence(site)
    for body in bodies:
        batch.append(body)
        if len(batch) == BATCH:
            _write_batch(site, batch, evidence)
            batch = []
    if batch:
        _write_batch(site, batch, evidence)


def _write_batch(site: Site, batch: list[Row], evidence: Evidence) -> None:
    first, last = batch[0]["body_index"], batch[-1]["body_index"]
    details = {name: _by_body(site.snapshot.rows(name, first, last)) for name in DETAILS}
    for body in batch:
        mine = {name: found.get(body["body_index"], []) for name, found in details.items()}
        _write_one(site, body, mine, evidence)


def _by_body(rows: list[Row]) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = {}
    for row in rows:
        found.setdefault(row["body_index"], []).append(row)
    return found


def _write_one(site: Site, body: Row, details: dict[str, list[Row]], evidence: Evidence) -> None:
    works, alerts = details["body_works"], details["alerts_of_bodies"]
    rules: dict[str, dict[str, int]] = {}
    for alert in alerts:
        mine = rules.setdefault(alert["rule_id"], {"live": 0, "repaired": 0})
        mine["live"] += alert["live"]
        mine["repaired"] += alert["repaired"]
    own = [evidence.card(alert, []) for alert in alerts if alert["subject_kind"].endswith(":body")]
    site.write(
        "body.html",
        addresses.body_page(body["group_key"]),
        here="bodies",
        title=body["name"],
        body=body,
        scores=details["scores_of_bodies"],
        rules=sorted(rules.items()),
        own=own,
        alerts=grids.alerts(site, alerts, "../", with_body=False) if alerts else None,
        works=grids.works(site, works, "../") if works else None,
    )
