"""A warm parent for reading children: everything imported once, one fork a payload, nothing shared afterwards.

Here: the loop of the nursery process and the handle on it. Not here: what a child does (``child``) and its limits from
outside (``reading``). Importing the engines costs half a second; OECE's months are many.

The nursery never opens an outside byte itself: it only forks. One line in (the path of a job), two lines out (the
child's process id, then its exit code).
"""

import atexit
import gc
import os
import select
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.abc import MetaPathFinder
from pathlib import Path
from typing import IO

from sources.errors import ReadingError

ERRORS_NAME = "errors.txt"
AT_ONCE = 2
"""Children that read at the same time, each of a nursery of its own."""
IDLE_SECONDS = 0.05
"""How long no job has to come for something to be imported that only another kind of job needs."""
ENVIRONMENT = {"PATH": os.defpath, "LANG": "C.UTF-8", "TZ": "UTC", "OPENBLAS_NUM_THREADS": "1"}
"""No reader multiplies matrices: numpy's threads for that would take a sixth of the time in which a nursery starts."""


class Nursery:
    """One nursery process, started when first needed; it ends with this process, whose pipe it reads."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self.owner = os.getpid()

    def start(self) -> None:
        """Start the process and do not wait: it imports what it needs meanwhile."""
        self._living()

    def begin(self, job: Path) -> int:
        """Start the child of a job and return its process id.

        Raises:
            ReadingError: the nursery cannot be started.
        """
        process = self._living()
        if process.stdin is None:
            raise ReadingError("the reading nursery has no way in; this is a fault of ours")
        process.stdin.write(f"{job}\n".encode())
        process.stdin.flush()
        return int(self._line())

    def ended(self, within_seconds: float) -> int | None:
        """The exit code of the child that was begun last (negative: ended by a signal), None while it works."""
        ready, _, _ = select.select([self._out()], [], [], within_seconds)
        return int(self._line()) if ready else None

    def close(self) -> None:
        """End the nursery; the next job starts a new one."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.communicate()

    def _living(self) -> "subprocess.Popen[bytes]":
        if self._process is None or self._process.poll() is not None:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "sources.nursery"],
                cwd=Path(__file__).parent.parent,
                env=ENVIRONMENT | {"PYTHONPATH": os.pathsep.join(sys.path)},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                bufsize=0,
            )
        return self._process

    def _out(self) -> IO[bytes]:
        out = self._process.stdout if self._process else None
        if out is None:
            raise ReadingError("the reading nursery is not there; this is a fault of ours")
        return out

    def _line(self) -> bytes:
        line = self._out().readline()
        if not line:
            self.close()
            raise ReadingError("the reading nursery ended by itself; run the night again")
        return line


class Nurseries:
    """Warm nurseries that wait for work: one is taken for a job and given back after it, so that it serves for all."""

    def __init__(self) -> None:
        self._idle: list[Nursery] = []
        self._lock = threading.Lock()

    @contextmanager
    def one(self) -> Iterator[Nursery]:
        """A nursery that nobody else uses meanwhile; after a fault inside it is ended and not given to anybody else."""
        nursery = self._taken()
        try:
            yield nursery
        except BaseException:
            nursery.close()
            raise
        with self._lock:
            self._idle.append(nursery)

    def prepare(self, number: int) -> None:
        """Have so many wait for work, where somebody has other things to do before there is any."""
        with self._lock:
            self._idle = [nursery for nursery in self._idle if nursery.owner == os.getpid()]
            self._idle += [Nursery() for _ in range(number - len(self._idle))]
            for nursery in self._idle:
                nursery.start()

    def close(self) -> None:
        """End those that wait; the next job starts a new one."""
        with self._lock:
            idle, self._idle = self._idle, []
        for nursery in idle:
            nursery.close()

    def _taken(self) -> Nursery:
        with self._lock:
            # A fork of this process must start its own: two writers to one nursery would take each other's children.
            self._idle = [nursery for nursery in self._idle if nursery.owner == os.getpid()]
            return self._idle.pop() if self._idle else Nursery()


NURSERIES = Nurseries()


def main() -> None:
    """Fork a child for every job that is named on standard input, one after the other."""
    sys.meta_path.insert(0, _WithoutPandas())
    for job in _jobs():
        process = os.fork()
        if process == 0:
            _be_child(job)
        _say(process)
        _, status = os.waitpid(process, 0)
        _say(os.waitstatus_to_exitcode(status))
    gc.unfreeze()  # DuckDB tells of everything that is never taken down


def _jobs() -> Iterator[Path]:
    """The jobs as they come; a child imports for itself what nobody had the time to make warm."""
    _warm_months()
    pieces = iter((_warm_tables,))
    while True:
        # What is there by now stays: no child looks through it for garbage, which would copy the pages it shares.
        gc.freeze()
        if not select.select([sys.stdin], [], [], IDLE_SECONDS)[0] and (warm := next(pieces, None)):
            warm()
        elif line := sys.stdin.readline():
            yield Path(line.rstrip("\n"))
        else:
            return


class _WithoutPandas(MetaPathFinder):
    """Answers the import of pandas as if it were not installed.

    No reader uses pandas, but Arrow would import it in every child only to ask whether a list is one of its frames.
    """

    def find_spec(self, fullname: str, path: object = None, target: object = None) -> None:  # noqa: ARG002
        """Refuse pandas; leave every other module to the finders that follow."""
        if fullname == "pandas":
            raise ModuleNotFoundError(fullname, name=fullname)


def _warm_months() -> None:
    """Import what a month of OECE needs, and have an empty engine wait for it."""
    from sources import child, registry  # noqa: F401
    from sources.oece_ocds import drift, prepared, reader  # noqa: F401

    drift.known_decoder()
    prepared.prepare(registry.read_spec(prepared.FOLDER / "source.yml"))
    atexit.register(prepared.close)


def _warm_tables() -> None:
    """Import what workbooks and CSVs need beside that."""
    import pyarrow as pa  # noqa: F401
    import python_calamine  # noqa: F401

    from sources.contraloria_infobras import reader as workbooks  # noqa: F401
    from sources.mef_detalle import reader as lines  # noqa: F401


def _be_child(job: Path) -> None:
    """Become the job's child: a session of its own, silent, its complaints in a file beside the job."""
    from sources import child

    code = 1
    try:
        os.setsid()
        nothing = os.open(os.devnull, os.O_RDWR)
        complaints = os.open(job.with_name(ERRORS_NAME), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        for source, target in ((nothing, 0), (nothing, 1), (complaints, 2)):
            os.dup2(source, target)
        code = child.main(job)
    except BaseException:  # noqa: BLE001 - told to the parent by complaint and exit code, as a fresh interpreter would
        import traceback

        os.write(2, traceback.format_exc().encode())
    finally:
        os._exit(code)


def _say(number: int) -> None:
    os.write(1, f"{number}\n".encode())


if __name__ == "__main__":
    main()
