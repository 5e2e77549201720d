"""Assets of arrival, generated from the source contracts: one look, one parsed and one raw asset a source."""

import dagster as dg

from pipelines.resources import NightResource
from pipelines.stages import arrive, ask
from pipelines.steps import working_on
from sources.spec import SourceSpec


def arrival_assets(spec: SourceSpec) -> list[dg.AssetsDefinition]:
    """The assets of one source up to the gate."""
    return [_look_asset(spec), _parsed_asset(spec)]


def look_key(spec: SourceSpec) -> dg.AssetKey:
    """Key of the asset that asks the source."""
    return dg.AssetKey(f"look_{spec.name}")


def parsed_key(spec: SourceSpec) -> dg.AssetKey:
    """Key of the asset that reads what came."""
    return dg.AssetKey(f"parsed_{spec.name}")


def raw_key(spec: SourceSpec) -> dg.AssetKey:
    """Key of the asset that loads what the gate let through."""
    return dg.AssetKey(f"raw_{spec.name}")


def _look_asset(spec: SourceSpec) -> dg.AssetsDefinition:
    @dg.asset(
        key=look_key(spec),
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


def _parsed_asset(spec: SourceSpec) -> dg.AssetsDefinition:
    @dg.asset(
        key=parsed_key(spec),
        deps=[look_key(spec)],
        group_name="parse",
        kinds={"parquet"},
        description=f"{spec.title.en}: read in a limited child process; what cannot be read is quarantined, not lost.",
    )
    def parsed(night: NightResource) -> dg.MaterializeResult:  # type: ignore[type-arg]
        with working_on(night, f"parsed_{spec.name}") as tonight:
            arrivals = arrive.parse_source(tonight, spec)
        reports = [arrival.report for arrival in arrivals if arrival.report is not None]
        return dg.MaterializeResult(
            metadata={
                "dagster/row_count": sum(report.kept for report in reports),
                "rows in": sum(report.rows_in for report in reports),
                "collapsed": sum(report.collapsed for report in reports),
                "quarantined": sum(report.quarantined for report in reports),
                "refused": sum(report.refused is not None for report in reports),
            },
        )

    return parsed


def raw_asset(spec: SourceSpec, gate: dg.AssetKey) -> dg.AssetsDefinition:
    """The asset that loads one source's accepted arrivals; it waits for the gate."""

    @dg.asset(
        key=raw_key(spec),
        deps=[gate, parsed_key(spec)],
        group_name="raw",
        kinds={"duckdb"},
        description=f"{spec.title.en}, as published: tables {', '.join(f'raw_{spec.name}__{t}' for t in spec.tables)}.",
    )
    def raw(night: NightResource) -> dg.MaterializeResult:  # type: ignore[type-arg]
        with working_on(night, f"raw_{spec.name}") as tonight:
            rows = arrive.load_source(tonight, spec)
        return dg.MaterializeResult(metadata={"dagster/row_count": sum(rows.values()), **rows})

    return raw
