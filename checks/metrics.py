"""The rules' own metrics: how large a share fails and how far it moved since the night before.

Here: measuring counts of outcomes. Not here: the verdict (``checks.expectations``). A broken limit is our own alarm:
it says that a rule or a reader may have gone wrong, never anything about a body.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from checks import registry
from checks.expectations import Measure, validate

# rule id -> outcome -> number of subjects
Counts = Mapping[str, Mapping[str, int]]


@dataclass(frozen=True)
class MetricCheck:
    """One expectation over one rule: ``observed`` and ``limit`` are shares (0 to 1) or points (0 to 100)."""

    rule_id: str
    expectation: str
    observed: float
    limit: float
    success: bool


def judge_metrics(counts: Counts, previous: Counts | None = None) -> list[MetricCheck]:
    """One share expectation a rule, and one of drift where the night before judged the rule too.

    The share is failed over passed and failed; a rule that judged nobody says nothing.
    """
    asked: list[tuple[str, str, float, float]] = []
    for rule_id, rule in registry.rules().items():
        share = failed_share(counts.get(rule_id, {}))
        if share is None:
            continue
        asked.append((rule_id, "failed_share", share, rule.usual_failed_share))
        before = failed_share((previous or {}).get(rule_id, {}))
        if before is not None:
            asked.append((rule_id, "drift_points", 100 * abs(share - before), rule.usual_drift_points))
    verdicts = validate([Measure(rule, (rule, name), observed, most=limit) for rule, name, observed, limit in asked])
    return [MetricCheck(*item, success) for item, success in zip(asked, verdicts, strict=True)]


def failed_share(outcomes: Mapping[str, int]) -> float | None:
    """Failed over judged, None when nobody was judged."""
    judged = outcomes.get("passed", 0) + outcomes.get("failed", 0)
    return outcomes.get("failed", 0) / judged if judged else None
