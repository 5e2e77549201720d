"""The engine that waits for a month: one job gets it, another contract never does, and a fork loses nothing of it."""

from datetime import date
from pathlib import Path

import pytest

from sources import registry
from sources.job import Job
from sources.oece_ocds import prepared

THREADS = Path("/proc/self/task")


@pytest.fixture
def spec(monkeypatch):
    monkeypatch.setattr(prepared, "_WAITING", [])
    monkeypatch.setattr(prepared, "_GIVEN", [])
    return registry.get("oece_ocds")


@pytest.fixture
def job(spec, tmp_path):
    return Job(spec, tmp_path / "month.zip", "0" * 64, "month.zip", None, tmp_path, date(2026, 11, 18))


def test_one_job_gets_it_and_the_next_a_new_one(spec, job):
    prepared.prepare(spec)
    waiting = prepared._WAITING[0][1]
    with prepared.engine_for(job) as first, prepared.engine_for(job) as second:
        assert first is waiting
        assert second is not waiting
        assert second.execute("SELECT count(*) FROM staged_processes").fetchall() == [(0,)]


def test_it_is_held_to_the_limits_of_the_job(spec, job):
    prepared.prepare(spec)
    with prepared.engine_for(job) as engine:
        ((folder, memory),) = engine.execute(
            "SELECT current_setting('temp_directory'), current_setting('memory_limit')"
        ).fetchall()
    assert folder == str(job.out_dir / "spill")
    assert memory == "1.1 GiB"


def test_another_contract_does_not_get_it(spec, job):
    tables = {name: table for name, table in spec.tables.items() if name != "items"}
    prepared.prepare(spec.model_copy(update={"tables": tables}))
    with prepared.engine_for(job) as engine:
        assert engine.execute("SELECT count(*) FROM staged_items").fetchall() == [(0,)]


@pytest.mark.skipif(not THREADS.is_dir(), reason="threads are counted by /proc")
def test_it_has_no_thread_that_a_fork_would_lose(spec):
    before = len(list(THREADS.iterdir()))
    prepared.prepare(spec)
    assert len(list(THREADS.iterdir())) <= before
