"""`vigia alerts …`: what is said, about whom, since when, on what proof."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from pipelines.cli.options import Json, in_a_world, known_rule, settings
from pipelines.cli.show import show_record, show_rows
from pipelines.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from pipelines.published import Row
    from pipelines.worlds import World

app = typer.Typer(help="Las alertas / the alerts.", no_args_is_help=True)
STATES = ("open", "backlog", "pending", "held", "closed")
LIST_COLUMNS = ["alert_id", "rule_id", "subject_id", "state", "severity", "due", "opened_on", "visibility"]
SHOWN_COLUMNS = ["name", "value", "seen_on", "sha256", "url", "requested_at"]
EVENT_COLUMNS = ["night", "event", "state_before", "state_after", "episode", "due", "seen_on", "reason"]


@app.command("list")
@in_a_world
def list_alerts(
    *,
    rule: Annotated[str | None, typer.Option("--rule", help="solo esta regla / this rule only")] = None,
    state: Annotated[str | None, typer.Option("--state", help="open, backlog, pending, held, closed")] = None,
    world: World,
    as_json: Json = False,
) -> None:
    """Las alertas de la última publicación / the alerts of the newest build."""
    from pipelines.published import rows_of

    if state is not None and state not in STATES:
        raise UsageError(f"no state {state!r}; the states are {', '.join(STATES)}")
    rule = known_rule(rule)
    rows = rows_of(world.folder(settings()), "alerts_list", {"rule": rule, "state": state})
    show_rows(rows, as_json=as_json, columns=LIST_COLUMNS)


@app.command("dismiss")
@in_a_world
def dismiss(
    alert_id: Annotated[str, typer.Argument(help="identificador / id, as `vigia alerts list` prints it")],
    *,
    reason: Annotated[str, typer.Option("--reason", help="qué se revisó y por qué / what was looked at, and why")],
    role: Annotated[str, typer.Option("--role", help="cargo de quien decide, sin nombre / post, no name")],
    undo: Annotated[bool, typer.Option("--undo", help="dejarla como estaba / take the dismissal back")] = False,
    world: World,
) -> None:
    """Descartar una alerta tras revisarla / dismiss an alert after looking at it; it leaves the open pages and ledger.

    Vale para el episodio revisado: si se abre de nuevo, vuelve a verse. / It holds for the episode that was looked at:
    if the alert opens anew, it is shown again.
    """
    from alerts import casework
    from alerts.errors import CaseworkError
    from pipelines.clock import SystemClock, today_in_lima

    folder = world.folder(settings())
    found = _found(folder, alert_id)
    kind = "restored" if undo else "dismissed"
    today = today_in_lima(SystemClock()).isoformat()
    copied = {name: found[name] for name in ("alert_id", "episode", "rule_id", "rule_version", "subject_id")}
    claim = found["claim"] or "{}"
    try:
        casework.add(folder, casework.Decision(kind, **copied, claim=claim, decided_on=today, role=role, reason=reason))
    except CaseworkError as fault:
        raise UsageError(str(fault)) from fault
    told = "vuelve a verse / shown again" if undo else "descartada / dismissed"
    since = "desde la próxima noche / from the next night"
    typer.echo(f"{alert_id}, episodio / episode {found['episode']}: {told}, {since}")


@app.command("show")
@in_a_world
def show(
    alert_id: Annotated[str, typer.Argument(help="identificador / id, as `vigia alerts list` prints it")],
    *,
    world: World,
    as_json: Json = False,
) -> None:
    """Una alerta y su historia / one alert: what was observed and every event since it opened."""
    import json

    from alerts import casework
    from pipelines.published import rows_of

    folder = world.folder(settings())
    found = _found(folder, alert_id)
    alert = found | {"claim": json.loads(found["claim"])}
    for one in casework.dismissals(folder):
        if (one.alert_id, one.episode) == (alert_id, found["episode"]):
            alert |= {"dismissed": {"on": one.decided_on, "role": one.role, "reason": one.reason}}
    events = rows_of(folder, "alert_events", {"alert": alert_id})
    shown = _shown_by(folder, found["rule_id"], alert["claim"].get("observed") or {})
    if as_json:
        show_rows([alert | {"shown_by": shown, "events": events}], as_json=True, columns=[])
        return
    show_record(alert)
    if shown:
        typer.echo("")
        show_rows(shown, as_json=False, columns=SHOWN_COLUMNS)
    typer.echo("")
    show_rows(events, as_json=False, columns=EVENT_COLUMNS)


def _shown_by(folder: Path, rule_id: str, observed: Row) -> list[Row]:
    """Values that were replaced and those in their place, each with the look that showed it."""
    from checks import registry
    from pipelines.published import rows_of

    rule = registry.rules().get(rule_id)
    told = [(name, observed[seen]) for name, seen in (rule.shown_by if rule else {}).items() if observed.get(seen)]
    if rule is None or not told:
        return []
    days = sorted({day for _, day in told})
    looks = {
        str(look["seen_on"]): look
        for look in rows_of(folder, "looks_of_days", {"source": rule.sources[0], "days": days})
    }
    return [{"name": name, "value": observed[name], "seen_on": day, **looks.get(day, {})} for name, day in told]


def _found(folder: Path, alert_id: str) -> Row:
    from pipelines.published import rows_of

    found = rows_of(folder, "alert", {"alert": alert_id})
    if not found:
        raise UsageError(f"no alert {alert_id!r} in the newest build; see `vigia alerts list`")
    return found[0]
