"""Options that several commands share, and what they mean: which world, which output, which rule or source."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipelines.errors import UsageError

if TYPE_CHECKING:
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
