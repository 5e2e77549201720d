"""`vigia quality …`: whether the OCDS records are good data, for the owner of the data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from pipelines.cli.options import Json, in_a_world, settings
from pipelines.cli.show import show_rows
from pipelines.errors import UsageError

if TYPE_CHECKING:
    from pipelines.worlds import World

app = typer.Typer(help="La calidad de los registros OCDS / the quality of OCDS records.", no_args_is_help=True)
LIST_COLUMNS = ["quality_check", "title", "pelican", "applicable", "failing"]
FAILURE_COLUMNS = ["quality_check", "record_id", "month", "observed"]


@app.command("list")
@in_a_world
def list_questions(
    *,
    world: World,
    as_json: Json = False,
) -> None:
    """Cada pregunta con cuántos registros la fallan / every question, with how many records fail it."""
    from checks.quality import questions
    from pipelines.published import rows_of

    counted = {row["quality_check"]: row for row in rows_of(world.folder(settings()), "quality_list")}
    rows = [
        {
            "quality_check": item.id,
            "title": item.title.es,
            "title_en": item.title.en,
            "pelican": item.pelican,
            "applicable": counted.get(item.id, {}).get("applicable", 0),
            "failing": counted.get(item.id, {}).get("failing", 0),
        }
        for item in questions()
    ]
    show_rows(rows, as_json=as_json, columns=LIST_COLUMNS)


@app.command("failures")
@in_a_world
def failures(
    check: Annotated[str, typer.Argument(help="pregunta / question, as `vigia quality list` prints it")],
    *,
    world: World,
    as_json: Json = False,
) -> None:
    """Los registros que fallan una pregunta / the records that fail one question."""
    from checks.quality import questions
    from pipelines.published import rows_of

    if check not in {item.id for item in questions()}:
        raise UsageError(f"no question {check!r}; `vigia quality list` names them")
    rows = rows_of(world.folder(settings()), "quality_failures_list", {"check": check})
    show_rows(rows, as_json=as_json, columns=FAILURE_COLUMNS)
