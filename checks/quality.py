"""Quality of OCDS records: whether what OECE publishes is coherent, consistent, complete and stays published.

Here: the declared questions (``quality.yml``) over records (``sql/quality/<kind>.sql``), counted by month of the file,
with the records that fail. They feed the report to the owner of the data. Not here: duties of bodies (rules).

A question applies when it has an answer. Where a cell that it reads could not be read it does not apply.
"""

# ruff: noqa: S608 - the SQL is built from our own declarations; values of registers never enter its text

from __future__ import annotations

import logging
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import Field

from checks.answers import answer
from checks.errors import RuleError
from checks.parameters import parameters
from checks.rule import Text
from checks.sqlfiles import read_sql
from checks.strict import Strict, read_strict
from warehouse.connection import transaction

if TYPE_CHECKING:
    import duckdb

log = logging.getLogger(__name__)
QUESTIONS = Path(__file__).parent / "quality.yml"
SQL = Path(__file__).parent / "sql" / "quality"


class Question(Strict):
    """One question about a kind of record; ``pelican`` names the published check that asks the same."""

    id: str = Field(pattern=r"^[a-z][a-z_]*$")
    of: str
    pelican: str
    title: Text
    applies: str = "TRUE"
    holds: str
    observed: list[str] = Field(min_length=1)


class _File(Strict):
    """quality.yml as a whole."""

    checks: list[Question]


@cache
def questions() -> tuple[Question, ...]:
    """Every question in the order of the file.

    Raises:
        RuleError: the file breaks its form, or a question bears another's id.
    """
    found = tuple(read_strict(QUESTIONS, _File, RuleError).checks)
    if len({question.id for question in found}) < len(found):
        raise RuleError("quality.yml: two questions bear the same id; rename one")
    return found


def examine(con: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """Ask every question and replace ``quality_counts`` and ``quality_failures``; returns the failing by question."""
    with transaction(con):
        con.execute("DELETE FROM quality_counts")
        con.execute("DELETE FROM quality_failures")
        for kind in dict.fromkeys(question.of for question in questions()):
            _examine(con, kind)
    rows = con.execute("SELECT quality_check, sum(failing) FROM quality_counts GROUP BY ALL ORDER BY ALL").fetchall()
    log.info("records examined", extra={"failing": sum(int(n) for _, n in rows)})
    return {str(name): int(n) for name, n in rows}


def _examine(con: duckdb.DuckDBPyConnection, kind: str) -> None:
    """The questions about one kind of record, over one pass of its records."""
    con.execute(f"CREATE OR REPLACE TEMP TABLE examined AS {read_sql(SQL / f'{kind}.sql', parameters())}")
    columns = [str(name) for name, *_ in con.execute("DESCRIBE examined").fetchall()]
    for question in questions():
        if question.of == kind:
            answered = answer(columns, question.applies, question.holds, f"quality.{question.id}")
            observed = ", ".join(f"'{name}': {name}" for name in question.observed)
            con.execute(
                f"INSERT INTO quality_counts BY NAME SELECT '{question.id}' AS quality_check, "
                f"coalesce(month, '') AS month, count({answered}) AS applicable, count_if(NOT {answered}) AS failing "
                f"FROM examined GROUP BY ALL HAVING count({answered}) > 0"
            )
            con.execute(
                f"INSERT INTO quality_failures BY NAME SELECT '{question.id}' AS quality_check, record_id, process_id, "
                f"coalesce(month, '') AS month, CAST(to_json({{{observed}}}) AS VARCHAR) AS observed "
                f"FROM examined WHERE NOT {answered}"
            )

