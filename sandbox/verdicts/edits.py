"""The truth about bodies that write the records of many works anew in the last days before a term: CHG-09.

Of each work and each pair of looks one after another: was something rewritten between them? What the plan tells of both
days says so, never what was printed.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from sandbox.calendar import days_after
from sandbox.plans.deadlines import INFOBRAS_LATENCY, report_due
from sandbox.verdicts.changes import Looks, is_rewritten_between
from sandbox.verdicts.verdict import PASSED, Verdict, failed, in_order, not_applicable, not_evaluable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

_DAYS_BEFORE = 5
_FEWEST_WORKS = 5
_FEWEST_EDITED = 5
_TENTHS = 6


@in_order
def chg_09(works: Sequence[Looks], days: Sequence[date]) -> Iterator[Verdict]:
    """Many works rewritten before the term; ``days`` are all looks, the oldest first."""
    if len(works) < _FEWEST_WORKS:
        yield not_applicable("few_works")
    district = works[0].now.work.body.district
    term = _newest_term(days[-1], district.ubigeo[:2])
    first, last = days_after(term, -_DAYS_BEFORE), days_after(term, INFOBRAS_LATENCY)
    between = list(pairwise(days))
    surely = _edited(works, [pair for pair in between if first <= pair[0] and pair[1] <= last])
    perhaps = _edited(works, [pair for pair in between if pair[0] < last and first < pair[1]])
    if _is_most(surely, works):
        yield failed(None)
    if _is_most(perhaps, works):
        yield not_evaluable("looks_too_far_apart")
    yield PASSED if surely >= _FEWEST_EDITED else not_applicable("few_edits")


def _newest_term(day: date, region: str) -> date:
    """The newest term of the monthly record whose last days had begun."""
    month_before = days_after(day.replace(day=1), -1)
    term = report_due(month_before.year, month_before.month, region)
    if days_after(term, -_DAYS_BEFORE) <= day:
        return term
    month_before = days_after(month_before.replace(day=1), -1)
    return report_due(month_before.year, month_before.month, region)


def _edited(works: Sequence[Looks], pairs: Sequence[tuple[date, date]]) -> int:
    return sum(any(_is_edited(looks, *pair) for pair in pairs) for looks in works)


def _is_edited(looks: Looks, first: date, second: date) -> bool:
    if next(looks.now.outside_data(), None) is not None:
        return False
    shown = {case.day: case for case in (*looks.earlier, looks.now)}
    return first in shown and second in shown and is_rewritten_between(shown[first], shown[second], looks.now)


def _is_most(edited: int, works: Sequence[Looks]) -> bool:
    return edited >= _FEWEST_EDITED and edited * 10 >= _TENTHS * len(works)
