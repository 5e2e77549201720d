"""The night's root and its stamp: the root that sealing gives, and an alarm of ours when nobody stamps it."""

from datetime import date
from pathlib import Path

import pytest

from pipelines.errors import UsageError
from pipelines.night import Night
from pipelines.settings import Settings, load_settings
from pipelines.stages.stamp import ask_for_stamp, stamp_faults
from pipelines.worlds import sandbox_world
from sources import stamps

NIGHT = date(2026, 11, 20)


@pytest.fixture
def night(tmp_path: Path) -> Night:
    """A night that holds something, with a service that nobody runs."""
    roots, file = tmp_path / "ca.pem", tmp_path / "works.csv"
    roots.write_text("-----BEGIN CERTIFICATE-----\n")
    file.write_text("a\n1\n")
    settings = Settings(data=tmp_path / "data", tsa_url="http://127.0.0.1:1/tsa", tsa_roots=roots)
    made = Night(sandbox_world(1, 10), NIGHT, settings)
    made.archive.record_file(NIGHT, "mef_detalle", "", file)
    return made


def test_a_failing_service_is_an_alarm_about_us_and_the_night_is_sealed_all_the_same(night: Night) -> None:
    ask_for_stamp(night)
    [fault] = stamp_faults(night)
    assert fault.kind == "stamp_failed"
    assert fault.message_es.startswith("La raíz de la noche no se pudo sellar con fecha: the time-stamp service could not")
    assert "La noche está completa" in fault.message_es
    sealed = night.archive.seal(NIGHT)
    assert sealed is not None
    attempt = stamps.last_attempt(night.archive.root, NIGHT)
    assert attempt is not None
    assert attempt.root == sealed.hash
    assert night.archive.verify() == []


def test_a_repeated_night_asks_again_for_the_root_it_was_sealed_with(night: Night) -> None:
    ask_for_stamp(night)
    night.archive.seal(NIGHT)
    ask_for_stamp(night)
    noted = (night.archive.root / "stamps" / "attempts.jsonl").read_text("utf-8").splitlines()
    assert len(noted) == 2
    assert noted[0] == noted[1]


def test_without_a_service_nothing_is_asked_and_nothing_is_missing(night: Night) -> None:
    silent = Night(night.world, NIGHT, Settings(data=night.settings.data))
    ask_for_stamp(silent)
    assert stamp_faults(silent) == []
    assert not (silent.archive.root / "stamps").exists()


def test_a_service_without_certificates_to_check_it_by_is_a_wrong_setting(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="belong together"):
        load_settings({"VIGIA_TSA_URL": "http://127.0.0.1:1"}, tmp_path)
    found = load_settings({"VIGIA_TSA_URL": "http://127.0.0.1:1", "VIGIA_TSA_ROOTS": str(tmp_path / "x.pem")}, tmp_path)
    assert (found.tsa_url, found.tsa_roots, dict(found.addresses)) == ("http://127.0.0.1:1", tmp_path / "x.pem", {})
