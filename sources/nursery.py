"""A warm parent for reading children: everything imported once, one fork a payload, nothing shared afterwards.

Here: the loop of the nursery process and the handle on it. Not here: what a child does (``child``) and its limits from
outside (``reading``). Importing the engines costs half a second; OECE's months are many.

The nursery never opens an outside byte itself: it only forks. Where several children are to read at once, one process
imports and then forks a twin of itself for each of the others. A line joins a nursery to its owner: the path of a job
goes in, the child's process id and then its exit code come out.
"""

import gc
import os
import select
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.abc import MetaPathFinder
from pathlib import Path

from sources.errors import ReadingError

ERRORS_NAME = "errors.txt"
AT_ONCE = 2
"""Children that read at the same time, each of a nursery of its own."""
IDLE_SECONDS = 0.05
"""How long no job has to come for something to be imported that only another kind of job needs."""
ENVIRONMENT = {
    "PATH": os.defpath,
    "LANG": "C.UTF-8",
    "TZ": "UTC",
    # No reader multiplies matrices: numpy's threads for that would take a sixth of the time in which a nursery starts.
    "OPENBLAS_NUM_THREADS": "1",
    # A child lives for a second or two and uses the same pieces of a megabyte again and again: giving each back to the
    # system and asking for it anew would cost 3 % of its time.
    "MALLOC_TRIM_THRESHOLD_": str(256 << 20),
    "MALLOC_MMAP_THRESHOLD_": str(64 << 20),
    "MALLOC_TOP_PAD_": str(16 << 20),
}


class Nursery:
    """The owner's end of the line to a nursery, which ends when this end is closed, at the latest with the owner.

    ``process`` is the nursery where it is the owner's own child and no twin.
    """

    def __init__(self, line: socket.socket, process: "subprocess.Popen[bytes] | None") -> None:
        self.owner = os.getpid()
        self.process = process
        self._line = line
        self._said = line.makefile("rb", buffering=0)

    def begin(self, job: Path) -> int:
        """Start the child of a job and return its process id.

        Raises:
            ReadingError: the nursery is not there any more.
        """
        with suppress(OSError):  # told by what is not said then
            self._line.sendall(f"{job}\n".encode())
        return self._number()

    def ended(self, within_seconds: float) -> int | None:
        """The exit code of the child that was begun last (negative: ended by a signal), None while it works."""
        ready, _, _ = select.select([self._line], [], [], within_seconds)
        return self._number() if ready else None

    def alive(self) -> bool:
        """Whether a nursery that has nothing to say still listens."""
        return not select.select([self._line], [], [], 0)[0]

    def close(self) -> None:
        """End the nursery: at once, or a twin as soon as its child has ended."""
        self._said.close()
        self._line.close()
        if self.process is not None and self.owner == os.getpid():
            self.process.kill()
            self.process.wait()

    def _number(self) -> int:
        try:
            line = self._said.readline()
        except OSError:
            line = b""
        if not line:
            raise ReadingError("the reading nursery ended by itself; run the night again")
        return int(line)


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
            self._forget_lost()
            if number > len(self._idle):
                self._idle += self._start(number - len(self._idle))

    def close(self) -> None:
        """End those that wait; the next job starts a new one."""
        with self._lock:
            idle, self._idle = self._idle, []
        for nursery in idle:
            nursery.close()

    def _taken(self) -> Nursery:
        with self._lock:
            self._forget_lost()
            return self._idle.pop() if self._idle else self._start(1)[0]

    def _forget_lost(self) -> None:
        """Leave those that ended by themselves; and a fork of this process must start its own.

        Two writers to one nursery would take each other's children.
        """
        mine = os.getpid()
        kept = [nursery for nursery in self._idle if nursery.owner == mine and nursery.alive()]
        for nursery in self._idle:
            if nursery not in kept:
                nursery.close()
        self._idle = kept

    def _start(self, number: int) -> list[Nursery]:
        """Start the process of so many nurseries and do not wait: it imports what it needs meanwhile."""
        lines = [socket.socketpair() for _ in range(number)]
        theirs = [line.fileno() for _, line in lines]
        process = subprocess.Popen(
            [sys.executable, "-m", "sources.nursery", *map(str, theirs)],
            cwd=Path(__file__).parent.parent,
            env=ENVIRONMENT | {"PYTHONPATH": os.pathsep.join(sys.path)},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            pass_fds=theirs,
        )
        for _, line in lines:
            line.close()
        return [Nursery(line, None if twin else process) for twin, (line, _) in enumerate(lines)]


NURSERIES = Nurseries()


def main() -> None:
    """Fork a child for every job that is named on the line, one after the other."""
    sys.meta_path.insert(0, _WithoutPandas())
    _warm_months()
    line = _own([socket.socket(fileno=int(number)) for number in sys.argv[1:]])
    for job in _jobs(line):
        process = os.fork()
        if process == 0:
            os.close(line.fileno())
            _be_child(job)
        # Whoever hears no more has gone, or has given this nursery up.
        with suppress(OSError):
            line.sendall(f"{process}\n".encode())
        _, status = os.waitpid(process, 0)
        with suppress(OSError):
            line.sendall(f"{os.waitstatus_to_exitcode(status)}\n".encode())
    # Nothing is left to be put in order, and the kernel takes down sooner what was made for children.
    os._exit(0)


def _own(lines: list[socket.socket]) -> socket.socket:
    """The line of this process; each of the others is given to a twin, which is as warm."""
    own, *others = lines
    for other in others:
        if os.fork() == 0:
            for line in lines:
                if line is not other:
                    line.close()
            return other
        other.close()
    return own


def _jobs(line: socket.socket) -> Iterator[Path]:
    """The jobs as they come; a child imports for itself what nobody had the time to make warm."""
    pieces = iter((_warm_tables,))
    with line.makefile("r", encoding="utf-8") as told:
        while True:
            # What is there by now stays: no child looks through it for garbage, which would copy the pages it shares.
            gc.freeze()
            if not select.select([line], [], [], IDLE_SECONDS)[0] and (warm := next(pieces, None)):
                warm()
            elif job := told.readline():
                yield Path(job.rstrip("\n"))
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
    # No reader hands numpy's values to Arrow or takes them from it; without numpy it is here in a third of the time.
    sys.modules["numpy"] = None  # type: ignore[assignment]
    import pyarrow as pa  # noqa: F401

    del sys.modules["numpy"]
    from sources import child, registry  # noqa: F401
    from sources.oece_ocds import prepared, reader, structure  # noqa: F401

    structure.known_decoder()
    prepared.prepare(registry.read_spec(prepared.FOLDER / "source.yml"))


def _warm_tables() -> None:
    """Import what workbooks and CSVs need beside that."""
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


if __name__ == "__main__":
    main()
