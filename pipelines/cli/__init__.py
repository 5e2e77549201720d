"""The `vigia` command: words, options, exit codes. What a command does lives in the rooms; heavy imports stay inside.

Errors of every room are caught here, once, and told to the person in one line.
"""

from __future__ import annotations

import logging
import os
import sys

import typer

from pipelines.cli import (
    alerts,
    audit,
    check,
    contradictions,
    evidence,
    explain,
    flags,
    owners,
    quality,
    rules,
    sandbox,
    scores,
    sources,
    status,
    store,
)
from pipelines.errors import EXIT_OUR_FAULT, EXIT_WRONG_USAGE, PipelineError

app = typer.Typer(
    name="vigia",
    help="Vigía: cada noche lee los registros públicos de obras del Perú y dice qué falta, qué llega tarde y qué se "
    "contradice. / Reads Peru's public works registers every night and says what is missing, late or contradictory.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.command("audit")(audit.audit)
app.command("status")(status.status)
app.command("explain")(explain.explain)
app.command("check")(check.check)
app.command("rebuild")(store.rebuild)
app.add_typer(sources.app, name="sources")
app.add_typer(rules.app, name="rules")
app.add_typer(alerts.app, name="alerts")
app.add_typer(contradictions.app, name="contradictions")
app.add_typer(scores.app, name="scores")
app.add_typer(quality.app, name="quality")
app.add_typer(flags.app, name="flags")
app.add_typer(owners.app, name="owners")
app.add_typer(evidence.app, name="evidence")
app.add_typer(store.app, name="warehouse")
app.add_typer(sandbox.app, name="sandbox")


def main() -> None:
    """Run the command; a known error is one line on standard error and its exit code."""
    _log_to_standard_error(os.environ.get("VIGIA_LOG", "WARNING"))
    os.environ.setdefault("GX_ANALYTICS_ENABLED", "false")
    os.environ.setdefault("DAGSTER_DISABLE_TELEMETRY", "yes")
    try:
        app(prog_name="vigia")
    except PipelineError as fault:
        _tell(fault)
        sys.exit(fault.exit_code)
    except _room_errors() as fault:
        _tell(fault)
        sys.exit(EXIT_WRONG_USAGE if type(fault).__name__ == "SettingError" else EXIT_OUR_FAULT)


def _log_to_standard_error(level: str) -> None:
    """Log from this level on, also of libraries that set a louder level for themselves."""
    handler = logging.StreamHandler()
    handler.setLevel(level)
    logging.basicConfig(level=level, handlers=[handler], format="%(levelname)s %(name)s %(message)s")


def _tell(fault: BaseException) -> None:
    typer.echo(f"vigia: {fault}", err=True)


def _room_errors() -> tuple[type[Exception], ...]:
    """The base error of each room whose errors module is loaded: what is not loaded cannot have raised."""
    names = {
        "sources.errors": "SourceError",
        "warehouse.errors": "WarehouseError",
        "checks.errors": "CheckError",
        "alerts.errors": "AlertError",
        "volunteers.errors": "VolunteerError",
        "dashboard.errors": "DashboardError",
        "sandbox.errors": "SandboxError",
    }
    return tuple(getattr(sys.modules[module], name) for module, name in names.items() if module in sys.modules)
