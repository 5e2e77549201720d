"""The door of the invented Peru: what the registers show on a day, as a pure function of (seed, size, day).

Plans are made in ``sandbox.plans`` and printed as records in ``sandbox.views``; the truth about them is
``sandbox.truth``. Formats and portals are no business of this module.
"""

from __future__ import annotations

import gc
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING

from sandbox.errors import WorldRequestError
from sandbox.geography import districts
from sandbox.model import Body, Investment, Process, Work, WorkHistory, WorksLog, World
from sandbox.plans.country import blocks, work_plan
from sandbox.views import histories
from sandbox.views import investments as investment_view
from sandbox.views import logs as log_view
from sandbox.views import processes as process_view
from sandbox.views import works as work_view

if TYPE_CHECKING:
    from collections.abc import Iterator

DEFAULT_SIZE = 2_000
FIRST_DAY, LAST_DAY = date(2024, 1, 1), date(2028, 12, 31)


def world(seed: int, size: int, day: date) -> World:
    """What every register of the invented Peru shows on ``day``.

    Args:
        seed: another seed is another country with the same laws.
        size: number of works in INFOBRAS.
        day: the night of the audit, 2024 to 2028.

    Raises:
        WorldRequestError: the size is not positive or the day lies outside the years that can be invented.
    """
    if size < 1:
        raise WorldRequestError(f"size {size}: ask for at least one work")
    if not FIRST_DAY <= day <= LAST_DAY:
        raise WorldRequestError(f"day {day}: the sandbox can invent days from {FIRST_DAY} to {LAST_DAY}")
    with _without_collector():
        return _assemble(seed, size, day)


@contextmanager
def _without_collector() -> Iterator[None]:
    """Keep the collector of cycles from walking the growing country again and again; records hold no cycles."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _assemble(seed: int, size: int, day: date) -> World:
    bodies: list[Body] = []
    works: list[Work] = []
    investments: list[Investment] = []
    processes: list[Process] = []
    logs: list[WorksLog] = []
    for block in blocks(seed, size, day):
        bodies += block.bodies
        for project in block.projects:
            works += [work_view.publish(work, project.investment, day) for work in project.works]
            if project.investment is not None and (seen := investment_view.publish(project.investment, day)):
                investments.append(seen)
            cui = project.investment.cui if project.investment else None
            called = (process_view.publish(process, cui, day) for process in project.processes)
            processes += [process for process in called if process is not None]
            logs += log_view.publish(project, day)
        alone = (investment_view.publish(plan, day) for plan in block.investments)
        investments += [investment for investment in alone if investment is not None]
        strange = (process_view.publish(plan, None, day) for plan in block.strangers)
        processes += [process for process in strange if process is not None]
    shown = tuple(bodies), tuple(investments), tuple(works), tuple(processes), tuple(logs)
    return World(seed, size, day, districts(), *shown)


def history(country: World, work: Work) -> WorkHistory:
    """What the page of a work shows beside its record; made when it is asked for, never with the world."""
    plan = work_plan(country.seed, country.size, country.day, work.code)
    if plan is None or plan.name != work.name:
        return histories.of_record(work)
    return histories.publish(plan, country.day)


def photographed(country: World) -> Iterator[tuple[Work, WorkHistory]]:
    """The works of which somebody gathered photographs, with what their pages show."""
    shown = {(work.code, work.name): work for work in country.works}
    for block in blocks(country.seed, country.size, country.day):
        for plan in (plan for project in block.projects for plan in project.works):
            work = shown.get((plan.code, plan.name))
            if work is not None and plan.trait("pictures") != "ungathered":
                yield work, histories.publish(plan, country.day)


def personal_values(country: World) -> set[str]:
    """Every name of a person that the portals print and no output of the audit may carry."""
    named = {work.supervisor_person for work in country.works} | {work.resident_person for work in country.works}
    natural = {work.supervision_name for work in country.works if (work.supervision_ruc or "").startswith("10")}
    natural |= {work.contractor_name for work in country.works if (work.contractor_ruc or "").startswith("10")}
    return {name for name in named | natural if name}
