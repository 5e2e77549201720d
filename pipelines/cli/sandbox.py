"""`vigia sandbox …`: look at the invented portals, and score the rules against what was planted."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import typer

from pipelines.cli.options import AsOf, Json, Seed, Size, parse_date, settings
from pipelines.errors import EXIT_OUR_FAULT, UsageError

app = typer.Typer(help="El Perú inventado / the invented Peru.", no_args_is_help=True)
Port = Annotated[int, typer.Option("--port", help="puerto en 127.0.0.1 / port on loopback")]
Seeds = Annotated[str, typer.Option("--seeds", help="semillas separadas por comas / seeds, by commas")]
Dates = Annotated[str, typer.Option("--dates", help="fechas separadas por comas / dates, by commas")]
Faults = Annotated[
    bool,
    typer.Option("--faults", help="con fallas de los portales, según la semilla / with the portals' faults, by seed"),
]
SCORE_DATES = "2026-01-02,2026-04-03,2026-07-30,2026-12-09"


@app.command("serve")
def serve(*, as_of: AsOf = None, seed: Seed = None, size: Size = None, port: Port = 8765) -> None:
    """Servir los portales inventados en esta máquina / serve the invented portals on loopback until Ctrl-C."""
    import threading

    from pipelines.clock import SystemClock, today_in_lima
    from sandbox.server import serve as serve_portals
    from sandbox.world import world

    configured = settings()
    day = parse_date(as_of) or today_in_lima(SystemClock())
    invented = world(configured.seed if seed is None else seed, configured.size if size is None else size, day)
    with serve_portals(invented, port=port) as handle:
        typer.echo(f"DATOS INVENTADOS · {day} · {handle.url}/InfobrasWeb/DataSets  (Ctrl-C: fin)")
        threading.Event().wait()


@app.command("score")
def score(
    *,
    seeds: Seeds = "1,2,3",
    dates: Dates = SCORE_DATES,
    size: Size = 2000,
    faults: Faults = False,
    as_json: Json = False,
) -> None:
    """Comparar lo que dicen las reglas con lo plantado / compare what the rules say with what was planted."""
    days = [day for text in dates.split(",") if (day := parse_date(text.strip())) is not None]
    numbers, works = _whole_numbers(seeds), size or 2000
    told, good = (_spoiled if faults else _scored)(numbers, days, works, as_json=as_json)
    typer.echo(told)
    if not good:
        raise typer.Exit(EXIT_OUR_FAULT)


def _scored(seeds: list[int], days: list[date], size: int, *, as_json: bool) -> tuple[str, bool]:
    """Every outcome beside the truth, and whether all agree."""
    from pipelines.scoring import score_worlds
    from sandbox.score import render, to_json

    result = score_worlds(seeds, days, size, settings())
    return to_json(result) if as_json else render(result), result.is_perfect


def _spoiled(seeds: list[int], days: list[date], size: int, *, as_json: bool) -> tuple[str, bool]:
    """What rules fail while half of the portals' answers are spoiled, and whether all of it was planted."""
    from pipelines.blindness import render, spoiled_worlds, to_json

    worlds = spoiled_worlds(seeds, days, size, settings())
    return to_json(worlds) if as_json else render(worlds), not any(world.unplanted for world in worlds)


def _whole_numbers(text: str) -> list[int]:
    try:
        return [int(part) for part in text.split(",")]
    except ValueError as fault:
        raise UsageError(f"--seeds {text!r}: write whole numbers with commas between them, as 1,2,3") from fault
