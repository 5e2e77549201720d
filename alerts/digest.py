"""The digest for staff: one night in Spanish, as plain text and as a page, put into the outbox.

Grouped by region and body, the backlog counted apart, our own alarms first. Nothing is sent from here, and
nothing is concluded: it tells what the events of the night say.
"""

from __future__ import annotations

import logging
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NamedTuple

import jinja2

from alerts import statements, telling
from alerts.errors import NightUnknownError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from pathlib import Path

    from duckdb import DuckDBPyConnection

    from alerts.rules import RuleFacts

logger = logging.getLogger(__name__)

#: One cause with five hundred alerts must stay one line that can be read.
LINES_PER_GROUP = 5


class Line(NamedTuple):
    """One event as the digest reads it from the warehouse."""

    region: str
    region_name: str
    body_key: str
    body_name: str
    event: str
    event_es: str
    rule_id: str
    rule_title: str
    subject_id: str
    subject_name: str
    episode: int
    alert_id: str
    sentence: str


def write(
    con: DuckDBPyConnection, night: date, outbox: Path, *, rules: Sequence[RuleFacts] | None = None
) -> list[Path]:
    """Write ``digest-<night>.txt`` and ``.html`` into ``outbox`` and return them; again gives the same bytes.

    Raises:
        NightUnknownError: the night is not in ``meta_nights``.
    """
    row = statements.first(con, "SELECT world FROM meta_nights WHERE night = ?", [night])
    if row is None:
        raise NightUnknownError(f"meta_nights does not know {night}; run the night before its digest.")
    outbox.mkdir(parents=True, exist_ok=True)
    content = _content(con, night, str(row[0]), rules)
    environment = _environment()
    files = []
    for suffix in ("txt", "html"):
        text = environment.get_template(f"digest.{suffix}.j2").render(content)
        files.append(_put(outbox / f"digest-{night.isoformat()}.{suffix}", text))
    logger.info("digest written", extra={"night": night.isoformat(), "regions": len(content["regions"])})
    return files


def _content(
    con: DuckDBPyConnection, night: date, world: str, rules: Sequence[RuleFacts] | None
) -> dict[str, Any]:
    with telling.told(con, rules, night=night):
        lines = [Line(*row) for row in con.execute(statements.text("digest_lines"), [night]).fetchall()]
        counts = con.execute(statements.text("digest_counts"), [night]).fetchall()
        backlog = con.execute(statements.text("digest_backlog"), [night]).fetchall()
    alarms = con.execute(
        "SELECT message_es FROM meta_alarms WHERE night = ? ORDER BY kind, alarm_id", [night]
    ).fetchall()
    return {
        "day": night.strftime("%d/%m/%Y"),
        "world": world,
        "notice": telling.notice(world),
        "alarms": [alarm for (alarm,) in alarms],
        "counts": [(name, number) for _, name, number in counts],
        "regions": _regions(lines),
        "backlog": [
            {"rule": rule, "title": title, "number": number, "tonight": tonight}
            for rule, title, number, tonight in backlog
        ],
    }


def _regions(lines: Sequence[Line]) -> list[dict[str, Any]]:
    return [
        {"name": name, "bodies": _bodies(list(of_region))}
        for (_, name), of_region in groupby(lines, attrgetter("region", "region_name"))
    ]


def _bodies(lines: Sequence[Line]) -> list[dict[str, Any]]:
    return [
        {"name": name, "groups": _groups(list(of_body))}
        for (name, _), of_body in groupby(lines, attrgetter("body_name", "body_key"))
    ]


def _groups(lines: Sequence[Line]) -> list[dict[str, Any]]:
    groups = []
    for (event, rule, title), grouped in groupby(lines, attrgetter("event_es", "rule_id", "rule_title")):
        members = list(grouped)
        shown = [
            {"subject": one.subject_id, "name": one.subject_name, "episode": one.episode, "sentence": one.sentence}
            for one in members[:LINES_PER_GROUP]
        ]
        groups.append({
            "event": event, "rule": rule, "title": title, "number": len(members),
            "lines": shown, "more": len(members) - len(shown),
        })  # fmt: skip
    return groups


def _environment() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.PackageLoader("alerts"),
        autoescape=jinja2.select_autoescape(enabled_extensions=("html.j2",), default=False),
        undefined=jinja2.StrictUndefined,
        keep_trailing_newline=True,
    )


def _put(path: Path, text: str) -> Path:
    partial = path.with_name(path.name + ".partial")
    partial.write_text(text, encoding="utf-8")
    partial.chmod(0o600)
    return partial.replace(path)
