"""Dagster's run history as we write it is the one that Dagster's own classes read."""

import sqlite3
from contextlib import closing

import dagster as dg
import pytest
from dagster._core.storage.event_log import SqliteEventLogStorage

from pipelines.run_history import KeptStorage

COMPARED = {
    "event_logs": "id, dagster_event_type, step_key, asset_key",
    "asset_keys": "id, asset_key, last_run_id IS NOT NULL, last_materialization IS NOT NULL",
    "asset_check_executions": "id, asset_key, check_name, execution_status, evaluation_event_storage_id",
    "asset_event_tags": "id, asset_key, key, event_id",
}


@dg.asset
def paid() -> None: ...


@dg.asset
def works() -> dg.MaterializeResult:
    return dg.MaterializeResult(metadata={"rows": 3})


@dg.asset_check(asset=works)
def are_there() -> dg.AssetCheckResult:
    return dg.AssetCheckResult(passed=True)


@pytest.fixture
def instance(tmp_path):
    custom = {"module": "pipelines.run_history", "class": "KeptStorage", "config": {"base_dir": str(tmp_path / "kept")}}
    (tmp_path / "dagster.yaml").write_text(f"storage:\n  custom: {custom}\ntelemetry:\n  enabled: false\n")
    with dg.DagsterInstance.from_config(str(tmp_path)) as opened:
        yield opened


def test_dagsters_own_class_reads_every_event_that_was_written(instance, tmp_path):
    assert isinstance(instance.event_log_storage, type(KeptStorage(str(tmp_path / "other")).event_log_storage))
    done = dg.materialize([works, are_there], instance=instance, run_config={"loggers": {"console": {"config": {}}}})
    written = [record.event_log_entry for record in instance.get_records_for_run(done.run_id).records]
    own = SqliteEventLogStorage(str(tmp_path / "kept" / "history" / "runs"))
    assert own.get_logs_for_run(done.run_id) == written
    assert {entry.dagster_event_type for entry in written} >= {
        dg.DagsterEventType.ASSET_MATERIALIZATION, dg.DagsterEventType.ASSET_CHECK_EVALUATION,
        dg.DagsterEventType.RUN_SUCCESS,
    }  # fmt: skip
    assert own.has_asset_key(dg.AssetKey("works"))


def test_a_batch_leaves_what_events_one_by_one_leave(instance, tmp_path, monkeypatch):
    """Planned assets and checks are what Dagster hands over together; the tables are compared but for time and run."""
    monkeypatch.setenv("DAGSTER_EVENT_BATCH_SIZE", "500")
    batches = []
    together = type(instance.event_log_storage).store_event_batch
    monkeypatch.setattr(
        type(instance.event_log_storage),
        "store_event_batch",
        lambda self, events: (batches.append(len(events)), together(self, events))[1],
    )
    for _ in range(2):
        dg.materialize([works, paid, are_there], instance=instance)
    monkeypatch.delenv("DAGSTER_EVENT_BATCH_SIZE")
    (tmp_path / "own").mkdir()
    with dg.DagsterInstance.local_temp(str(tmp_path / "own"), {"telemetry": {"enabled": False}}) as alone:
        for _ in range(2):
            dg.materialize([works, paid, are_there], instance=alone)
        assert batches == [3, 3]
        assert len(left(tmp_path / "own" / "history")["a run", "event_logs"]) == 2
        assert left(tmp_path / "kept" / "history") == left(tmp_path / "own" / "history")


def left(history):
    """What the files hold, without times, runs and what is derived from them; in the order of writing."""
    found = {}
    for path in sorted((history / "runs").glob("*.db")):
        with closing(sqlite3.connect(path)) as opened:
            for table, columns in COMPARED.items():
                rows = opened.execute(f"SELECT {columns} FROM {table} ORDER BY id").fetchall()
                found.setdefault((path.stem if path.stem == "index" else "a run", table), []).append(rows)
    return found


def test_files_are_closed_in_the_end_and_can_be_opened_again(instance, tmp_path):
    dg.materialize([works], instance=instance)
    instance.event_log_storage.dispose()
    assert instance.event_log_storage.has_asset_key(dg.AssetKey("works"))
