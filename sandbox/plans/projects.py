"""Plan one project: its works, its purchase and its investment, dealt from the wheels and laid out in time.

A plan is a pure function of its seed, order and generation. On which days it is seen is not decided here.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from sandbox import names
from sandbox.calendar import days_after
from sandbox.plans import clock, layout, other_scenarios, place, purchases
from sandbox.plans.dealing import (
    TURN,
    deal,
    double_traits,
    fates,
    investment_scenario,
    links,
    pick,
    point_traits,
    record_traits,
)
from sandbox.plans.facts import UNCODED, ContrataText, ProcessPlan, ProjectPlan, Spans, WorkPlan
from sandbox.plans.investments import Founding, plan_investment
from sandbox.plans.layout import Setting
from sandbox.plans.papers import deal_papers
from sandbox.plans.pictures import deal_pictures
from sandbox.plans.reporting import plan_silence
from sandbox.plans.rewriting import has_another_code

if TYPE_CHECKING:
    from datetime import date
    from random import Random

    from sandbox.model import Body, District
    from sandbox.plans.facts import InvestmentPlan
    from sandbox.plans.purchases import Purchase
    from sandbox.plans.scenarios import Scenario

CODES = 4
"""Generations that get codes of their own; no day shows more than one, no run of years more than three."""
FIRST_WORK = 100_000
"""The INFOBRAS code of the first work."""
PLACES_IN_BLOCK = 128
"""Projects and investments of one block of works that get codes of their own."""
_EARLIEST_START, _PLANTED_START, _PLANTED_TERM = 112, 130, 700
_OF_DISTRICT = " DISTRITO DE "
_LINK_STEP, _FATE_STEP = 0.414213562373095, 0.732050807568877
_FILE_UNSEEN, _FILE_SALT = 75, 52  # per cent of the works of an investment without a technical file
_FORGOTTEN_DAYS = 750
_SPENDING_MONTHS = {"abandoned": 4, "dormant": 60}
_CROWDED = 0.9  # share of deadlines moved next to a watched night
_UNPLACED = 0.10  # share of untied projects whose place INFOBRAS does not show
_KEPT_BY_CONTRACT = 0.93  # other contract scenarios become look-alikes of another modality

# (modality as INFOBRAS writes it, cumulative share among works that need no contract)
_MODALITIES = (
    ("Administración directa", 0.74),
    (ContrataText, 0.81),
    ("Por núcleo ejecutor", 0.93),
    ("Obras por impuestos", 0.955),
    ("Convenio", 0.97),
    ("Asociacion Pública Privada - APP", 0.98),
    ("Gobierno a Gobierno", 0.99),
    ("Organismo internacional", 1.0),
)
_HANDED_OVER, _NEVER_RECEIVED, _NEVER_SETTLED = (
    0.12,
    0.10,
    0.10,
)  # of works without a contract, where nothing obliges to register it


@dataclass(frozen=True, slots=True)
class Order:
    """What the country asks of a project.

    Attributes:
        number: its number, which gives its phase, its codes and its place on the wheels.
        slots: the positions of its works in the world.
        body: whose project it is.
        places: districts its works may lie in, of one department.
        scenarios: scenarios of its works in place of the wheel's (bodies planted as a whole).
        phase: the share of its life by which it is late, in place of an even spread.
    """

    number: int
    slots: tuple[int, ...]
    body: Body
    places: tuple[District, ...]
    scenarios: tuple[Scenario, ...] = ()
    phase: float | None = None


@dataclass(slots=True)
class _Draft:
    """What is settled about a project while it is being planned."""

    seed: int
    order: Order
    age: int
    begins: date
    rng: Random
    scenarios: tuple[Scenario, ...]
    modalities: list[str]
    traits: list[dict[str, str]]
    purchase: Purchase
    edge: str | None
    place: District
    placed: bool

    @property
    def code(self) -> int:
        """The number from which the project's codes are made."""
        return self.order.number * CODES + self.age % CODES

    @property
    def coded(self) -> bool:
        """Whether the project has a CUI."""
        return self.scenarios[0].traits.get("code") != "none"


def plan_project(seed: int, order: Order, day: date) -> ProjectPlan:
    """The plan of the generation of a project that the registers show on ``day``."""
    age, begins = clock.generation(order.number, seed, day, phase=order.phase)
    draft = _draft(seed, order, age, begins)
    works = _works(draft)
    first = next((work for work in works if work.by_contract), works[0])
    if len(works) == 1 and not order.scenarios:
        _recorded(works[0], day)
    project = ProjectPlan(order.number, begins, order.body, works, _processes(draft, works, first), None)
    if draft.coded:
        scenario = other_scenarios.INVESTMENTS[0]
        if not order.scenarios:
            scenario = investment_scenario(seed, order.number, age)
        project.investment = plan_investment(
            scenario,
            Founding(
                code=draft.code,
                begins=begins,
                body=order.body,
                district=draft.place,
                cost=works[0].cost * 2,
                started=works[0].dates.started,
                finished=works[0].dates.finished,
            ),
            draft.rng,
        )
        _agree(project.works, project.investment)
    return project


def _recorded(work: WorkPlan, day: date) -> None:
    """Let the record of a work have another code on some days, and as another work another name, too."""
    work.traits |= record_traits(work.number, coded=work.has_cui)
    if work.trait("record") == "vanishes" and (work.by_contract or work.trait("code") == "older_only"):
        work.traits["record"] = "kept"
    if has_another_code(work, day):
        other = work.number - work.number % CODES + (work.number + CODES // 2) % CODES
        work.code = str(FIRST_WORK + other)
        if work.trait("record") == "vanishes":
            work.name = f"{names.work(other * 9)[0]}{work.name[work.name.index(_OF_DISTRICT) :]}"


def _agree(works: list[WorkPlan], investment: InvestmentPlan) -> None:
    """An investment knows its works, and what of it is wanting also wants on most of them."""
    investment.works = [work for work in works if work.has_cui]
    investment.older = [work for work in works if work.trait("code") == "older_only"]
    for work in works:
        if investment.trait("file") == "no" and clock.percentile(work.number, _FILE_SALT) < _FILE_UNSEEN:
            work.traits["file"] = "unseen"
        if work.trait("ending") in layout.UNFINISHED:
            investment.spend_months = _SPENDING_MONTHS[work.trait("ending")]
            investment.spend_from = days_after(work.dates.started, investment.spend_day)
            investment.registered = min(investment.registered, work.registered, days_after(work.dates.started, -90))


def _draft(seed: int, order: Order, age: int, begins: date) -> _Draft:
    rng = clock.draws(seed, "project", order.number, age)
    scenarios = order.scenarios or deal(order.slots, clock.seed_shift(seed) + age * 7)
    modalities = [_modality(scenario, rng, planted=bool(order.scenarios)) for scenario in scenarios]
    link = pick(links(), order.number + age * TURN, _LINK_STEP, seed)
    fate = pick(fates(), order.number + age * TURN, _FATE_STEP, seed)
    purchase = purchases.NO_PURCHASE
    if ContrataText in modalities and not any("purchase" in s.traits for s in scenarios) and not order.scenarios:
        several = len(modalities) > 1 and modalities.count(ContrataText) > 1
        coded = scenarios[0].traits.get("code") not in UNCODED
        purchase = purchases.purchase_of(link, fate, several=several, coded=coded)
    traits = [_traits(s, modality, rng) for s, modality in zip(scenarios, modalities, strict=True)]
    if purchase.begins_nothing:
        for trait, modality in zip(traits, modalities, strict=True):
            if modality == ContrataText:
                trait["start"] = "never"
    edge = scenarios[0].edge
    if edge is None and (purchase.fate != "regular" or purchase.begins_nothing):
        edge = fate.edge
    place = rng.choice(order.places)
    placed = purchase.link != "none" or rng.random() >= _UNPLACED
    return _Draft(seed, order, age, begins, rng, scenarios, modalities, traits, purchase, edge, place, placed)


def _modality(scenario: Scenario, rng: Random, *, planted: bool) -> str:
    drawn, kept = rng.random(), rng.random()
    if planted or (scenario.contract and kept >= _KEPT_BY_CONTRACT):
        return _MODALITIES[0][0] if drawn < 0.7 else _MODALITIES[2][0]
    if scenario.contract:
        return ContrataText
    return next(name for name, share in _MODALITIES if drawn <= share)


def _traits(scenario: Scenario, modality: str, rng: Random) -> dict[str, str]:
    traits = dict(scenario.traits)
    unreceived, unsettled = rng.random() < _NEVER_RECEIVED, rng.random() < _NEVER_SETTLED
    handed_over = rng.random() < _HANDED_OVER
    if modality != ContrataText:
        if unreceived:
            traits.setdefault("reception", "never")
        if unsettled:
            traits.setdefault("settlement", "never")
        traits.setdefault("handover", "full" if handed_over else "none")
    return traits


def _works(draft: _Draft) -> list[WorkPlan]:
    rng, order = draft.rng, draft.order
    near, long = draft.purchase.link == "amount", any(scenario.long for scenario in draft.scenarios)
    spans = [layout.draw_spans(rng, long=long, near_award=near) for _ in order.slots]
    if order.phase is not None:
        spans = [replace(span, term=_PLANTED_TERM, slack=0, lead=_PLANTED_START) for span in spans]
    region = draft.place.ubigeo[:2] if draft.placed else None
    settings = [Setting(draft.begins, traits, region, _tied(draft.purchase, traits)) for traits in draft.traits]
    spans = [_long_ago(span, draft, at) for at, span in enumerate(spans)]
    lead = spans[0].lead
    if draft.edge is not None and rng.random() < _CROWDED:
        lead = _crowd(draft.edge, spans[0], settings[0], lead, rng.choice(clock.NEAR_A_NIGHT))
    cost = Decimal(rng.randint(9_000_000, 700_000_000)) / 100
    works: list[WorkPlan] = []
    for at, slot in enumerate(order.slots):
        code = slot * CODES + draft.age % CODES
        name, kind = names.work(code * 9 + at)
        traits = {**point_traits(code), **draft.traits[at]}
        work = WorkPlan(
            code=str(FIRST_WORK + code),
            name=f"{name}{_OF_DISTRICT}{draft.place.district}",
            work_type=kind,
            scenario=draft.scenarios[at].key,
            traits=traits,
            modality=draft.modalities[at],
            body=order.body,
            district=place.recorded(draft.place, traits) if draft.placed else None,
            home=draft.place if draft.placed else None,
            number=code,
            registered=draft.begins,
            dates=layout.lay_out(spans[at], settings[at], lead),
            term=spans[at].term,
            cost=cost,
            show=spans[at].show,
            report_day=1 + rng.randrange(9),
            has_cui=draft.traits[at].get("code") not in UNCODED,
            parent_code=str(FIRST_WORK + (code + 1) % CODES) if "balance" in draft.traits[at].values() else None,
            supervision_firm=rng.random() < 0.3,
            broken=dict(draft.scenarios[at].broken),
        )
        plan_silence(work, rng)
        deal_papers(work)
        deal_pictures(work, slot)
        _double(draft, work, works)
        _sign(draft, work, works)
        works.append(work)
    return works


def _double(draft: _Draft, work: WorkPlan, earlier: list[WorkPlan]) -> None:
    """Let a work share name or contract with the first one by contract, or be that one under another code."""
    first = next((other for other in earlier if other.by_contract), None)
    if first is None or not work.by_contract or draft.order.scenarios:
        return
    work.traits |= double_traits(work.number)
    if work.trait("double") in ("twin", "lot"):
        work.name = first.name
    if work.trait("double") in ("twin", "package"):
        work.contract_of = first.code


def _long_ago(spans: Spans, draft: _Draft, at: int) -> Spans:
    """Works that never end were begun long before they were registered, where no purchase has to be shown for it."""
    forgotten = draft.traits[at].get("ending") in layout.UNFINISHED and draft.modalities[at] != ContrataText
    return replace(spans, lead=spans.lead - _FORGOTTEN_DAYS) if forgotten else spans


def _tied(purchase: Purchase, traits: dict[str, str]) -> bool:
    """Whether the purchase will be tied to the work; by amount and date only where a start is published."""
    return purchase.ties and (purchase.link != "amount" or "start" not in traits)


def _crowd(edge: str, spans: Spans, setting: Setting, lead: int, jitter: int) -> int:
    """Move the start so that the deadline named by ``edge`` falls next to a watched night."""
    natural = layout.edge(edge, layout.lay_out(spans, setting, lead), spans, setting)
    if natural is None:
        return lead
    wanted = clock.shift_to_night(natural, jitter, _EARLIEST_START - lead)
    moved = lead + wanted
    for _ in range(3):
        now = layout.edge(edge, layout.lay_out(spans, setting, moved), spans, setting)
        off = 0 if now is None else wanted - (now - natural).days
        if off == 0:
            break
        moved = max(moved + off, _EARLIEST_START)
    return moved


def _sign(draft: _Draft, work: WorkPlan, earlier: list[WorkPlan]) -> None:
    """Give a contract work its contractor; works of one purchase share its days."""
    if not work.by_contract:
        return
    same = next((other for other in earlier if other.by_contract), None)
    if same is not None and (draft.purchase.link != "none" or work.contract_of):
        work.contractor = same.contractor
        work.dates.called, work.dates.awarded = same.dates.called, same.dates.awarded
        work.dates.signed = same.dates.signed
        return
    work.contractor, _ = purchases.contractor_of(draft.purchase, work.number)


def _processes(draft: _Draft, works: list[WorkPlan], first: WorkPlan) -> list[ProcessPlan]:
    serves = tuple(at for at, work in enumerate(works) if work.by_contract)
    if not serves:
        return []
    return purchases.processes_of(draft.purchase, first, serves, draft.rng)
