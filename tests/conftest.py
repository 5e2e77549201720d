"""Fixtures of every test: no request may leave the machine, a skip for a missing Debian package may be forbidden."""

from __future__ import annotations

import gc
import os
import shutil
import socket
import sys
from pathlib import Path

import pytest

# Read when the libraries are imported; without it Dagster also leaves a log of its own in the current folder.
os.environ.setdefault("DAGSTER_DISABLE_TELEMETRY", "yes")
os.environ.setdefault("GX_ANALYTICS_ENABLED", "false")

MEMORY, ENOUGH = Path("/dev/shm"), 4 << 30
if MEMORY.is_dir() and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ENOUGH:
    # Archives flush every line to disk, which a test need not wait for; pytest makes its folders here.
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))

FEW_COLLECTIONS = 50_000
"""As the command has it: with all libraries loaded, a sixteenth of the tests' time went into looking for garbage."""

LOOPBACK = ("127.", "::1", "localhost", "0.0.0.0")


def pytest_collection_finish() -> None:
    """What is there now lives as long as the tests: it is not looked through again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(FEW_COLLECTIONS)


def pytest_sessionfinish() -> None:
    """What was left out above is taken down with the rest: DuckDB tells of everything that never is."""
    gc.unfreeze()
    if reading := sys.modules.get("sources.reading"):
        reading.NURSERIES.close()


class OutsideTrafficError(AssertionError):
    """A test tried to open a connection that leaves the machine."""


@pytest.fixture(autouse=True)
def loopback_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no test open a connection to anything but loopback (or a local socket)."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: object) -> None:
        if isinstance(address, tuple) and not str(address[0]).startswith(LOOPBACK):
            raise OutsideTrafficError(f"a test tried to reach {address[0]}")
        connect(self, address)  # type: ignore[arg-type]

    monkeypatch.setattr(socket.socket, "connect", guarded)


def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> None:
    """With VIGIA_NO_SKIP=1 a skip is a failure: the CI machine has everything the tests need."""
    if os.environ.get("VIGIA_NO_SKIP") == "1" and call.excinfo is not None and call.excinfo.errisinstance(pytest.skip.Exception):
        reason = str(call.excinfo.value)
        call.excinfo = pytest.ExceptionInfo.from_exception(AssertionError(f"skipped under VIGIA_NO_SKIP: {reason}"))
