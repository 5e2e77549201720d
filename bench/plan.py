"""What a benchmark is: a workload, contenders that each run as whole processes, and goals on their figures.

Here: the words. Not here: running (``harness``), statistics (``series``), the page (``report``).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bench.series import Series

Facts = dict[str, Any]
"""What a contender says about its own run: seconds of its parts, rows, counts."""


def nothing() -> None:
    """Do nothing before a run."""


def believe(facts: Facts) -> Facts:
    """Take a contender's facts as they are."""
    return facts


@dataclass(frozen=True)
class Contender:
    """One command that is measured as a whole process, with its children.

    ``before`` runs outside the clock (a fresh copy, an empty folder); ``after`` looks at what the run left, may add to
    its facts and raises WrongResultError when it did not do the work.
    """

    name: str
    command: Sequence[str]
    environment: Mapping[str, str] = field(default_factory=dict)
    before: Callable[[], None] = nothing
    after: Callable[[Facts], Facts] = believe
    note: str = ""


@dataclass(frozen=True)
class Goal:
    """A limit that a figure keeps or breaks; a broken goal is shown as short, never trimmed."""

    text: str
    value: Callable[[Series], float]
    limit: float
    at_most: bool = True
    unit: str = ""

    def met(self, series: Series) -> bool:
        """Whether the figures keep the limit."""
        value = self.value(series)
        return value <= self.limit if self.at_most else value >= self.limit


@dataclass(frozen=True)
class Plan:
    """A whole benchmark. ``measure`` names the figure that is compared: ``wall`` or a fact in seconds."""

    name: str
    workload: str
    contenders: Sequence[Contender]
    goals: Sequence[Goal] = ()
    measures: Sequence[str] = ("wall",)
    runs: int = 5
    notes: Sequence[str] = ()
