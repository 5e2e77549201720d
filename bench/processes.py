"""One command run and measured as a whole process: time by the clock, processor time, memory, children included.

Here: starting, watching and waiting. Not here: repeating (``harness``).
"""

import json
import os
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
PAGE = os.sysconf("SC_PAGE_SIZE")
TICKS = os.sysconf("SC_CLK_TCK")
SHOWN = 3_000


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
        told: dict[str, Any] = json.loads(facts.read_text(encoding="utf-8")) if facts.is_file() else {}
    return Run(
        contender=name,
        wall=round(wall, 3),
        # A child that nobody waited for is missing from the kernel's account; the samples still saw it.
        cpu=round(max(usage.ru_utime + usage.ru_stime, watcher.cpu), 3),
        largest_mb=round(max(watcher.largest_mb, usage.ru_maxrss / 1024), 1),
        together_mb=round(max(watcher.together_mb, usage.ru_maxrss / 1024), 1),
        load=load,
        facts=told,
    )


def tell(facts: Mapping[str, Any]) -> None:
    """Leave a contender's facts where the harness looks for them; without a harness, print them."""
    text = json.dumps(facts, default=str)
    if FACTS in os.environ:
        Path(os.environ[FACTS]).write_text(text, encoding="utf-8")
    else:
        print(text)


class _Watcher(threading.Thread):
    """Samples processor time and resident memory of a process and everything under it."""

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
        while not self._end.wait(SAMPLE_SECONDS):
            found = tree(self.process)
            self._ticks |= {number: ticks for number, (ticks, _) in found.items()}
            megabytes = [pages * PAGE / 2**20 for _, pages in found.values()]
            self.together_mb = max(self.together_mb, sum(megabytes))
            self.largest_mb = max(self.largest_mb, *megabytes, 0.0)

    def stop(self) -> None:
        self._end.set()
        self.join()


def tree(root: int) -> dict[int, tuple[int, int]]:
    """Ticks of processor time and resident pages of a process and all below it; empty where there is no /proc.

    The ticks leave out those of children already waited for: they were sampled while they lived.
    """
    children: dict[int, list[int]] = defaultdict(list)
    seen: dict[int, tuple[int, int]] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()
        except OSError:
            continue
        children[int(fields[1])].append(int(folder.name))
        seen[int(folder.name)] = (int(fields[11]) + int(fields[12]), int(fields[21]))
    found: dict[int, tuple[int, int]] = {}
    waiting = [root]
    while waiting:
        process = waiting.pop()
        if process in seen:
            found[process] = seen[process]
        waiting += children[process]
    return found
