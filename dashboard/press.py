"""A second process that shares with the caller the writing of both editions of the site.

``python -m dashboard.press`` reads one task a line (JSON) from standard input and answers each with a line (JSON):
pages and bytes, or what went wrong. The staff edition is many times the open one, so the second process writes the
whole open edition and then half of the staff's record pages. It ends when its input does, so with its parent at the
latest. It is started afresh and never forked: DuckDB's threads do not survive a fork.
"""

from __future__ import annotations

import atexit
import gc
import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from alerts.casework import Dismissed
from alerts.roots import Root
from dashboard import rulebook, site
from dashboard.errors import DashboardError, PressError
from dashboard.frame import Facts, relative

PROJECT = Path(__file__).parent.parent
FEW_COLLECTIONS = 50_000
"""New objects between two collections: what a page is made of dies with it, without any being looked for."""


@dataclass(frozen=True)
class Order:
    """One edition to be written; see ``site.build`` for what each says."""

    snapshot: Path
    folder: Path
    ledger: Path
    edition: str
    world: str
    invented: bool
    night: date
    roots: tuple[Root, ...] = ()
    dismissed: tuple[Dismissed, ...] = ()

    def write(self, half: Callable[[], Callable[[], site.SiteReport]] | None = None) -> site.SiteReport:
        """Write it in this process, with half of its many pages written elsewhere if that is offered."""
        return site.build(
            self.snapshot,
            self.folder,
            edition=self.edition,
            world=self.world,
            invented=self.invented,
            night=self.night,
            ledger=self.ledger,
            roots=self.roots,
            dismissed=self.dismissed,
            half=half,
        )

    def write_half(self) -> site.SiteReport:
        """Write the half that another process, at work on the rest, leaves to this one."""
        facts = Facts(
            self.edition,
            self.world,
            self.invented,
            self.night,
            rulebook.load(),
            relative(self.ledger, self.folder),
            self.roots,
            self.dismissed,
        )
        return site.write_share(site.Share(self.snapshot, site.draft(self.folder), facts, part=1, of=2))


@dataclass(frozen=True)
class Task:
    """What one line asks of the second process: an order, whole or the half that its caller leaves."""

    order: Order
    whole: bool


_TASKS = TypeAdapter(Task)


class Press:
    """The second process; it stays for further orders until ``close``."""

    def __init__(self) -> None:
        self._asked: list[Task] = []
        self._answers: list[dict[str, Any]] = []  # they come in the order of the tasks
        self._process = subprocess.Popen(
            [sys.executable, "-m", "dashboard.press"],
            cwd=PROJECT,
            env={"PATH": os.defpath, "PYTHONPATH": os.pathsep.join(sys.path), "LANG": "C.UTF-8", "TZ": "UTC"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            bufsize=1,
        )

    def write(self, here: Order, there: Order) -> tuple[site.SiteReport, site.SiteReport]:
        """Write one edition here and the other in the second process; returns when both are whole.

        The second process takes over half of the record pages of ``here`` when it is done with ``there``.

        Raises:
            DashboardError: either could not be written.
        """
        opened = self._ask(Task(there, whole=True))
        done = here.write(lambda: self._ask(Task(here, whole=False)))
        return done, opened()

    def _ask(self, task: Task) -> Callable[[], site.SiteReport]:
        """Hand a task over; what is returned waits for its answer."""
        if self._process.stdin is None:
            raise PressError("the second process has no way in; this is a fault of ours")
        self._process.stdin.write(_TASKS.dump_json(task).decode() + "\n")
        self._asked.append(task)
        return partial(self._answer, len(self._asked) - 1)

    def _answer(self, place: int) -> site.SiteReport:
        while len(self._answers) <= place:
            answer = self._process.stdout.readline() if self._process.stdout else ""
            if not answer:
                raise PressError("the process that writes the other edition ended; its own words stand above")
            self._answers.append(json.loads(answer))
        told = self._answers[place]
        if "fault" in told:
            raise PressError(f"the {self._asked[place].order.edition} edition could not be written: {told['fault']}")
        return site.SiteReport(**told)

    def close(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.communicate()


_kept: dict[int, Press] = {}


def write_both(here: Order, there: Order) -> tuple[site.SiteReport, site.SiteReport]:
    """Write two editions at once; the second process is kept for the next night.

    Raises:
        DashboardError: either could not be written.
    """
    # A fork of this process must start its own: two callers on one pipe would take each other's answers.
    press = _kept.get(os.getpid()) or _kept.setdefault(os.getpid(), Press())
    try:
        return press.write(here, there)
    except BaseException:
        _kept.pop(os.getpid()).close()
        raise


@atexit.register
def _close() -> None:
    if press := _kept.pop(os.getpid(), None):
        press.close()


def main() -> None:
    """Take tasks until standard input ends."""
    gc.set_threshold(FEW_COLLECTIONS)
    for line in sys.stdin:
        try:
            task = _TASKS.validate_json(line)
            answer: dict[str, object] = asdict(task.order.write() if task.whole else task.order.write_half())
        except DashboardError as fault:
            answer = {"fault": str(fault)}
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
