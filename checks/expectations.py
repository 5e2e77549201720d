"""Great Expectations: the one place that imports it, and the only judge of what arrives and of the rules' metrics.

Here: turning measured numbers with limits into a suite, running it, and reading its verdicts. Not here: what is
measured (``checks.gate``, ``checks.metrics``). The import takes seconds and memory, so it happens inside one function
and callers bring everything of a night in one call.
"""

from __future__ import annotations

import os
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Any

_MEASURE = "measure"


@dataclass(frozen=True)
class Measure:
    """One number with the limit it has to keep; measures of one ``name`` are one expectation, each with its own limit.

    ``subject`` is what stands or falls by it: an arrival, a rule. At least one of ``least`` and ``most`` is given.
    """

    subject: Hashable
    name: Hashable
    observed: float
    least: float | None = None
    most: float | None = None


def validate(measures: Sequence[Measure]) -> list[bool]:
    """Whether each measure keeps its limit, in the order given, by the result of one Great Expectations validation."""
    if not measures:
        return []
    os.environ.setdefault("GX_ANALYTICS_ENABLED", "false")
    broken = _broken(measures)
    return [number not in broken for number in range(len(measures))]


def _broken(measures: Sequence[Measure]) -> set[int]:
    """The numbers of the measures that Great Expectations found outside their limits."""
    from checks.gx_library import ProgressBarsConfig, gx

    names = list(dict.fromkeys(measure.name for measure in measures))
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False)
    suite = gx.ExpectationSuite(name="vigia")
    for number, name in enumerate(names):
        for expectation in _expectations(number, name, measures):
            suite.add_expectation(expectation)
    asset = context.data_sources.add_pandas("measures").add_dataframe_asset("measures")
    batch = asset.add_batch_definition_whole_dataframe("all").get_batch({"dataframe": _frame(measures, names)})
    result = batch.validate(
        suite, result_format={"result_format": "COMPLETE", "unexpected_index_column_names": [_MEASURE]}
    )
    return {row for verdict in result.results for row in _rows(verdict)}


def _frame(measures: Sequence[Measure], names: Sequence[Hashable]) -> Any:  # noqa: ANN401 - a pandas frame
    """One row a measure; for each name the number and its limits, empty where the row measures something else."""
    import pandas as pd

    cells: dict[str, list[float | None]] = {}
    for number, name in enumerate(names):
        own = [measure if measure.name == name else None for measure in measures]
        cells[f"observed_{number}"] = [float(measure.observed) if measure else None for measure in own]
        cells[f"least_{number}"] = [measure.least if measure else None for measure in own]
        cells[f"most_{number}"] = [measure.most if measure else None for measure in own]
    return pd.DataFrame({_MEASURE: range(len(measures)), **cells}).astype(dict.fromkeys(cells, "float64"))


def _expectations(number: int, name: Hashable, measures: Sequence[Measure]) -> list[Any]:
    """What one name expects: its number at or above the least, at or below the most, row by row."""
    from checks.gx_library import expectations as gxe

    observed, pairs = f"observed_{number}", []
    if any(measure.name == name and measure.least is not None for measure in measures):
        pairs.append((observed, f"least_{number}"))
    if any(measure.name == name and measure.most is not None for measure in measures):
        pairs.append((f"most_{number}", observed))
    return [
        gxe.ExpectColumnPairValuesAToBeGreaterThanB(
            column_A=greater,
            column_B=lesser,
            or_equal=True,
            ignore_row_if="either_value_is_missing",
            meta={"name": str(name)},
        )
        for greater, lesser in pairs
    ]


def _rows(verdict: Any) -> list[int]:  # noqa: ANN401 - a Great Expectations result
    if verdict.success:
        return []
    rows = (verdict.result or {}).get("unexpected_index_list")
    if not rows:
        told = (verdict.exception_info or {}).values()
        raised = [info.get("exception_message") for info in told if isinstance(info, dict)]
        raise RuntimeError(f"Great Expectations could not judge {verdict.expectation_config.meta['name']}: {raised}")
    return [int(row[_MEASURE]) for row in rows]
