"""What a published build shows of decisions that staff took before it was made."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from alerts import casework
from pipelines.night import Night
from pipelines.stages.publish import publish

ALERT, OTHER = "a1b2c3d4e5f60718", "b1b2c3d4e5f60718"
CLAIM = '{"observed": {"received_on": null}, "looks": []}'


@pytest.fixture
def night(published: Night, tmp_path: Path) -> Night:
    """The hand-made night with two alerts open to everybody, about to be published."""
    own = Night(published.world, published.date, replace(published.settings, data=tmp_path), published.clock)
    own.folder.mkdir(parents=True)
    shutil.copy(published.folder / "published" / "current" / "internal" / "snapshot.duckdb", own.folder / "vigia.duckdb")
    with duckdb.connect(str(own.folder / "vigia.duckdb")) as connection:
        connection.execute("UPDATE alerts SET state = 'open', visibility = 'open', last_event = 'opened', claim = ?", [CLAIM])
        connection.execute(
            "INSERT INTO alerts SELECT * REPLACE (? AS alert_id, 'infobras:work:2' AS subject_id) FROM alerts", [OTHER]
        )
    return own


def shown(folder: Path) -> set[str]:
    """Which of the two alerts the files of a folder name."""
    texts = [path.read_text("utf-8") for path in folder.rglob("*") if path.suffix in {".html", ".csv", ".jsonl"}]
    return {alert for alert in (ALERT, OTHER) if any(alert in text for text in texts)}


@pytest.mark.proof  # a whole build
def test_a_dismissed_alert_leaves_the_open_site_and_ledger_and_stays_with_staff(night: Night) -> None:
    casework.add(night.folder, casework.Decision(
        "dismissed", ALERT, 1, "MIS-17", 1, "infobras:work:1", "{}", "2026-11-26", "jefa de verificación", "Tiene acta"
    ))  # fmt: skip
    build = publish(night, "0" * 16).folder
    assert [shown(build / part) for part in ("site", "ledger")] == [{OTHER}, {OTHER}]
    assert [shown(build / part) for part in ("internal/site", "internal/ledger")] == [{ALERT, OTHER}, {ALERT, OTHER}]
