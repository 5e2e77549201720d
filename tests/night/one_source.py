"""One source on one night, asked over loopback, archived, read and judged; many such nights are judged together.

A night of a whole country costs seconds, most of them Great Expectations' and DuckDB's own beginnings: so what nights
brought is gathered first, and profiled and judged in one go, as a night does it with its sources.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from fnmatch import fnmatchcase
from functools import cache, partial
from pathlib import Path
from urllib.parse import urlsplit

import duckdb
import pyarrow.parquet as pq

from checks import gate, page_contents
from checks.pages import PageChanges
from pipelines.portals import SANDBOX_PATHS
from pipelines.stages.arrive import raw_tables
from pipelines.stages.crawl import forms_of
from pipelines.stages.profiles import Wanted, profiles_of
from sandbox.model import World
from sandbox.server import Handle
from sources import reading, registry
from sources.access.asker import WHOLE_SOURCE
from sources.access.pages import Crawl
from sources.archive import Archive, Look
from sources.asking import ask
from sources.bundle import write_bundle
from sources.pagelist import read_list
from sources.politeness import Clock
from sources.session import PoliteSession
from sources.spec import PagesAccess, SourceSpec
from warehouse import load, schema
from warehouse.profile import Parsed, Profile

NIGHT = date(2026, 11, 20)
FEW = 40
"""Works of a country whose sources have some dozens of rows, most of them."""
Rows = list[tuple]


@dataclass(frozen=True)
class Format:
    """Answers of one form: their source, the paths they stand at, and whom a register of pages is asked for.

    ``access`` changes how the source is asked: fewer parts, smaller pages. Of a register that is asked key by key
    only ``pages`` are, for ``keys`` keys. ``size`` is the country's number of works that gives the source some dozens
    of rows.
    """

    source: str
    paths: str
    whom: Callable[[World], list[str]] = lambda _: []
    pages: tuple[str, ...] = ()
    keys: int = 1
    access: Mapping[str, object] = field(default_factory=dict)
    size: int = FEW

    @property
    def spec(self) -> SourceSpec:
        """The source's contract."""
        spec = registry.get(self.source)
        return spec.model_copy(update={"access": spec.access.model_copy(update=self.access)})

    @property
    def asked(self) -> SourceSpec:
        """The same with the chosen pages alone: what is read is read by the whole contract."""
        spec = self.spec
        if not isinstance(spec.access, PagesAccess):
            return spec
        pages = tuple(page for page in spec.access.pages if page.name in self.pages)
        return spec.model_copy(update={"access": spec.access.model_copy(update={"pages": pages})})


class Waiting:
    """A clock that only waiting moves, so that no retry costs time."""

    def __init__(self) -> None:
        self.elapsed = 0.0

    def sleep(self, seconds: float) -> None:
        self.elapsed += seconds

    def clock(self) -> Clock:
        began = datetime(2026, 11, 20, 6, 30, tzinfo=UTC)
        return Clock(
            now=lambda: began + timedelta(seconds=self.elapsed), monotonic=lambda: self.elapsed, sleep=self.sleep
        )


@dataclass(frozen=True)
class Part:
    """One part as it was read: its files, the rows of its main table, and its profile once it was judged."""

    name: str
    folder: Path
    tables: tuple[str, ...]
    rows: Rows
    profile: Profile | None = None

    @property
    def files(self) -> dict[str, Path]:
        """Its tables as they were read."""
        return {table: self.folder / f"{table}.parquet" for table in self.tables}

    def wanted(self, spec: SourceSpec) -> Wanted:
        """What the gate has to know of it."""
        return Wanted(self.folder, Parsed(self.files, {spec.main: tuple(spec.expectations.allowed)}))


@dataclass(frozen=True)
class End:
    """How a night of one source ended: taken or refused, what was noted or why, its parts if it was taken.

    ``bodies`` are the answers that stand at the format's paths.
    """

    taken: bool
    why: str
    parts: dict[str, Part] = field(default_factory=dict)
    bodies: tuple[bytes, ...] = ()

    @property
    def rows(self) -> dict[str, Rows]:
        """The rows of the main table, by part."""
        return {name: part.rows for name, part in self.parts.items()}


NOTHING = End(taken=True, why="")


def looks_of(form: Format, portals: Handle, country: World, folder: Path) -> tuple[Archive, list[Look]]:
    """Ask for the source in a new archive."""
    spec, waiting = form.asked, Waiting()
    whom = form.whom(country)[: form.keys]
    crawl = Crawl(lambda _: whom, 100) if isinstance(spec.access, PagesAccess) else None
    with PoliteSession("Vigia test", clock=waiting.clock(), jitter=random.Random(1), spool=folder / "spool") as session:
        archive = Archive(folder / "archive", cache=folder / "payloads")
        base = portals.url + SANDBOX_PATHS[spec.host_variable]
        return archive, ask(spec, session=session, archive=archive, night=NIGHT, base_url=base, crawl=crawl)


def arrival(form: Format, portals: Handle, country: World, folder: Path, before: End = NOTHING) -> End:
    """Ask for one source and read what came; what is taken has still to be judged."""
    spec = form.spec
    archive, looks = looks_of(form, portals, country, folder)
    bad = [look for look in looks if not look.usable]
    if bad or not looks:
        return End(taken=False, why=f"{bad[0].reason}: {bad[0].detail}" if bad else "no look")
    parts, notes = {}, []
    for look in looks:
        if look.payload_sha256 is None or (isinstance(spec.access, PagesAccess) and look.part != WHOLE_SOURCE):
            continue
        report = _read(spec, look, archive, folder)
        if report.refused is not None:
            return End(taken=False, why=f"{report.refused.code}: {report.refused.message}")
        rows = _rows(report.folder / f"{spec.main}.parquet")
        parts[look.part] = Part(look.part, report.folder, tuple(report.tables), rows)
        notes += [*report.drift, *([f"{report.quarantined} set aside"] if report.quarantined else [])]
        notes += [f"{report.unparsable_cells} unparsable"] if report.unparsable_cells else []
        notes += [f"{report.collapsed} repeated"] if report.collapsed else []
    if missing := before.parts.keys() - parts.keys():
        return End(taken=False, why=f"parts not listed: {sorted(missing)}")
    bodies = () if before.parts else _bodies(form, archive)
    return End(taken=True, why="; ".join(notes), parts=parts, bodies=bodies)


def _bodies(form: Format, archive: Archive) -> tuple[bytes, ...]:
    receipts = archive.receipts(NIGHT, form.source)
    found = {
        row.payload_sha256: archive.payload(row.payload_sha256).read_bytes()
        for row in receipts
        if row.payload_sha256 and row.method != "FILE" and fnmatchcase(urlsplit(row.url).path, form.paths)
    }
    return tuple(found.values())


def judged(spec: SourceSpec, ends: Sequence[End], before: End = NOTHING) -> list[End]:
    """Judge nights against a good one, as if it were a country's; of floors on row counts only those that compare.

    What equals the good night's rows was judged then.
    """
    new = [
        (number, part)
        for number, end in enumerate(ends)
        for part in end.parts.values()
        if part.rows != before.rows.get(part.name)
    ]
    profiles = profiles_of([part.wanted(spec) for _, part in new])
    changes = _page_changes(spec, [part for _, part in new], before)
    arrivals = [
        _candidate(spec, part, made, before, pages)
        for (_, part), made, pages in zip(new, profiles, changes, strict=True)
    ]
    found = list(ends)
    verdicts = gate.judge_all(arrivals, scope="national")
    for (number, part), made, pages, verdict in zip(new, profiles, changes, verdicts, strict=True):
        broken = [check for check in verdict.results if not check.success and check.level == "floor"]
        if pages and pages.held:
            # Its rows are not loaded: what is known of it stands, whatever else the night brought.
            words = {f"{each.page.page} held: {each.reason}, {each.detail}" for each in pages.held}
            found[number] = End(taken=False, why="; ".join(sorted(words)))
        elif broken:
            words = ", ".join(f"{check.expectation} {check.column_name or ''}".strip() for check in broken)
            found[number] = End(taken=False, why=f"gate: {words}")
        elif found[number].taken:
            found[number].parts[part.name] = Part(part.name, part.folder, part.tables, part.rows, made)
    return found


def _page_changes(spec: SourceSpec, parts: Sequence[Part], before: End) -> list[PageChanges | None]:
    """What the pages of each night are beside those of the good one, which was loaded the night before."""
    good = before.parts.get(WHOLE_SOURCE)
    if good is None or not isinstance(spec.access, PagesAccess):
        return [None] * len(parts)
    forms = forms_of(spec.access)
    with duckdb.connect() as con:
        schema.create(con)
        load.ensure_raw(con, raw_tables(spec))
        load.load_pages(con, load.PagesLook(spec.name, NIGHT - timedelta(1), "good", good.files, forms))
        most = spec.access.max_failed_pct
        return [page_contents.changes(con, spec.name, NIGHT, part.files, forms, most) for part in parts]


def _candidate(
    spec: SourceSpec, part: Part, made: Profile, before: End, pages: PageChanges | None
) -> gate.Arrival:
    required = [column.name for column in spec.tables[spec.main].kept_columns() if column.required]
    asked = spec.expectations.model_dump() | {"min_rows": 1}
    good = None if isinstance(spec.access, PagesAccess) else before.parts.get(part.name)
    rows = len(good.rows) if good else None
    return gate.Arrival(spec.name, part.name, spec.main, asked, required, made, rows, rows, good and good.profile, pages)


def _read(spec: SourceSpec, look: Look, archive: Archive, folder: Path) -> reading.ReadReport:
    """Read a payload as a night does: what was read before, by any night, comes from the cache."""
    sha256 = str(look.payload_sha256)
    payload = archive.payload(sha256)
    if isinstance(spec.access, PagesAccess):
        pages = [(page.key, page.page, partial(archive.copy_payload, page.sha256)) for page in read_list(payload)]
        payload = folder / "night.pages"
        write_bundle(payload, spec.name, pages)
        sha256 = None  # what a list names is not all that is in its bundle: pages differ from night to night
    place = {"out_dir": folder.parent / f"parsed-{spec.name}", "file_name": look.part, "part": look.part or None}
    kept = reading.known(spec, sha256, **place) if sha256 else None
    return kept or reading.read(spec, payload, seen_on=NIGHT, payload_sha256=sha256, **place)


@cache
def _rows(path: Path) -> Rows:
    """The rows of a parsed file, whose folder is named by what was read: the same ones however often they are met."""
    columns = pq.read_table(path).drop_columns(["row_number"]).to_pydict().values()
    return sorted(zip(*columns, strict=True), key=repr)
