"""`vigia warehouse …` and `vigia rebuild`: the derived store, compared and made anew."""

from __future__ import annotations

import json

import typer

from pipelines.cli.options import Json, Live, Origin, Sandbox, Seed, Size, chosen_world, settings

app = typer.Typer(help="El almacén derivado / the derived store.", no_args_is_help=True)


@app.command("digest")
def digest(
    *,
    sandbox: Sandbox = False,
    live: Live = False,
    origin: Origin = None,
    seed: Seed = None,
    size: Size = None,
    as_json: Json = False,
) -> None:
    """Huella del contenido de cada tabla / a fingerprint of each table's content, order of rows apart."""
    from pipelines.clock import SystemClock
    from pipelines.night import newest_night
    from pipelines.stages.model import digest as digest_of

    world = chosen_world(live=live, origin=origin, seed=seed, size=size, sandbox=sandbox)
    found = digest_of(newest_night(world, settings(), SystemClock()))
    if as_json:
        typer.echo(json.dumps({"total": found.total, "tables": dict(found.tables)}, indent=1, sort_keys=True))
        return
    for table, value in sorted(found.tables.items()):
        typer.echo(f"{value}  {table}")
    typer.echo(f"{found.total}  total")


def rebuild(
    *, sandbox: Sandbox = False, live: Live = False, origin: Origin = None, seed: Seed = None, size: Size = None
) -> None:
    """Rehacer el almacén solo con el archivo / make the warehouse anew from the archive alone."""
    from pipelines.clock import SystemClock
    from pipelines.lock import data_lock
    from pipelines.night import newest_night
    from pipelines.rebuild import rebuild as rebuild_from_archive

    world = chosen_world(live=live, origin=origin, seed=seed, size=size, sandbox=sandbox)
    night = newest_night(world, settings(), SystemClock())
    with data_lock(night.folder):
        typer.echo(f"rehecho / rebuilt {night.folder}: huella / digest {rebuild_from_archive(night)}")
