"""Assets of arrival, generated from the source contracts: one look, one parsed and one raw asset a source."""

from collections.abc import Collection, Iterator

import dagster as dg

from pipelines.ahead import import_ahead
from pipelines.resources import NightResource
from pipelines.stages import arrive, ask
from pipelines.steps import working_on
from sources.report import ReadReport
from sources.spec import SourceSpec

Result = dg.MaterializeResult  # the alias keeps the annotations below readable


def look_key(spec: SourceSpec) -> dg.AssetKey:
    """Key of the asset that asks the source."""
    return dg.AssetKey(f"look_{spec.name}")


def parsed_key(spec: SourceSpec) -> dg.AssetKey:
    """Key of the asset that reads what came."""
    return dg.AssetKey(f"parsed_{spec.name}")


def raw_key(spec: SourceSpec) -> dg.AssetKey:
    """Key of the asset that loads what the gate let through."""
    return dg.AssetKey(f"raw_{spec.name}")


def look_asset(spec: SourceSpec, specs: Collection[SourceSpec]) -> dg.AssetsDefinition:
    """The asset that asks one source of several; one step a source, so that one that failed is asked again alone."""

    @dg.asset(
        key=look_key(spec),
        deps=[look_key(first) for first in ask.asked_before(spec, specs)],
        group_name="ask",
        kinds={"archive"},
        description=f"{spec.title.en}: asked politely, every answer archived with its receipt and verdict.",
        metadata={"url": str(spec.url), "licence": spec.licence, "cadence": spec.cadence},
    )
    def look(night: NightResource) -> dg.MaterializeResult:  # type: ignore[type-arg]
        with working_on(night, f"look_{spec.name}") as tonight:
            looks = ask.ask_source(tonight, spec)
        return dg.MaterializeResult(
            metadata={
                "parts": len(looks),
                "verdicts": ", ".join(sorted({str(look.verdict) for look in looks})) or "not asked",
                "refusals": ", ".join(sorted({look.reason for look in looks if look.reason})) or "none",
            },
        )

    return look


def parsed_assets(specs: Collection[SourceSpec]) -> dg.AssetsDefinition:
    """The assets of reading, one a source, worked on together: children read two payloads at a time."""

    @dg.multi_asset(
        name="parsed",
        specs=[
            dg.AssetSpec(
                parsed_key(spec),
                deps=[look_key(spec)],
                group_name="parse",
                kinds={"parquet"},
                description=f"{spec.title.en}: read in a limited child process; what cannot be read is quarantined, "
                "not lost.",
                skippable=True,
            )
            for spec in specs
        ],
        can_subset=True,
    )
    def parsed(context: dg.AssetExecutionContext, night: NightResource) -> Iterator[Result]:  # type: ignore[type-arg]
        chosen = [spec for spec in specs if parsed_key(spec) in context.selected_asset_keys]
        # The gate needs it next; until then children read, and this process only waits for them.
        import_ahead("checks.gx_library")
        with working_on(night, "parsed") as tonight:
            arrivals = arrive.parse_sources(tonight, chosen)
        for spec in chosen:
            reports = [each.report for each in arrivals if each.spec is spec and each.report is not None]
            yield dg.MaterializeResult(asset_key=parsed_key(spec), metadata=_counts(reports))

    return parsed


def _counts(reports: Collection[ReadReport]) -> dict[str, int]:
    return {
        "dagster/row_count": sum(report.kept for report in reports),
        "rows in": sum(report.rows_in for report in reports),
        "collapsed": sum(report.collapsed for report in reports),
        "quarantined": sum(report.quarantined for report in reports),
        "refused": sum(report.refused is not None for report in reports),
    }


def raw_assets(specs: Collection[SourceSpec], gate: dg.AssetKey) -> dg.AssetsDefinition:
    """The assets of loading, one a source; they wait for the gate."""

    @dg.multi_asset(
        name="raw",
        specs=[
            dg.AssetSpec(
                raw_key(spec),
                deps=[gate, parsed_key(spec)],
                group_name="raw",
                kinds={"duckdb"},
                description=f"{spec.title.en}, as published: tables "
                f"{', '.join(f'raw_{spec.name}__{table}' for table in spec.tables)}.",
                skippable=True,
            )
            for spec in specs
        ],
        can_subset=True,
    )
    def raw(context: dg.AssetExecutionContext, night: NightResource) -> Iterator[Result]:  # type: ignore[type-arg]
        for spec in specs:
            if raw_key(spec) in context.selected_asset_keys:
                with working_on(night, f"raw_{spec.name}") as tonight:
                    rows = arrive.load_source(tonight, spec)
                yield dg.MaterializeResult(
                    asset_key=raw_key(spec), metadata={"dagster/row_count": sum(rows.values()), **rows}
                )

    return raw
