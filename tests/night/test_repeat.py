"""The command, night after night: the same again changes nothing; a rebuild is equal; a changed byte is found."""

from __future__ import annotations

import json
import random
import shutil
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest
from command import Command, Ended, Place
from steps import Portals
from stores import State, copy, problems, state_of

from checks.registry import rules
from pipelines.portals import SANDBOX_PATHS
from sandbox.portals.catalogue import DATASETS
from sandbox.world import world
from sources.archive import Archive

pytestmark = pytest.mark.night
FIRST = date(2026, 11, 18)
SIZE = ("--sandbox", "--seed", "3", "--size", "60")
NAME = "sandbox-3-60"


@dataclass
class Audited:
    """An installation after three nights, its portals, and what the commands said."""

    place: Place
    portals: Portals
    told: list[Ended]
    state: State

    @property
    def folder(self) -> Path:
        return self.place.folder / "data" / NAME


@pytest.fixture(scope="module")
def audited(vigia, memory):
    portals = Portals.open(world(3, 60, FIRST))
    extra = {name: portals.handle.url + path for name, path in SANDBOX_PATHS.items()}
    place = Place(memory / "audited", extra)
    told = []
    for night in range(3):
        portals.today = world(3, 60, FIRST + timedelta(days=night))
        told.append(vigia.run(place, "audit", *SIZE, "--as-of", portals.today.day.isoformat(), "--json"))
    yield Audited(place, portals, told, state_of(place.folder / "data" / NAME))
    portals.handle.stop()


def elsewhere(audited: Audited, memory: Path, name: str) -> Place:
    """A copy of the installation."""
    return Place(copy(audited.place.folder, memory / name), audited.place.extra)


def test_the_summary_shows_works_outcomes_and_alerts(audited):
    assert [ended.code for ended in audited.told] == [0, 0, 0]
    last = json.loads(audited.told[-1].out)
    assert last["works"] == 60
    assert len(last["outcomes"]) == len(rules())
    assert {"passed", "failed", "not_applicable", "not_evaluable"} <= set(last["outcomes"][0])
    assert last["alerts"]["backlog"] > 0
    assert set(last["events"]) <= {
        "opened", "repaired", "backlog", "pending", "no_longer_applies", "escalated", "reopened", "updated", "dropped",
        "confirmed", "withdrawn", "gone", "superseded", "held",
    }  # fmt: skip


def test_the_root_that_seals_the_night_stands_on_the_site_and_in_the_ledger(audited: Audited):
    """It is printed before the night is sealed, so it must be the one the seal then has."""
    links = Archive(audited.folder / "archive").links()
    assert [link.night for link in links] == [FIRST + timedelta(days=day) for day in range(3)]
    current = audited.folder / "published" / "current"
    for edition in (current, current / "internal"):
        health = (edition / "site" / "salud.html").read_text("utf-8")
        assert [link.night for link in links if link.hash not in health] == []
        assert links[-1].hash in (edition / "ledger" / "LEEME.txt").read_text("utf-8")
        assert all(f",{link.hash},DATOS INVENTADOS" in (edition / "ledger" / "cadena.csv").read_text("utf-8") for link in links)


def test_the_same_command_again_changes_nothing_and_asks_nothing(vigia, audited: Audited):
    asked = len(audited.portals.handle.log)
    again = vigia.run(audited.place, "audit", *SIZE, "--as-of", FIRST.isoformat(), "--nights", "3")
    assert again.code == 0, again.log[-2000:]
    assert state_of(audited.folder).differences(audited.state) == []
    assert audited.portals.handle.log[asked:] == []
    for words in (f"noche / night {FIRST + timedelta(days=2)}", "DATOS INVENTADOS", "Obras / works: 60", "backlog"):
        assert words in again.out


def test_the_digest_command_says_what_the_tables_say(vigia, audited: Audited):
    told = vigia.run(audited.place, "warehouse", "digest", *SIZE, "--json")
    assert json.loads(told.out)["tables"] == audited.state.tables


def test_a_rebuild_from_the_archive_alone_is_equal(vigia, audited: Audited, memory):
    place = elsewhere(audited, memory, "rebuilt")
    folder = place.folder / "data" / NAME
    (folder / "vigia.duckdb").unlink()
    rebuilt = vigia.run(place, "rebuild", *SIZE)
    assert rebuilt.code == 0, rebuilt.log[-2000:]
    assert state_of(folder).differences(audited.state) == []


def test_a_thinned_archive_is_smaller_proves_itself_and_rebuilds_equal(vigia, audited: Audited, memory):
    place = elsewhere(audited, memory, "thinned")
    folder = place.folder / "data" / NAME
    shutil.rmtree(folder / "cache")
    size = sum(path.stat().st_size for path in (folder / "archive").rglob("*.warc.gz"))
    shown = vigia.run(place, "evidence", "thin", *SIZE, "--json")
    would = [json.loads(line) for line in shown.out.splitlines()]
    assert {row["why"] for row in would} == {"not_cited"}
    assert size == sum(path.stat().st_size for path in (folder / "archive").rglob("*.warc.gz"))
    assert vigia.run(place, "evidence", "thin", *SIZE, "--yes").code == 0
    smaller = sum(path.stat().st_size for path in (folder / "archive").rglob("*.warc.gz"))
    assert size - smaller == sum(row["bytes"] for row in would) > 0
    told = vigia.run(place, "evidence", "verify", *SIZE)
    assert (told.code, f"hashes kept: {len(would)}" in told.out) == (0, True)
    rebuilt = vigia.run(place, "rebuild", *SIZE)
    assert rebuilt.code == 0, rebuilt.log[-2000:]
    assert state_of(folder).differences(audited.state) == []

    # Deeper: what alerts cite stays; a rebuild then says what it lacks instead of inventing another history.
    before = (FIRST + timedelta(days=2)).isoformat()
    assert vigia.run(place, "evidence", "thin", *SIZE, "--before", before, "--yes").code == 0
    assert vigia.run(place, "evidence", "verify", *SIZE).code == 0
    archive = Archive(folder / "archive", cache=memory / "thinned-payloads")
    cited = {look["sha256"] for event in audited.state.events for look in looks_of(event)}
    assert len(cited) > 1
    assert [sha for sha in cited if archive.payload(sha).stat().st_size == 0] == []
    shutil.rmtree(folder / "cache")
    refused = vigia.run(place, "rebuild", *SIZE)
    assert (refused.code, "was removed by `vigia evidence thin`" in refused.log + refused.out) == (1, True)


def looks_of(event) -> list[dict]:
    """The looks with a hash that an event's claim cites."""
    claims = [json.loads(value) for value in event if isinstance(value, str) and value.startswith('{"outcome"')]
    return [look for claim in claims for look in claim.get("looks", []) if look.get("sha256")]


def test_an_intact_archive_has_no_complaint(vigia, audited: Audited):
    told = vigia.run(audited.place, "evidence", "verify", *SIZE)
    assert (told.code, "nights intact: 3" in told.out) == (0, True)


def test_one_changed_byte_is_found_and_its_night_named(vigia, audited: Audited, memory):
    chance = random.Random(20261118)
    archive = elsewhere(audited, memory, "damaged").folder / "data" / NAME / "archive"
    files = sorted(path for path in archive.rglob("*") if path.is_file() and path.parent != archive)
    for path in chance.sample(files, 25):
        whole = path.read_bytes()
        place = chance.randrange(len(whole))
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        found = Archive(archive).verify()
        assert path.parent.name in {str(problem.night) for problem in found}, (path.name, place, found)
        path.write_bytes(whole)
    assert problems(archive.parent) == []


def test_the_command_ends_with_one_and_names_the_night(vigia, audited: Audited, memory):
    place = elsewhere(audited, memory, "named")
    path = place.folder / "data" / NAME / "archive" / FIRST.isoformat() / "mef_detalle.warc.gz"
    whole = path.read_bytes()
    path.write_bytes(whole[:500] + bytes([whole[500] ^ 1]) + whole[501:])
    told = vigia.run(place, "evidence", "verify", *SIZE)
    assert told.code == 1
    assert FIRST.isoformat() in told.out


def test_a_refused_source_ends_with_three_and_a_readable_summary(vigia: Command, audited: Audited, memory):
    place = elsewhere(audited, memory, "refused")
    audited.portals.today = world(3, 60, FIRST + timedelta(days=3))
    audited.portals.handle.set_faults({DATASETS: "status_403"})
    ended = vigia.run(place, "audit", *SIZE, "--as-of", audited.portals.today.day.isoformat())
    audited.portals.handle.set_faults(None)
    assert ended.code == 3
    assert "Alarmas nuestras" in ended.out
    line = next(line for line in ended.out.splitlines() if "contraloria_infobras" in line)
    assert "refused" in line or "incomplete" in line
