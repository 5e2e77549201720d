"""Dagster's run history as we write it is the one that Dagster's own classes read."""

import dagster as dg
import pytest
from dagster._core.storage.event_log import SqliteEventLogStorage

from pipelines.run_history import KeptStorage


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


def test_files_are_closed_in_the_end_and_can_be_opened_again(instance, tmp_path):
    dg.materialize([works], instance=instance)
    instance.event_log_storage.dispose()
    assert instance.event_log_storage.has_asset_key(dg.AssetKey("works"))
