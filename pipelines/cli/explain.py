"""`vigia explain`: why a subject came out as it did: values read, looks, outcome and reason, rule by rule."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from pipelines.cli.options import Json, in_a_world, known_rule, settings
from pipelines.cli.show import show_record, show_rows, word

if TYPE_CHECKING:
    from pipelines.worlds import World

SECTIONS = {
    "miradas / looks": "looks",
    "publicado / published": "values",
    "calculado / worked out": "worked_out",
    "días de tolerancia y demora / days of tolerance and latency": "latency_and_tolerance",
    "porque / because": "because",
}


@in_a_world
def explain(
    subject: Annotated[str, typer.Argument(help="infobras:work:559548, mef:investment:cui:2342129, ocds:process:…")],
    rule: Annotated[str | None, typer.Argument(help="MIS-17, …")] = None,
    *,
    world: World,
    as_json: Json = False,
) -> None:
    """Explicar un resultado / explain an outcome: values, looks, and why."""
    from pipelines.errors import UsageError
    from pipelines.published import explanations

    folder = world.folder(settings())
    found = explanations(folder, subject, known_rule(rule))
    if not found:
        judged = f" under rule {rule.upper()}" if rule else ""
        raise UsageError(f"nothing is known of {subject!r}{judged}; subjects look like infobras:work:559548")
    if as_json:
        show_rows(found, as_json=True, columns=[])
        return
    for explanation in found:
        _tell(explanation)


def _tell(explanation: dict[str, Any]) -> None:
    """One rule's answer, its ground, and every value it rests on."""
    from checks.registry import rules

    rule_id, outcome = explanation["rule_id"], word("outcome", explanation["outcome"])
    due = f"  vencía / due {explanation['due']}" if explanation["due"] else ""
    typer.echo(f"{rule_id}  {outcome}  ({explanation['reason']}){due}")
    typer.echo(f"  {rules()[rule_id].title.es} / {rules()[rule_id].title.en}")
    for label, name in SECTIONS.items():
        value = explanation.get(name)
        if isinstance(value, dict):
            typer.echo(f"  {label}:")
            show_record(value, indent=4)
        elif value is not None:
            typer.echo(f"  {label}: {value}")
    typer.echo("")
