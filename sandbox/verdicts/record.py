"""The truth about what a work's record has to carry: MIS-07, MIS-09 and MIS-16."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sandbox.plans import stoppage
from sandbox.plans.links import contractor_shown
from sandbox.verdicts.verdict import PASSED, Verdict, WorkCase, failed, in_order, not_applicable, not_evaluable

if TYPE_CHECKING:
    from collections.abc import Iterator

_UNCLEAR_CONTRACTORS = {"firm_name": "name_without_number", "foreign": "code_not_tax_number"}


def _unbound(case: WorkCase, *, contracts_only: bool = False) -> Iterator[Verdict]:
    """Why the register's duties do not bind the work; nothing when they do."""
    if case.work.trait("secrecy") == "reserved":
        yield not_applicable("reserved")
    if contracts_only and not case.work.by_contract:
        yield not_applicable("modality")
    if case.is_emergency:
        yield not_applicable("emergency")


@in_order
def mis_07(case: WorkCase) -> Iterator[Verdict]:
    """Contracted work executing without an identified contractor."""
    yield from _unbound(case, contracts_only=True)
    yield from case.outside_state("executing")
    if case.unreadable("started_on"):
        yield not_evaluable("unparsable")
    kind = case.work.trait("contractor") if contractor_shown(case.work, case.day) else "blank"
    if kind in ("blank", "wrong_digit"):
        yield failed(None)
    if kind in _UNCLEAR_CONTRACTORS:
        yield not_evaluable(_UNCLEAR_CONTRACTORS[kind])
    yield PASSED


@in_order
def mis_09(case: WorkCase) -> Iterator[Verdict]:
    """Executing without term or end."""
    work = case.work
    yield from _unbound(case)
    yield from case.outside_state("executing")
    if case.unreadable("started_on", "term_days", "programmed_end_on"):
        yield not_evaluable("unparsable")
    if work.trait("ending") != "no_ends" or work.trait("term") == "known":
        yield PASSED
    yield not_evaluable("term_not_positive") if work.trait("term") == "zero" else failed(None)


@in_order
def mis_16(case: WorkCase) -> Iterator[Verdict]:
    """Stopped without day or cause."""
    yield from _unbound(case)
    if case.state != "stopped":
        yield not_applicable("not_stopped")
    if stoppage.mark_shown(case.work) is False:
        yield not_applicable("not_marked")
    if case.is_young:
        yield not_applicable("young_work")
    if case.unreadable("started_on", "stopped_on"):
        yield not_evaluable("unparsable")
    if stoppage.mark_shown(case.work) is None:
        yield not_evaluable("flag_unknown")
    told = stoppage.day_shown(case.work) is not None and stoppage.cause_shown(case.work) not in (None, "Otros")
    yield PASSED if told else failed(None)
