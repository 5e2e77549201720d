"""The truth about photographs that somebody gathered: IMP-06."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from sandbox.plans.pictures import SAVED_AGAIN, SHEET, scenes_in
from sandbox.plans.progress import physical_by_month
from sandbox.plans.reporting import last_reported
from sandbox.verdicts.verdict import PASSED, Verdict, WorkCase, failed, in_order, not_applicable, not_evaluable
from sandbox.views.histories import month_printed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from sandbox.plans.facts import Month, WorkPlan

Gallery = dict[str, dict[str, str]]
"""By scene the works that show it, each with the investment whose code it bears, or its own code where it has none."""
_CROWD, _APART = 5, 2


@in_order
def imp_06(case: WorkCase) -> Iterator[Verdict]:
    """One photograph for different works or months."""
    yield from case.outside_data()
    if case.state == "not_started":
        yield not_applicable("not_started")
    if case.is_young:
        yield not_applicable("young_work")
    if case.unreadable("started_on"):
        yield not_evaluable("unparsable")
    yield from case.from_page()
    shown = _shown(case.work, case.day)
    if not shown:
        yield not_applicable("no_photographs")
    compared = [(month, scene) for month, scene in shown if _tells(scene, case.gallery)]
    if _lent(case, compared) or _repeated(case, compared):
        yield failed(None)
    if not all(scene for _, scene in shown):
        yield not_evaluable("photos_not_fetched")
    yield PASSED if compared else not_evaluable("photos_not_comparable")


def gallery(read: Iterable[tuple[str, WorkPlan]], day: date) -> Gallery:
    """What the pages that were read show, of works with the code of their investment or their own."""
    found: Gallery = defaultdict(dict)
    for owner, work in read:
        for _, scene in _shown(work, day):
            found[scene][work.code] = owner
    return found


def _shown(work: WorkPlan, day: date) -> list[tuple[Month, str]]:
    """The scene of every photograph that the page lists, saved again or not, with its month."""
    return [
        (month, scene.removesuffix(SAVED_AGAIN))
        for month in physical_by_month(work, day)
        for scene in scenes_in(work, month, day)
    ]


def _tells(scene: str, shown: Mapping[str, Mapping[str, str]]) -> bool:
    """Whether a picture can be compared: gathered, no sheet, and not shown by a crowd of works."""
    return scene not in ("", SHEET) and len(shown.get(scene, ())) < _CROWD


def _lent(case: WorkCase, compared: list[tuple[Month, str]]) -> bool:
    """Whether a work of another investment shows one of its pictures."""
    own = case.work.code
    albums = [case.gallery[scene] for _, scene in compared]
    return any(owner != album[own] for album in albums for owner in album.values())


def _repeated(case: WorkCase, compared: list[tuple[Month, str]]) -> bool:
    """Whether two months some way apart show one picture."""
    months: dict[str, list[int]] = defaultdict(list)
    for month, scene in compared:
        if _told(case, month):
            months[scene].append(month[0] * 12 + month[1])
    return any(max(several) - min(several) >= _APART for several in months.values())


def _told(case: WorkCase, month: Month) -> bool:
    """Whether the page tells which month it is: of the newest one it may be left open or printed unreadably."""
    work, day = case.work, case.day
    if month == last_reported(work, day) and {"progress_month", "progress_year"} & work.broken.keys():
        return False
    return month_printed(work, month, day) == month[1]
