"""Lists of works to verify. Internal until the verification is over: the open edition has no such page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboard import addresses
from dashboard.grids import Column, Grid

if TYPE_CHECKING:
    from dashboard.frame import Site


def write(site: Site) -> None:
    """Write ``listas.html``."""
    pair = site.texts.pair
    grid = Grid(
        Column("region", "pool", pair("site.column.region")),
        Column("rank", "number", pair("site.column.rank")),
        Column("name", "name", pair("site.column.name"), link="href", search=True),
        Column("code", "code", pair("site.column.code"), search=True),
        Column("body", "pool", pair("site.column.body"), search=True),
        Column("district", "name", pair("site.column.district"), search=True),
        Column("score", "number", pair("site.column.score")),
        Column("why", "text", pair("site.column.why")),
        Column("look_for", "text", pair("site.column.look_for")),
        Column("href", "link"),
    )
    for row in site.snapshot.rows("lists"):
        body = row["group_key"]
        grid.add(
            region=grid.columns["region"].place(row["region"], site.region_name(row["region"])),
            rank=row["rank"],
            name=row["name"] or row["work_code"],
            code=row["work_code"],
            body=grid.columns["body"].place(
                body, row["body_name"] or "", href=addresses.body_page(body) if body else None
            ),
            district=row["district"],
            score=round(row["score"], 1),
            why="; ".join(row["reasons"] or []),
            look_for="; ".join(row["look_for"] or []),
            href=addresses.subject_page(row["work_id"]),
        )
    site.write("lists.html", "listas.html", here="lists", title=site.texts.say("lists.title"), grid=grid)
