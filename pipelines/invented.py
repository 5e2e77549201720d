"""The sandbox's portals as a night meets them: a process of their own on loopback, one for each invented country.

They are another process for two reasons: a night must not share memory with what it audits, and inventing a country
costs seconds that the second core can spend. Not here: what the portals serve (``sandbox``).
"""

from __future__ import annotations

import atexit
import os
import subprocess
import sys
import threading
from collections import OrderedDict, deque
from datetime import date

from pipelines.errors import PipelineError, UsageError
from pipelines.settings import PROJECT

KEPT_COUNTRIES = 2
"""Countries whose portals stay open; scores visit many, one after the other."""
SMALL_COUNTRY = 6_000
"""Works, in some fifty megabytes: it stays open, as the next night finds most of it planned."""


class InventedPortals:
    """One country's portals: ``announce`` asks for a day ahead of need, ``address`` waits, ``withdraw`` ends it."""

    def __init__(self, seed: int, size: int) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "sandbox.days", "--seed", str(seed), "--size", str(size)],
            cwd=PROJECT,
            env={"PATH": os.defpath, "PYTHONPATH": os.pathsep.join(sys.path), "LANG": "C.UTF-8", "TZ": "UTC"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            bufsize=1,
        )
        self._awaited: deque[date] = deque()  # answers come in this order
        self._addresses: dict[date, str] = {}
        self._lock = threading.Lock()

    def announce(self, day: date) -> None:
        """Let the portals of a day be prepared; its address is wanted later."""
        with self._lock:
            self._announce(day)

    def address(self, day: date) -> str:
        """The address of a day's portals, as soon as they are open.

        Raises:
            UsageError: that day cannot be invented.
            PipelineError: the process ended instead of answering; its own words stand on standard error.
        """
        with self._lock:
            self._announce(day)
            while day not in self._addresses:
                self._addresses[self._awaited[0]] = self._answer(day)
                self._awaited.popleft()
            if (address := self._addresses[day]).startswith("!"):
                raise UsageError(address[1:])
            return address

    def withdraw(self, day: date) -> bool:
        """Give up the address of a day that nobody asks any more; says whether no other day is open or awaited."""
        with self._lock:
            self._addresses.pop(day, None)
            return not self._addresses and not self._awaited

    def _answer(self, day: date) -> str:
        answer = self._process.stdout.readline().strip() if self._process.stdout else ""
        if not answer:
            raise PipelineError(f"the invented portals of {day} did not open; their own words stand above")
        return answer

    def close(self) -> None:
        """End the process; a second call does nothing."""
        self._process.kill()
        self._process.communicate()

    def _announce(self, day: date) -> None:
        known = day in self._addresses or day in self._awaited
        if not known and self._process.stdin is not None:
            self._awaited.append(day)
            self._process.stdin.write(f"{day.isoformat()}\n")


_countries: OrderedDict[tuple[int, int, int], InventedPortals] = OrderedDict()


def portals_of(seed: int, size: int) -> InventedPortals:
    """The portals of a country; opened when first needed, closed when others have taken their place."""
    # A fork of this process must open its own: two readers of one pipe would take each other's answers.
    key = (os.getpid(), seed, size)
    if key not in _countries:
        _countries[key] = InventedPortals(seed, size)
        while len(_countries) > KEPT_COUNTRIES:
            _forget(*_countries.popitem(last=False))
    _countries.move_to_end(key)
    return _countries[key]


def withdraw(seed: int, size: int, day: date) -> None:
    """Give up a day's portals. A large country, which fills a gigabyte, ends with its last day."""
    key = (os.getpid(), seed, size)
    if size > SMALL_COUNTRY and key in _countries and _countries[key].withdraw(day):
        _forget(key, _countries.pop(key))


def _forget(key: tuple[int, int, int], portals: InventedPortals) -> None:
    if key[0] == os.getpid():
        portals.close()


@atexit.register
def _close_all() -> None:
    while _countries:
        _forget(*_countries.popitem())
