"""One lock a data folder, whoever started the run. It dies with its process; a left-over file locks nothing."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pipelines.errors import AlreadyRunningError

_held: dict[Path, int] = {}


@contextmanager
def data_lock(folder: Path) -> Iterator[None]:
    """Hold the folder's lock; inside the process that already holds it, do nothing.

    Raises:
        AlreadyRunningError: another process holds it; the message names its process id.
    """
    path = folder / "lock"
    if path in _held:
        yield
        return
    folder.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        _acquire(descriptor, folder)
        _held[path] = descriptor
        yield
    finally:
        _held.pop(path, None)
        os.close(descriptor)


def _acquire(descriptor: int, folder: Path) -> None:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as fault:
        holder = os.pread(descriptor, 20, 0).decode("ascii", "ignore").strip() or "unknown"
        raise AlreadyRunningError(f"already running (pid {holder}) on {folder}") from fault
    os.ftruncate(descriptor, 0)
    os.pwrite(descriptor, str(os.getpid()).encode("ascii"), 0)
