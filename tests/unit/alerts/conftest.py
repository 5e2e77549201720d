"""A small warehouse by hand: nights, looks, findings and outcomes as a test writes them."""

from __future__ import annotations

import json
from contextlib import contextmanager
from datetime import date, timedelta
from typing import TYPE_CHECKING

import duckdb
import pytest

from alerts import store, transitions
from alerts.rules import RuleFacts
from warehouse import schema, tables

if TYPE_CHECKING:
    from pathlib import Path

DAY_ONE = date(2026, 3, 2)
NEEDED = ("meta_nights", "meta_current", "meta_looks", "meta_sources", "meta_gate", "meta_drift", "meta_alarms", "meta_held",
          "findings", "alert_events", "alerts", "meta_pages",
          "meta_receipts", "core_processes", "core_works", "core_investments", "core_bodies", "core_districts")

RULES = (
    RuleFacts("OUT-05", 1, "Plazo vencido sin ampliación publicada", "Term over, no extension", ("contraloria_infobras",)),
    RuleFacts("MIS-05", 1, "Obra sin supervisor identificado", "Supervisor missing", ("contraloria_infobras",), absence=True),
    RuleFacts("OUT-02", 1, "Formato 12-B sin actualizar", "F12-B late", ("mef_detalle", "mef_f12b")),
    RuleFacts("MIS-02", 1, "Contrato no ubicado en SEACE", "No contract", ("contraloria_infobras", "oece_ocds"), absence=True),
)


class Nights:
    """Plays nights: each call says what fails and what the other subjects answer."""

    def __init__(self, con: duckdb.DuckDBPyConnection, folder: Path) -> None:
        self.con, self.folder, self.files = con, folder, []
        self.rules, self.sources = list(RULES), ("contraloria_infobras",)
        self.scope = "national"

    def look(self, night, source="contraloria_infobras", part="", *, seen_on=None, sha="a" * 64):
        self.con.execute("DELETE FROM meta_current WHERE source = ? AND part = ?", [source, part])
        self.con.execute("INSERT INTO meta_current VALUES (?, ?, ?, ?)", [source, part, seen_on or night, sha])

    def night(self, night, failing=(), answers=None, *, look=True, replay=True):
        """failing: dicts of finding columns (rule, subject, hardness ...); answers: subject -> (outcome, reason)."""
        con = self.con
        con.execute("DELETE FROM meta_nights WHERE night = ?", [night])
        con.execute("INSERT INTO meta_nights VALUES (?, 'live', ?)", [night, self.scope])
        if look:
            for source in self.sources:
                self.look(night, source)
        con.execute("DELETE FROM findings")
        if failing:
            self._find([self._finding(night, **row) for row in failing])
        path = self.folder / f"{night}-{len(self.files)}.parquet"
        number = transitions.compute(con, night, path, rules=self.rules, outcomes=self._answers(answers or {}))
        if number and replay:
            self.files.append(path)
            store.replay(con, self.files)
        return number

    def _answers(self, answers):
        def ask(con, night, pairs):
            rows = con.execute(f"SELECT rule_id, subject_id FROM {pairs}").fetchall()
            return [(rule, subject, *answers.get(subject, ("passed", None))) for rule, subject in rows]

        return ask

    def _finding(self, night, *, subject, rule="OUT-05", body="infobras:body:1", region="04", severity=4,
                 hardness="hard", due=date(2026, 1, 15), seen_on=None, citable=True, observed=None, version=None, expected="una fecha de fin vigente"):
        known = {fact.rule_id: fact.version for fact in self.rules}
        current = self.con.execute("SELECT seen_on FROM meta_current WHERE source = 'contraloria_infobras'").fetchall()
        return [
            rule, version or known.get(rule, 1), subject, body, region, severity, hardness, due, due,
            seen_on or (current[0][0] if current else night), json.dumps(observed or {"physical_pct": 61.5}), expected, citable,
        ]  # fmt: skip

    def _find(self, rows):
        self.con.executemany(
            "INSERT INTO findings BY NAME SELECT ? AS rule_id, ? AS rule_version, ? AS subject_id, ? AS body_key,"
            " ? AS region, ? AS severity, ? AS hardness, ? AS due, ? AS judged_after, ? AS seen_on, 'R1' AS regime,"
            " NULL AS reason, ? AS observed, ? AS expected, ? AS citable",
            rows,
        )

    def events(self, night=None):
        rows = self.con.execute(
            "SELECT subject_id, event, state_after, night FROM alert_events WHERE event <> 'baseline'"
            " ORDER BY night, subject_id, sequence"
        ).fetchall()
        return [(subject, event, state) for subject, event, state, on in rows if night in (None, on)]

    def alert(self, subject, rule="OUT-05"):
        cursor = self.con.execute("SELECT * FROM alerts WHERE subject_id = ? AND rule_id = ?", [subject, rule])
        names = [column[0] for column in cursor.description]
        rows = cursor.fetchall()
        return dict(zip(names, rows[0], strict=True)) if rows else None


def after(days: int) -> date:
    return DAY_ONE + timedelta(days=days)


@pytest.fixture(scope="session")
def empty(tmp_path_factory):
    """A file with the tables that are needed and no night, made once and copied for each test."""
    path = tmp_path_factory.mktemp("alerts") / "empty.duckdb"
    with duckdb.connect(path) as connection:
        for name in NEEDED:  # a whole schema a test would be slower than the tests
            connection.execute(schema.ddl(tables.load()[name]))
        connection.execute(
            "INSERT INTO meta_sources BY NAME SELECT unnest(['contraloria_infobras', 'mef_detalle', 'mef_f12b',"
            " 'oece_ocds']) AS source, 10 AS stale_after_days"
        )
    return path


@pytest.fixture
def con(empty):
    with copy_of(empty) as connection:
        yield connection


@contextmanager
def copy_of(path):
    """A warehouse in memory with what a file holds."""
    with duckdb.connect(":memory:") as connection:
        connection.execute("SET threads = 1")
        connection.execute(f"ATTACH '{path}' AS kept (READ_ONLY)")
        connection.execute("COPY FROM DATABASE kept TO memory")
        connection.execute("DETACH kept")
        yield connection


@pytest.fixture
def nights(con, tmp_path):
    return Nights(con, tmp_path)


@pytest.fixture(scope="session")
def played(empty, tmp_path_factory):
    """Play nights once and keep what they leave: gives what lends a copy of it to each test."""

    def _played(play):
        folder = tmp_path_factory.mktemp("played")
        with copy_of(empty) as con:
            first = Nights(con, folder)
            play(first)
            con.execute(f"ATTACH '{folder}/played.duckdb' AS kept")
            con.execute("COPY FROM DATABASE memory TO kept")
            con.execute("DETACH kept")

        @contextmanager
        def lend(own):
            with copy_of(folder / "played.duckdb") as con:
                nights = Nights(con, own)
                nights.files = list(first.files)
                yield nights

        return lend

    return _played


@pytest.fixture(scope="session")
def day():
    """day(n): the n-th day after the first night."""
    return after


@pytest.fixture
def told(told_once, tmp_path):
    """A copy of the nights that the module's ``told_once`` played."""
    with told_once(tmp_path) as nights:
        yield nights
