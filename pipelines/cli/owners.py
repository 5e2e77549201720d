"""`vigia owners …`: the report to who publishes a register about faults of its data; written, never sent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from pipelines.cli.options import Json, in_a_world, settings
from pipelines.cli.show import show_rows
from pipelines.errors import UsageError

if TYPE_CHECKING:
    from pipelines.worlds import World

app = typer.Typer(
    help="El informe para quien publica los datos / the report to who publishes the data.", no_args_is_help=True
)
LIST_COLUMNS = ["owner", "publisher", "sources"]


@app.command("list")
@in_a_world
def list_owners(
    *,
    world: World,
    as_json: Json = False,
) -> None:
    """A quién se informa, y sobre qué fuentes / who gets a report, and about which sources."""
    from alerts.owners import OWNERS
    from pipelines.published import rows_of

    known = rows_of(world.folder(settings()), "owners_list")
    rows = [row for owner in OWNERS for row in known if row["owner"] == owner.key]
    show_rows(rows, as_json=as_json, columns=LIST_COLUMNS)


@app.command("show")
@in_a_world
def show(
    owner: Annotated[str, typer.Argument(help="contraloria, mef, oece")],
    *,
    world: World,
) -> None:
    """El informe de la última publicación / the report on the newest build, in Spanish as it would be sent."""
    from alerts import owners
    from alerts.errors import OwnerUnknownError
    from pipelines.published import snapshot

    try:
        found = owners.owner(owner)
    except OwnerUnknownError as fault:
        raise UsageError(str(fault)) from fault
    with snapshot(world.folder(settings())) as (connection, night):
        typer.echo(owners.render(connection, night, found), nl=False)


@app.command("write")
@in_a_world
def write(
    *,
    world: World,
) -> None:
    """Escribir los informes en la bandeja, sin enviarlos / write the reports into the outbox, sending none."""
    from alerts import owners
    from pipelines.published import snapshot

    folder = world.folder(settings())
    with snapshot(folder) as (connection, night):
        for path in owners.write(connection, night, folder / "outbox"):
            typer.echo(path)
