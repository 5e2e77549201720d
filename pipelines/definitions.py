"""Dagster's view of the night: assets, checks, jobs, the schedule. Assembled in a function so that tests can swap."""

from datetime import UTC
from typing import Any

import dagster as dg

from pipelines.assets_arrival import look_asset, look_key, parsed_assets, raw_assets
from pipelines.assets_night import (
    GATE,
    alerts,
    contradictions,
    core,
    events,
    findings,
    gate,
    history,
    published,
    record_quality,
    red_flags,
    scores,
    visit_lists,
)
from pipelines.clock import LIMA
from pipelines.jobs import rebuild_job
from pipelines.resources import NightResource
from pipelines.stages import model
from pipelines.table_checks import table_check
from sources import registry

NIGHTLY_CRON = "30 1 * * *"


def build_definitions(night: NightResource | None = None) -> dg.Definitions:
    """Fresh definitions over a night resource (default: the configured world)."""
    specs = list(registry.load().values())
    arrivals = [*(look_asset(spec, specs) for spec in specs), parsed_assets(specs), raw_assets(specs, GATE)]
    judged = [findings, contradictions, scores, record_quality]
    rest = [gate, core, history, *judged, events, alerts, red_flags, visit_lists, published]
    return dg.Definitions(
        assets=[*arrivals, *rest],
        asset_checks=[table_check(table) for table in model.core_tables()],
        jobs=[*_jobs(), rebuild_job],
        schedules=[_schedule()],
        resources={"night": night or NightResource()},
        executor=dg.in_process_executor,
    )


def _jobs() -> list[Any]:  # dagster does not export the type of an unresolved job
    everything = dg.AssetSelection.all()
    asking = dg.AssetSelection.groups("ask")
    recheck = everything - asking
    one_source = [
        dg.define_asset_job(
            f"source_{spec.name}",
            # Pages are asked after the files of their portal, but not with each of them.
            dg.AssetSelection.assets(look_key(spec)) | (dg.AssetSelection.assets(look_key(spec)).downstream() - asking),
            description=f"Ask {spec.title.en} alone, then conclude and publish.",
        )
        for spec in registry.load().values()
    ]
    return [
        dg.define_asset_job("nightly", everything, description="The whole night, from asking to publishing."),
        dg.define_asset_job("recheck", recheck, description="Conclude again from the archive, asking nobody."),
        *one_source,
    ]


def _schedule() -> dg.ScheduleDefinition:
    @dg.schedule(
        job_name="nightly",
        cron_schedule=NIGHTLY_CRON,
        execution_timezone="America/Lima",
        default_status=dg.DefaultScheduleStatus.RUNNING,
        description="Every night at 01:30 in Lima, for the configured world.",
    )
    def nightly_schedule(context: dg.ScheduleEvaluationContext) -> dg.RunRequest:
        planned = context.scheduled_execution_time.astimezone(UTC).astimezone(LIMA).date()
        return dg.RunRequest(
            run_key=planned.isoformat(),
            run_config={"resources": {"night": {"config": {"as_of": planned.isoformat()}}}},
        )

    return nightly_schedule


defs = build_definitions()
