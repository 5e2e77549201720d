"""Decisions of people stand for the episode they were taken about, are only added, and are never half written."""

from __future__ import annotations

import sqlite3
import stat
from dataclasses import replace

import pytest

from alerts import casework
from alerts.casework import Decision, Dismissed
from alerts.errors import CaseworkError

DISMISSED = Decision(
    "dismissed", "a1", 1, "OUT-05", 2, "infobras:work:1", '{"due": "2026-05-31"}', "2026-11-26", "jefa de verificación",
    "La ampliación está en el cuaderno",
)  # fmt: skip
RESTORED = replace(DISMISSED, kind="restored", reason="No era de esta obra")


def test_nothing_is_dismissed_where_nobody_decided(tmp_path):
    assert casework.dismissals(tmp_path) == ()
    assert list(tmp_path.iterdir()) == []


def test_a_dismissal_is_kept_with_the_claim_that_was_judged(tmp_path):
    casework.add(tmp_path, DISMISSED)
    assert casework.dismissals(tmp_path) == (DISMISSED,)
    assert casework.dismissed(tmp_path) == (Dismissed("a1", 1, "OUT-05"),)
    assert stat.S_IMODE((tmp_path / casework.STORE).stat().st_mode) == 0o600


def test_it_holds_for_its_episode_until_it_is_taken_back(tmp_path):
    casework.add(tmp_path, DISMISSED)
    casework.add(tmp_path, replace(DISMISSED, episode=2))
    casework.add(tmp_path, RESTORED)
    assert [one.episode for one in casework.dismissals(tmp_path)] == [2]
    casework.add(tmp_path, DISMISSED)
    assert [one.episode for one in casework.dismissals(tmp_path)] == [2, 1]
    with sqlite3.connect(tmp_path / casework.STORE) as store:
        assert store.execute("SELECT count(*) FROM decisions").fetchone() == (4,)


@pytest.mark.parametrize(
    ("earlier", "decision", "told"),
    [
        ([], replace(DISMISSED, reason=" "), "needs a reason"),
        ([], replace(DISMISSED, role=""), "role"),
        ([DISMISSED], DISMISSED, "dismissed already"),
        ([], RESTORED, "is not dismissed"),
        ([DISMISSED], replace(RESTORED, episode=2), "is not dismissed"),
    ],
)
def test_what_says_too_little_or_changes_nothing_is_refused(tmp_path, earlier, decision, told):
    for one in earlier:
        casework.add(tmp_path, one)
    with pytest.raises(CaseworkError, match=told):
        casework.add(tmp_path, decision)
    assert list(casework.dismissals(tmp_path)) == earlier


def test_a_store_that_was_never_filled_is_filled_now(tmp_path):
    (tmp_path / casework.STORE).touch()
    assert casework.dismissals(tmp_path) == ()
    casework.add(tmp_path, DISMISSED)
    assert casework.dismissals(tmp_path) == (DISMISSED,)


def test_a_newer_store_and_a_broken_one_are_said(tmp_path):
    casework.add(tmp_path, DISMISSED)
    with sqlite3.connect(tmp_path / casework.STORE) as store:
        store.execute(f"PRAGMA user_version = {casework.VERSION + 1}")
    with pytest.raises(CaseworkError, match="newer"):
        casework.dismissals(tmp_path)
    with pytest.raises(CaseworkError, match="newer"):
        casework.add(tmp_path, RESTORED)
    (tmp_path / casework.STORE).write_bytes(b"no database at all" * 99)
    with pytest.raises(CaseworkError, match="cannot be read"):
        casework.dismissals(tmp_path)
