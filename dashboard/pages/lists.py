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
        Column("district", "name", pair("site.column.district"), search=True),
        Column("score", "number", pair("site.column.score")),
        Column("why", "notes", pair("site.column.why")),
        Column("look_for", "notes", pair("site.column.look_for"), folded=True),
        Column("href", "link"),
    )
    for row in site.snapshot.rows("lists"):
        grid.add(
            region=grid.columns["region"].place(row["region"], site.region_name(row["region"])),
            rank=row["rank"],
            name=row["name"] or row["work_code"],
            code=row["work_code"],
            district=row["district"],
            score=round(row["score"], 1),
            why=row["reasons"] or [],
            look_for=row["look_for"] or [],
            href=addresses.subject_page(row["work_id"]),
        )
    site.write("lists.html", "listas.html", here="lists", title=site.texts.say("lists.title"), grid=grid)
