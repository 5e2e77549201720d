"""What a portal can do wrong: faults by name, chosen columns, mixes by a seed, and the desk that switches them on.

A fault spoils the published bytes (so lengths and tags agree with the spoiled file), or changes the answer, or both, or
answers another question. Which there are stands in the two tables; how bytes are spoiled, in the spoil modules.
"""

from __future__ import annotations

import threading
import zlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from sandbox import spoil_tables as tables
from sandbox.errors import FaultNotApplicableError
from sandbox.fault import Fault
from sandbox.faults_content import CONTENT
from sandbox.faults_network import NETWORK, RETRY_DATE, redirect, silent, slow, status

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = [
    "FAULTS", "HEAVY", "RETRY_DATE", "STALLING", "Fault", "FaultDesk", "Mixed", "dropped", "fits", "mixed", "named",
    "printed", "redirect", "renamed", "silent", "slow", "status",
]  # fmt: skip

FAULTS: dict[str, Fault] = {fault.name: fault for fault in (*NETWORK, *CONTENT)}


def named(name: str) -> Fault:
    """Look a fault up.

    Raises:
        FaultNotApplicableError: the table has no such fault.
    """
    try:
        return FAULTS[name]
    except KeyError:
        raise FaultNotApplicableError(f"no fault is named {name!r}; there are: {', '.join(FAULTS)}") from None


def dropped(header: str) -> Fault:
    """Leave one chosen column out of the file."""
    return Fault(
        "dropped_column", f"{header} is gone", spoil=tables.on_table(lambda table: tables.drop(table, [header]))
    )


def renamed(header: str, new: str) -> Fault:
    """Print another header over one chosen column."""
    change = tables.on_table(lambda table: tables.rename(table, [header], new))
    return Fault("renamed_column", f"{header} is called {new}", spoil=change)


def printed(header: str, text: str) -> Fault:
    """Print a text in one chosen column of the row in the middle."""
    change = tables.on_table(lambda table: tables.put(table, [header], text))
    return Fault("printed_text", f"{header} reads {text} in one row", spoil=change)


def fits(name: str, body: bytes) -> bool:
    """Say whether a fault can spoil these bytes; what changes the answer alone fits all."""
    fault = named(name)
    try:
        if fault.spoil is not None:
            fault.spoil(body)
    except FaultNotApplicableError:
        return False
    return True


@dataclass(frozen=True)
class Mixed:
    """Another fault at each request, drawn by a seed: see :func:`mixed`."""

    seed: int
    names: tuple[str, ...]
    percent: int

    def drawn(self, path: str, turn: int) -> Fault | None:
        """Draw for one request of a path; the same seed, path and turn always give the same."""
        number = zlib.crc32(f"{self.seed}/{path}/{turn}".encode())
        if number % 100 >= self.percent:
            return None
        return named(self.names[number // 100 % len(self.names)]).where_it_fits()


Choice = Fault | str | Mixed | Sequence[Fault | str | Mixed]
"""What can be switched on for a path: a fault, its name, a mix, or several of these."""


STALLING = frozenset({"silent", "slow_loris"})
"""Faults that hold a connection for longer than a mix should; they have to be named."""

HEAVY = frozenset(
    {"slow", "gzip_bomb", "zip_bomb", "zip_many", "huge_line", "json_deep", "html_deep", "xlsx_empty_rows"}
)
"""Faults that are about time and memory: tried one by one, in a mix they would cost minutes."""

_MIXABLE = tuple(name for name in FAULTS if name not in STALLING)


def mixed(seed: int, names: Sequence[str] = _MIXABLE, percent: int = 50) -> Mixed:
    """Strike a share of the requests with faults drawn by a seed; one that does not fit an answer passes over it."""
    for name in names:
        named(name)
    return Mixed(seed, tuple(names), percent)


class FaultDesk:
    """Which faults are on for which paths, and how often each has struck."""

    def __init__(self, faults: Mapping[str, Choice] | None = None) -> None:
        self._lock = threading.Lock()
        self.set(faults)

    def set(self, faults: Mapping[str, Choice] | None) -> None:
        """Replace all faults; counts begin anew."""
        chosen: dict[str, list[Fault | Mixed]] = {}
        for pattern, given in (faults or {}).items():
            several = [given] if isinstance(given, Fault | str | Mixed) else list(given)
            chosen[pattern] = [named(fault) if isinstance(fault, str) else fault for fault in several]
        with self._lock:
            self._chosen = chosen
            self._struck: Counter[str] = Counter()

    def due(self, path: str) -> list[Fault]:
        """List the faults that spoil this request of a path, and count them."""
        due = []
        with self._lock:
            for pattern, faults in self._chosen.items():
                if not fnmatchcase(path, pattern):
                    continue
                for place, fault in enumerate(faults):
                    if (struck := self._due(fault, path, f"{pattern} {place}")) is not None:
                        due.append(struck)
        return due

    def _due(self, fault: Fault | Mixed, path: str, key: str) -> Fault | None:
        if isinstance(fault, Mixed):
            self._struck[f"{key} {path}"] += 1
            return fault.drawn(path, self._struck[f"{key} {path}"])
        if fault.times is not None and self._struck[key] >= fault.times:
            return None
        self._struck[key] += 1
        return fault
