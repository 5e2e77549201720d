"""`vigia explain`: why a subject came out as it did: values read, looks, outcome and reason, rule by rule."""

from __future__ import annotations

from typing import Annotated

import typer

from pipelines.cli.options import Json, Live, Origin, Sandbox, Seed, Size, chosen_world, settings


def explain(
    subject: Annotated[str, typer.Argument(help="infobras:work:559548, mef:investment:cui:2342129, ocds:process:…")],
    rule: Annotated[str | None, typer.Argument(help="MIS-17, …")] = None,
    *,
    sandbox: Sandbox = False,
    live: Live = False,
    origin: Origin = None,
    seed: Seed = None,
    size: Size = None,
    as_json: Json = False,
) -> None:
    """Explicar un resultado / explain an outcome: values, looks, and why."""
    import json

    from pipelines.errors import UsageError
    from pipelines.published import explanations

    folder = chosen_world(live=live, origin=origin, seed=seed, size=size, sandbox=sandbox).folder(settings())
    found = explanations(folder, subject, rule)
    if not found:
        raise UsageError(f"nothing is known of {subject!r}; subjects look like infobras:work:559548")
    for explanation in found:
        if as_json:
            typer.echo(json.dumps(explanation, ensure_ascii=False, default=str))
            continue
        typer.echo(f"{explanation['rule_id']}  {explanation['outcome']}  {explanation.get('reason') or ''}")
        for name, value in explanation.items():
            if name not in {"rule_id", "outcome", "reason"} and value is not None:
                typer.echo(f"  {name}: {value}")
