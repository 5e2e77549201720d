"""Contradictions between registers: the same fact in two records, set beside each other where both mean the same.

Here: the declared comparisons (``comparisons/<fact>.yml`` with its SQL) and what is kept of a night: the contradictions
with both values, and how many comparisons there were. Not here: judgements. A contradiction breaks no duty by itself;
rules of the dimension ``inconsistent`` say when one does.

A comparison's SQL gives one row a work that can be compared, by ``only_works`` and ``own_contracts`` of ``sql/``: what
INFOBRAS says of the work, what the other record says with its source, file, key, month and look, the difference, and
whether they agree. Whatever lacks a value, or may mean something else, is left out: it is not compared, and that is no
agreement.
"""

# ruff: noqa: S608 - the SQL is built from our own declarations; values of registers never enter its text

from __future__ import annotations

import logging
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from pydantic import Field

from checks.errors import RuleError
from checks.parameters import parameters
from checks.rule import Text
from checks.sqlfiles import read_sql
from checks.strict import Strict, read_strict
from warehouse.connection import transaction

if TYPE_CHECKING:
    from datetime import date

    import duckdb

log = logging.getLogger(__name__)
FOLDER = Path(__file__).parent / "comparisons"
SQL = Path(__file__).parent / "sql"


class Comparison(Strict):
    """One fact that two registers tell. ``tolerance`` may name parameters in braces."""

    fact: str = Field(pattern=r"^[a-z][a-z_]*$")
    title: Text
    comparable: Text
    tolerance: Text
    unit: Literal["PEN", "percent"] | None = None
    sources: list[str] = Field(min_length=2)

    def tolerance_in(self, language: str) -> str:
        """The tolerance in words, with the parameters in force."""
        values = {name: f"{found.values[0].value:,}" for name, found in parameters().items()}
        return str(getattr(self.tolerance, language)).format_map(values)


@dataclass(frozen=True)
class Compared:
    """What a night's comparisons came to, by fact: works compared, and works whose two values contradict."""

    compared: dict[str, int]
    contradicting: dict[str, int]


@cache
def comparisons() -> dict[str, Comparison]:
    """Every declared comparison by its fact.

    Raises:
        RuleError: a declaration breaks the form, or does not bear its file's name.
    """
    found = {}
    for path in sorted(FOLDER.glob("*.yml")):
        item = read_strict(path, Comparison, RuleError)
        if item.fact != path.stem:
            raise RuleError(f"{path.name}: declares '{item.fact}'; rename the file or the fact")
        found[item.fact] = item
    return found


def compare(con: duckdb.DuckDBPyConnection, night: date) -> Compared:
    """Compare everything and replace ``contradictions`` and ``comparison_counts``; the same again changes nothing.

    A contradiction that stood already keeps the night since which it stands.
    """
    con.execute(read_sql(SQL / "only_works.sql", {}))
    con.execute(f"CREATE OR REPLACE TEMP TABLE own_contracts AS {read_sql(SQL / 'own_contracts.sql', parameters())}")
    union = "\nUNION ALL BY NAME\n".join(map(_select, comparisons().values()))
    con.execute(f"CREATE OR REPLACE TEMP TABLE told_twice AS {union}")
    con.execute(read_sql(SQL / "compared.sql", {}))
    con.execute("SET VARIABLE compared_night = ?", [night.isoformat()])
    with transaction(con):
        con.execute(read_sql(SQL / "contradictions.sql", {}))
        con.execute(read_sql(SQL / "comparison_counts.sql", {}))
    report = _report(con)
    log.info("registers compared", extra={"contradictions": sum(report.contradicting.values())})
    return report


def _select(item: Comparison) -> str:
    unit = f"'{item.unit}'" if item.unit else "CAST(NULL AS VARCHAR)"
    query = read_sql(FOLDER / f"{item.fact}.sql", parameters())
    return f"SELECT '{item.fact}' AS fact, {unit} AS unit, * FROM ({query})"


def _report(con: duckdb.DuckDBPyConnection) -> Compared:
    rows = con.execute(
        "SELECT fact, sum(compared), sum(contradicting) FROM comparison_counts GROUP BY fact ORDER BY fact"
    ).fetchall()
    return Compared({fact: int(n) for fact, n, _ in rows}, {fact: int(n) for fact, _, n in rows})
