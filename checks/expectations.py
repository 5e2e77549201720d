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

_SUBJECT = "subject"


@dataclass(frozen=True)
class Measure:
    """One number of one subject with the limit it has to keep; measures of one ``name`` share their limit.

    ``subject`` is what stands or falls by it: an arrival, a rule. At least one of ``least`` and ``most`` is given.
    """

    subject: Hashable
    name: Hashable
    observed: float
    least: float | None = None
    most: float | None = None

    @property
    def limit(self) -> tuple[Hashable, float | None, float | None]:
        """What makes measures one expectation."""
        return (self.name, self.least, self.most)


def validate(measures: Sequence[Measure]) -> list[bool]:
    """Whether each measure keeps its limit, in the order given, by the result of one Great Expectations validation."""
    if not measures:
        return []
    os.environ.setdefault("GX_ANALYTICS_ENABLED", "false")
    limits = list(dict.fromkeys(measure.limit for measure in measures))
    columns = {limit: f"measure_{number}" for number, limit in enumerate(limits)}
    broken = _broken(_frame(measures, columns), columns)
    subjects = _subjects(measures)
    return [(columns[m.limit], subjects[m.subject]) not in broken for m in measures]


def _subjects(measures: Sequence[Measure]) -> dict[Hashable, int]:
    return {subject: number for number, subject in enumerate(dict.fromkeys(m.subject for m in measures))}


def _frame(measures: Sequence[Measure], columns: dict[tuple[Hashable, float | None, float | None], str]) -> Any:  # noqa: ANN401 - a pandas frame
    """One row a subject, one column a limit; where a subject is not measured the cell is empty."""
    import pandas as pd

    subjects = _subjects(measures)
    cells: dict[str, list[float | None]] = {column: [None] * len(subjects) for column in columns.values()}
    for measure in measures:
        cells[columns[measure.limit]][subjects[measure.subject]] = float(measure.observed)
    return pd.DataFrame({_SUBJECT: list(subjects.values()), **cells})


def _broken(
    frame: Any,  # noqa: ANN401 - a pandas frame
    columns: dict[tuple[Hashable, float | None, float | None], str],
) -> set[tuple[str, int]]:
    """The (column, subject) cells that Great Expectations found outside their limits."""
    import great_expectations as gx
    from great_expectations import expectations as gxe
    from great_expectations.data_context.types.base import ProgressBarsConfig

    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False)
    suite = gx.ExpectationSuite(name="vigia")
    for (name, least, most), column in columns.items():
        suite.add_expectation(
            gxe.ExpectColumnValuesToBeBetween(
                column=column, min_value=least, max_value=most, meta={"name": str(name), "column": column}
            )
        )
    asset = context.data_sources.add_pandas("measures").add_dataframe_asset("measures")
    batch = asset.add_batch_definition_whole_dataframe("all").get_batch({"dataframe": frame})
    result = batch.validate(
        suite, result_format={"result_format": "COMPLETE", "unexpected_index_column_names": [_SUBJECT]}
    )
    return {cell for verdict in result.results for cell in _cells(verdict)}


def _cells(verdict: Any) -> list[tuple[str, int]]:  # noqa: ANN401 - a Great Expectations result
    column = verdict.expectation_config.meta["column"]
    if verdict.success:
        return []
    rows = (verdict.result or {}).get("unexpected_index_list")
    if not rows:
        told = (verdict.exception_info or {}).values()
        raised = [info.get("exception_message") for info in told if isinstance(info, dict)]
        raise RuntimeError(f"Great Expectations could not judge {column}: {raised}")
    return [(column, int(row[_SUBJECT])) for row in rows]
