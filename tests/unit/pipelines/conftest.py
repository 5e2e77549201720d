"""A tiny published build put together by hand: two sources, one alert, three works; and the command as typed."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb
import pytest

from checks.calendar import load_calendar
from pipelines.cli import main
from pipelines.clock import FixedClock
from pipelines.night import Night
from pipelines.settings import Settings
from pipelines.worlds import World, claim, sandbox_world
from warehouse.schema import create

NIGHT = date(2026, 11, 18)
WORLD = sandbox_world(3, 2)
ALERT, REWRITTEN = "a1b2c3d4e5f60718", "b1b2c3d4e5f60718"
# 06:00 UTC on the 18th is 01:00 in Lima: before that night's run at 01:30.
MORNING = FixedClock(datetime(2026, 11, 18, 6, 0, tzinfo=UTC))

ROWS: dict[str, list[dict[str, object]]] = {
    "meta_nights": [{"night": NIGHT, "world": WORLD.name, "scope": "slice"}],
    "meta_sources": [
        {"source": "contraloria_infobras", "title_es": "INFOBRAS: obras públicas", "title_en": "INFOBRAS: public works",
         "cadence": "daily", "stale_after_days": 7, "latency_days": 1},
        {"source": "mef_detalle", "title_es": "MEF: inversiones activas", "title_en": "MEF: active investments",
         "cadence": "daily", "stale_after_days": 7, "latency_days": 2},
    ],
    "meta_looks": [
        {"source": "contraloria_infobras", "part": "", "night": NIGHT, "verdict": "complete", "accepted": True,
         "seen_on": NIGHT, "rows_in": 1005, "kept": 1000, "collapsed": 3, "quarantined": 2, "payload_sha256": "new"},
        {"source": "contraloria_infobras", "part": "", "night": date(2026, 11, 8), "verdict": "complete",
         "accepted": True, "seen_on": date(2026, 11, 8), "payload_sha256": "old"},
        {"source": "mef_detalle", "part": "", "night": NIGHT, "verdict": "refused", "accepted": False,
         "refusal": "robots_unreachable", "reason": "robots_unreachable"},
    ],
    "meta_receipts": [
        {"source": "contraloria_infobras", "part": "", "night": date(2026, 11, 8), "url": "https://datos.example.pe/antes",
         "requested_at": "2026-11-08T06:31:00Z", "status": 200, "payload_sha256": "old", "payload_bytes": 10},
        {"source": "contraloria_infobras", "part": "", "night": NIGHT, "url": "https://datos.example.pe/hoy",
         "requested_at": "2026-11-18T06:31:00Z", "status": 200, "payload_sha256": "new", "payload_bytes": 10},
    ],
    "meta_current": [
        {"source": "contraloria_infobras", "part": "", "seen_on": NIGHT},
        {"source": "mef_detalle", "part": "", "seen_on": date(2026, 11, 9)},
    ],
    "meta_alarms": [
        {"night": NIGHT, "alarm_id": "x", "kind": "refused", "source": "mef_detalle",
         "message_es": "No se pudo usar la lectura de hoy", "message_en": "Tonight's look could not be used"},
    ],
    "outcome_counts": [
        {"rule_id": "MIS-17", "outcome": "passed", "reason": "received", "n": 900},
        {"rule_id": "MIS-17", "outcome": "failed", "reason": "no_reception", "n": 1},
        {"rule_id": "MIS-17", "outcome": "not_evaluable", "reason": "no_end_date", "n": 4},
        {"rule_id": "MIS-17", "outcome": "not_evaluable", "reason": "term_unknown", "n": 95},
    ],
    "core_works": [
        {"work_code": str(n), "work_id": f"infobras:work:{n}", "source": "contraloria_infobras", "region": region}
        for n, region in ((1, "04"), (2, "04"), (3, "15"))
    ],
    "alerts": [
        {"alert_id": ALERT, "rule_id": "MIS-17", "rule_version": 1, "subject_id": "infobras:work:1", "region": "04",
         "state": "backlog", "episode": 1, "visibility": "internal", "severity": 4, "hardness": "hard",
         "due": date(2026, 3, 4), "opened_on": NIGHT, "last_event": "backlog", "last_event_on": NIGHT,
         "claim": '{"observed": {"received_on": null}, "looks": [{"source": "contraloria_infobras"}]}'},
        {"alert_id": REWRITTEN, "rule_id": "CHG-02", "rule_version": 1, "subject_id": "infobras:work:2", "region": "04",
         "state": "closed", "episode": 1, "visibility": "internal", "severity": 3, "last_event": "repaired",
         "last_event_on": NIGHT, "claim": '{"observed": {"was_contract_amount": 200000, "contract_amount": 230000, '
         '"contract_amount_was_seen": "2026-11-08", "contract_amount_since": "2026-11-18"}, "looks": []}'},
    ],
    "alert_events": [
        {"alert_id": ALERT, "night": NIGHT, "sequence": 1, "rule_id": "MIS-17", "rule_version": 1,
         "subject_id": "infobras:work:1", "event": "backlog", "state_after": "backlog_hard", "episode": 1,
         "severity": 4, "due": date(2026, 3, 4), "seen_on": NIGHT, "reason": "no_reception", "segment": 1},
    ],
}  # fmt: skip


def write_snapshot(path: Path) -> None:
    """The hand-made rows in the tables as they are declared."""
    with duckdb.connect(str(path)) as connection:
        create(connection)
        load_calendar(connection)
        for table, rows in ROWS.items():
            for row in rows:
                marks = ", ".join("?" for _ in row)
                connection.execute(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks})", list(row.values()))


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Night:
    """A world whose newest build is the hand-made one."""
    night = Night(WORLD, NIGHT, Settings(data=tmp_path_factory.mktemp("data")), MORNING)
    claim(WORLD, night.folder)
    internal = night.folder / "published" / "2026-11-18-handmade" / "internal"
    internal.mkdir(parents=True)
    write_snapshot(internal / "snapshot.duckdb")
    (night.folder / "published" / "current").symlink_to("2026-11-18-handmade")
    return night


@pytest.fixture
def world() -> World:
    return WORLD


@dataclass(frozen=True)
class Ended:
    """How the command ended and what it told."""

    returncode: int
    stdout: str
    stderr: str


@pytest.fixture
def vigia(
    published: Night, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., Ended]:
    """Type a command on the hand-made world, away from any vigia.toml."""
    for name in [name for name in os.environ if name.startswith("VIGIA_")]:
        monkeypatch.delenv(name)
    given = {"VIGIA_DATA": published.settings.data, "VIGIA_DAGSTER": tmp_path / "dagster", "VIGIA_SEED": 3, "VIGIA_SIZE": 2}
    monkeypatch.chdir(tmp_path)

    def run(*typed: str, **settings: str) -> Ended:
        for name, value in (given | settings).items():
            monkeypatch.setenv(name, str(value))
        monkeypatch.setattr(sys, "argv", ["vigia", *typed])
        code: object = 0
        try:
            main()
        except SystemExit as end:
            code = end.code
        told = capsys.readouterr()
        return Ended(int(str(code or 0)), told.out, told.err)

    return run
