"""The four outcomes as values, and the case of one work on one day. Holds no rule."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import wraps
from typing import TYPE_CHECKING, ParamSpec

from sandbox.plans import links
from sandbox.plans.investments import standing
from sandbox.plans.reporting import is_obscured, last_reported
from sandbox.views.processes import contract_seen

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import date

    from sandbox.plans.facts import ProcessPlan, ProjectPlan, WorkPlan

_P = ParamSpec("_P")
_YOUNG_DAYS = 30


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a rule ought to conclude about a subject; ``due`` and ``hardness`` only for failures."""

    outcome: str
    reason: str | None = None
    due: date | None = None
    hardness: str | None = None


PASSED = Verdict("passed")


def in_order(steps: Callable[_P, Iterator[Verdict]]) -> Callable[_P, Verdict]:
    """Make a rule of its steps in order of precedence: the first verdict it yields is the one that counts."""

    @wraps(steps)
    def judge(*args: _P.args, **kwargs: _P.kwargs) -> Verdict:
        return next(steps(*args, **kwargs))

    return judge


def failed(due: date | None, hardness: str | None = None) -> Verdict:
    """The duty was missed."""
    return Verdict("failed", None, due, hardness)


def not_applicable(reason: str) -> Verdict:
    """The duty does not bind this subject."""
    return Verdict("not_applicable", reason)


def not_evaluable(reason: str) -> Verdict:
    """What was published does not let anybody tell."""
    return Verdict("not_evaluable", reason)


@dataclass(slots=True)
class WorkCase:
    """One work on one day, with what its plan implies for every rule.

    ``page_read``: whoever judges has read the page of the work that day, and not only the daily file.
    ``pages_read``: the codes of all works whose pages were.
    ``sharers``: of how many investments the pages that were read show a work exactly at the default point.
    ``gallery``: what the photographs on these pages show: by scene the works, each with the owner of its code.
    ``looked_before``: the days on which the daily file had shown the work to him before, the oldest first.
    """

    project: ProjectPlan
    position: int
    day: date
    page_read: bool = False
    sharers: int = 0
    pages_read: frozenset[str] = frozenset()
    looked_before: tuple[date, ...] = ()
    gallery: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @property
    def work(self) -> WorkPlan:
        """The plan of the work."""
        return self.project.works[self.position]

    @property
    def state(self) -> str:
        """Where the work stands."""
        return self.work.state(self.day)

    @property
    def process(self) -> ProcessPlan | None:
        """The process that can be tied to it."""
        return links.process_of(self.project, self.position, self.day)

    @property
    def regime(self) -> str:
        """R0, R1 or unknown."""
        return links.regime_of(self.project, self.position, self.day)

    @property
    def contract_signed(self) -> date | None:
        """When its contract was signed, as far as SEACE shows a contract of a process tied to it."""
        process = self.process
        return process.signed if process is not None and contract_seen(process, self.day) else None

    @property
    def late_supervisor_shown(self) -> bool:
        """Whether the page was read and the first supervisor that it shows came long after the start."""
        supervised = self.work.dates.supervised
        late = self.work.trait("supervision") == "late"
        return self.page_read and late and supervised is not None and supervised <= self.day

    def from_page(self) -> Iterator[Verdict]:
        """Why nobody can tell where only the page of the work would; nothing when it was read."""
        if not self.page_read:
            yield not_evaluable("page_not_seen")

    @property
    def is_emergency(self) -> bool:
        """Whether its investment is an emergency in the file of active investments."""
        investment = self.project.investment
        if investment is None or not self.work.has_cui:
            return False
        return investment.trait("kind").startswith("emergency") and standing(investment, self.day) == "active"

    @property
    def is_marked(self) -> bool:
        """Whether the stoppage mark stands on a work that is not in state stopped."""
        return self.work.trait("mark") == "yes" and self.state in ("executing", "finished")

    @property
    def is_young(self) -> bool:
        """Whether it began less than thirty days ago, as far as a start is published."""
        started = links.started_shown(self.work, self.day)
        return started is not None and (self.day - started).days < _YOUNG_DAYS

    @property
    def reception_shown(self) -> bool:
        """Whether anything about a reception is published."""
        shown = self.work.dates.reception_shown
        return self.state == "finished" and shown is not None and shown <= self.day

    @property
    def settlement_shown(self) -> bool:
        """Whether anything about a liquidation is published."""
        shown = self.work.dates.settlement_shown
        return self.state == "finished" and shown is not None and shown <= self.day

    def unreadable(self, *fields: str) -> bool:
        """Whether a cell among ``fields`` is printed today and cannot be read."""
        return any(field in self.work.broken and self._printed(field) for field in fields)

    def _printed(self, field: str) -> bool:
        if self.state == "not_started":
            return False
        work, day = self.work, self.day
        shown: dict[str, Callable[[], bool]] = {
            "progress_month": lambda: is_obscured(work, day),
            "physical_pct": lambda: last_reported(work, day) is not None,
            "finished_on": lambda: self.state == "finished",
            "received_on": lambda: self.reception_shown,
            "liquidated_on": lambda: self.settlement_shown,
            "stopped_on": lambda: self.state == "stopped",
            "handover_on": lambda: work.trait("handover") != "none" and work.dates.handover <= day,
        }
        return shown[field]() if field in shown else True

    def outside_data(self) -> Iterator[Verdict]:
        """Why nobody asks about the data of the work; nothing when somebody does."""
        if self.work.trait("secrecy") == "reserved":
            yield not_applicable("reserved")
        if self.is_emergency:
            yield not_applicable("emergency")

    def outside_procurement(self) -> Iterator[Verdict]:
        """Why procurement law does not bind the work; nothing when it does."""
        if self.work.trait("secrecy") == "reserved":
            yield not_applicable("reserved")
        if not self.work.by_contract:
            yield not_applicable("modality")
        if self.work.trait("origin") == "reconstruction":
            yield not_applicable("reconstruction")
        if self.is_emergency:
            yield not_applicable("emergency")

    def outside_state(self, state: str) -> Iterator[Verdict]:
        """Why a duty of works in ``state`` does not bind it; nothing when it does."""
        if self.state != state:
            yield not_applicable(f"not_{state}")
        if self.is_marked:
            yield not_applicable("stoppage_flag")
        if self.is_young:
            yield not_applicable("young_work")
