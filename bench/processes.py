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
        cpu=round(usage.ru_utime + usage.ru_stime, 3),
        largest_mb=round(usage.ru_maxrss / 1024, 1),
        together_mb=round(max(watcher.peak_mb, usage.ru_maxrss / 1024), 1),
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
    """Samples the resident memory of a process and everything under it."""

    def __init__(self, process: int) -> None:
        super().__init__(daemon=True)
        self.process = process
        self.peak_mb = 0.0
        self._end = threading.Event()

    def run(self) -> None:
        while not self._end.wait(SAMPLE_SECONDS):
            self.peak_mb = max(self.peak_mb, tree_mb(self.process))

    def stop(self) -> None:
        self._end.set()
        self.join()


def tree_mb(root: int) -> float:
    """Resident megabytes of a process and all below it; 0 where there is no /proc."""
    children: dict[int, list[int]] = defaultdict(list)
    pages: dict[int, int] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()
        except OSError:
            continue
        children[int(fields[1])].append(int(folder.name))
        pages[int(folder.name)] = int(fields[21])
    total, waiting = 0, [root]
    while waiting:
        process = waiting.pop()
        total += pages.get(process, 0)
        waiting += children[process]
    return total * PAGE / 2**20
