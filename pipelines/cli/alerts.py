"""`vigia alerts …`: what is said, about whom, since when, on what proof."""

from __future__ import annotations

from typing import Annotated

import typer

from pipelines.cli.options import Json, Live, Origin, Sandbox, Seed, Size, chosen_world, settings, show_rows

app = typer.Typer(help="Las alertas / the alerts.", no_args_is_help=True)
LIST_COLUMNS = ["alert_id", "rule_id", "subject_id", "state", "severity", "due", "opened_on", "visibility"]
EVENT_COLUMNS = ["night", "event", "state_before", "state_after", "episode", "due", "seen_on", "reason"]


@app.command("list")
def list_alerts(
    *,
    rule: Annotated[str | None, typer.Option("--rule", help="solo esta regla / this rule only")] = None,
    state: Annotated[str | None, typer.Option("--state", help="open, pending, backlog, repaired, …")] = None,
    sandbox: Sandbox = False,
    live: Live = False,
    origin: Origin = None,
    seed: Seed = None,
    size: Size = None,
    as_json: Json = False,
) -> None:
    """Las alertas de la última publicación / the alerts of the newest build."""
    from pipelines.published import rows_of

    world = chosen_world(live=live, origin=origin, seed=seed, size=size, sandbox=sandbox)
    rows = rows_of(world.folder(settings()), "alerts_list", {"rule": rule, "state": state})
    show_rows(rows, as_json=as_json, columns=LIST_COLUMNS)


@app.command("show")
def show(
    alert_id: Annotated[str, typer.Argument(help="identificador / id, as `vigia alerts list` prints it")],
    *,
    sandbox: Sandbox = False,
    live: Live = False,
    origin: Origin = None,
    seed: Seed = None,
    size: Size = None,
    as_json: Json = False,
) -> None:
    """Una alerta y su historia / one alert: what was observed and every event since it opened."""
    from pipelines.errors import UsageError
    from pipelines.published import rows_of

    folder = chosen_world(live=live, origin=origin, seed=seed, size=size, sandbox=sandbox).folder(settings())
    found = rows_of(folder, "alert", {"alert": alert_id})
    if not found:
        raise UsageError(f"no alert {alert_id!r} in the newest build; see `vigia alerts list`")
    show_rows(found, as_json=as_json, columns=[*LIST_COLUMNS, "claim"])
    show_rows(rows_of(folder, "alert_events", {"alert": alert_id}), as_json=as_json, columns=EVENT_COLUMNS)
