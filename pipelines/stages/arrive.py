"""Arrival: what the archive holds of tonight is read, profiled, judged at the gate and loaded as published."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from pipelines.errors import UnreadableError
from pipelines.night import Night
from pipelines.stages import accept, crawl, records
from pipelines.stages.ask import looks_of, seen_on
from pipelines.stages.profiles import Wanted, profiles_of
from sources import reading
from sources.access.asker import WHOLE_SOURCE
from sources.archive import Look
from sources.report import QUARANTINE_NAME, ReadReport
from sources.spec import PagesAccess, SourceSpec
from sources.spec_tables import DUCKDB_TYPES, TableSpec
from sources.verdicts import Reason
from warehouse import load, meta
from warehouse.connection import transaction
from warehouse.profile import Parsed

if TYPE_CHECKING:
    import duckdb

    from checks.gate import Arrival as GateArrival
    from checks.gate import GateCheck, GateResult
    from checks.pages import PageChanges
    from sources.decisions import Decision

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Arrival:
    """One look of tonight and what reading its payload gave; ``report`` is None when there was nothing to read."""

    spec: SourceSpec
    look: Look
    report: ReadReport | None

    @property
    def readable(self) -> bool:
        """Whether the look is complete and its payload could be read."""
        return self.report is not None and self.report.refused is None

    def parquet(self) -> dict[str, Path]:
        """The Parquet file of each table of a readable arrival."""
        if self.report is None or self.report.folder is None:
            return {}
        return {name: self.report.folder / f"{name}.parquet" for name in self.report.tables}

    def absent(self) -> dict[str, list[str]]:
        """The declared columns that the file did not carry, by table."""
        tables = self.report.tables if self.report else {}
        return {name: list(table.absent_columns) for name, table in tables.items()}

    def to_profile(self) -> Wanted:
        """The parsed files that the gate has to know; only of a readable arrival."""
        if self.report is None or self.report.folder is None:
            raise UnreadableError(f"{self.look.source} {self.look.part}: there is nothing to profile")
        listed = {self.spec.main: tuple(self.spec.expectations.allowed)}
        return Wanted(self.report.folder, Parsed(self.parquet(), listed))

    def seen_on(self, night: date) -> date:
        """The day this arrival speaks for."""
        return seen_on(night, self.look)


@dataclass(frozen=True)
class GateReport:
    """How many arrivals passed, how many were stopped, over how many expectations."""

    accepted: int
    refused: int
    judged: int


def parse_sources(night: Night, specs: Iterable[SourceSpec]) -> list[Arrival]:
    """Read every usable look of the sources tonight; what was read before comes from the cache.

    All that is unread is read together, so that both cores are busy whatever the order of the sources.
    """
    found = [(spec, look, _known(night, spec, look)) for spec in specs for look in looks_of(night, spec)]
    unread = [(spec, look) for spec, look, report in found if report is None and _has_payload(look)]
    # Where the payloads lie is found out here: the archive is one thread's business.
    readings = [partial(_read, night, spec, look, crawl.payload_of(night, spec, look)) for spec, look in unread]
    fresh = {
        (look.source, look.part): report
        for (_, look), report in zip(unread, reading.read_together(readings), strict=True)
    }
    crawl.forget_bundles(night)
    return [Arrival(spec, look, report or fresh.get((look.source, look.part))) for spec, look, report in found]


def judge(night: Night) -> GateReport:
    """Judge tonight's arrivals of all sources together and record looks, receipts, quarantine and drift.

    A floor that breaks, or a verdict that is not complete, stops that source for the night: its last accepted look
    stands with its age.
    """
    from checks import gate

    arrivals = parse_sources(night, night.specs.values())
    with night.warehouse() as connection:
        meta.record_night(connection, night.date, night.world.name, night.world.scope)
        meta.record_sources(connection, [records.source_row(spec) for spec in night.specs.values()])
        decided = accept.record(night, connection)
        readable = [arrival for arrival in arrivals if arrival.readable]
        earlier = [_earlier(night, connection, arrival) for arrival in readable]
        results = gate.judge_all(_candidates(readable, earlier), scope=night.world.scope) if readable else []
        verdicts = {(found.source, found.part): found for found in results}
        changes = {_place(each): before.pages for each, before in zip(readable, earlier, strict=True)}
        with transaction(connection):
            for arrival in arrivals:
                place = _place(arrival)
                judged = _Judged(verdicts.get(place), changes.get(place), decided.get(arrival.look.source))
                _record(night, connection, arrival, judged)
            for name in {arrival.spec.name for arrival in arrivals}:
                rows = [records.receipt_row(receipt) for receipt in night.archive.receipts(night.date, name)]
                meta.record_receipts(connection, night.date, name, rows)
    accepted = sum(result.accepted for result in results)
    return GateReport(accepted, len(arrivals) - accepted, sum(len(result.results) for result in results))


def _place(arrival: Arrival) -> tuple[str, str]:
    return arrival.look.source, arrival.look.part


def load_source(night: Night, spec: SourceSpec) -> dict[str, int]:
    """Load the source's accepted arrivals of tonight; returns the rows each of its raw tables now holds."""
    with night.warehouse() as connection:
        tables = raw_tables(spec)
        load.ensure_raw(connection, tables)
        accepted = records.accepted_parts(connection, spec.name, night.date)
        with transaction(connection):
            for arrival in parse_sources(night, [spec]):
                if arrival.readable and arrival.look.part in accepted:
                    _load(night, connection, arrival)
        return {table.name: records.row_count(connection, table.name) for table in tables}


def raw_tables(spec: SourceSpec) -> list[load.RawTable]:
    """The raw tables a source fills, from its contract."""
    return [load.RawTable(spec.name, name, _raw_columns(table)) for name, table in spec.tables.items()]


def _raw_columns(table: TableSpec) -> tuple[tuple[str, str], ...]:
    kept = [(column.name, DUCKDB_TYPES[column.type]) for column in table.kept_columns()]
    return tuple(kept + [(name, "BOOLEAN") for name in table.named_columns()])


def _has_payload(look: Look) -> bool:
    return look.usable and look.payload_sha256 is not None


def _cache(night: Night, spec: SourceSpec) -> Path:
    return night.folder / "cache" / "parsed" / spec.name


def _known(night: Night, spec: SourceSpec, look: Look) -> ReadReport | None:
    """What an earlier step or night read from these bytes, None when nobody did."""
    if not _has_payload(look):
        return None
    return reading.known(
        spec, str(look.payload_sha256), out_dir=_cache(night, spec), file_name=look.part, part=look.part or None
    )


def _read(night: Night, spec: SourceSpec, look: Look, payload: Path) -> ReadReport:
    return reading.read(
        spec,
        payload,
        out_dir=_cache(night, spec),
        seen_on=seen_on(night.date, look),
        file_name=look.part,
        part=look.part or None,
        payload_sha256=look.payload_sha256,
    )


@dataclass(frozen=True)
class _Earlier:
    """What an arrival is compared with: its part's accepted looks, and the newest of them as read, if it differs.

    Pages are compared one by one: which of them a night asks, and how many, is our choice.
    """

    looks: records.EarlierLooks
    arrival: Arrival | None = None
    pages: PageChanges | None = None


def _earlier(night: Night, connection: duckdb.DuckDBPyConnection, arrival: Arrival) -> _Earlier:
    if isinstance(arrival.spec.access, PagesAccess):
        return _Earlier(records.EarlierLooks(), pages=_page_changes(night, connection, arrival, arrival.spec.access))
    looks = records.earlier_looks(connection, arrival.look.source, arrival.look.part, night.date)
    if looks.payload_sha256 in (None, arrival.look.payload_sha256):
        return _Earlier(looks)
    look = replace(arrival.look, payload_sha256=looks.payload_sha256)
    report = _known(night, arrival.spec, look)
    if report is None and night.archive.holds(looks.payload_sha256):
        report = _read(night, arrival.spec, look, crawl.payload_of(night, arrival.spec, look))
    earlier = Arrival(arrival.spec, look, report)
    return _Earlier(looks, earlier if earlier.readable else None)


def _page_changes(
    night: Night, connection: duckdb.DuckDBPyConnection, arrival: Arrival, access: PagesAccess
) -> PageChanges | None:
    """What a night's pages are beside what the warehouse knew before the night, also when they are loaded already."""
    from checks.page_contents import changes

    if arrival.look.part != WHOLE_SOURCE:
        return None
    forms = crawl.forms_of(access)
    return changes(connection, arrival.look.source, night.date, arrival.parquet(), forms, access.max_failed_pct)


def _candidates(arrivals: list[Arrival], earlier: list[_Earlier]) -> list[GateArrival]:
    """What the gate judges; all profiles that are not kept yet are made together."""
    from checks.gate import Arrival as Candidate

    compared = [each.arrival for each in earlier if each.arrival is not None]
    made = profiles_of([arrival.to_profile() for arrival in (*arrivals, *compared)])
    profiles, of_earlier = made[: len(arrivals)], iter(made[len(arrivals) :])
    return [
        Candidate(
            source=arrival.look.source,
            part=arrival.look.part,
            main_table=arrival.spec.main,
            expectations=arrival.spec.expectations.model_dump(),
            required=[column.name for column in _main(arrival.spec).kept_columns() if column.required],
            profile=profile,
            previous_rows=before.looks.previous_rows,
            highest_rows=before.looks.highest_rows,
            earlier=next(of_earlier) if before.arrival else None,
            pages=before.pages,
        )
        for arrival, profile, before in zip(arrivals, profiles, earlier, strict=True)
    ]


def _main(spec: SourceSpec) -> TableSpec:
    return spec.tables[spec.main]


@dataclass(frozen=True)
class _Judged:
    """What was found about one arrival; ``decision`` is a person's that holds from tonight on."""

    verdict: GateResult | None = None
    pages: PageChanges | None = None
    decision: Decision | None = None

    def notes(self) -> list[str]:
        """What a person should know of it that stops nothing."""
        grown = [check for check in self.verdict.results if _is_growth(check)] if self.verdict else []
        notes = [f"rows have grown to {check.observed} % of the look before" for check in grown]
        if self.pages and self.pages.grown:
            notes.append("elements of pages seen before have grown from {} to {}".format(*self.pages.grown))
        if self.pages and self.pages.anew:
            notes.append(f"{len(self.pages.anew)} held pages show the same in a second look and are taken")
        if self.decision:
            notes.append(f"accepted as it is from tonight on: {self.decision.reason}")
        return notes


def _is_growth(check: GateCheck) -> bool:
    from checks.gate import GROWTH

    return check.expectation == GROWTH and not check.success


def _record(night: Night, connection: duckdb.DuckDBPyConnection, arrival: Arrival, judged: _Judged) -> None:
    """Everything the night keeps of one arrival, replaced when the step is repeated."""
    look, verdict = arrival.look, judged.verdict
    # An index, or the end of a round, brings no data: there is nothing that a gate could let through or stop.
    accepted = look.reason is Reason.INDEX_READ or (verdict is not None and verdict.accepted)
    meta.record_looks(connection, [records.look_row(arrival, night.date, accepted=accepted, verdict=verdict)])
    meta.record_gate(connection, night.date, look.source, look.part, verdict.rows() if verdict else [])
    notes = [*(arrival.report.drift if arrival.report else ()), *judged.notes()]
    meta.record_drift(connection, night.date, look.source, look.part, notes)
    folder = arrival.report.folder if arrival.report and arrival.readable else None
    meta.record_quarantine(connection, night.date, look.source, look.part, folder / QUARANTINE_NAME if folder else [])
    if isinstance(arrival.spec.access, PagesAccess) and look.part == WHOLE_SOURCE:
        held = judged.pages.held if judged.pages else ()
        meta.record_held(connection, night.date, look.source, [records.held_row(each) for each in held])
    if arrival.report is not None and arrival.report.refused is not None:
        log.warning("file refused source=%s part=%s code=%s", look.source, look.part, arrival.report.refused.code)


def _load(night: Night, connection: duckdb.DuckDBPyConnection, arrival: Arrival) -> None:
    """An equal payload only speaks for a newer day; anything else replaces the part's rows."""
    part, day = arrival.look.part, arrival.seen_on(night.date)
    loaded = records.loaded_payload(connection, arrival.look.source, part)
    if loaded is not None and loaded == arrival.look.payload_sha256:
        load.confirm_look(connection, arrival.look.source, part, day)
        return
    payload = arrival.look.payload_sha256
    access = arrival.spec.access
    if isinstance(access, PagesAccess) and part == WHOLE_SOURCE:
        forms = crawl.forms_of(access)
        load.load_pages(
            connection, load.PagesLook(arrival.look.source, day, payload, arrival.parquet(), forms)
        )
        return
    load.load_look(connection, arrival.look.source, part, day, payload, arrival.parquet(), arrival.absent())
