"""`vigia evidence …`: what was seen, and the proof that nobody changed it since."""

from __future__ import annotations

from typing import Annotated

import typer

from pipelines.cli.options import Json, Live, Origin, Sandbox, Seed, Size, chosen_world, known_source, settings
from pipelines.cli.show import show_rows
from pipelines.errors import EXIT_OUR_FAULT

app = typer.Typer(help="La evidencia: qué se vio y que nada cambió / what was seen, unchanged.", no_args_is_help=True)


@app.command("verify")
def verify(
    *,
    sandbox: Sandbox = False,
    live: Live = False,
    origin: Origin = None,
    seed: Seed = None,
    size: Size = None,
    as_json: Json = False,
) -> None:
    """Leer todo el archivo y comprobar cada huella / read the whole archive and check every hash."""
    from pipelines.clock import SystemClock
    from pipelines.night import newest_night

    world = chosen_world(live=live, origin=origin, seed=seed, size=size, sandbox=sandbox)
    archive = newest_night(world, settings(), SystemClock()).archive
    problems = archive.verify()
    rows = [
        {"night": str(found.night), "file": found.file, "problem": f"{found.code}: {found.message}"}
        for found in problems
    ]
    if rows or as_json:
        show_rows(rows, as_json=as_json, columns=["night", "file", "problem"], title="Evidencia dañada / damaged")
    if problems:
        raise typer.Exit(EXIT_OUR_FAULT)
    if not as_json:
        typer.echo(f"noches íntegras / nights intact: {len(archive.nights())}")


@app.command("show")
def show(
    source: Annotated[str, typer.Argument(help="fuente / source")],
    *,
    sandbox: Sandbox = False,
    live: Live = False,
    origin: Origin = None,
    seed: Seed = None,
    size: Size = None,
    as_json: Json = False,
) -> None:
    """Cada mirada a una fuente: cuándo, qué se pidió, qué vino / each look at a source."""
    from pipelines.clock import SystemClock
    from pipelines.night import newest_night

    name = known_source(source).name
    world = chosen_world(live=live, origin=origin, seed=seed, size=size, sandbox=sandbox)
    archive = newest_night(world, settings(), SystemClock()).archive
    rows = [
        {
            "night": str(night),
            "part": receipt.part,
            "url": receipt.url,
            "status": receipt.status,
            "sha256": receipt.payload_sha256,
            "bytes": receipt.payload_bytes,
            "error": receipt.error,
        }
        for night in archive.nights()
        for receipt in archive.receipts(night, name)
    ]
    show_rows(rows, as_json=as_json, columns=["night", "part", "url", "status", "sha256", "bytes", "error"])
