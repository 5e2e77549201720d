"""Ids are the same everywhere and for ever: these are written down."""

from __future__ import annotations

from alerts import statements
from alerts.identity import alert_id, stable_id


def test_ids_are_pinned():
    assert alert_id("OUT-01", "infobras:work:559548") == "acd72325b52abdf4"
    assert alert_id("OUT-01", "infobras:work:559548", "2026-01") != alert_id("OUT-01", "infobras:work:559548")


def test_parts_do_not_run_together():
    assert stable_id("d", "ab", "c") != stable_id("d", "a", "bc")


def test_sql_makes_the_same_ids(con):
    statements.run(con, "macros")
    row = statements.first(con, "SELECT alert_id_of('OUT-01', 'infobras:work:559548', ''), baseline_id_of('A', 2, 's')")
    assert row == (alert_id("OUT-01", "infobras:work:559548"), stable_id("vigia:baseline:1", "A", "2", "s"))
