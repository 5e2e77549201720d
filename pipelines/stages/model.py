"""Model: typed tables, links, history; and what the declared tables promise about themselves."""

from __future__ import annotations

from pipelines.night import Night
from pipelines.stages.arrive import raw_tables
from pipelines.stages.records import row_count
from warehouse import digest as digests
from warehouse import history, links, load, model, soundness, tables

PROMISES = ("null", "repeated_key")
"""The kinds of promise a table's declaration makes: required values are there, keys are unique."""


def core_tables() -> dict[str, str]:
    """The tables that are built from the raw ones, with what each holds."""
    return {table.name: table.description for table in [*tables.of_group("core"), *tables.of_group("links")]}


def build_core(night: Night) -> dict[str, int]:
    """Build the core tables and the links; returns the rows of each."""
    from checks import calendar

    with night.warehouse() as connection:
        for spec in night.specs.values():
            load.ensure_raw(connection, raw_tables(spec))
        calendar.load_calendar(connection)
        model.build_core(connection)
        links.build(connection)
        return {table: row_count(connection, table) for table in core_tables()}


def record_history(night: Night) -> dict[str, int]:
    """Append tonight's versions and changes; returns the counts by kind."""
    with night.warehouse() as connection:
        recorded = history.record(connection, night.date)
        return {table: found.versions for table, found in recorded.items()}


def check_table(night: Night, table: str) -> dict[str, list[str]]:
    """What a table's declaration promises and the table does not keep, by kind of promise; empty lists when sound."""
    with night.warehouse() as connection:
        problems = soundness.problems(connection, [table])
    return {kind: [str(problem) for problem in problems if problem.kind == kind] for kind in PROMISES}


def digest(night: Night) -> digests.Digest:
    """The digest of the whole warehouse."""
    with night.warehouse() as connection:
        return digests.digest(connection)
