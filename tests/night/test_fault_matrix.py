"""Every fault in every format: asked over loopback, archived, read and judged; none may pass for a whole, clean look.

One source a format. A fault must end refused (by asking, reading or the gate: yesterday's data stand), or marked (a row
or cell set aside, a note on what came), or leave the very rows that came without it. What only prints other data, as a
register may any day, is taken as data; it is named below.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import duckdb
import pytest

from checks import gate
from pipelines.portals import SANDBOX_PATHS
from pipelines.stages.profiles import Wanted, profiles_of
from sandbox.errors import FaultNotApplicableError
from sandbox.fault import Fault
from sandbox.faults import FAULTS, STALLING
from sandbox.server import serve
from sandbox.world import world
from sources import reading, registry
from sources.archive import Archive
from sources.asking import ask
from sources.politeness import Clock
from sources.session import PoliteSession
from warehouse.profile import Parsed, Profile

pytestmark = pytest.mark.night
NIGHT = date(2026, 11, 20)
FORMATS = {
    "contraloria_infobras": "/InfobrasWeb/Archivo/DownloadFile*",
    "mef_detalle": "/datastorefiles/DETALLE_INVERSIONES.csv",
    "oece_ocds": "/api/v1/file/*",
}
"""XLSX behind a page that links to it, CSV, and ZIP of JSON behind an index: a source and the paths its data stand at."""

HARMLESS = {
    "chunked", "no_length", "gzipped", "slow", "wrong_etag", "new_etag", "stale_304", "no_charset", "wrong_type",
    "hostile_filename",
}  # fmt: skip
"""The wire's own freedoms: the bytes are whole, so the rows must be the same."""

ONLY_DATA = {"money_minus_zero", "rows_gone_9", *(name for name in FAULTS if name.startswith("text_"))}
"""Other words in a name, a zero in place of an amount, a loss that one night may bring (over five the gate stops it)."""

OWN_TESTS = {
    *STALLING, "gzip_bomb", "zip_bomb", "zip_many", "huge_line", "huge_field", "json_deep", "html_deep",
    "xlsx_empty_rows", "xlsx_laughs",
}  # fmt: skip
"""What is about time and memory: tests of the session and of the readers' limits, one each."""


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
class End:
    """How a night of one source ended: taken or refused, what was noted, and by part the rows and profile if taken."""

    taken: bool
    why: str
    rows: dict[str, list[tuple]] = field(default_factory=dict)
    profiles: dict[str, Profile] = field(default_factory=dict)


@pytest.fixture(scope="module")
def portals():
    handle = serve(world(5, 40, NIGHT))
    yield handle
    handle.stop()


@pytest.fixture(scope="module")
def good(portals, tmp_path_factory) -> dict[str, End]:
    """Each source without a fault."""
    ends = {}
    for name in FORMATS:
        ends[name] = night_of(name, portals, tmp_path_factory.mktemp(name))
        assert ends[name].taken, ends[name].why
    return ends


def spec_of(name: str):
    """The source's contract; of months only the newest four, so that a hundred faults take a minute."""
    spec = registry.get(name)
    if name != "oece_ocds":
        return spec
    return spec.model_copy(update={"access": spec.access.model_copy(update={"window_months": 4})})


NOTHING = End(taken=True, why="")


def night_of(name: str, portals, folder: Path, before: End = NOTHING) -> End:
    """Ask, read and judge one source as a night of the whole country does; floors on row counts only compare."""
    spec = spec_of(name)
    waiting = Waiting()
    with PoliteSession("Vigia test", clock=waiting.clock(), jitter=random.Random(1), spool=folder / "spool") as session:
        archive = Archive(folder / "archive", cache=folder / "payloads")
        base = portals.url + SANDBOX_PATHS[spec.host_variable]
        looks = ask(spec, session=session, archive=archive, night=NIGHT, base_url=base)
    bad = [look for look in looks if not look.usable]
    if bad or not looks:
        return End(taken=False, why=f"{bad[0].reason}: {bad[0].detail}" if bad else "no look")
    rows, profiles, notes = {}, {}, []
    for look in looks:
        if look.payload_sha256 is None:
            continue
        report = read_once(spec, look, archive, folder.parent / f"parsed-{name}")
        if report.refused is not None:
            return End(taken=False, why=report.refused.code)
        parquet = {table: report.folder / f"{table}.parquet" for table in report.tables}
        rows[look.part], lost = read_rows(parquet[spec.main])
        if rows[look.part] != before.rows.get(look.part):  # what equals a good night's rows was judged then
            profiles[look.part], stopped = judged(spec, look.part, report.folder, parquet, before)
            if stopped:
                return End(taken=False, why=f"gate: {stopped}")
        notes += [*report.drift, *([f"{report.quarantined} set aside"] if report.quarantined else [])]
        notes += [f"{lost} unparsable"] if lost else []
        notes += [f"{report.collapsed} repeated"] if report.collapsed else []
    missing = before.rows.keys() - rows.keys()
    if missing:
        return End(taken=False, why=f"parts not listed: {sorted(missing)}")
    return End(taken=True, why="; ".join(notes), rows=rows, profiles=profiles)


def read_once(spec, look, archive: Archive, out_dir: Path):
    """Read a payload as a night does: what was read before, by any night, comes from the cache."""
    place = {"out_dir": out_dir, "file_name": look.part, "part": look.part or None}
    return reading.known(spec, look.payload_sha256, **place) or reading.read(
        spec, archive.payload(look.payload_sha256), seen_on=NIGHT, payload_sha256=look.payload_sha256, **place
    )


def judged(spec, part: str, folder: Path, parquet: dict[str, Path], before: End) -> tuple[Profile, list[str]]:
    """The gate's floors that broke, compared with a good night."""
    main = spec.tables[spec.main]
    required = [column.name for column in main.kept_columns() if column.required]
    asked = spec.expectations.model_dump() | {"min_rows": 1}
    listed = {spec.main: tuple(spec.expectations.allowed)}
    (profile,) = profiles_of([Wanted(folder, Parsed(parquet, listed))])
    rows = len(before.rows.get(part, ())) or None
    arrival = gate.Arrival(spec.name, part, spec.main, asked, required, profile, rows, rows, before.profiles.get(part))
    checks = gate.judge(arrival, "national").results
    broken = [check for check in checks if not check.success and check.level == "floor"]
    return profile, [f"{check.expectation} {check.column_name or ''}" for check in broken]


def read_rows(path: Path) -> tuple[list[tuple], int]:
    with duckdb.connect() as con:
        names = [row[0] for row in con.execute(f"DESCRIBE FROM '{path}'").fetchall()]
        kept = ", ".join(f'"{name}"' for name in names if name != "row_number")
        lost = con.execute(f"SELECT count(*) FROM '{path}' WHERE len(unparsable) > 0").fetchone()
        return sorted(con.execute(f"SELECT {kept} FROM '{path}'").fetchall(), key=repr), int(lost[0])


@pytest.fixture(scope="module")
def bodies(portals, tmp_path_factory) -> dict[str, bytes]:
    """The bytes each format is published in."""
    found = {}
    for name in FORMATS:
        folder, spec = tmp_path_factory.mktemp(f"{name}-body"), spec_of(name)
        with PoliteSession("Vigia test", clock=Waiting().clock(), spool=folder / "spool") as session:
            archive = Archive(folder / "archive", cache=folder / "payloads")
            base = portals.url + SANDBOX_PATHS[spec.host_variable]
            looks = ask(spec, session=session, archive=archive, night=NIGHT, base_url=base)
        found[name] = next(archive.payload(look.payload_sha256).read_bytes() for look in looks if look.payload_sha256)
    return found


def applies(fault: Fault, body: bytes) -> bool:
    """Whether the fault can be shown in this format: asked of the bytes themselves."""
    if fault.spoil is None:
        return not fault.elsewhere
    try:
        return fault.spoil(body) != body
    except FaultNotApplicableError:
        return False


NAMED = {
    ("contraloria_infobras", "swapped_headers"): "exchanged_columns fecha_de_inicio_de_obra ↔",
    ("mef_detalle", "swapped_headers"): "exchanged_columns costo_actualizado ↔ ctrl_concurr",
    ("oece_ocds", "mojibake"): "twice_encoded_letters",
    ("mef_detalle", "rows_gone"): "shrink_since_previous",
}
"""What only the gate can see, and by which expectation it says so."""


@pytest.mark.parametrize("name", FORMATS)
def test_no_fault_passes_for_a_whole_clean_look(portals, good, bodies, tmp_path, name):
    wrong, seen = [], 0
    for fault in (FAULTS[key] for key in FAULTS if key not in OWN_TESTS and applies(FAULTS[key], bodies[name])):
        folder = tmp_path / fault.name
        folder.mkdir()
        portals.set_faults({FORMATS[name]: replace(fault, optional=True)})
        end = night_of(name, portals, folder, good[name])
        seen += 1
        if not fits(fault.name, end, good[name]) or NAMED.get((name, fault.name), "") not in end.why:
            wrong.append(f"{fault.name}: {'taken' if end.taken else 'refused'}; {end.why}")
    portals.set_faults(None)
    assert seen > 60
    assert wrong == []


def fits(fault: str, end: End, good: End) -> bool:
    """Whether a fault ended as it must."""
    same = end.taken and end.rows == good.rows
    if fault in HARMLESS:
        return same
    marked = end.taken and end.why != good.why
    return not end.taken or same or marked or (fault in ONLY_DATA and end.taken)


def test_the_judge_of_the_matrix_can_fail(good):
    """A look that lost a row in silence, and a good one that was refused, are both found."""
    one = good["mef_detalle"]
    shorter = End(taken=True, why=one.why, rows={part: rows[1:] for part, rows in one.rows.items()})
    assert not fits("cut_file", shorter, one)
    assert not fits("chunked", End(taken=False, why="x"), one)
    assert fits("cut_file", End(taken=False, why="x"), one)


def test_sixty_good_runs_give_no_false_alarm(portals, good, tmp_path):
    """Twenty nights of each format: every one is taken, with the same rows and the same notes."""
    ends = []
    for turn in range(20):
        for name in FORMATS:
            folder = tmp_path / f"{turn}-{name}"
            folder.mkdir()
            ends.append((name, night_of(name, portals, folder, good[name])))
    assert len(ends) == 60
    assert [(name, end.why) for name, end in ends if not end.taken or end.rows != good[name].rows] == []
