"""Which works are worth a visit, region by region: gates, score and a blind draw.

The list is internal until its visits are done. How it looks on paper is ``pages``; who goes is not decided here.
"""

from __future__ import annotations

import logging
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from alerts.rules import RuleFacts, facts
from alerts.statements import fill, first, number
from alerts.telling import notice
from volunteers import pages, statements
from volunteers.errors import ListNightError
from volunteers.parameters import checklist, parameters

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date
    from pathlib import Path

    from duckdb import DuckDBPyConnection

logger = logging.getLogger(__name__)

_SCRATCH = (
    "list_numbers", "list_checklist", "list_advice", "list_night", "list_candidates", "list_subjects",
    "list_alerts", "list_spending", "list_scores",
)  # fmt: skip

_STATES = ("executing", "stopped", "finished")


class ListReport(NamedTuple):
    """How many works passed the gates and how many stand on the lists of how many regions."""

    candidates: int
    works: int
    regions: int


def build(con: DuckDBPyConnection, night: date, *, rules: Sequence[RuleFacts] | None = None) -> ListReport:
    """Refill ``list_works`` for ``night`` from core tables, links and alerts.

    A pure function of those tables and the month of the night: the draw changes monthly, so that a list can be
    worked through. Ages are counted to the date of the work's look, never to tonight.

    Raises:
        ListNightError: the night is not in ``meta_nights``.
    """
    if first(con, "SELECT 1 FROM meta_nights WHERE night = ?", [night]) is None:
        raise ListNightError(f"meta_nights does not know {night}; run the night before its lists.")
    with _inputs(con, night, facts() if rules is None else rules):
        statements.run(con, "list_candidates", "list_scores")
        candidates = number(con, "SELECT count(*) FROM list_candidates")
        con.execute("BEGIN TRANSACTION")
        try:
            con.execute("DELETE FROM list_works")
            statements.run(con, "list_choose")
            con.execute("COMMIT")
        except BaseException:
            con.execute("ROLLBACK")
            raise
    works = number(con, "SELECT count(*) FROM list_works")
    regions = number(con, "SELECT count(DISTINCT region) FROM list_works")
    logger.info("lists built", extra={"candidates": candidates, "works": works, "regions": regions})
    return ListReport(candidates, works, regions)


def write(con: DuckDBPyConnection, folder: Path) -> list[Path]:
    """Write the lists of the last night into ``folder`` (mode 0700) and return the files.

    ``obras-a-verificar.csv`` is for staff: score, place, and which works were drawn by lot. ``listas.html`` is for
    print and volunteers: by region and district, without any of the three. Same tables, same bytes.

    Raises:
        ListNightError: no night was recorded yet.
    """
    row = first(con, "SELECT night, world FROM meta_nights ORDER BY night DESC LIMIT 1")
    if row is None:
        raise ListNightError("meta_nights is empty; run a night before its lists.")
    with _inputs(con, row[0], ()):
        rows = [pages.Work(*values) for values in con.execute(statements.text("list_rows")).fetchall()]
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    said = notice(str(row[1]))
    files = [
        pages.write_csv(folder / "obras-a-verificar.csv", rows, said),
        pages.write_html(folder / "listas.html", rows, night=row[0], world=str(row[1]), notice=said),
    ]
    logger.info("lists written", extra={"works": len(rows)})
    return files


@contextmanager
def _inputs(con: DuckDBPyConnection, night: date, rules: Sequence[RuleFacts]) -> Iterator[None]:
    """Hold the temporary tables that the statements read; drop them at the end."""
    statements.run(con, "list_inputs")
    try:
        numbers = parameters()
        fill(con, "list_numbers", [(name, getattr(numbers, name).value) for name in type(numbers).model_fields])
        fill(con, "list_checklist", [
            (place, state, question.es)
            for place, question in enumerate(checklist())
            for state in question.states or _STATES
        ])  # fmt: skip
        fill(con, "list_advice", [(rule.rule_id, rule.title_es, rule.verify, rule.asks_owner) for rule in rules])
        con.execute("INSERT INTO list_night VALUES (?)", [night.strftime("%Y-%m")])
        yield
    finally:
        for name in _SCRATCH:
            con.execute(f"DROP TABLE IF EXISTS temp.{name}")
