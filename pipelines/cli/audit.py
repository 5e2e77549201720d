"""`vigia audit`: run one or several nights and end with one summary."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from pipelines.cli.options import AsOf, Json, in_a_world, parse_date, settings
from pipelines.errors import EXIT_SOURCE_REFUSED, UsageError

if TYPE_CHECKING:
    from pipelines.worlds import World

Nights = Annotated[int, typer.Option("--nights", min=1, help="cuántas noches seguidas / how many nights in a row")]


@in_a_world
def audit(
    *,
    world: World,
    as_of: AsOf = None,
    nights: Nights = 1,
    as_json: Json = False,
) -> None:
    """Auditar una o más noches / audit one or more nights: ask, check, conclude, publish."""
    from pipelines import progress, summary
    from pipelines.clock import SystemClock
    from pipelines.night import open_night
    from pipelines.portals import announce
    from pipelines.run import run_night

    if nights > 1 and world.kind != "sandbox":
        raise UsageError("--nights belongs to the sandbox: files and portals show one day")
    first = open_night(world, parse_date(as_of), settings(), SystemClock())
    following = [replace(first, date=first.date + timedelta(days=offset)) for offset in range(nights)]
    for night in following:
        announce(night)
    with progress.bars():
        for night in following:
            run_night(night)
    last = following[-1]
    told = summary.summarise(last, nights)
    typer.echo(summary.as_json(told) if as_json else summary.as_text(told))
    if told.refused:
        raise typer.Exit(EXIT_SOURCE_REFUSED)
