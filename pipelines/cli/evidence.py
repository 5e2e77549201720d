"""`vigia evidence …`: what was seen, and the proof that nobody changed it since."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipelines.cli.options import Json, in_a_world, known_source, parse_date, settings
from pipelines.cli.show import show_rows
from pipelines.errors import EXIT_OUR_FAULT

if TYPE_CHECKING:
    from pipelines.worlds import World

app = typer.Typer(help="La evidencia: qué se vio y que nada cambió / what was seen, unchanged.", no_args_is_help=True)


@app.command("verify")
@in_a_world
def verify(
    *,
    world: World,
    as_json: Json = False,
) -> None:
    """Leer todo el archivo y comprobar cada huella / read the whole archive and check every hash."""
    from pipelines.clock import SystemClock
    from pipelines.night import newest_night

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
        if removed := sum(len(line.removed) for _, line in archive.thinnings()):
            typer.echo(f"retirados a propósito, con su huella / thinned, hashes kept: {removed}")


@app.command("thin")
@in_a_world
def thin(
    *,
    world: World,
    before: Annotated[
        str | None,
        typer.Option(
            "--before",
            metavar="YYYY-MM-DD",
            help="también lo leído antes de ese día que ninguna alerta cita; impide reconstruir / also looks "
            "of earlier nights that no alert cites; no rebuild afterwards",
        ),
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="hacerlo; sin esto solo se muestra / do it")] = False,
    as_json: Json = False,
) -> None:
    """Liberar disco; quedan recibos, hechos y lo que se cita / free disk, keep receipts, events and what is cited."""
    from pipelines.clock import SystemClock
    from pipelines.night import newest_night
    from pipelines.stages.evidence import thin_archive

    night = newest_night(world, settings(), SystemClock())
    done = thin_archive(night, parse_date(before), really=yes)
    rows = [
        {
            "night": str(one.receipt.night),
            "source": one.receipt.source,
            "part": one.receipt.part,
            "sha256": one.receipt.payload_sha256,
            "bytes": one.freed,
            "why": one.why,
        }
        for one in done.removable
    ]
    show_rows(rows, as_json=as_json, columns=["night", "source", "part", "sha256", "bytes", "why"])
    if as_json:
        return
    if done.freed is None:
        would = sum(one.freed for one in done.removable)
        typer.echo(f"se liberarían / would free: {would:,} bytes. Con --yes se hace / --yes does it.")
    else:
        typer.echo(f"liberado / freed: {done.freed:,} bytes")


@app.command("show")
@in_a_world
def show(
    source: Annotated[str, typer.Argument(help="fuente / source")],
    *,
    world: World,
    as_json: Json = False,
) -> None:
    """Cada mirada a una fuente: cuándo, qué se pidió, qué vino / each look at a source."""
    from pipelines.clock import SystemClock
    from pipelines.night import newest_night

    name = known_source(source).name
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


@app.command("export")
@in_a_world
def export(
    alert_id: Annotated[str, typer.Argument(help="alerta / alert, as `vigia alerts list` prints it")],
    *,
    to: Annotated[Path | None, typer.Option("--to", metavar="DIR", help="carpeta / folder (evidencia-ALERTA)")] = None,
    world: World,
) -> None:
    """Evidencia de una alerta, que otro puede comprobar / one alert's evidence for somebody else to check."""
    from pipelines.clock import SystemClock
    from pipelines.night import newest_night
    from pipelines.stages.evidence import export_alert

    night = newest_night(world, settings(), SystemClock())
    done = export_alert(night, alert_id, to or Path(f"evidencia-{alert_id}"))
    typer.echo(f"{done.folder}: {done.receipts} recibos / receipts, {done.records} contenidos / payloads")
    typer.echo("Puede traer datos personales: no se publica / may hold personal data: not for publication.")
