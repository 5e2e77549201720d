"""What OECE's files of works logs show on one day: the logs of published contracts, entries of the last closed months.

The files are made once a month: what was opened or entered in the running month is not there yet.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sandbox.model import WorksLog
from sandbox.plans.logs import entries, log_ids, opened_on
from sandbox.views.processes import contract_id, contract_seen

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from sandbox.plans.facts import ProcessPlan, ProjectPlan, WorkPlan

MONTHS_SHOWN = 4


def window(day: date) -> tuple[date, date]:
    """First and last day of the months whose entries are published."""
    last = day.replace(day=1) - timedelta(days=1)
    first = last.replace(day=1)
    for _ in range(MONTHS_SHOWN - 1):
        first = (first - timedelta(days=1)).replace(day=1)
    return first, last


def months_shown(day: date) -> list[str]:
    """The months of entries that are published, as their files are named, the newest first."""
    first, last = window(day)
    found = []
    while last >= first:
        found.append(f"{last:%Y%m}")
        last = last.replace(day=1) - timedelta(days=1)
    return found


def logged(project: ProjectPlan, process: ProcessPlan, day: date) -> list[WorkPlan]:
    """The works whose logs are published for the contract of a process, each as often as it has logs."""
    if not contract_seen(process, day) or process.signed is None:
        return []
    works = [project.works[at] for at in process.serves]
    kept = [work for work in works if opened_on(work) < day.replace(day=1)]
    return [work for work in kept for _ in log_ids(work)]


def publish(project: ProjectPlan, day: date) -> Iterator[WorksLog]:
    """The logs of a project's works."""
    first, last = window(day)
    for process in project.processes:
        for work in dict.fromkeys(work.number for work in logged(project, process, day)):
            plan = next(one for one in project.works if one.number == work)
            found = tuple(entries(plan, first, last))
            yield from (
                WorksLog(
                    log_id=log_id,
                    contract_id=contract_id(process),
                    tender_id=process.tender_id,
                    description=plan.name,
                    body=plan.body,
                    opened_on=opened_on(plan),
                    entries=found,
                )
                for log_id in log_ids(plan)
            )
