"""`vigia status`: the last night, the age of each source, the next run. Exit code 1 when the night is late."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import typer

from pipelines.cli.options import Json, in_a_world, settings
from pipelines.cli.show import show_rows
from pipelines.errors import EXIT_OUR_FAULT

if TYPE_CHECKING:
    from pipelines.worlds import World

COLUMNS = ["source", "cadence", "parts", "verdict", "seen_on", "age_days", "stale"]


@in_a_world
def status(
    *,
    world: World,
    as_json: Json = False,
) -> None:
    """Cómo va la auditoría / how the audit is doing."""
    from pipelines.clock import SystemClock
    from pipelines.health import health_of

    health = health_of(world, settings(), SystemClock())
    if as_json:
        typer.echo(json.dumps(health.as_dict(), ensure_ascii=False, default=str))
    else:
        typer.echo(health.headline())
        show_rows(health.sources, as_json=False, columns=COLUMNS)
    if health.late:
        raise typer.Exit(EXIT_OUR_FAULT)
