"""One multi-asset check a table: keys unique and present, as the table declares them. ERROR blocks what follows."""

from collections.abc import Iterator

import dagster as dg

from pipelines.resources import NightResource
from pipelines.stages import model
from pipelines.steps import working_on

CHECK_NAMES = {"null": "required_values_are_there", "repeated_key": "keys_are_unique"}


def table_check(table: str) -> dg.AssetChecksDefinition:
    """The checks of one declared table, generated from its declaration."""

    @dg.multi_asset_check(
        name=f"declared_{table}",
        specs=[dg.AssetCheckSpec(name, asset=table, blocking=True) for name in CHECK_NAMES.values()],
    )
    def declared(night: NightResource) -> Iterator[dg.AssetCheckResult]:
        with working_on(night, f"declared_{table}") as tonight:
            problems = model.check_table(tonight, table)
        for kind, name in CHECK_NAMES.items():
            yield dg.AssetCheckResult(
                asset_key=table,
                check_name=name,
                passed=not problems[kind],
                severity=dg.AssetCheckSeverity.ERROR,
                metadata={"problems": "\n".join(problems[kind]) or "none"},
            )

    return declared
