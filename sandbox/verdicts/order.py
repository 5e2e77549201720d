"""The truth about dates of a work that do not agree with one another: INC-08 and INC-14."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sandbox.calendar import days_after
from sandbox.plans.links import started_shown
from sandbox.plans.slips import slip_of
from sandbox.verdicts.closing import received_in_part
from sandbox.verdicts.verdict import PASSED, Verdict, WorkCase, failed, in_order, not_applicable, not_evaluable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from sandbox.plans.facts import WorkPlan

    Day = date | None

_LAWFUL_DAYS = 3
_FULL_HANDOVERS = ("full", "by_kind")
_DATES = ("started_on", "handover_on", "finished_on", "received_on", "liquidated_on")


@in_order
def inc_14(case: WorkCase) -> Iterator[Verdict]:
    """Dates out of order."""
    yield from case.outside_data()
    if case.state == "not_started":
        yield not_applicable("not_started")
    if case.is_young:
        yield not_applicable("young_work")
    if slip_of(case.work, case.day) in ("settled_ahead", "end_before_start"):
        yield not_applicable("impossible_date")
    contract, ground, whole_ground = case.contract_signed, *_grounds(case)
    started = started_shown(case.work, case.day)
    lawful = case.work.by_contract and case.work.trait("origin") != "reconstruction"
    if lawful and any(_before(started, act, _LAWFUL_DAYS) for act in (contract, whole_ground)):
        yield not_applicable("began_before")
    if case.unreadable(*_DATES):
        yield not_evaluable("unparsable")
    ended, received, settled = endings(case)
    pairs: Sequence[tuple[Day, Sequence[Day]]] = (
        (ground, (contract,)),
        (started, (contract, whole_ground)),
        (ended, (contract, whole_ground)),
        (received, (started, ended)),
        (settled, (started, ended, received)),
    )
    known = [(later, earlier) for later, acts in pairs for earlier in acts if later is not None and earlier is not None]
    if not known:
        yield not_evaluable("no_comparable_dates")
    yield failed(None) if any(later < earlier for later, earlier in known) else PASSED


@in_order
def inc_08(case: WorkCase) -> Iterator[Verdict]:
    """New end and days of extension."""
    work, day, slip = case.work, case.day, slip_of(case.work, case.day)
    yield from case.outside_procurement()
    if case.state == "stopped":
        yield not_applicable("stopped")
    yield from _not_begun_or_young(case)
    if slip == "end_decades_late":
        yield not_applicable("impossible_date")
    if case.unreadable("started_on", "programmed_end_on", "term_days"):
        yield not_evaluable("unparsable")
    yield from _no_first_end(work, slip)
    if work.dates.extended is None or day < work.dates.extended:
        yield PASSED
    yield failed(None) if work.trait("ending") == "days_only" or slip == "end_eleven_early" else PASSED


def _not_begun_or_young(case: WorkCase) -> Iterator[Verdict]:
    if case.state == "not_started":
        yield not_applicable("not_started")
    if case.is_marked:
        yield not_applicable("stoppage_flag")
    if case.is_young:
        yield not_applicable("young_work")


def _no_first_end(work: WorkPlan, slip: str) -> Iterator[Verdict]:
    if work.trait("ending") == "no_ends":
        yield not_applicable("not_extended")
    if work.trait("ending") == "only_reprogrammed":
        yield not_evaluable("no_first_end")
    if slip == "old_programme":
        yield not_evaluable("old_programme")


def _before(day: Day, act: Day, by_more_than: int) -> bool:
    return day is not None and act is not None and days_after(day, by_more_than) < act


def _grounds(case: WorkCase) -> tuple[Day, Day]:
    """When ground was handed over as the record shows it, and when the whole of it."""
    kind, shown = case.work.trait("handover"), case.work.dates.handover
    if kind == "none" or shown > case.day or case.unreadable("handover_on"):
        return None, None
    return shown, shown if kind in _FULL_HANDOVERS else None


def endings(case: WorkCase) -> tuple[Day, Day, Day]:
    """End, whole reception and settlement as the record shows them."""
    work, dates = case.work, case.work.dates
    ended = dates.finished if case.state == "finished" and work.trait("closing") != "blank" else None
    hidden = work.trait("reception") == "flag_only" or received_in_part(work)
    received = dates.received if case.reception_shown and not hidden else None
    settled = dates.settled if case.settlement_shown and work.trait("settlement") != "flag_only" else None
    return ended, received, settled
