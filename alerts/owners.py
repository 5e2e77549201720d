"""The report to the owner of a register: what is wrong with the data that it publishes, with examples and denominators.

Here: one readable text an owner, in Spanish, put into the outbox. Nothing is sent from here. Not here: duties of bodies
(alerts); a fault of the data accuses nobody, and its owner is asked first.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import jinja2

from alerts import statements, telling
from alerts.errors import NightUnknownError, OwnerUnknownError

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from duckdb import DuckDBPyConnection

logger = logging.getLogger(__name__)

#: Examples of each question: enough to see what is meant, few enough to be read.
EXAMPLES = 5
_SCRATCH = ("owner_rules", "owner_facts", "owner_questions")


@dataclass(frozen=True)
class Owner:
    """Who publishes registers whose names begin with ``key``; ``subjects`` are the kinds of subject they hold."""

    key: str
    subjects: tuple[str, ...]


OWNERS = (
    Owner("contraloria", ("work",)),
    Owner("mef", ("investment",)),
    Owner("oece", ("process",)),
)


def owner(key: str) -> Owner:
    """Return the owner of that key.

    Raises:
        OwnerUnknownError: there is none; the message lists those that there are.
    """
    for one in OWNERS:
        if one.key == key:
            return one
    raise OwnerUnknownError(f"There is no owner {key!r}; the owners are {', '.join(one.key for one in OWNERS)}.")


def write(con: DuckDBPyConnection, night: date, outbox: Path) -> list[Path]:
    """Write ``informe-<owner>-<night>.txt`` into ``outbox`` and return the files; again gives the same bytes.

    Raises:
        NightUnknownError: the night is not in ``meta_nights``.
    """
    texts = {one.key: render(con, night, one) for one in OWNERS}
    outbox.mkdir(parents=True, exist_ok=True)
    files = []
    for key, text in texts.items():
        path = outbox / f"informe-{key}-{night.isoformat()}.txt"
        partial = path.with_name(path.name + ".partial")
        partial.write_text(text, encoding="utf-8")
        partial.chmod(0o600)
        files.append(partial.replace(path))
    logger.info("owners' reports written", extra={"night": night.isoformat(), "files": len(files)})
    return files


def render(con: DuckDBPyConnection, night: date, of: Owner) -> str:
    """Return the report to one owner.

    Raises:
        NightUnknownError: the night is not in ``meta_nights``.
    """
    row = statements.first(con, "SELECT world FROM meta_nights WHERE night = ?", [night])
    if row is None:
        raise NightUnknownError(f"meta_nights does not know {night}; run the night before its reports.")
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("alerts"), autoescape=False, undefined=jinja2.StrictUndefined,  # noqa: S701 - text
        keep_trailing_newline=True, trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    environment.filters["share"] = share
    return environment.get_template("owner.txt.j2").render(_content(con, night, of, str(row[0])))


def share(failing: int, asked: int) -> str:
    """Say how many of how many: a share without its denominator says nothing."""
    return f"{failing:,} de {asked:,}" + (f" ({failing * 100 / asked:.1f} %)" if asked else "")


def _content(con: DuckDBPyConnection, night: date, of: Owner, world: str) -> dict[str, Any]:
    statements.run(con, "telling", "owner_inputs")
    try:
        statements.fill(con, "telling_words", sorted(telling.words().items()))
        _fill(con, of)
        asked = {"owner": of.key, "night": night, "examples": EXAMPLES}
        parts = {name: _rows(con, f"owner_{name}", asked) for name in ("sources", "cells", "findings")}
        parts |= {name: _rows(con, f"owner_{name}", asked) for name in ("contradictions", "quality")}
    finally:
        for name in (*_SCRATCH, *telling.SCRATCH):
            con.execute(f"DROP TABLE IF EXISTS temp.{name}")
    publisher = parts["sources"][0]["publisher"] if parts["sources"] else of.key
    return {"day": night.strftime("%d/%m/%Y"), "world": world, "notice": telling.notice(world),
            "publisher": publisher, "reasons": telling.words(), **parts}  # fmt: skip


def _fill(con: DuckDBPyConnection, of: Owner) -> None:
    """Tell the statements what is asked of this owner: rules, compared facts and questions, in their order."""
    from checks.comparing import comparisons
    from checks.quality import questions
    from checks.registry import rules

    statements.fill(con, "owner_rules", [
        (place, rule.id, rule.title.es, rule.expected.es)
        for place, rule in enumerate(rules().values())
        if rule.asks_owner and rule.subject in of.subjects
    ])  # fmt: skip
    statements.fill(con, "owner_facts", [
        (place, one.fact, one.title.es, one.tolerance_in("es"))
        for place, one in enumerate(comparisons().values())
        if any(source.startswith(f"{of.key}_") for source in one.sources)
    ])  # fmt: skip
    statements.fill(con, "owner_questions", [
        (place, question.id, question.title.es)
        for place, question in enumerate(questions())
        if of.key == "oece"  # the questions are about OCDS records, which OECE publishes
    ])  # fmt: skip


def _rows(con: DuckDBPyConnection, name: str, asked: dict[str, Any]) -> list[dict[str, Any]]:
    text = statements.text(name)
    cursor = con.execute(text, {key: value for key, value in asked.items() if f"${key}" in text})
    names = [column[0] for column in cursor.description or []]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
