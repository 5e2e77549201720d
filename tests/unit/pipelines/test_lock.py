"""One lock a data folder: the second process ends at once, a dead holder frees it."""

import subprocess
import sys
from pathlib import Path

import pytest

from pipelines.errors import AlreadyRunningError
from pipelines.lock import data_lock

HOLDER = "import sys\nfrom pathlib import Path\nfrom pipelines.lock import data_lock\nwith data_lock(Path(sys.argv[1])):\n    print('held', flush=True)\n    sys.stdin.read()\n"


def start_holder(folder: Path) -> subprocess.Popen[str]:
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert holder.stdout is not None
    assert holder.stdout.readline().strip() == "held"
    return holder


def test_another_process_is_refused_and_told_who_holds(tmp_path: Path) -> None:
    holder = start_holder(tmp_path)
    try:
        with pytest.raises(AlreadyRunningError, match=rf"already running \(pid {holder.pid}\)"), data_lock(tmp_path):
            pass
    finally:
        holder.kill()
        holder.communicate()


def test_a_killed_holder_leaves_nothing_locked(tmp_path: Path) -> None:
    holder = start_holder(tmp_path)
    holder.kill()
    holder.communicate()
    with data_lock(tmp_path):
        assert (tmp_path / "lock").exists()


def test_the_same_process_may_hold_it_twice(tmp_path: Path) -> None:
    with data_lock(tmp_path):
        with data_lock(tmp_path):
            pass
        holder_refused = subprocess.run(
            [sys.executable, "-c", HOLDER, str(tmp_path)], input="", capture_output=True, text=True, check=False
        )
        assert "AlreadyRunningError" in holder_refused.stderr
