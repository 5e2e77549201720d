"""The truth about the months of a work's progress: IMP-01 and OUT-06."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from sandbox.plans.progress import physical_by_month, physical_shown
from sandbox.plans.reporting import after, is_obscured, last_reported, month_of
from sandbox.plans.slips import slip_of
from sandbox.plans.stoppage import stopped_in
from sandbox.verdicts.verdict import PASSED, Verdict, WorkCase, failed, in_order, not_applicable, not_evaluable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from decimal import Decimal

    from sandbox.plans.facts import Month, WorkPlan

_NEARLY_ALL, _FROZEN, _A_POINT = 98, 3, 1


@in_order
def imp_01(case: WorkCase) -> Iterator[Verdict]:
    """Progress out of range or falling."""
    yield from case.outside_data()
    if case.state == "not_started":
        yield not_applicable("not_started")
    if case.is_young:
        yield not_applicable("young_work")
    if case.unreadable("started_on", "physical_pct"):
        yield not_evaluable("unparsable")
    if physical_shown(case.work, case.day) is None:
        yield not_evaluable("no_progress")
    shown = list(known_months(case).values())
    fell = any(later < earlier - _A_POINT for earlier, later in pairwise(shown))
    over = slip_of(case.work, case.day) == "progress_over"
    yield failed(None) if over or fell else PASSED


@in_order
def out_06(case: WorkCase) -> Iterator[Verdict]:
    """Progress frozen."""
    yield from case.outside_data()
    yield from case.outside_state("executing")
    progress = physical_shown(case.work, case.day)
    if progress is not None and progress >= _NEARLY_ALL and not case.unreadable("physical_pct"):
        yield not_applicable("nearly_complete")
    if case.unreadable("started_on", "physical_pct"):
        yield not_evaluable("unparsable")
    if progress is None:
        yield not_evaluable("no_progress")
    if _still_months(case) >= _FROZEN:
        yield failed(None)
    if not case.page_read and not _moved_between_files(case):
        yield not_evaluable("months_not_seen")
    yield PASSED


def _moved_between_files(case: WorkCase) -> bool:
    """Whether the files of all looks show several months, of which one does not just go on with the one before."""
    known = sorted(known_months(case).items())
    return len(known) > 1 and any(
        later != after(month) or moved != percent for (month, percent), (later, moved) in pairwise(known)
    )


def known_months(case: WorkCase) -> dict[Month, Decimal]:
    """The months that the page shows, if it was read, and the newest ones of the files, the oldest first.

    Of a newest one that names no month nothing is known.
    """
    shown = physical_by_month(case.work, case.day) if case.page_read else {}
    if shown and _names_no_month(case.work, case.day):
        shown.popitem()
    for day in (case.day, *reversed(case.looked_before)):
        shown = {**_month_of_file(replace(case, day=day)), **shown}
    return dict(sorted(shown.items()))


def _month_of_file(case: WorkCase) -> dict[Month, Decimal]:
    month, percent = last_reported(case.work, case.day), physical_shown(case.work, case.day)
    unseen = case.state == "not_started" or _names_no_month(case.work, case.day) or case.unreadable("physical_pct")
    return {} if unseen or month is None or percent is None or case.unreadable("progress_month") else {month: percent}


def _names_no_month(work: WorkPlan, day: date) -> bool:
    unnamed = work.trait("reporting") in ("half", "bad_month") or "progress_month" in work.broken
    return unnamed and is_obscured(work, day)


def _still_months(case: WorkCase) -> int:
    """How many closed months in a row, up to the newest, show the same progress while nothing was stopped."""
    shown = known_months(case)
    if not shown:
        return 0
    newest = max(shown)
    run = 0
    for back in range(len(shown)):
        month = after(newest, -back)
        if shown.get(month) != shown[newest] or (back and stopped_in(case.work, month)):
            break
        run += month < month_of(case.day)
    return 1 if stopped_in(case.work, newest) else run
