"""`vigia sources check` reads the recorded fixture through the real reader; a missing one is said."""

import pytest

from pipelines import fixtures
from pipelines.errors import UsageError
from sources import registry


@pytest.mark.parametrize("name", sorted(registry.load()))
def test_every_recorded_fixture_is_read_and_adds_up(name: str) -> None:
    reports = list(fixtures.read_fixtures(registry.get(name)))
    assert reports
    for report in reports:
        assert report.refused is None
        assert report.rows_in == report.kept + report.collapsed + report.quarantined
        assert report.kept > 0


def test_a_source_without_fixture_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path) -> None:
    folder = fixtures.PROJECT / "tests" / "fixtures" / "nowhere"
    monkeypatch.setattr(fixtures, "FOLDER", folder)
    with pytest.raises(UsageError, match="no fixture of mef_cierre"):
        fixtures.fixture_files(registry.get("mef_cierre"))
