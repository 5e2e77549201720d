"""A second process that writes one edition of the site while the caller writes the other.

``python -m dashboard.press`` reads one order a line (JSON) from standard input and answers each with a line (JSON):
pages and bytes, or what went wrong. It ends when its input does, so with its parent at the latest. It is started afresh
and never forked: DuckDB's threads do not survive a fork.
"""

from __future__ import annotations

import atexit
import gc
import json
import os
import subprocess
import sys
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from pydantic import TypeAdapter

from alerts.casework import Dismissed
from alerts.roots import Root
from dashboard import site
from dashboard.errors import DashboardError, PressError

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

    def write(self) -> site.SiteReport:
        """Write it in this process."""
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
        )


_ORDERS = TypeAdapter(Order)


class Press:
    """The second process; it stays for further orders until ``close``."""

    def __init__(self) -> None:
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

        Raises:
            DashboardError: either could not be written.
        """
        if self._process.stdin is None or self._process.stdout is None:
            raise PressError("the second process has no way in or out; this is a fault of ours")
        self._process.stdin.write(_ORDERS.dump_json(there).decode() + "\n")
        try:
            done = here.write()
        finally:
            answer = self._process.stdout.readline()
        if not answer:
            raise PressError("the process that writes the other edition ended; its own words stand above")
        told = json.loads(answer)
        if "fault" in told:
            raise PressError(f"the {there.edition} edition could not be written: {told['fault']}")
        return done, site.SiteReport(**told)

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
    """Take orders until standard input ends."""
    gc.set_threshold(FEW_COLLECTIONS)
    for line in sys.stdin:
        try:
            answer: dict[str, object] = asdict(_ORDERS.validate_json(line).write())
        except DashboardError as fault:
            answer = {"fault": str(fault)}
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
