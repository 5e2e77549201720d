"""`vigia warehouse …` and `vigia rebuild`: the derived store, compared and made anew."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import typer

from pipelines.cli.options import Json, in_a_world, settings

if TYPE_CHECKING:
    from pipelines.worlds import World

app = typer.Typer(help="El almacén derivado / the derived store.", no_args_is_help=True)


@app.command("digest")
@in_a_world
def digest(
    *,
    world: World,
    as_json: Json = False,
) -> None:
    """Huella del contenido de cada tabla / a fingerprint of each table's content, order of rows apart."""
    from pipelines.clock import SystemClock
    from pipelines.night import newest_night
    from pipelines.stages.model import digest as digest_of

    found = digest_of(newest_night(world, settings(), SystemClock()))
    if as_json:
        typer.echo(json.dumps({"total": found.total, "tables": dict(found.tables)}, indent=1, sort_keys=True))
        return
    for table, value in sorted(found.tables.items()):
        typer.echo(f"{value}  {table}")
    typer.echo(f"{found.total}  total")


@in_a_world
def rebuild(*, world: World) -> None:
    """Rehacer el almacén solo con el archivo / make the warehouse anew from the archive alone."""
    from pipelines.clock import SystemClock
    from pipelines.lock import data_lock
    from pipelines.night import newest_night
    from pipelines.rebuild import rebuild as rebuild_from_archive

    night = newest_night(world, settings(), SystemClock())
    with data_lock(night.folder):
        typer.echo(f"rehecho / rebuilt {night.folder}: huella / digest {rebuild_from_archive(night)}")
