"""`vigia alerts …`: what is said, about whom, since when, on what proof."""

from __future__ import annotations

from typing import Annotated

import typer

from pipelines.cli.options import Json, Live, Origin, Sandbox, Seed, Size, chosen_world, known_rule, settings
from pipelines.cli.show import show_record, show_rows
from pipelines.errors import UsageError

app = typer.Typer(help="Las alertas / the alerts.", no_args_is_help=True)
STATES = ("open", "backlog", "pending", "held", "closed")
LIST_COLUMNS = ["alert_id", "rule_id", "subject_id", "state", "severity", "due", "opened_on", "visibility"]
EVENT_COLUMNS = ["night", "event", "state_before", "state_after", "episode", "due", "seen_on", "reason"]


@app.command("list")
def list_alerts(
    *,
    rule: Annotated[str | None, typer.Option("--rule", help="solo esta regla / this rule only")] = None,
    state: Annotated[str | None, typer.Option("--state", help="open, backlog, pending, held, closed")] = None,
    sandbox: Sandbox = False,
    live: Live = False,
    origin: Origin = None,
    seed: Seed = None,
    size: Size = None,
    as_json: Json = False,
) -> None:
    """Las alertas de la última publicación / the alerts of the newest build."""
    from pipelines.published import rows_of

    if state is not None and state not in STATES:
        raise UsageError(f"no state {state!r}; the states are {', '.join(STATES)}")
    rule = known_rule(rule)
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
    import json

    from pipelines.published import rows_of

    folder = chosen_world(live=live, origin=origin, seed=seed, size=size, sandbox=sandbox).folder(settings())
    found = rows_of(folder, "alert", {"alert": alert_id})
    if not found:
        raise UsageError(f"no alert {alert_id!r} in the newest build; see `vigia alerts list`")
    alert = found[0] | {"claim": json.loads(found[0]["claim"])}
    events = rows_of(folder, "alert_events", {"alert": alert_id})
    if as_json:
        show_rows([alert | {"events": events}], as_json=True, columns=[])
        return
    show_record(alert)
    typer.echo("")
    show_rows(events, as_json=False, columns=EVENT_COLUMNS)
