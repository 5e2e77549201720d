"""The truth about every subject and every rule, derived from the plans of the invented Peru.

The rules themselves are not here and no published record is read: what a rule ought to conclude follows from what
was planted (``sandbox.verdicts``). Precedence of reasons is that of the rules' agreed reading.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from sandbox.model import Expected
from sandbox.plans import transparency
from sandbox.plans.bodies import BODIES_IN_BLOCK, cluster_of
from sandbox.plans.country import blocks
from sandbox.plans.investments import standing
from sandbox.plans.orders import habit
from sandbox.verdicts import (
    acts,
    amounts,
    beginning,
    bodies,
    changes,
    closing,
    contracts,
    costs,
    doubles,
    edits,
    execution,
    investments,
    lag,
    logs,
    order,
    orders,
    pages,
    papers,
    pictures,
    places,
    plausibility,
    progress,
    purchases,
    record,
    rubrics,
    unanswered,
    unrecorded,
)
from sandbox.verdicts.orders import months_asked
from sandbox.verdicts.verdict import Verdict, WorkCase, not_applicable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

    from sandbox.model import Body, World
    from sandbox.plans.country import Block
    from sandbox.plans.facts import InvestmentPlan, ProcessPlan, ProjectPlan

BODY_PAGE = "body/"
WORK_RULES: dict[str, Callable[[WorkCase], Verdict]] = {
    "MIS-05": execution.mis_05,
    "MIS-06": pages.mis_06,
    "MIS-07": record.mis_07,
    "MIS-08": beginning.mis_08,
    "MIS-09": record.mis_09,
    "MIS-10": places.mis_10,
    "MIS-11": record.mis_11,
    "MIS-12": papers.mis_12,
    "MIS-13": logs.mis_13,
    "MIS-14": acts.mis_14,
    "MIS-15": acts.mis_15,
    "MIS-16": record.mis_16,
    "MIS-17": closing.mis_17,
    "MIS-18": closing.mis_18,
    "MIS-20": record.mis_20,
    "MIS-23": unanswered.mis_23,
    "OUT-01": execution.out_01,
    "OUT-03": logs.out_03,
    "OUT-04": unanswered.out_04,
    "OUT-05": execution.out_05,
    "OUT-07": beginning.out_07,
    "OUT-08": record.out_08,
    "OUT-06": progress.out_06,
    "OUT-09": plausibility.out_09,
    "OUT-10": contracts.out_10,
    "OUT-11": pages.out_11,
    "INC-03": contracts.inc_03,
    "INC-04": contracts.inc_04,
    "INC-05": execution.inc_05,
    "INC-06": record.inc_06,
    "INC-09": amounts.inc_09,
    "INC-10": amounts.inc_10,
    "INC-13": execution.inc_13,
    "INC-07": unanswered.inc_07,
    "INC-08": order.inc_08,
    "INC-14": order.inc_14,
    "IMP-01": progress.imp_01,
    "IMP-02": plausibility.imp_02,
    "IMP-03": plausibility.imp_03,
    "IMP-04": papers.imp_04,
    "IMP-05": plausibility.imp_05,
    "IMP-06": pictures.imp_06,
    "IMP-07": places.imp_07,
    "IMP-08": doubles.imp_08,
    "INC-12": places.inc_12,
    "INC-15": lag.inc_15,
    "INC-16": contracts.inc_16,
}
INVESTMENT_RULES: dict[str, Callable[[InvestmentPlan, date], Verdict]] = {
    "MIS-01": unrecorded.mis_01,
    "OUT-02": investments.out_02,
    "MIS-19": investments.mis_19,
    "INC-01": investments.inc_01,
    "INC-02": investments.inc_02,
    "INC-11": investments.inc_11,
}
PROCESS_RULES: dict[str, Callable[[ProjectPlan | None, ProcessPlan, date], Verdict]] = {
    "MIS-02": purchases.of_process,
    "MIS-03": purchases.mis_03,
    "MIS-04": purchases.mis_04,
}
CHANGE_RULES: dict[str, Callable[[changes.Looks], Verdict]] = {
    "OUT-12": costs.out_12,
    "CHG-01": changes.chg_01,
    "CHG-02": changes.chg_02,
    "CHG-03": changes.chg_03,
    "CHG-04": changes.chg_04,
    "CHG-05": changes.chg_05,
    "CHG-06": changes.chg_06,
    "CHG-07": changes.chg_07,
    "CHG-08": changes.chg_08,
}
RULES = ("MIS-21", "MIS-22", "OUT-13", "CHG-09", *PROCESS_RULES, *WORK_RULES, *INVESTMENT_RULES, *CHANGE_RULES)


def truth(
    world: World,
    pages_read: frozenset[str] = frozenset(),
    looked_before: tuple[date, ...] = (),
    costs_before: date | None = None,
) -> list[Expected]:
    """What each rule ought to conclude about each of its subjects on the world's day.

    Some of it shows on the page of a work only; ``pages_read`` are the codes of the works whose pages were read that
    day, and after the mark ``BODY_PAGE`` the numbers of the bodies whose rubrics were. Of all others the daily file is
    all that is known. What was rewritten shows to whom looked at the whole file before: ``looked_before`` are those
    days, the oldest first; ``costs_before`` is when somebody looked at the bank's file of active investments, if
    anybody did.
    """
    return list(_truth(world.seed, world.size, world.day, pages_read, (looked_before, costs_before)))


@lru_cache(maxsize=4)
def _truth(
    seed: int, size: int, day: date, pages_read: frozenset[str], before: tuple[tuple[date, ...], date | None]
) -> tuple[Expected, ...]:
    looked_before, costs_before = before
    banked = frozenset() if costs_before is None else _investments(seed, size, costs_before)
    earlier = _shown_before(seed, size, looked_before)
    now = _cases(seed, size, day)
    sharers = places.sharers((case.project, case.work) for code, case in now.items() if code in pages_read)
    days = {code: tuple(case.day for case in cases) for code, cases in earlier.items()}
    opened = ((_owner(case), case.work) for code, case in now.items() if code in pages_read)
    asked = _Asked(day, pages_read, days, sharers, pictures.gallery(opened, day))
    found = [expected for block in blocks(seed, size, day) for expected in _of_block(block, asked)]
    for code, case in now.items():
        plan = case.project.investment
        seen = costs_before if plan is not None and plan.cui in banked else None
        looks = changes.Looks(case, earlier.get(code, ()), seen)
        for rule, judge in CHANGE_RULES.items():
            found.append(_expected(rule, f"infobras:work:{code}", judge(looks), case.work.scenario))
    numbered = {case.work.number: case for case in now.values()}
    for code in earlier.keys() - now.keys():
        last = earlier[code][-1]
        for rule, verdict in changes.of_vanished(last, numbered.get(last.work.number)):
            found.append(_expected(rule, f"infobras:work:{code}", verdict, last.work.scenario))
    found += _of_edits(now, earlier, (*looked_before, day))
    found += [_of_portal(body, [], day, pages_read) for body in transparency.bodies_that_build_nothing()]
    return tuple(found)


def _owner(case: WorkCase) -> str:
    """The code of the investment that the register shows with a work, else the work's own."""
    investment = case.project.investment
    return investment.cui if investment is not None and case.work.has_cui and investment.cui else case.work.code


def _cases(seed: int, size: int, day: date) -> dict[str, WorkCase]:
    """Every work that the register shows on a day, by its code."""
    projects = (project for block in blocks(seed, size, day) for project in block.projects)
    works = ((project, at, work) for project in projects for at, work in enumerate(project.works))
    return {work.code: WorkCase(project, at, day) for project, at, work in works}


def _shown_before(seed: int, size: int, days: tuple[date, ...]) -> dict[str, tuple[WorkCase, ...]]:
    """What earlier looks showed of each work, the oldest first."""
    found: dict[str, tuple[WorkCase, ...]] = {}
    for day in days:
        for code, case in _cases(seed, size, day).items():
            found[code] = (*found.get(code, ()), case)
    return found


def _of_edits(
    now: dict[str, WorkCase], earlier: dict[str, tuple[WorkCase, ...]], days: tuple[date, ...]
) -> Iterator[Expected]:
    """What was rewritten of the works of each body, for whoever looked on those days."""
    owned: dict[str, list[changes.Looks]] = {}
    for code, case in now.items():
        owned.setdefault(case.work.body.infobras_code, []).append(changes.Looks(case, earlier.get(code, ())))
    for code, works in owned.items():
        yield _expected("CHG-09", f"infobras:body:{code}", edits.chg_09(works, days), _editing(works))


def _editing(works: list[changes.Looks]) -> str:
    """What is planted of a body's edits."""
    kinds = {looks.now.work.trait("rewriting") for looks in works if looks.now.work.trait("slip") == "end_two_after"}
    if not kinds:
        return "body_ordinary"
    return f"body_{'some_' if any(looks.now.work.trait('slip') == 'none' for looks in works) else ''}{kinds.pop()}"


def _investments(seed: int, size: int, day: date) -> frozenset[str]:
    """The codes of the investments that the file of active ones shows on a day."""
    projects = (project for block in blocks(seed, size, day) for project in block.projects)
    plans = (project.investment for project in projects if project.investment is not None)
    return frozenset(plan.cui for plan in plans if standing(plan, day) in ("active", "both"))


@dataclass(frozen=True, slots=True)
class _Asked:
    """The day, the works whose pages were read on it, when the file had shown a work before, and what they share."""

    day: date
    pages_read: frozenset[str]
    looked_before: dict[str, tuple[date, ...]]
    sharers: int
    gallery: pictures.Gallery

    def case(self, project: ProjectPlan, position: int, code: str) -> WorkCase:
        """One work as whoever asks knows it."""
        return WorkCase(
            project,
            position,
            self.day,
            page_read=code in self.pages_read,
            sharers=self.sharers,
            pages_read=self.pages_read,
            looked_before=self.looked_before.get(code, ()),
            gallery=self.gallery,
        )


def _of_block(block: Block, asked: _Asked) -> Iterator[Expected]:
    day = asked.day
    months: dict[str, list[Verdict]] = {body.infobras_code: [] for body in block.bodies}
    for project in block.projects:
        for position, work in enumerate(project.works):
            case = asked.case(project, position, work.code)
            yield from _of_work(case, months[project.body.infobras_code])
        for process in project.processes:
            yield from _of_process(project, process, day)
        if project.investment is not None:
            yield from _of_investment(project.investment, day)
    for process in block.strangers:
        yield from _of_process(None, process, day)
    for plan in block.investments:
        yield from _of_investment(plan, day)
    planted = block.bodies[-1].infobras_code if len(block.bodies) == BODIES_IN_BLOCK else None
    for body in block.bodies:
        mine = [project.investment for project in block.projects if project.investment and project.body == body]
        mine += [plan for plan in block.investments if plan.body == body]
        yield _of_portal(body, mine, day, asked.pages_read)
        yield from _of_orders(body, day)
    for code, verdicts in months.items():
        scenario = cluster_of(block.number).key if code == planted else "body_ordinary"
        yield _expected("OUT-13", f"infobras:body:{code}", bodies.out_13(verdicts), scenario)


def _of_orders(body: Body, day: date) -> Iterator[Expected]:
    for month in months_asked(day) if habit(body) else ():
        subject = f"seace:orders:{body.ruc}/{month[0]}-{month[1]:02d}"
        yield _expected("MIS-22", subject, orders.mis_22(body, month, day), "body_ordinary")


def _of_portal(body: Body, mine: list[InvestmentPlan], day: date, pages_read: frozenset[str]) -> Expected:
    number = transparency.number_of(body)
    read = f"{BODY_PAGE}{number}" in pages_read
    return _expected("MIS-21", f"pte:body:{number}", rubrics.mis_21(body, mine, day, read=read), "body_ordinary")


def _of_work(case: WorkCase, months: list[Verdict]) -> Iterator[Expected]:
    subject, scenario = f"infobras:work:{case.work.code}", case.work.scenario
    for rule, judge in WORK_RULES.items():
        verdict = judge(case)
        if rule == "OUT-01":
            months.append(verdict)
        yield _expected(rule, subject, verdict, scenario)
    without = purchases.of_work(case)
    if without is not None:
        yield _expected("MIS-02", subject, without, scenario)
        for rule in PROCESS_RULES:
            if rule != "MIS-02":
                yield _expected(rule, subject, not_applicable("no_process_linked"), scenario)


def _of_process(project: ProjectPlan | None, process: ProcessPlan, day: date) -> Iterator[Expected]:
    if process.category == "works" and process.called <= day:
        for rule, judge in PROCESS_RULES.items():
            yield _expected(rule, f"ocds:process:{process.ocid}", judge(project, process, day), process.scenario)


def _of_investment(plan: InvestmentPlan, day: date) -> Iterator[Expected]:
    if plan.trait("kind") != "missing":
        for rule, judge in INVESTMENT_RULES.items():
            yield _expected(rule, plan.subject_id, judge(plan, day), plan.scenario)


def _expected(rule: str, subject: str, verdict: Verdict, scenario: str) -> Expected:
    return Expected(rule, subject, verdict.outcome, verdict.due, verdict.hardness, verdict.reason, scenario)
