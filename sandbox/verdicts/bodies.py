"""The truth about whole bodies (OUT-13), from the truth about their works' monthly progress."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sandbox.verdicts.verdict import PASSED, Verdict, failed, not_applicable, not_evaluable

if TYPE_CHECKING:
    from collections.abc import Sequence

_FEWEST_WORKS = 5
_TENTHS = 6  # six tenths of the judged works


def out_13(months: Sequence[Verdict]) -> Verdict:
    """Entity-level staleness, from the OUT-01 verdicts of all works of one body."""
    judged = [verdict for verdict in months if verdict.outcome != "not_applicable"]
    if len(judged) < _FEWEST_WORKS:
        return not_applicable("few_works")
    hard = [verdict for verdict in judged if verdict.hardness == "hard"]
    unknown = sum(1 for verdict in judged if verdict.outcome == "not_evaluable")
    if len(hard) * 10 >= _TENTHS * len(judged):
        return failed(min((verdict.due for verdict in hard if verdict.due), default=None))
    if (len(hard) + unknown) * 10 >= _TENTHS * len(judged):
        return not_evaluable("works_not_evaluable")
    return PASSED
