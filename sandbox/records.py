"""The truth about what an audit keeps beside the outcomes of rules, derived from the plans of the invented Peru.

Here: the records that it ought to keep (contradictions between registers, OCDS records that are no good data,
red flags), and of how many subjects it ought to have asked. That is stated apart: who asks too little finds nothing
wrong either.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from itertools import chain
from typing import TYPE_CHECKING

from sandbox.model import Record
from sandbox.plans.country import blocks
from sandbox.verdicts.ranking import Called, Purchases, of_work
from sandbox.verdicts.record_quality import Purchase, answers, process_kept
from sandbox.verdicts.told_twice import FACTS, TwoRegisters
from sandbox.verdicts.verdict import WorkCase
from sandbox.views import works
from sandbox.views.processes import publish

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from sandbox.model import Process, World
    from sandbox.plans.facts import InvestmentPlan, ProcessPlan, ProjectPlan
    from sandbox.verdicts.told_twice import Pair

CONTRADICTIONS = "contradictions"
QUALITY = "quality"
FLAGS = "flags"

Asked = tuple[str, str, str]
"""Family, kind, and the part of the country about which was asked."""


@dataclass(frozen=True)
class Records:
    """What an audit ought to keep, and how many subjects it ought to have asked, by family, kind and part."""

    kept: tuple[Record, ...]
    asked: Counter[Asked]

    def placed(self, place: str) -> Records:
        """The same with the name of the country before every subject and part."""
        kept = (replace(record, subject_id=place + record.subject_id) for record in self.kept)
        asked = {(family, kind, place + part): count for (family, kind, part), count in self.asked.items()}
        return Records(tuple(kept), Counter(asked))


@dataclass(frozen=True)
class Purchased:
    """An earlier look at the purchases that were called in so many months up to its own."""

    day: date
    months: int

    def shows(self, process: Process) -> bool:
        """Whether it looked at the month of a process."""
        return _month(self.day) - _month(process.called_on) < self.months


def records(
    world: World,
    looked_before: tuple[date, ...] = (),
    costs_before: date | None = None,
    purchases_before: Purchased | None = None,
) -> Records:
    """What an audit of the world's day ought to keep.

    Whoever looked at INFOBRAS on earlier days (``looked_before``, the oldest first), when of the other registers he
    knew only the bank's file of active investments of a day still earlier (``costs_before``), may have seen a
    contradiction then; it stands since the first of the looks that showed it one after another. What was rewritten or
    withdrawn of purchases shows to whom looked at them before, too (``purchases_before``), later than at all of these.
    """
    parts = (_contradictions(world, looked_before, costs_before), _quality(world, purchases_before), _flags(world))
    return Records(tuple(record for part in parts for record in part.kept), sum((p.asked for p in parts), Counter()))


def _contradictions(world: World, looked_before: tuple[date, ...], costs_before: date | None) -> Records:
    seed, size, day = world.seed, world.size, world.day
    before: dict[tuple[str, str], date] = {}
    if costs_before is not None:
        for looked in looked_before:
            before = {what: before.get(what, looked) for what in _seen(seed, size, looked, costs_before)}
    now = (TwoRegisters(case, case.project.investment, day) for case in _cases(seed, size, day))
    kept: list[Record] = []
    asked: Counter[Asked] = Counter()
    for told, fact, pair in _pairs(now):
        work = told.case.work
        asked[CONTRADICTIONS, fact, f"infobras:body:{work.body.infobras_code}"] += 1
        if not pair.agrees:
            since = before.get((fact, work.code), day)
            words = (*pair.shown(), since.isoformat())
            kept.append(Record(CONTRADICTIONS, fact, f"infobras:work:{work.code}", words, work.scenario))
    return Records(tuple(kept), asked)


def _seen(seed: int, size: int, looked: date, costs: date) -> set[tuple[str, str]]:
    """The contradictions that were seen on the day of the earlier look, by fact and work."""
    known = {plan.cui: plan for plan in _investments(seed, size, costs)}
    then = (
        TwoRegisters(case, known.get(plan.cui) if (plan := case.project.investment) else None, costs, everything=False)
        for case in _cases(seed, size, looked)
    )
    return {(fact, told.case.work.code) for told, fact, pair in _pairs(then) if not pair.agrees}


def _quality(world: World, looked: Purchased | None) -> Records:
    """The questions about the records of purchases, by the month of the call."""
    purchases = list(_purchases(world.seed, world.size, world.day))
    before: dict[str, tuple[ProcessPlan, Process]] = {}
    if looked is not None:
        then = _purchases(world.seed, world.size, looked.day)
        before = {shown.ocid: (plan, shown) for plan, shown in then if looked.shows(shown)}
    sharing = Counter(plan.tender_id for plan, _ in purchases)
    kept: list[Record] = []
    asked: Counter[Asked] = Counter()
    of_now = (
        (plan, answer)
        for plan, shown in purchases
        for answer in answers(Purchase(plan, shown, world.day, sharing, before.get(shown.ocid, (plan, None))[1]))
    )
    here = {shown.ocid for _, shown in purchases}
    gone = ((plan, process_kept(shown, holds=False)) for ocid, (plan, shown) in before.items() if ocid not in here)
    for plan, answer in chain(of_now, gone):
        asked[QUALITY, answer.question, "" if answer.of_all_nights else f"{plan.called:%Y-%m}"] += 1
        if not answer.holds:
            kept.append(Record(QUALITY, answer.question, answer.record, (), plan.slip))
    return Records(tuple(kept), asked)


def _flags(world: World) -> Records:
    """The flags of purchases of works and of works."""
    shown_now = _purchases(world.seed, world.size, world.day)
    purchases = Purchases([Called(plan, shown, world.day) for plan, shown in shown_now])
    asked_of = [
        *((f"ocds:process:{one.plan.ocid}", one.plan.scenario, purchases.flags(one)) for one in purchases.works()),
        *(
            (f"infobras:work:{work.code}", work.scenario, of_work(works.publish(work, project.investment, world.day)))
            for project in _projects(world.seed, world.size, world.day)
            for work in project.works
        ),
    ]
    kept: list[Record] = []
    asked: Counter[Asked] = Counter()
    for subject, scenario, flags in asked_of:
        for flag, raised in flags:
            asked[FLAGS, flag, ""] += 1
            if raised:
                kept.append(Record(FLAGS, flag, subject, (), scenario))
    return Records(tuple(kept), asked)


def _purchases(seed: int, size: int, day: date) -> Iterator[tuple[ProcessPlan, Process]]:
    """Every purchase that its register shows on a day."""
    for block in blocks(seed, size, day):
        of_projects = ((process, project) for project in block.projects for process in project.processes)
        for plan, project in (*of_projects, *((process, None) for process in block.strangers)):
            cui = project.investment.cui if project and project.investment else None
            shown = publish(plan, cui, day)
            if shown is not None:
                yield plan, shown


def _month(day: date) -> int:
    return day.year * 12 + day.month


def _pairs(works: Iterator[TwoRegisters]) -> Iterator[tuple[TwoRegisters, str, Pair]]:
    for told in works:
        for fact, of in FACTS.items():
            pair = of(told)
            if pair is not None:
                yield told, fact, pair


def _projects(seed: int, size: int, day: date) -> Iterator[ProjectPlan]:
    return (project for block in blocks(seed, size, day) for project in block.projects)


def _cases(seed: int, size: int, day: date) -> Iterator[WorkCase]:
    return (WorkCase(project, at, day) for project in _projects(seed, size, day) for at in range(len(project.works)))


def _investments(seed: int, size: int, day: date) -> Iterator[InvestmentPlan]:
    return (project.investment for project in _projects(seed, size, day) if project.investment is not None)
