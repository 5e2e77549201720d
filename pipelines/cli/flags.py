"""`vigia flags …`: the red flags that rank works for a visit, for staff. They accuse nobody and reach no alert."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from pipelines.cli.options import Json, in_a_world, settings
from pipelines.cli.show import show_rows
from pipelines.errors import UsageError

if TYPE_CHECKING:
    from pipelines.worlds import World

app = typer.Typer(
    help="Las señales que ordenan obras por visitar; no acusan a nadie / the red flags that rank works to visit; "
    "they accuse nobody.",
    no_args_is_help=True,
)
LIST_COLUMNS = ["flag", "title", "code", "asked", "raised"]
RAISED_COLUMNS = ["flag", "subject_id", "observed"]
CAUTION = "Ordenan visitas y no prueban nada / they rank visits and prove nothing"
WORK_COLUMNS = ["work_id", "raised", "asked", "flags", "name"]


@app.command("list")
@in_a_world
def list_flags(
    *,
    world: World,
    as_json: Json = False,
) -> None:
    """Cada señal: a cuántos se pregunta, cuántos la tienen / every flag: asked of how many, raised for how many."""
    from checks.flags import book
    from pipelines.published import rows_of

    counted = {row["flag"]: row for row in rows_of(world.folder(settings()), "flags_list")}
    rows = [
        {
            "flag": flag.id,
            "title": flag.title.es,
            "title_en": flag.title.en,
            "code": flag.code,
            "of": flag.of,
            "asked": counted.get(flag.id, {}).get("asked", 0),
            "raised": counted.get(flag.id, {}).get("raised", 0),
        }
        for flag in book().flags
    ]
    show_rows(rows, title=CAUTION, as_json=as_json, columns=LIST_COLUMNS)


@app.command("raised")
@in_a_world
def raised(
    flag: Annotated[str, typer.Argument(help="señal / flag, as `vigia flags list` prints it")],
    *,
    world: World,
    as_json: Json = False,
) -> None:
    """Los procedimientos u obras que tienen una señal / the processes or works for which one flag is raised."""
    from checks.flags import book
    from pipelines.published import rows_of

    if flag not in {item.id for item in book().flags}:
        raise UsageError(f"no flag {flag!r}; `vigia flags list` names them")
    rows = rows_of(world.folder(settings()), "flags_raised", {"flag": flag})
    show_rows(rows, title=CAUTION, as_json=as_json, columns=RAISED_COLUMNS)


@app.command("works")
@in_a_world
def works(
    *,
    most: Annotated[int, typer.Option(min=1, help="cuántas obras / how many works")] = 30,
    world: World,
    as_json: Json = False,
) -> None:
    """Las obras con más señales, y cuántas se preguntaron / the works with most flags, and how many were asked."""
    from pipelines.published import rows_of

    rows = rows_of(world.folder(settings()), "flags_works", {"most": most})
    show_rows(rows, title=CAUTION, as_json=as_json, columns=WORK_COLUMNS)
