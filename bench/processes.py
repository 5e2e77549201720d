"""One command run and measured as a whole process: time by the clock, processor time, memory, children included.

Here: starting, watching and waiting. Not here: repeating (``harness``).
"""

import itertools
import json
import os
import resource
import subprocess
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from bench import places
from bench.errors import RunFailedError
from bench.series import Run

FACTS = "VIGIA_BENCH_FACTS"
"""Environment variable: the file in which a contender may leave its facts as JSON."""
SAMPLE_SECONDS = 0.2
TOGETHER_EVERY = 5
"""Samples between two sums over all processes: asking the kernel for shares walks every page."""
TICKS = os.sysconf("SC_CLK_TCK")
SHOWN = 3_000
INHERITED = 1.1
"""A child's peak up to this share of ours may be ours, inherited at its start."""


def measure(name: str, command: Sequence[str], environment: Mapping[str, str]) -> Run:
    """Run a command once.

    Raises:
        RunFailedError: it did not end with 0; the message holds the end of its output.
    """
    load = places.load()
    with tempfile.TemporaryDirectory() as scratch:
        facts, output = Path(scratch) / "facts.json", Path(scratch) / "output.txt"
        with output.open("wb") as out:
            started = time.monotonic()
            process = subprocess.Popen(
                list(command),
                cwd=places.PROJECT,
                env={**os.environ, "PYTHONPATH": str(places.PROJECT), **environment, FACTS: str(facts)},
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
            )
            watcher = _Watcher(process.pid)
            watcher.start()
            _, status, usage = os.wait4(process.pid, 0)
            wall = time.monotonic() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        watcher.stop()
        if process.returncode != 0:
            said = output.read_text(encoding="utf-8", errors="replace")[-SHOWN:]
            raise RunFailedError(f"{name} ended with {process.returncode}: {' '.join(command)}\n{said}")
        told_mb = _told_mb(usage.ru_maxrss)
        told: dict[str, Any] = json.loads(facts.read_text(encoding="utf-8")) if facts.is_file() else {}
    return Run(
        contender=name,
        wall=round(wall, 3),
        # A child that nobody waited for is missing from the kernel's account; the samples still saw it.
        cpu=round(max(usage.ru_utime + usage.ru_stime, watcher.cpu), 3),
        largest_mb=round(max(watcher.largest_mb, told_mb), 1),
        together_mb=round(max(watcher.together_mb, watcher.largest_mb, told_mb), 1),
        load=load,
        facts=told,
    )


def _told_mb(child_peak: int) -> float:
    """What the kernel's account of an ended child says of its memory, 0 where it says nothing.

    The account begins with the size of whoever forked the child. Both sizes are read from counters kept per
    processor, so a child's may come out a little above its parent's without having held a page: that close, only
    the samples count.
    """
    own_peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return child_peak / 1024 if child_peak > own_peak * INHERITED else 0.0


def tell(facts: Mapping[str, Any]) -> None:
    """Leave a contender's facts where the harness looks for them; without a harness, print them."""
    text = json.dumps(facts, default=str)
    if FACTS in os.environ:
        Path(os.environ[FACTS]).write_text(text, encoding="utf-8")
    else:
        print(text)


class _Watcher(threading.Thread):
    """Samples processor time and memory of a process and everything under it; a page shared by many counts once."""

    def __init__(self, process: int) -> None:
        super().__init__(daemon=True)
        self.process = process
        self.together_mb = 0.0
        self.largest_mb = 0.0
        self._ticks: dict[int, int] = {}
        self._end = threading.Event()

    @property
    def cpu(self) -> float:
        """Seconds of all processes seen, each as of its last sample."""
        return sum(self._ticks.values()) / TICKS

    def run(self) -> None:
        for sample in itertools.count():
            if self._end.wait(SAMPLE_SECONDS):
                return
            found = tree(self.process)
            self._ticks |= found
            self.largest_mb = max(self.largest_mb, *(_megabytes(number, "status", "VmHWM") for number in found), 0.0)
            if sample % TOGETHER_EVERY == 0:
                together = sum(_megabytes(number, "smaps_rollup", "Pss") for number in found)
                self.together_mb = max(self.together_mb, together)

    def stop(self) -> None:
        self._end.set()
        self.join()


def tree(root: int) -> dict[int, int]:
    """Ticks of processor time of a process and all below it; empty where there is no /proc.

    The ticks leave out those of children already waited for: they were sampled while they lived.
    """
    children: dict[int, list[int]] = defaultdict(list)
    seen: dict[int, int] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()
        except OSError:
            continue
        children[int(fields[1])].append(int(folder.name))
        seen[int(folder.name)] = int(fields[11]) + int(fields[12])
    found: dict[int, int] = {}
    waiting = [root]
    while waiting:
        process = waiting.pop()
        if process in seen:
            found[process] = seen[process]
        waiting += children[process]
    return found


def _megabytes(process: int, file: str, name: str) -> float:
    """One figure of a process's memory from ``/proc``, 0 when it is gone."""
    try:
        lines = Path(f"/proc/{process}/{file}").read_text(encoding="ascii", errors="replace").splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith(f"{name}:")), 0.0)
