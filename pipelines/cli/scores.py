"""`vigia scores …`: how complete, timely and consistent the published record is, by place and body."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from pipelines.cli.options import Json, in_a_world, settings
from pipelines.cli.show import show_rows
from pipelines.errors import UsageError

if TYPE_CHECKING:
    from pipelines.worlds import World

app = typer.Typer(help="Los puntajes y su fórmula / the scores and their formula.", no_args_is_help=True)
LEVELS = ("country", "region", "district", "body")
MEASURES = ("completeness", "timeliness", "contradictions")
LIST_COLUMNS = ["place", "measure", "register", "counted", "total", "share", "days_late", "class", "newest_look"]
ELEMENT_COLUMNS = ["element", "title", "from_stage", "condition"]


@app.command("list")
@in_a_world
def list_scores(
    *,
    level: Annotated[str, typer.Option("--level", help="country, region, district, body")] = "country",
    measure: Annotated[str | None, typer.Option("--measure", help="completeness, timeliness, contradictions")] = None,
    world: World,
    as_json: Json = False,
) -> None:
    """Los puntajes de la última publicación, los peores primero / the scores of the newest build, worst first."""
    from pipelines.published import rows_of

    for name, value, known in (("level", level, LEVELS), ("measure", measure, MEASURES)):
        if value is not None and value not in known:
            raise UsageError(f"no {name} {value!r}; there are {', '.join(known)}")
    rows = rows_of(world.folder(settings()), "scores_list", {"level": level, "measure": measure})
    show_rows(rows, as_json=as_json, columns=LIST_COLUMNS)


@app.command("elements")
def list_elements(*, as_json: Json = False) -> None:
    """Los 39 elementos de CoST y cuándo deben ser públicos / the 39 CoST elements, and from which stage."""
    from checks.scores import elements

    rows = [
        {
            "element": item.id,
            "title": item.title.es,
            "title_en": item.title.en,
            "from_stage": item.from_stage,
            "needs": item.needs,
            "condition": item.shown or "—",
        }
        for item in elements()
    ]
    show_rows(rows, as_json=as_json, columns=ELEMENT_COLUMNS)
