"""The truth about the quality of OCDS records: which questions can be asked of a purchase, and what fails them.

A record that was looked at once has not changed since: what was rewritten or withdrawn shows beside its state at an
earlier look. No title, day of the call or category wants: a monthly file of fewer than a hundred calls in which a title
or a day does is refused on arrival, and one of fewer than ten in which a category does.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sandbox.plans import listings
from sandbox.plans.misfiled import UNREAL
from sandbox.portals.oece_record import budget_shown
from sandbox.views.processes import contract_seen, is_awarded, states, winner

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from sandbox.model import Process
    from sandbox.plans.facts import ProcessPlan

_BUDGETS = ("record_budget_over", "record_budget_most", "record_budget_least")
_LOOSE = ("unmatched", "by_amount")
_CODE = 7


@dataclass(frozen=True, slots=True)
class Answer:
    """One question that can be asked of one record of a purchase, and whether the record is as it ought to be."""

    question: str
    record: str
    holds: bool
    of_all_nights: bool = False


@dataclass(frozen=True, slots=True)
class Purchase:
    """A purchase as planned and as its register shows it on a day, and how many calls bear each id."""

    plan: ProcessPlan
    shown: Process
    day: date
    sharing: Mapping[str, int]
    before: Process | None = None  # what an earlier look showed of it

    @property
    def id(self) -> str:
        """The subject by which the purchase is known."""
        return f"ocds:process:{self.shown.ocid}"

    @property
    def dated(self) -> bool:
        """Whether its award has a day."""
        return self.plan.fate != "undated"


def answers(purchase: Purchase) -> Iterator[Answer]:
    """Every question that can be asked of a purchase, its award, its supplier and its contract."""
    yield from _of_call(purchase)
    yield from _of_what_went(purchase)
    if is_awarded(purchase.plan, purchase.day):
        yield from _of_award(purchase)
    if contract_seen(purchase.plan, purchase.day):
        yield from _of_contract(purchase)


def _of_call(purchase: Purchase) -> Iterator[Answer]:
    plan, slip, subject = purchase.plan, purchase.plan.slip, purchase.id
    awarded = is_awarded(plan, purchase.day)
    for question in ("title_given", "call_date_given", "category_given"):
        yield Answer(question, subject, holds=True)
    was = purchase.before
    yield Answer("title_kept", subject, was is None or was.title == purchase.shown.title)
    yield process_kept(purchase.shown, holds=True)
    yield Answer("method_given", subject, slip != "record_no_method")
    yield Answer("tender_id_unique", subject, purchase.sharing[plan.tender_id] == 1)
    yield Answer("ocid_prefix", subject, slip != "record_prefix")
    yield Answer("value_realistic", subject, plan.value <= UNREAL)
    yield Answer("buyer_in_parties", subject, slip != "record_no_buyer")
    if awarded:
        yield Answer("tenderers_given", subject, slip != "record_uncounted")
    if listings.of_call(plan) == "direct" and (awarded or plan.rivals):
        yield Answer("tenderers_of_direct", subject, awarded + plan.rivals <= 1)
    if budget_shown(purchase.shown) or slip in _BUDGETS:
        yield Answer("budget_near_value", subject, slip != "record_budget_over")
    if slip == "record_deserted" or set(states(plan, purchase.day)) == {"DESIERTO"}:
        yield Answer("deserted_without_awards", subject, not awarded)


def process_kept(shown: Process, *, holds: bool) -> Answer:
    """Whether a process that was ever shown still is, of whatever month it was."""
    return Answer("process_kept", f"core_processes|{shown.ocid}", holds, of_all_nights=True)


def _of_what_went(purchase: Purchase) -> Iterator[Answer]:
    """The award and the contract that an earlier look showed and this one does not, nor another in their place."""
    was, shown = purchase.before, purchase.shown
    if was is not None and was.awards and not shown.awards:
        yield Answer("award_kept", _part("awards", purchase, was.awards[0].award_id), holds=False)
    if was is not None and was.contracts and not shown.contracts:
        yield Answer("contract_kept", _part("contracts", purchase, was.contracts[0].contract_id), holds=False)


def _part(table: str, purchase: Purchase, key: str) -> str:
    return f"core_{table}|{purchase.shown.ocid}|{key}"


def _of_award(purchase: Purchase) -> Iterator[Answer]:
    plan, slip = purchase.plan, purchase.plan.slip
    supplier = winner(plan, purchase.day)
    award = f"{plan.tender_id}-{supplier.code}"
    record = f"{purchase.id}/{award}"
    yield Answer("award_kept", _part("awards", purchase, award), holds=True)
    yield Answer("award_has_supplier", record, slip != "record_no_supplier")
    if slip != "record_no_supplier":
        yield Answer("suppliers_in_parties", record, slip != "record_unlisted")
        if len(supplier.code) > _CODE:
            yield Answer("supplier_number", f"{record}/{supplier.code}", slip != "record_wrong_digit")
    if purchase.dated:
        yield Answer("award_after_call", record, slip != "record_award_early")
        yield Answer("award_before_release", record, slip != "record_award_ahead")
    if contract_seen(plan, purchase.day) and plan.fate not in _LOOSE and slip != "record_dangling":
        yield Answer("contracts_near_award", record, slip != "record_contract_over")


def _of_contract(purchase: Purchase) -> Iterator[Answer]:
    plan, slip = purchase.plan, purchase.plan.slip
    (now,) = purchase.shown.contracts
    record = f"ocds:contract:{purchase.shown.ocid}/{now.contract_id}"
    loose = plan.fate in _LOOSE
    known = purchase.before.contracts if purchase.before is not None else ()
    was = next((contract for contract in known if contract.contract_id == now.contract_id), now)
    yield Answer("contract_amount_kept", record, was.amount == now.amount)
    yield Answer("contract_signing_kept", record, was.signed_on == now.signed_on)
    yield Answer("contract_documents_kept", record, was.papers == "none" or now.papers != "none")
    yield Answer("contract_kept", _part("contracts", purchase, now.contract_id), holds=True)
    yield Answer("contract_names_award", record, not loose)
    yield Answer("contract_before_release", record, slip != "record_signed_ahead")
    yield Answer("contract_period", record, slip != "record_period")
    if slip != "record_period":
        yield Answer("contract_duration", record, slip != "record_duration")
    if not loose:
        yield Answer("contract_in_awards", record, slip != "record_dangling")
        if slip != "record_dangling" and purchase.dated:
            yield Answer("contract_after_award", record, slip != "record_signed_early")
