"""What Dagster lists: every asset, check, job and the schedule of the night."""

from __future__ import annotations

import ast
import inspect
from datetime import UTC, datetime

import dagster as dg
import pytest

from pipelines import assets_arrival, assets_night
from pipelines.definitions import defs
from pipelines.stages import model, whole
from sources import registry

pytestmark = pytest.mark.night
SOURCES = set(registry.load())


def test_every_source_has_its_assets_and_every_step_is_there():
    keys = {key.to_user_string() for key in defs.resolve_asset_graph().get_all_asset_keys()}
    arrivals = {f"{kind}_{name}" for kind in ("look", "parsed", "raw") for name in SOURCES}
    judged = {"findings", "contradictions", "scores", "record_quality"}
    rest = {"gate", "history", *judged, "events", "alerts", "red_flags", "visit_lists", "published"}
    assert keys == arrivals | rest | set(model.core_tables())


def test_every_core_table_has_blocking_checks():
    checks = defs.resolve_asset_graph().asset_check_keys
    assert {check.asset_key.to_user_string() for check in checks} == set(model.core_tables())
    assert {check.name for check in checks} == {"required_values_are_there", "keys_are_unique"}


def test_jobs_are_the_night_the_recheck_the_rebuild_and_one_a_source():
    names = {job.name for job in defs.resolve_all_job_defs() if not job.name.startswith("__")}
    assert names == {"nightly", "recheck", "rebuild"} | {f"source_{name}" for name in SOURCES}


def test_recheck_asks_nobody():
    steps = {node.name for node in defs.resolve_job_def("recheck").nodes}
    assert not [name for name in steps if name.startswith("look_")]
    assert [name for name in {node.name for node in defs.resolve_job_def("nightly").nodes} if name.startswith("look_")]


def test_the_night_runs_at_half_past_one_in_lima_and_is_named_by_that_day():
    schedule = defs.resolve_schedule_def("nightly_schedule")
    assert (schedule.cron_schedule, schedule.execution_timezone) == ("30 1 * * *", "America/Lima")
    assert schedule.default_status is dg.DefaultScheduleStatus.RUNNING
    moment = datetime(2026, 11, 19, 6, 30, tzinfo=UTC)
    with dg.DagsterInstance.ephemeral() as instance:
        context = dg.build_schedule_context(instance=instance, scheduled_execution_time=moment)
        tick = schedule.evaluate_tick(context)
    (request,) = tick.run_requests or []
    assert request.run_key == "2026-11-19"
    assert request.run_config["resources"]["night"]["config"]["as_of"] == "2026-11-19"


def stages_called(module, names):
    """Which functions of the named stages a module calls, as ``stage.function``."""
    calls = (node.func for node in ast.walk(ast.parse(inspect.getsource(module))) if isinstance(node, ast.Call))
    attributes = (f for f in calls if isinstance(f, ast.Attribute) and isinstance(f.value, ast.Name))
    return {f"{found.value.id}.{found.attr}" for found in attributes if found.value.id in names}


def test_nights_without_dagster_leave_no_stage_out():
    """A rebuild repeats these: a table that only Dagster's night fills would be gone after one."""
    stages = {"arrive", "conclude", "model"}
    asked = {"arrive.parse_sources", "model.core_tables"}  # part of the gate; names alone
    assets = stages_called(assets_night, stages) | stages_called(assets_arrival, stages)
    assert assets - asked == stages_called(whole, stages) & assets
    assert {"conclude.flag", "arrive.judge", "model.record_history"} <= assets
