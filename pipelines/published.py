"""Reads the newest published build for the command: never the working file, so a question never blocks a night."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from pipelines.errors import UsageError
from pipelines.stages.publish import SNAPSHOT, current_build
from pipelines.statements import statement
from warehouse.connection import open_warehouse

if TYPE_CHECKING:
    import duckdb

Row = dict[str, Any]


@dataclass(frozen=True)
class RuleRecord:
    """How often a rule fired, was not evaluable and was dismissed, up to the published night."""

    night: date
    outcomes: tuple[Row, ...]
    alerts: Row  # ever, living, waiting, repaired, closed_otherwise, dismissed


@contextmanager
def snapshot(folder: Path) -> Iterator[tuple[duckdb.DuckDBPyConnection, date]]:
    """The snapshot of a world's newest build, read-only, and the night it speaks for.

    Raises:
        UsageError: nothing was published yet.
    """
    build = current_build(folder)
    if build is None:
        raise UsageError(f"{folder} has no published build yet; run `vigia audit` first")
    with open_warehouse(build / "internal" / SNAPSHOT, read_only=True) as connection:
        found = connection.execute(statement("newest_night")).fetchone()
        if found is None or found[0] is None:
            raise UsageError(f"the build {build.name} holds no night; run `vigia audit` again")
        yield connection, found[0]


def rows_of(folder: Path, name: str, parameters: dict[str, Any] | None = None) -> list[Row]:
    """The rows of one statement of ours over the newest build."""
    with snapshot(folder) as (connection, _night):
        return fetch(connection, name, parameters)


def fetch(connection: duckdb.DuckDBPyConnection, name: str, parameters: dict[str, Any] | None = None) -> list[Row]:
    """The rows of ``sql/<name>.sql`` as dictionaries."""
    cursor = connection.execute(statement(name), parameters) if parameters else connection.execute(statement(name))
    names = [column[0] for column in cursor.description or []]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def record_of(folder: Path, rule_id: str) -> RuleRecord | None:
    """What a rule did up to the newest build; None where nothing was published yet."""
    from alerts import casework

    if current_build(folder) is None:
        return None
    with snapshot(folder) as (connection, night):
        outcomes = fetch(connection, "rule_outcomes", {"rule": rule_id})
        (alerts,) = fetch(connection, "rule_alerts", {"rule": rule_id})
    dismissed = sum(one.rule_id == rule_id for one in casework.dismissed(folder))
    return RuleRecord(night, tuple(outcomes), alerts | {"dismissed": dismissed})


def outcomes_of(folder: Path, rule_id: str | None, subject_id: str | None) -> list[Row]:
    """Every outcome of the build's night, of one rule or subject when named."""
    from checks import engine

    with snapshot(folder) as (connection, night):
        return [
            {
                "rule_id": outcome.rule_id,
                "subject_type": outcome.subject_type,
                "subject_key": outcome.subject_id,
                "outcome": outcome.outcome,
                "reason": outcome.reason,
                "severity": outcome.severity,
                "due": outcome.due,
            }
            for outcome in engine.outcomes(connection, night, rule_id=rule_id, subject_id=subject_id)
        ]


def check_again(folder: Path, engine: str, spark_master: str) -> list[Row]:
    """Judge the build's night again on an engine: by rule, findings now, findings published, rows that differ."""
    from checks import engine as checks

    with snapshot(folder) as (connection, night):
        if engine == "spark":
            from checks import spark

            with TemporaryDirectory() as scratch, spark.opened(Path(scratch), spark_master) as session:
                checks.check_again(connection, night, session.create)
        else:
            checks.check_again(connection, night)
        return fetch(connection, "found_again")


def explanations(folder: Path, subject_id: str, rule_id: str | None) -> list[Row]:
    """Values, looks, outcome and reason of one subject, by rule."""
    from checks import engine

    with snapshot(folder) as (connection, night):
        return list(engine.explain(connection, night, subject_id, rule_id))
