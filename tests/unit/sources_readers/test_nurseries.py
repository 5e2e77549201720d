"""Warm parents of reading children: shared one after the other, never by two at once, never after a fault or a fork."""

import os
import subprocess
import sys

import pytest

from sources.nursery import Nurseries


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
            taken.extend([faulty, faulty._living()])
            raise PlantedError

    with pytest.raises(PlantedError):
        work()
    faulty, process = taken
    assert process.wait(timeout=10) != 0
    with nurseries.one() as other:
        assert other is not faulty


def test_a_fork_starts_its_own(nurseries):
    with nurseries.one() as parents:
        pass
    child = os.fork()
    if child == 0:
        with nurseries.one() as own:
            os._exit(0 if own is not parents else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def test_it_ends_with_its_parent_and_without_a_word():
    ended = subprocess.run([sys.executable, "-m", "sources.nursery"], check=False, input="", capture_output=True, text=True)
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "", "")


def test_prepared_ones_are_alive_before_there_is_work_and_are_the_ones_that_get_it(nurseries):
    nurseries.prepare(2)
    nurseries.prepare(2)
    with nurseries.one() as first, nurseries.one() as second:
        alive = {first._process.pid, second._process.pid}
        assert {first._living().pid, second._living().pid} == alive
        assert not nurseries._idle
