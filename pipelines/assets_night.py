"""Assets of the night after arrival: gate, core, history, rules, alerts, lists, publication."""

from collections.abc import Iterator

import dagster as dg

from pipelines import portals
from pipelines.assets_arrival import parsed_key, raw_key
from pipelines.resources import NightResource
from pipelines.stages import arrive, conclude, model, publish
from pipelines.steps import working_on
from sources import registry

GATE = dg.AssetKey("gate")
Result = dg.MaterializeResult  # the alias keeps the annotations below readable


@dg.asset(
    key=GATE,
    deps=[parsed_key(spec) for spec in registry.load().values()],
    group_name="gate",
    kinds={"duckdb", "great_expectations"},
    description="DuckDB profiles each arrival, Great Expectations judges the profile; a broken floor stops its source.",
)
def gate(night: NightResource) -> Result:  # type: ignore[type-arg]
    """Judge tonight's arrivals and record the looks."""
    with working_on(night, "gate") as tonight:
        portals.withdraw(tonight)
        report = arrive.judge(tonight)
    return Result(metadata={"accepted": report.accepted, "refused": report.refused, "expectations": report.judged})


@dg.multi_asset(
    specs=[
        dg.AssetSpec(
            table,
            deps=[raw_key(spec) for spec in registry.load().values()],
            group_name="core",
            kinds={"duckdb"},
            description=description,
            skippable=True,
        )
        for table, description in model.core_tables().items()
    ],
    can_subset=True,
)
def core(context: dg.AssetExecutionContext, night: NightResource) -> Iterator[Result]:  # type: ignore[type-arg]
    """Typed, named, one row a thing; links between registers.

    Whichever table is selected, all are built: they read each other. Only the selected ones are reported.
    """
    with working_on(night, "core") as tonight:
        rows = model.build_core(tonight)
    for table, count in rows.items():
        if dg.AssetKey(table) in context.selected_asset_keys:
            yield Result(asset_key=table, metadata={"dagster/row_count": count})


@dg.asset(
    deps=sorted(model.core_tables()),
    group_name="history",
    kinds={"duckdb"},
    description="Versions by key and hash, appended only on change; field changes; who appeared and who vanished.",
)
def history(night: NightResource) -> Result:  # type: ignore[type-arg]
    """Record tonight against the nights before."""
    with working_on(night, "history") as tonight:
        return Result(metadata=dict(model.record_history(tonight)))


@dg.asset(
    deps=["history", *sorted(model.core_tables())],
    group_name="check",
    kinds={"duckdb"},
    description="All rules on all rows: failures with their evidence, the other outcomes as counts with reasons.",
)
def findings(night: NightResource) -> Result:  # type: ignore[type-arg]
    """Judge every rule."""
    with working_on(night, "findings") as tonight:
        counts = conclude.check(tonight)
    return Result(metadata={"dagster/row_count": counts.get("failed", 0), **counts})


@dg.asset(
    deps=sorted(model.core_tables()),
    group_name="check",
    kinds={"duckdb"},
    description="The same fact in two registers where both mean the same: contradictions with both values, and counts.",
)
def contradictions(night: NightResource) -> Result:  # type: ignore[type-arg]
    """Compare the registers."""
    with working_on(night, "contradictions") as tonight:
        counts = conclude.compare(tonight)
    return Result(metadata={"dagster/row_count": sum(counts.values()), **counts})


@dg.asset(
    deps=["findings", "contradictions"],
    group_name="check",
    kinds={"duckdb"},
    description="Completeness, timeliness and contradictions per work, district, region and body, with denominators.",
)
def scores(night: NightResource) -> Result:  # type: ignore[type-arg]
    """Score the published record."""
    with working_on(night, "scores") as tonight:
        counts = conclude.score(tonight)
    return Result(metadata={"dagster/row_count": sum(counts.values()), **counts})


@dg.asset(
    deps=["history", *sorted(model.core_tables())],
    group_name="check",
    kinds={"duckdb"},
    description="Whether OCDS records are coherent, consistent, complete and stay published: for the data's owner.",
)
def record_quality(night: NightResource) -> Result:  # type: ignore[type-arg]
    """Examine the OCDS records."""
    with working_on(night, "record_quality") as tonight:
        counts = conclude.examine(tonight)
    return Result(metadata={"failing": sum(counts.values()), "questions": len(counts)})


@dg.asset(
    deps=sorted(model.core_tables()),
    group_name="lists",
    kinds={"duckdb"},
    description="Red flags of works processes and works: they rank works for a visit and reach no alert.",
)
def red_flags(night: NightResource) -> Result:  # type: ignore[type-arg]
    """Ask the red flags."""
    with working_on(night, "red_flags") as tonight:
        counts = conclude.flag(tonight)
    return Result(metadata={"raised": sum(counts.values()), "flags": len(counts)})


@dg.asset(
    deps=["findings", "history"],
    group_name="alerts",
    kinds={"archive"},
    description="Tonight's outcomes against the open alerts: transitions, written to the archive before anything else.",
)
def events(night: NightResource) -> Result:  # type: ignore[type-arg]
    """Conclude: the events of the night, in the archive and its hash chain."""
    with working_on(night, "events") as tonight:
        return Result(metadata={"events": conclude.conclude(tonight)})


@dg.asset(
    deps=["events"],
    group_name="alerts",
    kinds={"duckdb"},
    description="Alerts folded from the archive's events, and the alarms about ourselves.",
)
def alerts(night: NightResource) -> Result:  # type: ignore[type-arg]
    """Fold the events into alerts."""
    with working_on(night, "alerts") as tonight:
        return Result(metadata=dict(conclude.fold(tonight)))


@dg.asset(
    deps=["alerts", "red_flags"],
    group_name="lists",
    kinds={"duckdb"},
    description="Works worth a visit per region and district, internal until the visit is done.",
)
def visit_lists(night: NightResource) -> Result:  # type: ignore[type-arg]
    """Rank the works."""
    with working_on(night, "visit_lists") as tonight:
        return Result(metadata={"dagster/row_count": conclude.build_lists(tonight)})


@dg.asset(
    deps=["visit_lists", "history", "scores", "record_quality"],
    group_name="publish",
    kinds={"html", "duckdb"},
    description="Snapshot, site, ledger and lists in a new build, made current by one rename; the night is sealed.",
)
def published(night: NightResource) -> Result:  # type: ignore[type-arg]
    """Publish the state and seal the night."""
    with working_on(night, "published") as tonight:
        build = publish.finish(tonight)
    return Result(
        metadata={
            "build": dg.MetadataValue.path(str(build.folder)),
            "open pages": build.open_pages,
            "staff pages": build.staff_pages,
        },
    )
