"""The `vigia` command as a process: started, watched, killed, repeated. Knows nothing of what a night does."""

from __future__ import annotations

import atexit
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
WARM = Path(__file__).with_name("warm.py")
PATIENCE = 300.0


MEMORY = Path("/dev/shm")


@contextmanager
def memory_folder() -> Iterator[Path]:
    """An empty folder that is removed at the end, in memory where the machine offers that."""
    where = MEMORY if MEMORY.is_dir() and os.access(MEMORY, os.W_OK) else None
    with tempfile.TemporaryDirectory(prefix="vigia-test-", dir=where, ignore_cleanup_errors=True) as folder:
        yield Path(folder)


@dataclass(frozen=True)
class Place:
    """Folders of one installation: its data, its run history, and where outputs of commands are kept."""

    folder: Path
    extra: Mapping[str, str] = field(default_factory=dict)

    def environment(self) -> dict[str, str]:
        """What the command is told by variables; nothing of the caller's own settings."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("VIGIA_", "DAGSTER_"))}
        ours = {"VIGIA_DATA": str(self.folder / "data"), "VIGIA_DAGSTER": str(self.folder / "dagster")}
        return kept | ours | {"VIGIA_LOG": "INFO", "DAGSTER_DISABLE_TELEMETRY": "yes"} | dict(self.extra)


@dataclass(frozen=True)
class Ended:
    """A command that ended: exit code (negative: killed), what it wrote, and when each line of its log was seen."""

    code: int
    out: str
    log: str

    def steps(self, event: str) -> list[str]:
        """Names of the steps that the log says began (``step_begins``) or ended (``step_ends``)."""
        return steps(self.log, event)


def start_fresh(place: Place, *words: str) -> Running:
    """Start ``python -m pipelines WORDS`` in a fresh interpreter."""
    place.folder.mkdir(parents=True, exist_ok=True)
    out, log = place.folder / "fresh.stdout", place.folder / "fresh.stderr"
    with out.open("wb") as out_file, log.open("wb") as log_file:
        process = subprocess.Popen(
            [sys.executable, "-m", "pipelines", *words], cwd=ROOT, env=place.environment(),
            stdout=out_file, stderr=log_file, start_new_session=True,
        )  # fmt: skip
    return Running(process.pid, out, log, process.wait)


def steps(log: str, event: str) -> list[str]:
    """The step named in each line of a log with this event."""
    lines = [line for line in log.splitlines() if f"event={event} " in line]
    return [line.split("step=")[1].split()[0] for line in lines]


def run(place: Place, *words: str) -> Ended:
    """``python -m pipelines WORDS`` in a fresh interpreter, to its end."""
    done = subprocess.run(
        [sys.executable, "-m", "pipelines", *words], cwd=ROOT, env=place.environment(), capture_output=True,
        text=True, timeout=PATIENCE, check=False,
    )  # fmt: skip
    return Ended(done.returncode, done.stdout, done.stderr)


class Command:
    """Starts commands one after the other; ``warm`` forks them from a process that has everything imported."""

    def __init__(self) -> None:
        self._parent: subprocess.Popen[str] | None = None
        self._number = 0

    def start(self, place: Place, *words: str) -> Running:
        """Start a command; wait for it before the next is started."""
        parent = self._living()
        self._number += 1
        place.folder.mkdir(parents=True, exist_ok=True)
        outputs = {name: str(place.folder / f"command-{self._number}.{name}") for name in ("stdout", "stderr")}
        order = {"words": words, "environment": place.environment(), **outputs}
        assert parent.stdin is not None
        assert parent.stdout is not None
        parent.stdin.write(json.dumps(order) + "\n")
        parent.stdin.flush()
        answers = parent.stdout
        process = int(answers.readline())
        return Running(process, Path(outputs["stdout"]), Path(outputs["stderr"]), lambda: int(answers.readline()))

    def run(self, place: Place, *words: str) -> Ended:
        """Run a command to its end."""
        return self.start(place, *words).wait()

    def close(self) -> None:
        """End the warm process."""
        if self._parent is not None:
            self._parent.kill()
            self._parent.communicate()

    def _living(self) -> subprocess.Popen[str]:
        if self._parent is None:
            environment = Place(ROOT).environment() | {"PYTHONPATH": str(ROOT)}
            self._parent = subprocess.Popen(
                [sys.executable, str(WARM)], cwd=ROOT, env=environment, text=True,
                stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            )  # fmt: skip
        return self._parent


class Running:
    """One command under way."""

    def __init__(self, process: int, out: Path, log: Path, exit_code: Callable[[], int]) -> None:
        self.process = process
        self._out, self._log, self._exit_code = out, log, exit_code

    def log(self) -> str:
        """What it wrote on standard error so far."""
        return self._log.read_text(encoding="utf-8", errors="replace") if self._log.exists() else ""

    def wait_for(self, line: str, times: int = 1) -> bool:
        """Wait until a text was logged so many times; False when the command ended first."""
        deadline, size = time.monotonic() + PATIENCE, -1
        while True:
            alive = self.alive()
            # The log is read only when it has grown: reading it every moment would take a core from the command.
            if (grown := self._log.stat().st_size if self._log.exists() else 0) != size:
                size = grown
                if self.log().count(line) >= times:
                    return True
            if not alive or time.monotonic() > deadline:
                return False
            time.sleep(0.002)

    def alive(self) -> bool:
        """Whether the process still runs (an ended one that nobody waited for is not alive)."""
        try:
            state = Path(f"/proc/{self.process}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()[0]
        except OSError:
            return False
        return state not in "ZX"

    def kill(self) -> Ended:
        """``kill -9``, then what was left behind."""
        if self.alive():
            os.kill(self.process, signal.SIGKILL)
        return self.wait()

    def wait(self) -> Ended:
        """Wait for the end."""
        code = self._exit_code()
        return Ended(code, self._out.read_text(encoding="utf-8", errors="replace"), self.log())


@contextmanager
def warm() -> Iterator[Command]:
    """A command whose process is ended at the end."""
    command = Command()
    try:
        yield command
    finally:
        command.close()


@cache
def shared() -> Command:
    """The warm command of all tests in this process, ended with it: importing everything costs half a night."""
    command = Command()
    atexit.register(command.close)
    return command
