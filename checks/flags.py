"""Red flags: what makes a work more worth a look, and nothing else.

Here: the declared flags (``flags.yml``) over works processes and works (``sql/flags/<kind>.sql``), what is raised, and
how many flags could be asked of each work. Not here: duties. A flag accuses nobody and proves nothing: it enters no
alert, letter, ledger or page. It raises a work in the lists of volunteers, and staff may read it.

A flag is asked where it applies and every cell that it reads could be read; what is not known counts on neither side.
"""

# ruff: noqa: S608 - the SQL is built from our own declarations; values of registers never enter its text

from __future__ import annotations

import logging
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

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
FLAGS = Path(__file__).parent / "flags.yml"
SQL = Path(__file__).parent / "sql" / "flags"


class Flag(Strict):
    """One flag about a kind of subject; ``code`` is its number in OCP's guide, none where it is about works alone."""

    id: str = Field(pattern=r"^[a-z][a-z_]*$")
    of: Literal["process", "work"]
    code: str | None = Field(default=None, pattern=r"^R\d{3}$")
    title: Text
    why: Text
    fields: list[str] = Field(min_length=1)
    applies: str
    raised: str
    observed: list[str] = Field(min_length=1)


class Absent(Strict):
    """Flags of the guide that are not asked, and why; ``rules`` names those of our rules that ask the same already."""

    codes: list[str] = Field(min_length=1)
    why: Text
    rules: list[str] = Field(default=[])


class FlagBook(Strict):
    """flags.yml as a whole; ``cardinal`` are the codes that Cardinal computes."""

    cardinal: list[str]
    flags: list[Flag]
    absent: list[Absent]


@cache
def book() -> FlagBook:
    """Every flag, and what is not asked.

    Raises:
        RuleError: the file breaks its form, or two flags bear the same id.
    """
    found = read_strict(FLAGS, FlagBook, RuleError)
    if len({flag.id for flag in found.flags}) < len(found.flags):
        raise RuleError("flags.yml: two flags bear the same id; rename one")
    return found


def raise_flags(con: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """Ask every flag and replace ``red_flags``, ``red_flag_counts`` and ``work_flags``; returns the raised by flag."""
    asked = " UNION ALL ".join(f"({_asked(con, kind)})" for kind in dict.fromkeys(flag.of for flag in book().flags))
    con.execute(f"CREATE OR REPLACE TEMP TABLE flag_answers AS {asked}")
    with transaction(con):
        for table in ("red_flags", "red_flag_counts", "work_flags"):
            con.execute(f"DELETE FROM {table}")
        con.execute("INSERT INTO red_flags BY NAME SELECT flag, subject_id, observed FROM flag_answers WHERE raised")
        con.execute(
            "INSERT INTO red_flag_counts BY NAME "
            "SELECT flag, count(*) AS asked, count_if(raised) AS raised FROM flag_answers GROUP BY flag"
        )
        con.execute(read_sql(SQL / "by_work.sql", parameters()))
    con.execute("DROP TABLE flag_answers")
    rows = con.execute("SELECT flag, raised FROM red_flag_counts ORDER BY flag").fetchall()
    log.info("flags raised", extra={"raised": sum(int(n) for _, n in rows)})
    return {str(flag): int(n) for flag, n in rows}


def _asked(con: duckdb.DuckDBPyConnection, kind: str) -> str:
    """One row a subject and flag that could be asked of it: whether it is raised, and what was read if so."""
    base = read_sql(SQL / f"{kind}.sql", parameters())
    columns = [str(name) for name, *_ in con.execute(f"DESCRIBE {base}").fetchall()]
    flags = [flag for flag in book().flags if flag.of == kind]
    answers = ", ".join(
        f"{answer(columns, flag.applies, flag.raised, f'flags.{flag.id}')} AS {flag.id}__raised" for flag in flags
    )
    told = ", ".join(
        f"{{'flag': '{flag.id}', 'raised': {flag.id}__raised, 'observed': CASE WHEN {flag.id}__raised "
        f"THEN CAST(to_json({{{', '.join(f'{name!r}: {name}' for name in flag.observed)}}}) AS VARCHAR) END}}"
        for flag in flags
    )
    return (
        "SELECT subject_id, told.flag, told.raised, told.observed FROM ("
        f"SELECT subject_id, unnest([{told}]) AS told FROM (SELECT *, {answers} FROM ({base}))"
        ") WHERE told.raised IS NOT NULL"
    )
