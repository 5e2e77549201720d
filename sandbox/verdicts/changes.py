"""The truth about what was rewritten after publication: the rules CHG about works, for whoever looked more than once.

All days are read from the plan, never from what was printed. ``Looks`` says which days they are; a work that no earlier
look showed has no past. No record turns twice between the first look and the last.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING, TypeVar

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

_Told = TypeVar("_Told")
_Most = TypeVar("_Most", Decimal, tuple[int, int])
_TAXED, _ROUNDED = Decimal("1.18"), Decimal("1.01")
_POSSIBLE_PCT = Decimal("100.5")
_NEAR_DAYS = 3
_ENDS = {"end_later": 60, "end_soon_after": 3, "end_two_after": 2}
_SETTLED = {"settled_later": 20, "settled_soon_after": 3, "settled_ahead": 3_653}
_DATES = ("started_on", "finished_on", "received_on", "liquidated_on")


@dataclass(frozen=True, slots=True)
class Looks:
    """One work at the newest look, and the same at the earlier ones that showed it, the oldest first.

    ``costs_seen``: the day of an earlier look at the bank of investments that showed its investment, if there was one.
    """

    now: WorkCase
    earlier: tuple[WorkCase, ...] = ()
    costs_seen: date | None = None

    def past(self) -> WorkCase:
        """The first look at a work that has a past."""
        if not self.earlier:
            raise LookupError(self.now.work.code)
        return self.earlier[0]

    def first_look(self) -> Iterator[Verdict]:
        """Why nothing can be told of what was never seen before."""
        if not self.earlier:
            yield not_evaluable("first_look")

    def both(self, read: Callable[[WorkCase], object]) -> tuple[object, object]:
        """What the first and the newest look show."""
        return read(self.past()), read(self.now)

    def was(self, read: Callable[[WorkCase], _Told | None]) -> _Told | None:
        """The first that an earlier look showed."""
        return next((told for case in self.earlier if (told := read(case)) is not None), None)

    def most(self, read: Callable[[WorkCase], _Most | None]) -> _Most | None:
        """The most that an earlier look showed."""
        return max((told for case in self.earlier if (told := read(case)) is not None), default=None)


@in_order
def chg_01(looks: Looks) -> Iterator[Verdict]:
    """Progress lowered."""
    now = looks.now
    yield from _outside_begun(now)
    if now.unreadable("physical_pct"):
        yield not_evaluable("unparsable")
    yield from looks.first_look()
    was, shown = looks.most(_percent), _percent(now)
    if was is None or was == shown:
        yield PASSED
    if shown is None or was is None:
        yield not_evaluable("no_progress")
        return
    if was > _POSSIBLE_PCT:
        yield not_evaluable("slip_corrected")
    if was - shown <= 1:
        yield PASSED
    if _amount_acted(looks) or looks.was(_amount) not in (None, _amount(now)):
        yield not_evaluable("another_whole")
    newest, month = looks.most(_reported), _reported(now)
    if newest is not None and month is not None and newest > month:
        yield not_evaluable("month_withdrawn")
    yield failed(None)


@in_order
def chg_02(looks: Looks) -> Iterator[Verdict]:
    """Contract amount rewritten."""
    now = looks.now
    yield from now.outside_data()
    if not now.work.by_contract:
        yield not_applicable("modality")
    yield from looks.first_look()
    was, shown = looks.was(_amount), _amount(now)
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
def chg_03(looks: Looks) -> Iterator[Verdict]:
    """Date of an event rewritten."""
    now = looks.now
    yield from _outside_begun(now)
    shown = _facts(now)
    if any(day is not None and day > now.day for day in shown):
        yield not_applicable("impossible_date")
    if now.unreadable(*_DATES):
        yield not_evaluable("unparsable")
    yield from looks.first_look()
    was = [looks.was(lambda case, at=at: _happened(case, at)) for at in range(len(_DATES))]  # type: ignore[misc]
    if not any(_moved(old, new) for old, new in zip(was, shown, strict=True)):
        yield PASSED
    known = [old if old is not None else new for old, new in zip(was, shown, strict=True)]
    pairs = pairwise(known)
    if any(later < earlier for earlier, later in pairs if earlier is not None and later is not None):
        yield not_evaluable("slip_corrected")
    yield failed(None)


@in_order
def chg_04(looks: Looks) -> Iterator[Verdict]:
    """Programmed end moved."""
    now = looks.now
    yield from _outside_begun(now)
    if now.unreadable("started_on", "programmed_end_on"):
        yield not_evaluable("unparsable")
    yield from looks.first_look()
    was, shown = looks.was(_programmed), _programmed(now)
    if was is None or was == shown:
        yield PASSED
        return
    if was < now.work.dates.started:
        yield not_evaluable("slip_corrected")
    if _term_acted(looks) or not _moved(was, shown):
        yield PASSED
    yield failed(None)


@in_order
def chg_05(looks: Looks) -> Iterator[Verdict]:
    """Contractor replaced."""
    now, work = looks.now, looks.now.work
    yield from now.outside_data()
    if not work.by_contract:
        yield not_applicable("modality")
    yield from looks.first_look()
    was = looks.was(_names_another_firm)
    if work.trait("contractor") != "regular" or was is None or was == _names_another_firm(now):
        yield PASSED
    if work.parent_code is not None or looks.was(_amount) != _amount(now):
        yield not_evaluable("another_contract")
    yield failed(None)


@in_order
def chg_06(looks: Looks) -> Iterator[Verdict]:
    """State undone."""
    yield from looks.now.outside_data()
    yield from looks.first_look()
    undone = looks.now.state == "not_started" and any(case.state != "not_started" for case in looks.earlier)
    yield failed(None) if undone else PASSED


@in_order
def chg_07(looks: Looks) -> Iterator[Verdict]:
    """Month withdrawn."""
    now = looks.now
    yield from _outside_begun(now)
    if now.unreadable("progress_month"):
        yield not_evaluable("unparsable")
    yield from looks.first_look()
    was, shown = looks.most(_month), _month(now)
    if was is None or was == shown or was > month_of(now.day):
        yield PASSED
        return
    if shown is None:
        yield not_evaluable("no_month")
        return
    yield failed(None) if was > shown else PASSED


@in_order
def chg_08(looks: Looks) -> Iterator[Verdict]:
    """Work vanished: of a work that is shown."""
    if _facts(looks.now)[3] is not None and not looks.now.unreadable("liquidated_on"):
        yield not_applicable("liquidated")
    yield from looks.now.outside_data()
    yield PASSED


def is_rewritten_between(then: WorkCase, now: WorkCase, newest: WorkCase) -> bool:
    """Whether something that stood in the record at one look is gone or another at the next, and no act says why.

    What was only planned may move until the work begins; ``newest`` is the last look at it.
    """
    looks = Looks(now, (then,))
    if _amount_acted(looks) or _term_acted(looks):
        return False
    lowered = _percent(then), _percent(now)
    if None not in lowered and lowered[0] > lowered[1]:  # type: ignore[operator]
        return True
    read: list[Callable[[WorkCase], object]] = [_amount, _names_another_firm]
    read += [lambda case, at=at: _happened(case, at) for at in range(1, len(_DATES))]  # type: ignore[misc]
    if "not_started" not in (then.state, newest.state):
        read += [_programmed, lambda case: _happened(case, 0)]
    return any(before is not None and before != after for before, after in map(looks.both, read))


def of_vanished(then: WorkCase, now: WorkCase | None) -> Iterator[tuple[str, Verdict]]:
    """The verdicts on a work that only earlier looks show; ``now`` is the same work under another code, if it is."""
    for rule in ("OUT-12", *(f"CHG-0{number}" for number in range(1, 8))):
        yield rule, not_applicable("no_longer_shown")
    settled = _facts(then)[3] is not None and not then.unreadable("liquidated_on")
    yield "CHG-08", not_applicable("liquidated") if settled else _vanished(then, now)


def _vanished(then: WorkCase, now: WorkCase | None) -> Verdict:
    # An emergency excuses also when the bank no longer shows it.
    if then.is_emergency or (now is not None and now.is_emergency):
        return not_applicable("emergency")
    if now is None or now.work.trait("record") != "renumbered":
        return failed(None)
    return not_evaluable("shown_under_another_code")


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


def _reported(case: WorkCase) -> tuple[int, int] | None:
    return last_reported(case.work, case.day)


def _names_another_firm(case: WorkCase) -> bool | None:
    """Whether the contractor shown is another firm, None where none is shown."""
    return names_another_firm(case.work, case.day) if contractor_shown(case.work, case.day) else None


def _happened(case: WorkCase, at: int) -> date | None:
    """The start, end, reception or settlement, of those that had happened when they were shown."""
    day = _facts(case)[at]
    return day if day is not None and day <= case.day else None


def _amount_acted(looks: Looks) -> bool:
    """Whether additions or deductions are there that were not."""
    return looks.both(_has_additions) == (False, True)


def _has_additions(case: WorkCase) -> bool:
    slip = slip_of(case.work, case.day)
    return slip.startswith("additions_") and slip != "additions_uncounted"


def _term_acted(looks: Looks) -> bool:
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
