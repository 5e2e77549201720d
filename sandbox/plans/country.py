"""The whole invented country as plans: blocks of a hundred works, their bodies, and what belongs to no work.

Each block is built alone, so that memory and order do not matter and a size that is no multiple of a hundred is the
same country cut short.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from sandbox.calendar import days_after
from sandbox.plans import bodies, clock
from sandbox.plans.dealing import investment_scenario
from sandbox.plans.facts import DEFAULT_TRAITS
from sandbox.plans.frequent import frequent
from sandbox.plans.investments import Founding, plan_investment
from sandbox.plans.misfiled import misfile
from sandbox.plans.projects import CODES, FIRST_WORK, PLACES_IN_BLOCK, Order, plan_project
from sandbox.plans.purchases import stranger
from sandbox.plans.ranked import ranked

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from sandbox.model import Body
    from sandbox.plans.facts import InvestmentPlan, ProcessPlan, ProjectPlan, WorkPlan

BLOCK = 100
_LONELY_INVESTMENTS = 34
_STRANGERS = 37
_KEPT_SIZE = 6_000  # plans of larger countries are not kept in memory
_TWO_WORKS, _THREE_WORKS = (9, 4), (23, 11)
_WITH_CUI_EVERY = 13
_UNDER_DIRECT = (3, 6, 10)
"""Which purchases of works bear the code of a work without a contract; the last one never gets a contract."""
_UNRECORDED, _UPKEEP, _ELSEWHERE, _SAME_AMOUNT = 13, 20, 27, 34
_LOOK_ALIKES = (_UPKEEP, _ELSEWHERE, _SAME_AMOUNT)
"""Which bear the code of an investment without a work in INFOBRAS: the first is the defect, and one look-alike a block
stands beside it: upkeep, a work recorded under another code, and one of which only the amount tells."""


@dataclass(slots=True)
class Block:
    """The plans of up to a hundred works and what lies around them."""

    number: int
    bodies: list[Body]
    projects: list[ProjectPlan]
    investments: list[InvestmentPlan]  # without a work
    strangers: list[ProcessPlan]  # without a work


def blocks(seed: int, size: int, day: date) -> Iterator[Block]:
    """The plans of a country, block by block."""
    if size <= _KEPT_SIZE:
        yield from _kept(seed, size, day)
        return
    for number in range(-(-size // BLOCK)):
        yield _block(seed, number, min(BLOCK, size - number * BLOCK), day)


@lru_cache(maxsize=6)
def _kept(seed: int, size: int, day: date) -> tuple[Block, ...]:
    count = -(-size // BLOCK)
    return tuple(_block(seed, number, min(BLOCK, size - number * BLOCK), day) for number in range(count))


def work_plan(seed: int, size: int, day: date, code: str) -> WorkPlan | None:
    """The plan of one work of a country, found without planning the rest; None for a code that is not its own."""
    slot = (int(code) - FIRST_WORK) // CODES if code.isdigit() else -1
    if not 0 <= slot < size:
        return None
    block = _kept(seed, size, day)[slot // BLOCK] if size <= _KEPT_SIZE else _alone(seed, size, day, slot // BLOCK)
    works = (work for project in block.projects for work in project.works)
    return next((work for work in works if work.code == code), None)


@lru_cache(maxsize=8)
def _alone(seed: int, size: int, day: date, number: int) -> Block:
    return _block(seed, number, min(BLOCK, size - number * BLOCK), day)


def _block(seed: int, number: int, works: int, day: date) -> Block:
    owners = [bodies.body(seed, number * bodies.BODIES_IN_BLOCK + at) for at in range(bodies.BODIES_IN_BLOCK)]
    orders = list(_orders(seed, number, works, owners))
    projects = [plan_project(seed, order, day) for order in orders]
    used = {project.body.infobras_code for project in projects}
    first = number * PLACES_IN_BLOCK + PLACES_IN_BLOCK - _LONELY_INVESTMENTS
    lonely = [_lonely(seed, first + at, owners[at % 3], day) for at in range(_LONELY_INVESTMENTS * works // BLOCK)]
    codes = [project.investment.cui for project in projects if project.investment]
    lone = [project for project in projects if _builds_itself(project)]
    direct = dict(zip(_UNDER_DIRECT, lone, strict=False))
    buyers = [direct[at].body if at in direct else owners[at % 3] for at in range(_STRANGERS * works // BLOCK)]
    strangers = [_stranger(seed, number * BLOCK + at, buyer, day, codes) for at, buyer in enumerate(buyers)]
    for at, project in direct.items():
        if at < len(strangers):
            _under_direct(strangers[at], project, whole=(number + at) % 4 > 0)
    _under_lonely(number, strangers, lonely, projects)
    misfile(number, strangers)
    if works == BLOCK:
        strangers += ranked(seed, number, BLOCK, owners[3], day)
        strangers += frequent(seed, number, BLOCK, owners[1], day)
    return Block(
        number=number,
        bodies=[owner for owner in owners if owner.infobras_code in used],
        projects=projects,
        investments=lonely,
        strangers=strangers,
    )


def _builds_itself(project: ProjectPlan) -> bool:
    """Whether the project is one work with a code of its own that its body builds itself."""
    work = project.works[0]
    alone = len(project.works) == 1 and work.modality == "Administración directa"
    return alone and work.has_cui and project.investment is not None


def _under_direct(plan: ProcessPlan, project: ProjectPlan, *, whole: bool) -> None:
    """Let a purchase of works bear the code of a work that its body says to build itself: of all of it, or a part."""
    if project.investment is not None:
        plan.foreign_cui = project.investment.cui
    plan.value = project.works[0].cost if whole else (project.works[0].cost / 3).quantize(Decimal("0.01"))
    project.others.append(plan)


def _bears_lonely_code(number: int) -> bool:
    """Whether a purchase of works bears the code of an investment without a work."""
    at = number % BLOCK
    return at in (_UNRECORDED, _LOOK_ALIKES[number // BLOCK % len(_LOOK_ALIKES)])


def _under_lonely(
    number: int, strangers: list[ProcessPlan], lonely: list[InvestmentPlan], projects: list[ProjectPlan]
) -> None:
    """Let purchases of works bear the codes of investments of which INFOBRAS shows no work."""
    coded = [plan for plan in lonely if plan.cui]
    recorded = [project.works[0] for project in projects if _plainly_recorded(project)]
    chosen = [at for at in range(len(strangers)) if _bears_lonely_code(number * BLOCK + at)]
    for at, plan in zip(chosen, coded, strict=False):
        purchase = strangers[at]
        purchase.foreign_cui = plan.cui
        plan.bought.append(purchase)
        if at == _UPKEEP:
            purchase.upkeep, purchase.description = True, "MANTENIMIENTO PERIODICO DEL CAMINO VECINAL"
        work = next((work for work in recorded if work.body == purchase.body), None)
        if at in (_ELSEWHERE, _SAME_AMOUNT) and work is not None:
            purchase.value, purchase.recorded_as = work.cost, work
            if at == _ELSEWHERE and work.contractor is not None:
                purchase.supplier = work.contractor


def _plainly_recorded(project: ProjectPlan) -> bool:
    """Whether the project is one work by contract that INFOBRAS shows with its contractor and amount as they are."""
    work = project.works[0]
    regular = all(work.trait(name) == DEFAULT_TRAITS[name] for name in ("contractor", "slip", "rewriting", "double"))
    return len(project.works) == 1 and work.contractor is not None and work.has_cui and regular


def _orders(seed: int, number: int, works: int, owners: list[Body]) -> Iterator[Order]:
    planted = bodies.works_of(number)
    ordinary = min(works, BLOCK - len(planted))
    first, slot, at = number * BLOCK, number * BLOCK, 0
    while slot < first + ordinary:
        count = min(_works_together(at), first + ordinary - slot)
        owner = owners[at % 3]
        yield Order(
            number=number * PLACES_IN_BLOCK + at,
            slots=tuple(range(slot, slot + count)),
            body=owner,
            places=bodies.places_of(owner),
        )
        slot, at = slot + count, at + 1
    for scenario in planted[: works - ordinary]:
        yield Order(
            number=number * PLACES_IN_BLOCK + at,
            slots=(slot,),
            body=owners[3],
            places=(owners[3].district,),
            scenarios=(scenario,),
            phase=bodies.cluster_phase(number, seed),
        )
        slot, at = slot + 1, at + 1


def _works_together(at: int) -> int:
    if at % _THREE_WORKS[0] == _THREE_WORKS[1]:
        return 3
    return 2 if at % _TWO_WORKS[0] == _TWO_WORKS[1] else 1


def _lonely(seed: int, number: int, owner: Body, day: date) -> InvestmentPlan:
    age, begins = clock.generation(number, seed, day)
    rng = clock.draws(seed, "investment", number, age)
    plan = plan_investment(
        investment_scenario(seed, number, age),
        Founding(
            code=number * CODES + age % CODES,
            begins=begins,
            body=owner,
            district=owner.district,
            cost=Decimal(rng.randint(9_000_000, 900_000_000)) / 100,
        ),
        rng,
    )
    if plan.trait("kind") == "missing" or number % 5 == 0:
        plan.traits["kind"] = "deactivated"
        plan.closed = days_after(begins, rng.randint(60, 900))
        if number % 2:  # records of long ago have only a SNIP code
            plan.closed = days_after(begins, -rng.randint(100, 900))
            plan.cui, plan.snip = "", str(number * CODES + age % CODES + 1)
    return plan


def _stranger(seed: int, number: int, owner: Body, day: date, codes: list[str]) -> ProcessPlan:
    at = number % BLOCK
    age, begins = clock.generation(number, seed + 1, day)
    rng = clock.draws(seed, "stranger", number, age)
    category = ("services", "goods", "services", "works", "goods", "services", "works")[at % 7]
    fate = ("regular", "unawarded", "never", "deserted", "void", "appealed")[at // 7 % 6]
    if _bears_lonely_code(number):
        fate = "regular"
    called = days_after(begins, rng.randint(5, 500))
    plan = stranger(number * CODES + age % CODES, owner, called, category=category, fate=fate)
    if at % _WITH_CUI_EVERY == 0 and category != "works" and codes:
        plan.foreign_cui = codes[at % len(codes)]  # the supervision of somebody's work is not its contract
    return plan
