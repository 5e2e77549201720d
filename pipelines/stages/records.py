"""The rows the night keeps about itself: sources, looks, receipts; and what earlier nights kept. No decisions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from pipelines.statements import statement
from sources.archive import Receipt
from sources.spec import SourceSpec

if TYPE_CHECKING:
    import duckdb

    from checks.gate import GateResult
    from checks.pages import Held
    from pipelines.stages.arrive import Arrival

Row = dict[str, object]


def source_row(spec: SourceSpec) -> Row:
    """One source for ``meta_sources``."""
    return {
        "source": spec.name,
        "title_es": spec.title.es,
        "title_en": spec.title.en,
        "publisher": spec.publisher.name,
        "register": spec.register,
        "url": str(spec.url),
        "licence": spec.licence,
        "legal_basis": spec.legal_basis,
        "cadence": spec.cadence,
        "stale_after_days": spec.stale_after_days,
        "latency_days": spec.latency_days,
        "usage_warnings": "\n".join(warning.es for warning in spec.usage_warnings) or None,
    }


def look_row(arrival: Arrival, night: date, *, accepted: bool, verdict: GateResult | None) -> Row:
    """One look for ``meta_looks``: the verdict of asking, the reader's counts, the gate's decision."""
    look, report = arrival.look, arrival.report
    return {
        "source": look.source,
        "part": look.part,
        "night": night,
        "verdict": str(look.verdict),
        "reason": str(look.reason),
        "payload_sha256": look.payload_sha256,
        "seen_on": arrival.seen_on(night),
        "accepted": accepted,
        "refusal": _refusal(arrival, verdict),
        "rows_in": report.rows_in if report else None,
        "kept": report.kept if report else None,
        "collapsed": report.collapsed if report else None,
        "quarantined": report.quarantined if report else None,
        "published_on": look.published_on or (report.published_on if report else None),
    }


def held_row(held: Held) -> Row:
    """One page that is not taken, for ``meta_held``."""
    return {
        "page_key": held.page.key,
        "page": held.page.page,
        "since": held.since,
        "fields_sha256": held.page.fields_sha256,
        "reason": held.reason,
        "detail": held.detail,
    }


def receipt_row(receipt: Receipt) -> Row:
    """One receipt for ``meta_receipts``."""
    return {
        "part": receipt.part,
        "url": receipt.url,
        "requested_at": receipt.requested_at,
        "status": receipt.status,
        "payload_sha256": receipt.payload_sha256,
        "payload_bytes": receipt.payload_bytes,
        "error": receipt.error,
    }


def accepted_parts(connection: duckdb.DuckDBPyConnection, source: str, night: date) -> set[str]:
    """The parts of a source whose look of this night passed the gate."""
    return {str(part) for (part,) in connection.execute(statement("accepted_parts"), [source, night]).fetchall()}


@dataclass(frozen=True)
class EarlierLooks:
    """What a part's accepted looks before a night were: rows of the last, the most within 30 days, its payload."""

    previous_rows: int | None = None
    highest_rows: int | None = None
    payload_sha256: str | None = None


def earlier_looks(connection: duckdb.DuckDBPyConnection, source: str, part: str, night: date) -> EarlierLooks:
    """The accepted looks of a part before this night."""
    row = connection.execute(statement("earlier_looks"), [source, part, night]).fetchone()
    return EarlierLooks(*row) if row else EarlierLooks()


def loaded_payload(connection: duckdb.DuckDBPyConnection, source: str, part: str) -> str | None:
    """Hash of the payload whose rows the part holds now."""
    row = connection.execute(statement("loaded_payload"), [source, part]).fetchone()
    return str(row[0]) if row and row[0] is not None else None


def row_count(connection: duckdb.DuckDBPyConnection, table: str) -> int:
    """How many rows a table of ours holds."""
    row = connection.execute(statement("row_count").format(table=table)).fetchone()
    return int(row[0]) if row else 0


def _refusal(arrival: Arrival, verdict: GateResult | None) -> str | None:
    if not arrival.look.usable:
        return str(arrival.look.reason)
    if arrival.report is not None and arrival.report.refused is not None:
        return arrival.report.refused.code
    if verdict is not None and not verdict.accepted:
        return "gate_floor"
    return None
