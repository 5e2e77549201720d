"""Plan the selection processes of a project: who calls, who wins, what of it reaches SEACE and when.

Also the purchases that no work needs (services, goods, works of nobody), so that most processes lie beside the
point, as they do in the register. Decides nothing about outcomes.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from random import Random
from typing import TYPE_CHECKING, TypedDict

from sandbox import names
from sandbox.calendar import days_after
from sandbox.model import Body, Supplier
from sandbox.plans import classes, deadlines
from sandbox.plans.facts import ProcessPlan, WorkPlan

if TYPE_CHECKING:
    from datetime import date

    from sandbox.plans.scenarios import Scenario

FATES_BY_AMOUNT = frozenset({"regular", "at_limit", "never", "late"})
"""What a purchase may do if only RUC, amount and date tie it to its work: nothing that would cut the tie."""
_UNAWARDED = frozenset({"deserted", "unawarded"})
_UNSIGNED = frozenset({"never", "unrecorded", "void", "appealed", "suspended", "backwards"})
_OF_OTHERS = frozenset({"other_firm", "other_contract"})
_REPAIR_DAYS = 160
_PROCESSES_A_PROJECT = 4


@dataclass(frozen=True, slots=True)
class Purchase:
    """What is decided about a project's purchase before its dates are known."""

    link: str
    fate: str
    scenario: str
    begins_nothing: bool  # the work it was for never starts

    @property
    def ties(self) -> bool:
        """Whether the registers will be able to tie it to its work."""
        return self.link in ("single", "consortium", "firm", "recalled", "amount")


class _Labels(TypedDict):
    ocid: str
    tender_id: str
    title: str
    description: str


NO_PURCHASE = Purchase("none", "regular", "link_none", begins_nothing=False)


def purchase_of(link: Scenario, fate: Scenario, *, several: bool, coded: bool) -> Purchase:
    """Join a way of being tied and a fate, as far as they go together.

    Args:
        link: a scenario of ``LINKS``.
        fate: a scenario of ``PURCHASES``.
        several: the project has more than one work built by contract.
        coded: the project has a CUI.
    """
    kind = link.traits["link"]
    if kind == "none":
        return NO_PURCHASE
    if not coded:
        kind = "amount" if kind == "amount" else "apart"
    if several and kind in ("single", "consortium", "amount", "recalled"):
        kind = "firm" if kind != "consortium" else "shared"
    what = fate.traits.get("fate", "regular")
    if (kind == "amount" and what not in FATES_BY_AMOUNT) or (several and what == "backwards"):
        what = "regular"
    idle = fate.traits.get("start") == "never" and kind in ("single", "consortium", "firm", "recalled")
    if fate.traits.get("start") == "never" and not idle:
        what = "regular"
    if what in _OF_OTHERS and kind != "single":
        what = "regular"
    scenario = link.key if what == "regular" else fate.key
    return Purchase(kind, what, scenario, begins_nothing=idle)


def contractor_of(purchase: Purchase, number: int) -> tuple[Supplier, Supplier]:
    """The winner as INFOBRAS names it and as SEACE does: a consortium has a code there that is no RUC."""
    if purchase.link in ("consortium", "shared", "apart"):
        name = names.consortium(number)
        return Supplier(names.tax_number("20", 60_000_000 + number), name), Supplier(f"{1_500_000 + number}", name)
    company = Supplier(names.tax_number("20", 10_000_000 + number), names.company(number))
    if purchase.fate in _OF_OTHERS:
        return company, Supplier(names.tax_number("20", 80_000_000 + number), names.company(number + 53))
    return company, company


def processes_of(purchase: Purchase, first: WorkPlan, serves: tuple[int, ...], rng: Random) -> list[ProcessPlan]:
    """The processes of a project, the one that counts last."""
    if purchase.link == "none":
        return []
    dates, body, number, value = first.dates, first.body, first.number, first.cost
    _, seen = contractor_of(purchase, number)
    link = {"single": "single", "consortium": "single", "recalled": "firm"}.get(purchase.link, purchase.link)
    last = ProcessPlan(
        **_labels(body, dates.called, number, 2),
        body=body,
        scenario=purchase.scenario,
        category="works",
        called=dates.called,
        awarded=dates.awarded,
        signed=dates.signed,
        contract_shown=days_after(dates.signed, rng.randint(1, 9)),
        value=value,
        carries_cui=purchase.link in ("single", "consortium", "firm", "recalled", "shared"),
        supplier=seen,
        fate=purchase.fate,
        link=link,
        serves=serves,
        number=number,
    )
    started = dates.started if first.trait("start") == "regular" else None
    _meet_fate(last, started, first.region, rng)
    last.rivals = classes.rivals(last)
    if purchase.link not in ("recalled", "shared"):
        return [last]
    deserted = ProcessPlan(
        **_labels(body, days_after(dates.called, -40), number, 1),
        body=body,
        scenario="link_recalled" if purchase.link == "recalled" else "link_shared",
        category="works",
        called=days_after(dates.called, -40),
        awarded=None,
        signed=None,
        contract_shown=None,
        value=value,
        carries_cui=True,
        supplier=seen,
        fate="deserted",
        number=number,
    )
    return [deserted, last]


def stranger(number: int, body: Body, called: date, *, category: str, fate: str) -> ProcessPlan:
    """A purchase that no work of the registers needs."""
    rng = Random(number)
    awarded = days_after(called, rng.randint(20, 40))
    signed = days_after(awarded, rng.randint(15, 28))
    plan = ProcessPlan(
        **_labels(body, called, number, 3),
        body=body,
        scenario="stranger",
        category=category,
        called=called,
        awarded=awarded,
        signed=signed,
        contract_shown=days_after(signed, rng.randint(1, 9)),
        value=Decimal(rng.randint(40_000, 2_000_000)),
        carries_cui=False,
        supplier=Supplier(names.tax_number("20", 30_000_000 + number), names.company(number + 17)),
        fate=fate,
        number=number,
    )
    _meet_fate(plan, None, body.district.ubigeo[:2], rng)
    plan.rivals = classes.rivals(plan)
    return plan


def _labels(body: Body, called: date, number: int, which: int) -> _Labels:
    """Identifiers as SEACE makes them; the ocid has two forms."""
    tender = str(200_000 + number * _PROCESSES_A_PROJECT + which)
    tail = f"{called.year}-{body.consucode}-{tender}" if number % 5 else tender
    kind = "LP-SM" if number % 3 else "AS-SM"
    return {
        "ocid": f"ocds-dgv273-seacev3-{tail}",
        "tender_id": tender,
        "title": f"{kind}-{number % 90 + 1}-{called.year}-INV/{body.consucode}-{which}",
        "description": f"CONTRATACION DE {names.work(number)[0]}",
    }


def _meet_fate(plan: ProcessPlan, started: date | None, region: str | None, rng: Random) -> None:
    fate = plan.fate
    if fate == "backwards" and started:
        plan.awarded = days_after(started, 5)
    if fate in _UNAWARDED:
        plan.awarded = plan.signed = plan.contract_shown = None
    elif fate in _UNSIGNED:
        plan.signed = plan.contract_shown = None
    elif fate in ("late", "at_limit") and plan.awarded:
        due = deadlines.contract_due(started, plan.awarded, plan.called, region)
        limit = days_after(due, deadlines.OCDS_LATENCY)
        plan.contract_shown = days_after(limit, 1 if fate == "at_limit" else 1 + rng.randint(1, _REPAIR_DAYS))
