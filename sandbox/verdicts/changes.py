"""The truth about what was rewritten after publication: the rules CHG, for whoever looked at the record twice.

Both days are read from the plan, never from what was printed. ``Looks`` says which days they are; a work that the
earlier look did not show has no past.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING

from sandbox.calendar import days_after
from sandbox.plans.links import contractor_shown
from sandbox.plans.progress import percent_printed
from sandbox.plans.reporting import is_obscured, last_reported, month_of
from sandbox.plans.rewriting import AMOUNTS, names_another_firm
from sandbox.plans.slips import slip_of
from sandbox.verdicts.order import endings
from sandbox.verdicts.verdict import PASSED, Verdict, WorkCase, failed, in_order, not_applicable, not_evaluable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

_TAXED, _ROUNDED = Decimal("1.18"), Decimal("1.01")
_POSSIBLE_PCT = Decimal("100.5")
_NEAR_DAYS = 3
_ENDS = {"end_later": 60, "end_soon_after": 3}
_SETTLED = {"settled_later": 20, "settled_soon_after": 3, "settled_ahead": 3_653}
_DATES = ("started_on", "finished_on", "received_on", "liquidated_on")


@dataclass(frozen=True, slots=True)
class TwoLooks:
    """One work at the later look, and the same at the earlier one; None where it was not shown then.

    ``costs_seen``: the day of an earlier look at the bank of investments that showed its investment, if there was one.
    """

    now: WorkCase
    then: WorkCase | None
    costs_seen: date | None = None

    def past(self) -> WorkCase:
        """The earlier look of a work that has one."""
        if self.then is None:
            raise LookupError(self.now.work.code)
        return self.then

    def first_look(self) -> Iterator[Verdict]:
        """Why nothing can be told of what was never seen before."""
        if self.then is None:
            yield not_evaluable("first_look")

    def both(self, read: Callable[[WorkCase], object]) -> tuple[object, object]:
        """What the earlier and the later look show."""
        return read(self.past()), read(self.now)


@in_order
def chg_01(looks: TwoLooks) -> Iterator[Verdict]:
    """Progress lowered."""
    now = looks.now
    yield from _outside_begun(now)
    if now.unreadable("physical_pct"):
        yield not_evaluable("unparsable")
    yield from looks.first_look()
    was, shown = _percent(looks.past()), _percent(now)
    if was is None or was == shown:
        yield PASSED
    if shown is None or was is None:
        yield not_evaluable("no_progress")
        return
    if was > _POSSIBLE_PCT:
        yield not_evaluable("slip_corrected")
    if was - shown <= 1:
        yield PASSED
    if _amount_acted(looks) or _amount(looks.past()) not in (None, _amount(now)):
        yield not_evaluable("another_whole")
    months = last_reported(now.work, looks.past().day), last_reported(now.work, now.day)
    if None not in months and months[0] > months[1]:  # type: ignore[operator]
        yield not_evaluable("month_withdrawn")
    yield failed(None)


@in_order
def chg_02(looks: TwoLooks) -> Iterator[Verdict]:
    """Contract amount rewritten."""
    now = looks.now
    yield from now.outside_data()
    if not now.work.by_contract:
        yield not_applicable("modality")
    yield from looks.first_look()
    was, shown = _amount(looks.past()), _amount(now)
    if was is None or was == shown or _amount_acted(looks):
        yield PASSED
    if shown is None or was is None:
        yield failed(None)
        return
    ratio = max(was, shown) / min(was, shown)
    if abs(ratio - _TAXED) < _ROUNDED - 1:
        yield not_evaluable("tax_included")
    yield PASSED if ratio <= _ROUNDED else failed(None)


@in_order
def chg_03(looks: TwoLooks) -> Iterator[Verdict]:
    """Date of an event rewritten."""
    now = looks.now
    yield from _outside_begun(now)
    shown = _facts(now)
    if any(day is not None and day > now.day for day in shown):
        yield not_applicable("impossible_date")
    if now.unreadable(*_DATES):
        yield not_evaluable("unparsable")
    yield from looks.first_look()
    was = [day if day is not None and day <= now.day else None for day in _facts(looks.past())]
    if not any(_moved(old, new) for old, new in zip(was, shown, strict=True)):
        yield PASSED
    known = [old if old is not None else new for old, new in zip(was, shown, strict=True)]
    pairs = pairwise(known)
    if any(later < earlier for earlier, later in pairs if earlier is not None and later is not None):
        yield not_evaluable("slip_corrected")
    yield failed(None)


@in_order
def chg_04(looks: TwoLooks) -> Iterator[Verdict]:
    """Programmed end moved."""
    now = looks.now
    yield from _outside_begun(now)
    if now.unreadable("started_on", "programmed_end_on"):
        yield not_evaluable("unparsable")
    yield from looks.first_look()
    was, shown = _programmed(looks.past()), _programmed(now)
    if was is None or was == shown:
        yield PASSED
        return
    if was < now.work.dates.started:
        yield not_evaluable("slip_corrected")
    if _term_acted(looks) or not _moved(was, shown):
        yield PASSED
    yield failed(None)


@in_order
def chg_05(looks: TwoLooks) -> Iterator[Verdict]:
    """Contractor replaced."""
    now, work = looks.now, looks.now.work
    yield from now.outside_data()
    if not work.by_contract:
        yield not_applicable("modality")
    yield from looks.first_look()
    other = looks.both(lambda case: names_another_firm(case.work, case.day))
    named = contractor_shown(work, looks.past().day) and work.trait("contractor") == "regular"
    if not named or other[0] == other[1]:
        yield PASSED
    if work.parent_code is not None or _amount(looks.past()) != _amount(now):
        yield not_evaluable("another_contract")
    yield failed(None)


@in_order
def chg_06(looks: TwoLooks) -> Iterator[Verdict]:
    """State undone."""
    yield from looks.now.outside_data()
    yield from looks.first_look()
    undone = looks.now.state == "not_started" and looks.past().state != "not_started"
    yield failed(None) if undone else PASSED


@in_order
def chg_07(looks: TwoLooks) -> Iterator[Verdict]:
    """Month withdrawn."""
    now = looks.now
    yield from _outside_begun(now)
    if now.unreadable("progress_month"):
        yield not_evaluable("unparsable")
    yield from looks.first_look()
    was, shown = _month(looks.past()), _month(now)
    if was is None or was == shown or was > month_of(now.day):
        yield PASSED
        return
    if shown is None:
        yield not_evaluable("no_month")
        return
    yield failed(None) if was > shown else PASSED


@in_order
def chg_08(looks: TwoLooks) -> Iterator[Verdict]:
    """Work vanished: of a work that is shown."""
    if _facts(looks.now)[3] is not None and not looks.now.unreadable("liquidated_on"):
        yield not_applicable("liquidated")
    yield from looks.now.outside_data()
    yield PASSED


def of_vanished(then: WorkCase) -> Iterator[tuple[str, Verdict]]:
    """The verdicts on a work that only the earlier look shows."""
    for rule in ("OUT-12", *(f"CHG-0{number}" for number in range(1, 8))):
        yield rule, not_applicable("no_longer_shown")
    settled = _facts(then)[3] is not None and not then.unreadable("liquidated_on")
    yield "CHG-08", not_applicable("liquidated") if settled else failed(None)


def _outside_begun(case: WorkCase) -> Iterator[Verdict]:
    yield from case.outside_data()
    if case.state == "not_started":
        yield not_applicable("not_started")


def _percent(case: WorkCase) -> Decimal | None:
    if case.state == "not_started" or case.unreadable("physical_pct"):
        return None
    return percent_printed(case.work, case.day)


def _amount(case: WorkCase) -> Decimal | None:
    if not contractor_shown(case.work, case.day):
        return None
    return case.work.cost * AMOUNTS.get(slip_of(case.work, case.day), 1000) / 1000


def _amount_acted(looks: TwoLooks) -> bool:
    """Whether additions or deductions are there that were not."""
    return looks.both(_has_additions) == (False, True)


def _has_additions(case: WorkCase) -> bool:
    slip = slip_of(case.work, case.day)
    return slip.startswith("additions_") and slip != "additions_uncounted"


def _term_acted(looks: TwoLooks) -> bool:
    """Whether an extension is published that was not."""
    extended, began = looks.now.work.dates.extended, looks.past().state != "not_started"
    return extended is not None and extended <= looks.now.day and (looks.past().day < extended or not began)


def _programmed(case: WorkCase) -> date | None:
    work = case.work
    if case.state == "not_started" or work.trait("ending") in ("no_ends", "only_reprogrammed"):
        return None
    if case.unreadable("programmed_end_on"):
        return None
    slip = slip_of(work, case.day)
    if slip == "old_programme":
        return days_after(work.dates.started, -1)
    return days_after(work.dates.planned_end, _ENDS.get(slip, 0))


def _facts(case: WorkCase) -> list[date | None]:
    """Start, end, reception and settlement as the record shows them."""
    work = case.work
    begun = case.state != "not_started"
    started = work.dates.started if begun and work.trait("start") != "blank" else None
    ended, received, settled = endings(case)
    slip = slip_of(work, case.day)
    if slip == "end_before_start":
        ended = days_after(work.dates.started, -1)
    if settled is not None:
        settled = days_after(settled, _SETTLED.get(slip, 0))
    cells = zip(_DATES, (started, ended, received, settled), strict=True)
    return [None if case.unreadable(name) else day for name, day in cells]


def _moved(was: date | None, shown: date | None) -> bool:
    return was is not None and (shown is None or abs((shown - was).days) > _NEAR_DAYS)


def _month(case: WorkCase) -> tuple[int, int] | None:
    """The newest month where it can be read."""
    work, day = case.work, case.day
    month = None if case.state == "not_started" else last_reported(work, day)
    hidden = work.trait("reporting") in ("half", "bad_month") or "progress_month" in work.broken
    return None if month is None or (hidden and is_obscured(work, day)) else month
