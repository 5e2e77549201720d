"""What is folded night after night is what one folding of all nights gives, whatever happened in between."""

from __future__ import annotations

import random
import shutil

import duckdb
import pytest

from alerts import store
from alerts.errors import ReplayError
from warehouse import schema, tables

pytestmark = pytest.mark.proof

SUBJECTS = [f"infobras:work:{number}" for number in range(100, 112)]
RULES = ("OUT-05", "MIS-05")
ANSWERS = (("passed", None), ("not_applicable", "stopped"), ("not_evaluable", "no_dates"), ("absent", None))


def played(nights, day, seed, length=9):
    """Random nights: what fails, how hard and until when, and what the others answer; then the night again."""
    chance = random.Random(seed)
    for number in range(length):
        failing = [
            {"subject": subject, "rule": rule, "hardness": chance.choice(["soft", "hard"]), "severity": chance.choice([2, 4])}
            for subject in SUBJECTS
            for rule in RULES
            if chance.random() < 0.6
        ]
        answers = {subject: chance.choice(ANSWERS) for subject in SUBJECTS}
        for _ in range(chance.choice([1, 1, 2])):
            nights.night(day(number), failing, answers, look=chance.random() < 0.9)
        yield number


def content(con):
    return {
        name: con.execute(f"SELECT * FROM {name} ORDER BY ALL").fetchall() for name in ("alert_events", "alerts")
    }


@pytest.fixture
def elsewhere():
    """Another machine: nothing but the files is known there."""
    with duckdb.connect(":memory:") as connection:
        for name in ("alert_events", "alerts"):
            connection.execute(schema.ddl(tables.load()[name]))
        yield connection


def anew(elsewhere, files):
    elsewhere.execute("DROP TABLE IF EXISTS state_events")
    store.replay(elsewhere, files)
    return content(elsewhere)


@pytest.mark.parametrize("seed", range(6))
def test_night_after_night_is_the_same_as_all_at_once(nights, day, elsewhere, seed):
    for _ in played(nights, day, seed):
        assert content(nights.con) == anew(elsewhere, nights.files)
    assert len(content(nights.con)["alerts"]) > 5


def test_a_file_that_is_gone_or_changed_is_not_remembered(nights, day, elsewhere, tmp_path):
    list(played(nights, day, 7))
    *most, last = nights.files
    store.replay(nights.con, most)
    assert content(nights.con) == anew(elsewhere, most)
    shutil.copy(last, tmp_path / "changed.parquet")
    nights.con.execute(
        f"COPY (SELECT * REPLACE ('04' AS region) FROM read_parquet('{last}') WHERE event <> 'baseline')"
        f" TO '{tmp_path / 'changed.parquet'}' (FORMAT parquet)"
    )
    store.replay(nights.con, nights.files)
    store.replay(nights.con, [*most, tmp_path / "changed.parquet"])
    assert content(nights.con) == anew(elsewhere, [*most, tmp_path / "changed.parquet"])


@pytest.mark.parametrize("edit", [
    "UPDATE alerts SET region = '99'", "DELETE FROM alert_events WHERE night = (SELECT max(night) FROM alert_events)",
    "DELETE FROM alerts", "UPDATE state_events SET seal = 'of another version'", "UPDATE state_events SET files = []",
])  # fmt: skip
def test_tables_that_are_not_as_they_were_left_are_folded_anew(nights, day, edit):
    list(played(nights, day, 8))
    before = content(nights.con)
    nights.con.execute(edit)
    store.replay(nights.con, nights.files)
    assert content(nights.con) == before


def test_a_file_that_cannot_be_read_leaves_everything_as_it_stood(nights, day, tmp_path):
    list(played(nights, day, 9))
    before = content(nights.con)
    broken = tmp_path / "broken.parquet"
    broken.write_bytes(nights.files[-1].read_bytes()[:-20])
    with pytest.raises(ReplayError, match="verify the archive"):
        store.replay(nights.con, [*nights.files[:-1], broken])
    assert content(nights.con) == before
    store.replay(nights.con, nights.files)
    assert content(nights.con) == before


def test_no_file_at_all_empties_both_tables(nights, day):
    list(played(nights, day, 10, length=3))
    store.replay(nights.con, [])
    assert content(nights.con) == {"alert_events": [], "alerts": []}
