"""A person's decision that a source is right: where it waits, the night it holds from, and what a rebuild finds."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from pipelines.cli import app
from pipelines.clock import SystemClock
from pipelines.errors import UsageError
from pipelines.night import Night
from pipelines.settings import Settings
from pipelines.stages import accept, records
from pipelines.worlds import claim, sandbox_world
from sources.thin import Cited, plan
from warehouse import meta

DAY = date(2026, 11, 18)
SOURCE = "mef_detalle"


def night_of(folder: Path, number: int) -> Night:
    night = Night(sandbox_world(7, 40), DAY + timedelta(days=number), Settings(data=folder), SystemClock())
    claim(night.world, night.folder)
    return night


def looked(night: Night, number: int, kept: int) -> None:
    row = {"source": SOURCE, "part": "", "night": DAY + timedelta(days=number), "verdict": "complete", "accepted": True}
    with night.warehouse() as connection:
        meta.record_looks(connection, [row | {"kept": kept, "payload_sha256": str(kept)}])


def earlier(night: Night) -> records.EarlierLooks:
    with night.warehouse() as connection:
        accept.record(night, connection)
        return records.earlier_looks(connection, SOURCE, "", night.date)


def test_from_the_night_of_a_decision_on_no_earlier_look_is_a_measure(tmp_path: Path) -> None:
    night = night_of(tmp_path, 2)
    looked(night, 0, 1000)
    looked(night, 1, 900)
    assert earlier(night) == records.EarlierLooks(900, 1000, "900")
    accept.accept(night.folder, SOURCE, "  the register was cleaned: resolution 12 ", DAY)
    accept.take_over(night)
    assert accept.waiting(night.folder) == []
    assert earlier(night) == records.EarlierLooks()
    looked(night, 2, 500)
    assert earlier(night_of(tmp_path, 3)) == records.EarlierLooks(500, 500, "500")
    with night.warehouse() as connection:
        rows = connection.execute("FROM meta_decisions").fetchall()
    assert rows == [(SOURCE, night.date, DAY, "the register was cleaned: resolution 12")]


def test_a_decision_is_kept_for_good_and_once(tmp_path: Path) -> None:
    """A night that is repeated or killed takes it over once; making room on the disk leaves it where it is."""
    night = night_of(tmp_path, 0)
    decision = accept.accept(night.folder, SOURCE, "looked at", DAY)
    accept.take_over(night)
    accept.accept(night.folder, SOURCE, "looked at", DAY)
    accept.take_over(night)
    assert len(night.archive.receipts(night.date, "decisions")) == 1
    night.archive.seal(night.date)
    later = night_of(tmp_path, 1)
    later.archive.keep_file(later.date, SOURCE, "", Path(__file__))
    assert plan(later.archive, Cited(), before=later.date) == []
    with later.warehouse() as connection:
        assert accept.record(night, connection) == {SOURCE: decision}
        assert accept.record(later, connection) == {}
    assert later.archive.verify() == []


def test_a_decision_without_a_reason_or_a_source_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UsageError, match="needs a reason"):
        accept.accept(tmp_path, SOURCE, "  ", DAY)
    monkeypatch.setenv("VIGIA_DATA", str(tmp_path))
    command = ["sources", "accept", SOURCE, "--sandbox", "--seed", "7", "--size", "40"]
    assert CliRunner().invoke(app, command).exit_code != 0
    result = CliRunner().invoke(app, [*command, "--reason", "the file was corrected"])
    assert result.exit_code == 0, result.output
    (written,) = accept.waiting(sandbox_world(7, 40).folder(Settings(data=tmp_path)))
    assert (written.source, written.reason) == (SOURCE, "the file was corrected")
