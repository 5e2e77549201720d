"""A data folder belongs to one world; the live world is only ever today."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from pipelines.clock import FixedClock, today_in_lima
from pipelines.errors import UsageError, WorldMismatchError
from pipelines.night import open_night
from pipelines.settings import Settings
from pipelines.worlds import claim, folder_world, live_world, read_world, sandbox_world

# 03:00 UTC is still the evening before in Lima.
CLOCK = FixedClock(datetime(2026, 11, 21, 3, 0, tzinfo=UTC))


def test_the_day_is_the_day_in_lima() -> None:
    assert today_in_lima(CLOCK) == date(2026, 11, 20)


def test_another_world_is_refused_in_a_claimed_folder(tmp_path: Path) -> None:
    claim(sandbox_world(1, 50), tmp_path)
    claim(sandbox_world(1, 50), tmp_path)
    with pytest.raises(WorldMismatchError, match="another world"):
        claim(sandbox_world(2, 50), tmp_path)
    assert read_world(tmp_path) == sandbox_world(1, 50)


def test_live_is_refused_for_another_day_and_without_contact(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="2026-11-20"):
        open_night(live_world(), date(2026, 11, 19), Settings(data=tmp_path, contact="a@b"), CLOCK)
    with pytest.raises(UsageError, match="VIGIA_CONTACT"):
        open_night(live_world(), None, Settings(data=tmp_path), CLOCK)
    assert open_night(live_world(), None, Settings(data=tmp_path, contact="a@b"), CLOCK).date == date(2026, 11, 20)


def test_a_folder_of_files_is_its_own_world(tmp_path: Path) -> None:
    origin = tmp_path / "Descargas de Perú"
    origin.mkdir()
    world = folder_world(origin)
    assert world.folder(Settings(data=tmp_path / "data")) == tmp_path / "data" / "from" / world.name
    assert world.scope == "slice"
    with pytest.raises(UsageError, match="no such folder"):
        folder_world(tmp_path / "nowhere")
