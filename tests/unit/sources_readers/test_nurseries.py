"""Warm parents of reading children: shared one after the other, never by two at once, never after a fault or a fork."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from sources.nursery import ERRORS_NAME, Nurseries


@pytest.fixture
def nurseries():
    pool = Nurseries()
    yield pool
    pool.close()


def test_one_that_was_given_back_serves_again(nurseries):
    with nurseries.one() as first:
        pass
    with nurseries.one() as again:
        assert again is first


def test_two_at_once_are_two(nurseries):
    with nurseries.one() as first, nurseries.one() as second:
        assert first is not second


def test_after_a_fault_inside_it_is_ended_and_not_given_to_anybody(nurseries):
    class PlantedError(Exception):
        pass

    taken = []

    def work():
        with nurseries.one() as faulty:
            taken.append(faulty)
            raise PlantedError

    with pytest.raises(PlantedError):
        work()
    (faulty,) = taken
    assert faulty.process.returncode is not None
    with nurseries.one() as other:
        assert other is not faulty


def test_one_that_ended_by_itself_is_not_given_to_anybody(nurseries):
    with nurseries.one() as first:
        pass
    first.process.kill()
    first.process.wait()
    with nurseries.one() as other:
        assert other is not first


def test_a_fork_starts_its_own(nurseries):
    with nurseries.one() as parents:
        pass
    child = os.fork()
    if child == 0:
        with nurseries.one() as own:
            os._exit(0 if own is not parents else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert parents.alive()


@pytest.mark.parametrize("number", [1, 2])
def test_they_end_with_their_owner_and_without_a_word(number):
    lines = [socket.socketpair() for _ in range(number)]
    ends = [str(line.fileno()) for _, line in lines]
    process = subprocess.Popen(
        [sys.executable, "-m", "sources.nursery", *ends],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        pass_fds=[int(end) for end in ends],
    )
    for ours, theirs in lines:
        ours.close()
        theirs.close()
    # The end of what is said comes when the last of them has ended.
    assert process.communicate(timeout=30)[0] == b""
    assert process.returncode == 0


@pytest.fixture
def waiting_job(tmp_path):
    """A job that nobody has written yet: its child waits for it."""

    def _waiting_job(name):
        job = tmp_path / name / "job.json"
        job.parent.mkdir()
        os.mkfifo(job)
        return job

    return _waiting_job


def parent_of(process):
    status = Path(f"/proc/{process}/status").read_text(encoding="ascii")
    return int(status.split("PPid:")[1].split()[0])


def test_prepared_ones_read_at_the_same_time_and_one_imports_for_all(nurseries, waiting_job):
    nurseries.prepare(2)
    nurseries.prepare(2)
    with nurseries.one() as twin, nurseries.one() as first:
        assert not nurseries._idle
        jobs = [waiting_job("a"), waiting_job("b")]
        children = [first.begin(jobs[0]), twin.begin(jobs[1])]
        parents = [parent_of(child) for child in children]
        assert parents[0] == first.process.pid != parents[1]
        assert parent_of(parents[1]) == first.process.pid
        assert (first.ended(0), twin.ended(0)) == (None, None)
        for job in jobs:
            job.write_text("no job", encoding="utf-8")
        assert (first.ended(10), twin.ended(10)) == (1, 1)
        assert [b"JSONDecodeError" in job.with_name(ERRORS_NAME).read_bytes() for job in jobs] == [True, True]


def test_a_twin_outlives_the_one_that_imported_for_it(nurseries, waiting_job):
    nurseries.prepare(2)
    with nurseries.one() as twin, nurseries.one() as first:
        job = waiting_job("a")
        child = twin.begin(job)
        first.process.kill()
        first.process.wait()
        assert not first.alive()
        job.write_text("no job", encoding="utf-8")
        assert twin.ended(10) == 1
        assert child != first.process.pid
