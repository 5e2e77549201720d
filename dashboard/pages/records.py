"""Pages of works, investments and processes: what each register says about one of them, and its alerts.

Only records that ever had an alert this edition shows (or, for staff, a place on a list) have a page.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dashboard import addresses, fields
from dashboard.evidence import Evidence
from dashboard.masking import company

if TYPE_CHECKING:
    from collections.abc import Iterable

    from markupsafe import Markup

    from dashboard.frame import Site
    from dashboard.snapshot import Row

BATCH = 1_000
FEW = 100
"""Fewer pages are not worth the queries that a run of their own costs."""
DETAILS = ("page_alerts", "page_links", "page_awards", "page_contradictions", "page_changes", "page_progress")


@dataclass(frozen=True)
class Kind:
    """One kind of record: its query, the word of its title, and the registers of its field table, own one first."""

    query: str
    word: str
    registers: tuple[tuple[str, str, str], ...]  # (letter in fields.yml, column of the query, word for the register)


_WORK, _INVESTMENT, _PROCESS = ("w", "work", "infobras"), ("i", "investment", "mef"), ("p", "process", "seace")
_SUMMARY = ("s", "summary", "summary")  # another page of the work's own register: there when it was read
KINDS = {
    "infobras:work": Kind("work_pages", "work", (_WORK, _SUMMARY, _INVESTMENT, _PROCESS)),
    "mef:investment": Kind("investment_pages", "investment", (_INVESTMENT,)),
    "ocds:process": Kind("process_pages", "process", (_PROCESS,)),
}
_KEY_OF = {"work": "work_code", "investment": "investment_key", "process": "ocid", "summary": "work_code"}


def batches(site: Site, of: int) -> list[tuple[str, int, int]]:
    """The runs of pages to write, in a number that ``of`` processes can share evenly: kind, first and last place."""
    found = []
    for row in site.snapshot.rows("page_counts"):
        size = min(BATCH, max(FEW, -(-row["pages"] // of)))
        found += [
            (row["kind"], first, min(first + size - 1, row["pages"])) for first in range(1, row["pages"] + 1, size)
        ]
    return found


def write(site: Site, runs: Iterable[tuple[str, int, int]]) -> None:
    """Write the pages of each run."""
    evidence = Evidence(site)
    for kind, first, last in runs:
        _write_run(site, kind, first, last, evidence)


def _write_run(site: Site, kind: str, first: int, last: int, evidence: Evidence) -> None:
    details = {name: _by_subject(site.snapshot.rows(name, kind, first, last)) for name in DETAILS}
    events: dict[str, list[Row]] = {}
    for event in site.snapshot.rows("page_events", kind, first, last):
        events.setdefault(event["alert_id"], []).append(event)
    for row in site.snapshot.rows(KINDS[kind].query, first, last):
        subject = row["subject_id"]
        mine = {name: found.get(subject, []) for name, found in details.items()}
        cards = [evidence.card(alert, events.get(alert["alert_id"], [])) for alert in mine["page_alerts"]]
        _write_one(site, KINDS[kind], row, cards, mine)


def _by_subject(rows: list[Row]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row["subject_id"], []).append(row)
    return found


def _write_one(site: Site, kind: Kind, row: Row, cards: list[Any], details: dict[str, list[Row]]) -> None:
    records = {
        letter: row[column] if row[column] and row[column][_KEY_OF[column]] else None
        for letter, column, _ in kind.registers
    }
    own = records[kind.registers[0][0]] or {}
    shown = [register for register in kind.registers if records[register[0]]]
    groups, blank = fields.lines({letter: records[letter] for letter, _, _ in shown})
    address = addresses.subject_page(row["subject_id"])
    if address is None:
        return
    site.write(
        "record.html",
        address,
        here="alerts",
        title=site.texts.say(f"records.{kind.word}", key=own.get("work_code") or own.get("cui") or own.get("title")
                             or addresses.split_subject(row["subject_id"])[1]),
        subject_id=row["subject_id"],
        name=own.get("name") or own.get("description") or "",
        own=own,
        registers=[_column(records, letter, word) for letter, _, word in shown],
        missing=[register[2] for register in kind.registers if register not in shown and register is not _SUMMARY],
        groups=groups,
        blank=blank,
        cards=cards,
        links=_one_link_each(details["page_links"]),
        awards=[_named(award) for award in details["page_awards"]],
        contradictions=details["page_contradictions"],
        changes=details["page_changes"],
        labels=site.field_labels,
        progress=details["page_progress"],
        body_group=_body_group(site, own),
    )  # fmt: skip


def _column(records: dict[str, Any], letter: str, register: str) -> dict[str, Any]:
    """Head of one column of the field table: the register, and when it was read."""
    record = records[letter]
    return {
        "register": register,
        "seen_on": record["seen_on"] if record else None,
    }


def _one_link_each(links: list[Row]) -> list[Row]:
    """The surest link to each other record (rows come surest first)."""
    seen: dict[str, Row] = {}
    for link in links:
        seen.setdefault(link["other_id"], link)
    return list(seen.values())


def _named(award: Row) -> Row:
    """An award with its suppliers as they may be published."""
    ids, names = award["supplier_ids"] or [], award["supplier_names"] or []
    suppliers: list[Markup | str | None] = [company(key, name) for key, name in zip(ids, names, strict=False)]
    return award | {"suppliers": suppliers}


def _body_group(site: Site, own: Row) -> Row | None:
    key = own.get("body_key")
    return site.body_groups.get(key) if key else None
