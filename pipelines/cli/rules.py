"""`vigia rules …`: what is checked, on what authority, and how every subject came out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from pipelines.cli.options import Json, in_a_world, known_rule, parse_date, settings
from pipelines.cli.show import show_rows

if TYPE_CHECKING:
    from pipelines.worlds import World

app = typer.Typer(help="Las reglas y sus resultados / the rules and their outcomes.", no_args_is_help=True)
CLOCK_COLUMNS = ["day", "weekday", "reading_min", "reading_max", "note"]
REVIEW_COLUMNS = ["rule_id", "citation", "regime", "standing", "norm", "article"]
OUTCOME_COLUMNS = ["rule_id", "subject_key", "outcome", "reason", "severity", "due"]


@app.command("list")
def list_rules(*, as_json: Json = False) -> None:
    """Todas las reglas / every rule."""
    from checks.registry import dimension, rules

    rows = [
        {
            "rule_id": rule.id,
            "title": rule.title.es,
            "title_en": rule.title.en,
            "dimension": dimension(rule.id),
            "version": rule.version,
            "sources": ", ".join(rule.sources),
            "standing": ", ".join(sorted({basis.standing for basis in rule.basis})),
        }
        for rule in rules().values()
    ]
    show_rows(rows, as_json=as_json, columns=["rule_id", "title", "dimension", "sources", "standing"])


@app.command("show")
@in_a_world
def show(
    rule_id: Annotated[str, typer.Argument(help="MIS-17, …")],
    *,
    world: World,
    as_json: Json = False,
) -> None:
    """Una regla entera / one rule, whole: conditions in words and SQL, numbers, law, what to verify, how often so far.

    Cuántas veces: de la última publicación del mundo elegido, si la hay. / How often: of the newest build of the chosen
    world, if there is one.
    """
    import json
    from dataclasses import asdict

    from checks.registry import dimension, rules
    from dashboard import rulebook, texts
    from pipelines.cli.rule_text import tell
    from pipelines.published import record_of

    rule = rules()[known_rule(rule_id) or ""]
    record = record_of(world.folder(settings()), rule.id)
    if as_json:
        content = rule.model_dump(mode="json", exclude={"examples"}, exclude_none=True)
        content["record"] = asdict(record) if record else None
        typer.echo(json.dumps(content, ensure_ascii=False, default=str))
        return
    typer.echo(tell(rulebook.card(rule, dimension(rule.id)), texts.load(), record))


@app.command("outcomes")
@in_a_world
def outcomes(
    *,
    rule: Annotated[str | None, typer.Option("--rule", help="solo esta regla / this rule only")] = None,
    subject: Annotated[str | None, typer.Option("--subject", help="infobras:work:559548, …")] = None,
    world: World,
    as_json: Json = False,
) -> None:
    """Cómo salió cada sujeto en cada regla / how every subject came out, computed on the published snapshot."""
    from pipelines.published import outcomes_of

    rows = outcomes_of(world.folder(settings()), known_rule(rule), subject)
    show_rows(rows, as_json=as_json, columns=OUTCOME_COLUMNS)


@app.command("clock")
def clock(
    *,
    start: Annotated[str, typer.Option("--from", metavar="YYYY-MM-DD", help="el día que da origen / the first day")],
    days: Annotated[int, typer.Option("--days", min=1, max=250, help="días hábiles / business days")],
    region: Annotated[str | None, typer.Option("--region", help="código INEI, 15 = Lima / department code")] = None,
    entity: Annotated[
        str | None, typer.Option("--entity", metavar="KEY", help="infobras:body:1001: con sus días / with its own days")
    ] = None,
    as_json: Json = False,
) -> None:
    """Contar un plazo día por día / count a term day by day: the earliest reading, the latest, and why a day is off."""
    from checks.calendar import official_calendar
    from checks.clock_table import clock_rows
    from pipelines.errors import UsageError

    first = parse_date(start)
    if first is None:
        raise UsageError("--from takes a date, 2026-03-27")
    try:
        calendar = official_calendar()
        rows = clock_rows(calendar, first, days, region, entity)
    except ValueError as fault:
        raise UsageError(str(fault)) from fault
    if entity is not None and entity not in calendar.bodies():
        typer.echo(f"{entity}: sin días propios declarados / no days of its own declared", err=True)
    show_rows([row.shown() for row in rows], as_json=as_json, columns=CLOCK_COLUMNS)


@app.command("review")
def review(
    *,
    confirm: Annotated[str | None, typer.Option("--confirm", metavar="ID", help="regla leída / rule read")] = None,
    citation: Annotated[int, typer.Option("--citation", min=1, help="número de la cita / number of the citation")] = 1,
    norm: Annotated[str, typer.Option("--norm", help="norma leída, completa / the norm read, in full")] = "",
    read_on: Annotated[str | None, typer.Option("--on", metavar="YYYY-MM-DD", help="leída el / read on")] = None,
    role: Annotated[str, typer.Option("--role", help="cargo de quien leyó / role of the reader")] = "",
    as_json: Json = False,
) -> None:
    """Lo que falta leer antes de citar / what a lawyer has to confirm before release; --confirm records one reading.

    Las citas se confirman aquí; un número asumido se corrige en checks/parameters.yml con su fuente. / Citations are
    confirmed here; an assumed number is corrected in checks/parameters.yml with its source.
    """
    from checks.confirmations import confirm as record
    from checks.confirmations import numbers_to_read, to_confirm
    from checks.errors import RuleError
    from checks.parameters import parameters
    from checks.registry import rule, rules
    from pipelines.clock import SystemClock, today_in_lima
    from pipelines.errors import UsageError

    if confirm is not None:
        known, today = known_rule(confirm) or "", today_in_lima(SystemClock())
        day = parse_date(read_on) or today
        try:
            new = record(rule(known), citation, norm_read=norm, read_on=day, today=today, role=role)
        except RuleError as fault:
            raise UsageError(str(fault)) from fault
        typer.echo(f"{new.rule_id} {citation}: firme / firm ({new.norm_read}, {new.read_on}, {new.role})")
        return
    rows = [
        {
            "rule_id": item.rule_id, "citation": item.number, "regime": item.basis.regime,
            "standing": item.basis.standing, "norm": item.basis.norm, "article": item.basis.article or "",
        }
        for item in to_confirm(rules().values())
    ]  # fmt: skip
    rows += [
        {
            "rule_id": name, "citation": str(value.value), "regime": value.regime or "any", "standing": value.standing,
            "norm": value.source, "article": "",
        }
        for name, value in numbers_to_read(parameters())
    ]  # fmt: skip
    show_rows(rows, as_json=as_json, columns=REVIEW_COLUMNS)
