"""`vigia sources …`: the registers we read, how they are doing, what tonight would ask."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from pipelines.cli.options import AsOf, Json, in_a_world, known_source, parse_date, settings
from pipelines.cli.show import show_rows
from pipelines.errors import EXIT_OUR_FAULT, UsageError

if TYPE_CHECKING:
    from pipelines.worlds import World

app = typer.Typer(help="Las fuentes / the sources.", no_args_is_help=True)
Name = Annotated[str, typer.Argument(help="fuente / source")]
PLAN_COLUMNS = [
    "source", "host", "requests", "seconds_per_request", "megabytes", "disk_megabytes", "round_nights", "note",
]  # fmt: skip
LIST_COLUMNS = ["source", "title", "cadence", "verdict", "seen_on", "age_days", "rows", "quarantined", "refusal"]


@app.command("list")
@in_a_world
def list_sources(
    *,
    world: World,
    as_json: Json = False,
) -> None:
    """Cada fuente: cadencia, último veredicto, edad, filas / each source: cadence, last verdict, age, rows."""
    from pipelines.published import rows_of
    from pipelines.stages.publish import current_build
    from sources import registry

    folder = world.folder(settings())
    seen = {row["source"]: row for row in rows_of(folder, "source_rows")} if current_build(folder) else {}
    rows = [
        {"source": spec.name, "title": spec.title.es, "cadence": spec.cadence, **seen.get(spec.name, {})}
        for spec in registry.load().values()
    ]
    show_rows(rows, as_json=as_json, columns=LIST_COLUMNS)


@app.command("show")
def show(name: Name, *, as_json: Json = False) -> None:
    """El contrato de una fuente / the contract of one source, whole."""
    import json

    import yaml

    content = known_source(name).model_dump(mode="json", exclude_none=True)
    if as_json:
        typer.echo(json.dumps(content, ensure_ascii=False))
        return
    typer.echo(yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=110))


@app.command("check")
def check(name: Name) -> None:
    """Leer su muestra grabada, sin red / read its recorded fixture, offline."""
    from pipelines.fixtures import read_fixtures

    failed = False
    for report in read_fixtures(known_source(name)):
        refused = f"  RECHAZADO / REFUSED: {report.refused.message}" if report.refused else ""
        typer.echo(
            f"{report.part or name}: filas / rows {report.rows_in} = quedan / kept {report.kept} + iguales / collapsed "
            f"{report.collapsed} + cuarentena / quarantined {report.quarantined}{refused}",
        )
        failed = failed or report.refused is not None
    if failed:
        raise typer.Exit(EXIT_OUR_FAULT)


@app.command("accept")
@in_a_world
def accept_source(
    name: Name,
    *,
    reason: Annotated[str, typer.Option("--reason", help="qué se revisó y por qué es así / what was checked, and why")],
    world: World,
) -> None:
    """Aceptar lo que muestra, desde la próxima noche / accept what it shows, from the next night on."""
    from pipelines.clock import SystemClock, today_in_lima
    from pipelines.stages.accept import accept

    source = known_source(name).name
    folder = world.folder(settings())
    decision = accept(folder, source, reason, today_in_lima(SystemClock()))
    typer.echo(
        f"{source}: desde la próxima noche no se compara con lecturas anteriores / from the next night on not compared "
        f"with earlier looks ({decision.decided_on}: {decision.reason})"
    )


@app.command("plan")
@in_a_world
def plan(
    *,
    world: World,
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """Qué se pediría esta noche y a quién / what tonight would ask, of whom, at which rate."""
    from pipelines.clock import SystemClock, today_in_lima
    from pipelines.planning import plan_night

    if world.kind == "from":
        raise UsageError("a folder of files is read, not asked; there is nothing to plan")
    day = parse_date(as_of) or today_in_lima(SystemClock())
    rows = plan_night(world, day, settings())
    show_rows(rows, as_json=as_json, columns=PLAN_COLUMNS)
