"""When we are blind, no body is accused: refusals, renamed columns, broken parsers and lost rows are our own alarms."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from steps import Portals, frozen_oece, night_of
from stores import copy

from checks.registry import rules
from pipelines.stages import whole
from sandbox.faults import FAULTS, HEAVY, STALLING, mixed, renamed
from sandbox.portals.catalogue import DATASETS, DOWNLOAD
from sandbox.truth import truth
from sandbox.world import world
from sources.reading import NURSERIES

pytestmark = pytest.mark.night
FIRST = date(2026, 10, 1)
WORKS = "contraloria_infobras"
READING_WORKS = {rule.id for rule in rules().values() if WORKS in rule.sources}
RESTING_ON_PAGES = {rule.id for rule in rules().values() if rule.pages}
ACCUSING = ("opened", "backlog", "pending", "reopened", "escalated", "held")
PATHS = ("/InfobrasWeb/*", "/datastorefiles/*", "/api/*", "/entidades/*", "/ubigeo/*")
MIXABLE = [name for name in FAULTS if name not in STALLING | HEAVY]
SEEDS = (1, 2, 3)
READER_THAT_RAISES = """
import importlib.util, sys
from importlib.abc import Loader, MetaPathFinder

class Faulty(MetaPathFinder, Loader):
    def find_spec(self, name, path, target=None):
        if name == "sources.contraloria_infobras.reader":
            return importlib.util.spec_from_loader(name, self)

    def exec_module(self, module):
        def read(job):
            raise KeyError("a fault planted by the test")
        module.read = read

sys.meta_path.insert(0, Faulty())
"""


def seen(night, sql, *parameters):
    with night.warehouse() as connection:
        return connection.execute(sql, list(parameters)).fetchall()


def accusations(night, day):
    """Events of a day that begin or sharpen something against a body, of rules that read the works.

    The page of a work is another look than the file: what a rule that rests on pages finds on one read that very day
    is left out where it was planted there.
    """
    rows = seen(night, "SELECT rule_id, event, subject_id FROM alert_events WHERE night = ?", day)
    found = planted_on_pages(night, day)
    return [row for row in rows if row[1] in ACCUSING and row[0] in READING_WORKS and (row[0], row[2]) not in found]


def planted_on_pages(night, day):
    """What the invented country has planted against works whose pages were read that day, of rules that rest on them."""
    read = frozenset(code for (code,) in seen(night, "SELECT work_code FROM core_work_pages WHERE seen_on = ?", day))
    subjects = {f"infobras:work:{code}" for code in read}
    planted = truth(world(3, 60, day), read)
    return {
        (fact.rule_id, fact.subject_id)
        for fact in planted
        if fact.outcome == "failed" and fact.rule_id in RESTING_ON_PAGES and fact.subject_id in subjects
    }


def alarms(night, day):
    """Kinds of our own alarms of a day that name the works."""
    return {kind for (kind,) in seen(
        night, "SELECT kind FROM meta_alarms WHERE night = ? AND source = ?", day, WORKS)}  # fmt: skip


def works_seen_on(night):
    return seen(night, "SELECT DISTINCT seen_on FROM core_works")


@pytest.fixture(scope="module")
def first_night(memory):
    """A country after its first night, and its portals; they serve the same records on any later day."""
    country = world(3, 60, FIRST)
    portals = Portals.open(country, frozen_oece(replace(country, processes=country.processes[:12])))
    night = night_of(portals, memory / "first", FIRST, national=True)
    whole.run_steps(night)
    assert works_seen_on(night) == [(FIRST,)]
    yield portals, memory / "first"
    portals.handle.stop()


def tomorrow(first_night, folder, faults, *, days=1, country=None):
    """The night so many days later, in a folder of its own, with faults switched on."""
    portals, origin = first_night
    day = FIRST + timedelta(days=days)
    portals.today = country or replace(portals.today, day=day)
    portals.handle.set_faults(faults)
    if not folder.exists():
        copy(origin, folder)
    night = night_of(portals, folder, day, national=True)
    whole.run_steps(night)
    portals.handle.set_faults(None)
    return night


def assert_only_we_are_blamed(night, day, kinds):
    assert accusations(night, day) == []
    assert alarms(night, day) & kinds
    assert works_seen_on(night) == [(FIRST,)]
    assert seen(night, "SELECT count(*) FROM core_works") == [(60,)]
    assert seen(night, "SELECT accepted FROM meta_looks WHERE night = ? AND source = ?", day, WORKS) == [(False,)]
    others = seen(night, "SELECT bool_and(accepted) FROM meta_looks WHERE night = ? AND source <> ?", day, WORKS)
    assert others == [(True,)]


def test_a_source_refused_for_thirty_nights_accuses_nobody(first_night, memory):
    for days in range(1, 31):
        night = tomorrow(first_night, memory / "refused", {DATASETS: "status_403"}, days=days)
        assert_only_we_are_blamed(night, night.date, {"source_refused"})
    stale = seen(night, "SELECT DISTINCT night FROM meta_alarms WHERE kind = 'source_stale' AND source = ?", WORKS)
    assert len(stale) == 30 - 7
    assert seen(night, "SELECT max(night) FROM meta_looks WHERE source = 'mef_detalle' AND accepted") == [(night.date,)]


def test_the_control_thirty_days_later_somebody_would_be_accused(first_night, memory):
    night = tomorrow(first_night, memory / "seeing", None, days=30)
    assert accusations(night, night.date) != []
    assert alarms(night, night.date) & {"source_refused", "gate_floor"} == set()


@pytest.mark.parametrize("fault", [renamed("Código INFOBRAS", "CODIGO"), "lost_header", "html", "rows_gone", "swapped_headers"],
                         ids=lambda fault: getattr(fault, "description", fault))  # fmt: skip
def test_a_changed_file_accuses_nobody(first_night, memory, fault, request):
    night = tomorrow(first_night, memory / f"changed-{abs(hash(request.node.name))}", {DOWNLOAD: fault})
    kinds = {"gate_floor"} if fault in ("rows_gone", "swapped_headers") else {"source_refused"}
    assert_only_we_are_blamed(night, night.date, kinds)


def accused(night):
    """Whom any rule accused until a night, and of what."""
    rows = seen(night, "SELECT rule_id, subject_id, event FROM alert_events")
    return {(rule, subject) for rule, subject, event in rows if event in ACCUSING}


@pytest.mark.parametrize("seed", SEEDS)
def test_faults_mixed_by_a_seed_accuse_nobody(first_night, memory, seed):
    """Half of all answers of a night are spoiled; whoever is accused then is accused without faults, too."""
    portals, _ = first_night
    clean = tomorrow(first_night, memory / f"clean-{seed}", None, days=seed)
    since = len(portals.handle.log)
    faults = dict.fromkeys(PATHS, mixed(seed, MIXABLE))
    night = tomorrow(first_night, memory / f"mixed-{seed}", faults, days=seed)
    struck = {name for request in portals.handle.log[since:] for name in request.faults}
    assert len(struck) > 10
    assert seen(night, "SELECT count(*) > 0 FROM meta_alarms WHERE night = ?", night.date) == [(True,)]
    assert accused(night) - accused(clean) == set()


def test_the_control_another_country_would_be_accused(first_night, memory):
    clean = tomorrow(first_night, memory / "clean-control", None)
    night = tomorrow(first_night, memory / "control", None, country=world(4, 60, FIRST + timedelta(days=1)))
    assert accused(night) - accused(clean) != set()


def test_a_watched_column_with_another_name_is_not_read_as_empty(first_night, memory):
    clean = tomorrow(first_night, memory / "clean-renamed", None)
    fault = renamed("Fecha de finalización real", "FECHA FIN")
    night = tomorrow(first_night, memory / "renamed", {DOWNLOAD: fault})
    assert accused(night) - accused(clean) == set()
    assert alarms(night, night.date) & {"source_drift", "source_refused"}
    before = seen(night, "SELECT count(*) FROM history_changes WHERE column_name = 'finished_on'")
    assert before == [(0,)]


def test_a_parser_that_raises_accuses_nobody(first_night, memory, tmp_path, monkeypatch):
    (tmp_path / "sitecustomize.py").write_text(READER_THAT_RAISES, encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    NURSERIES.close()
    day = FIRST + timedelta(days=1)
    country = world(3, 60, day)
    assert country.works != world(3, 60, FIRST).works, "the reader would not be asked to read the same bytes again"
    try:
        night = tomorrow(first_night, memory / "raising", None, country=country)
    finally:
        NURSERIES.close()
    assert_only_we_are_blamed(night, day, {"source_refused"})
    assert seen(night, "SELECT refusal FROM meta_looks WHERE night = ? AND source = ?", day, WORKS) == [("reader_failed",)]
