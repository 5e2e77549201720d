"""The runs of one benchmark and the statistics made of them: minimum, median, maximum, ratio of medians."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from statistics import median
from typing import Any

from bench.errors import FewerRunsError


@dataclass(frozen=True)
class Run:
    """One measured process. Seconds; megabytes of 2**20.

    Attributes:
        contender: who ran.
        wall: from start to end.
        cpu: user and system time of the process and its children.
        largest_mb: peak resident memory of its largest process.
        together_mb: peak of the sum over the process and its children, sampled; a page shared by many counts once.
        load: the machine's load average when it began.
        facts: what the contender said about itself.
    """

    contender: str
    wall: float
    cpu: float
    largest_mb: float
    together_mb: float
    load: float
    facts: dict[str, Any]

    def figure(self, measure: str) -> float:
        """A measured figure, or a fact that is a number."""
        if measure in {"wall", "cpu", "largest_mb", "together_mb", "load"}:
            return float(getattr(self, measure))
        return float(self.facts[measure])


@dataclass(frozen=True)
class Spread:
    """Minimum, median and maximum of one figure over the runs of one contender."""

    least: float
    middle: float
    most: float

    def text(self, unit: str = "s") -> str:
        """Median with the range, as the page shows it."""
        return f"{number(self.middle)} {unit} ({number(self.least)} to {number(self.most)})"


class Series:
    """All runs of one benchmark."""

    def __init__(self, runs: Iterable[Run]) -> None:
        self.runs = list(runs)

    @property
    def contenders(self) -> list[str]:
        """Names in the order of their first run."""
        return list(dict.fromkeys(run.contender for run in self.runs))

    def of(self, contender: str) -> list[Run]:
        """The runs of one contender."""
        return [run for run in self.runs if run.contender == contender]

    def spread(self, contender: str, measure: str = "wall") -> Spread:
        """How a figure of a contender came out.

        Raises:
            FewerRunsError: it has no run.
        """
        figures = [run.figure(measure) for run in self.of(contender)]
        if not figures:
            raise FewerRunsError(f"{contender} has no run: there is nothing to summarise")
        return Spread(min(figures), median(figures), max(figures))

    def middle(self, contender: str, measure: str = "wall") -> float:
        """The median of a figure."""
        return self.spread(contender, measure).middle

    def most(self, contender: str, measure: str) -> float:
        """The greatest of a figure: what a limit on memory is held against."""
        return self.spread(contender, measure).most

    def ratio(self, above: str, below: str, measure: str = "wall") -> float:
        """Median of one contender over the median of another."""
        return self.middle(above, measure) / self.middle(below, measure)

    def demand(self, planned: dict[str, int]) -> None:
        """See that every contender ran as often as planned.

        Raises:
            FewerRunsError: one did not; its figures must not be shown.
        """
        for name, wanted in planned.items():
            seen = len(self.of(name))
            if seen < wanted:
                raise FewerRunsError(f"{name}: {seen} of {wanted} planned runs were seen; run the benchmark again")

    def as_rows(self) -> list[dict[str, Any]]:
        """Plain rows for the file of figures."""
        return [asdict(run) for run in self.runs]


def number(value: float) -> str:
    """A number short enough for a table: three figures that mean something."""
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}"
