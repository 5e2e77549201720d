"""Options that several commands share, and what they mean: which world, which output, which rule or source."""

from __future__ import annotations

from datetime import date
from functools import wraps
from inspect import Parameter, Signature, signature
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, get_type_hints

import typer

from pipelines.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

    from pipelines.settings import Settings
    from pipelines.worlds import World
    from sources.spec import SourceSpec

Sandbox = Annotated[bool, typer.Option("--sandbox", help="el Perú inventado (por defecto) / the invented Peru")]
Live = Annotated[bool, typer.Option("--live", help="los portales de verdad / the real portals")]
Origin = Annotated[
    Path | None,
    typer.Option("--from", metavar="DIR", help="una carpeta de archivos descargados / a folder of downloaded files"),
]
Seed = Annotated[int | None, typer.Option("--seed", help="semilla del Perú inventado / seed of the invented Peru")]
Size = Annotated[int | None, typer.Option("--size", help="obras del Perú inventado / works of the invented Peru")]
AsOf = Annotated[str | None, typer.Option("--as-of", metavar="YYYY-MM-DD", help="fecha en Lima / date in Lima")]
_OF_A_WORLD = {
    "sandbox": (Sandbox, False), "live": (Live, False), "origin": (Origin, None), "seed": (Seed, None),
    "size": (Size, None),
}  # fmt: skip
Json = Annotated[bool, typer.Option("--json", help="una línea JSON por fila / JSON lines")]


def settings() -> Settings:
    """The settings of this process."""
    from pipelines.settings import load_settings

    return load_settings()


def chosen_world(
    *, live: bool, origin: Path | None, seed: int | None, size: int | None, sandbox: bool = False
) -> World:
    """The world the options mean; without any, the one the settings configure.

    Raises:
        UsageError: options that exclude each other.
    """
    from pipelines.worlds import folder_world, live_world, sandbox_world

    configured = settings()
    if sum((live, origin is not None, sandbox)) > 1:
        raise UsageError("choose one of --sandbox, --live and --from DIR")
    if (live or origin) and (seed is not None or size is not None):
        raise UsageError("--seed and --size belong to the sandbox")
    if origin is not None:
        return folder_world(origin)
    if live or (configured.world == "live" and not sandbox and seed is None and size is None):
        return live_world()
    return sandbox_world(configured.seed if seed is None else seed, configured.size if size is None else size)


def in_a_world(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options that choose a world in place of its parameter ``world``."""
    hints = get_type_hints(command, localns={"World": object}, include_extras=True)
    own = [Parameter(name, Parameter.KEYWORD_ONLY, default=d, annotation=a) for name, (a, d) in _OF_A_WORLD.items()]
    asked = []
    for parameter in signature(command).parameters.values():
        asked += own if parameter.name == "world" else [parameter.replace(annotation=hints[parameter.name])]

    @wraps(command)
    def with_options(**given: Any) -> None:  # noqa: ANN401 - whatever the command takes
        options = {name: given.pop(name) for name in _OF_A_WORLD}
        command(**given, world=chosen_world(**options))

    # What Typer asks of a function in order to know its options.
    with_options.__signature__ = Signature(asked)  # type: ignore[attr-defined]
    with_options.__annotations__ = {parameter.name: parameter.annotation for parameter in asked}
    return with_options


def parse_date(text: str | None) -> date | None:
    """A date as typed.

    Raises:
        UsageError: it is not YYYY-MM-DD.
    """
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as fault:
        raise UsageError(f"{text!r} is not a date; write it as 2026-11-20") from fault


def known_source(name: str) -> SourceSpec:
    """The contract of a source as typed.

    Raises:
        UsageError: no folder declares it; the message lists those that exist.
    """
    from sources import registry
    from sources.errors import UnknownSourceError

    try:
        return registry.get(name)
    except UnknownSourceError as fault:
        raise UsageError(str(fault)) from fault


def known_rule(rule_id: str | None) -> str | None:
    """The id of a rule as typed, in capitals; None stays None.

    Raises:
        UsageError: there is no such rule; the message lists those that exist.
    """
    from checks.registry import rules

    if rule_id is None or rule_id.upper() in rules():
        return rule_id.upper() if rule_id else None
    raise UsageError(f"no rule {rule_id!r}; the rules are {', '.join(rules())}")
