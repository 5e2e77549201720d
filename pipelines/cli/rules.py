"""`vigia rules …`: what is checked, on what authority, and how every subject came out."""

from __future__ import annotations

from typing import Annotated

import typer

from pipelines.cli.options import Json, Live, Origin, Sandbox, Seed, Size, chosen_world, known_rule, settings
from pipelines.cli.show import show_rows

app = typer.Typer(help="Las reglas y sus resultados / the rules and their outcomes.", no_args_is_help=True)
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
def show(rule_id: Annotated[str, typer.Argument(help="MIS-17, …")], *, as_json: Json = False) -> None:
    """Una regla entera / one rule, whole: conditions, law, whom to tell, what to verify."""
    import json

    import yaml

    from checks.registry import rules

    content = rules()[known_rule(rule_id) or ""].model_dump(mode="json", exclude={"examples"}, exclude_none=True)
    if as_json:
        typer.echo(json.dumps(content, ensure_ascii=False))
        return
    typer.echo(yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=100))


@app.command("outcomes")
def outcomes(
    *,
    rule: Annotated[str | None, typer.Option("--rule", help="solo esta regla / this rule only")] = None,
    subject: Annotated[str | None, typer.Option("--subject", help="infobras:work:559548, …")] = None,
    sandbox: Sandbox = False,
    live: Live = False,
    origin: Origin = None,
    seed: Seed = None,
    size: Size = None,
    as_json: Json = False,
) -> None:
    """Cómo salió cada sujeto en cada regla / how every subject came out, computed on the published snapshot."""
    from pipelines.published import outcomes_of

    world = chosen_world(live=live, origin=origin, seed=seed, size=size, sandbox=sandbox)
    rows = outcomes_of(world.folder(settings()), known_rule(rule), subject)
    show_rows(rows, as_json=as_json, columns=OUTCOME_COLUMNS)
