"""`vigia contradictions …`: what two registers tell differently of one work, since when, and what is compared."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from pipelines.cli.options import Json, in_a_world, settings
from pipelines.cli.show import show_rows
from pipelines.errors import UsageError

if TYPE_CHECKING:
    from pipelines.worlds import World

app = typer.Typer(
    help="Lo que dos registros dicen distinto / what two registers tell differently.", no_args_is_help=True
)
LIST_COLUMNS = ["fact", "subject_id", "left_source", "left_value", "right_source", "right_value", "difference", "since"]
FACT_COLUMNS = ["fact", "title", "tolerance", "registers"]


@app.command("list")
@in_a_world
def list_contradictions(
    *,
    fact: Annotated[str | None, typer.Option("--fact", help="solo este dato / this fact only")] = None,
    world: World,
    as_json: Json = False,
) -> None:
    """Las contradicciones de la última publicación / the contradictions of the newest build."""
    from checks.comparing import comparisons
    from pipelines.published import rows_of

    if fact is not None and fact not in comparisons():
        raise UsageError(f"no fact {fact!r} is compared; the facts are {', '.join(comparisons())}")
    rows = rows_of(world.folder(settings()), "contradictions_list", {"fact": fact})
    show_rows(rows, as_json=as_json, columns=LIST_COLUMNS)


@app.command("facts")
def facts(*, as_json: Json = False) -> None:
    """Qué se compara y cuándo es comparable / what is compared, and when two values mean the same."""
    from checks.comparing import comparisons

    rows = [
        {
            "fact": item.fact,
            "title": item.title.es,
            "title_en": item.title.en,
            "comparable": item.comparable.es,
            "comparable_en": item.comparable.en,
            "tolerance": item.tolerance_in("es"),
            "tolerance_en": item.tolerance_in("en"),
            "registers": ", ".join(item.sources),
        }
        for item in comparisons().values()
    ]
    show_rows(rows, as_json=as_json, columns=FACT_COLUMNS)
