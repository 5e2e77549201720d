"""`kill -9` at twenty moments of a night, then the same command: the end is the end of an undisturbed night.

Each kill starts from a copy of the folder after the first night. Sixteen commands are forked from a warm process and
find the portals open, four run in a fresh interpreter and open their own; both are killed by the same signal. Moments
lie a seeded part of a step's own length after the step began. A moment counts only when work was going on: the process
lived, died by the signal, and had steps to do.
"""

from __future__ import annotations

import random
import shutil
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from command import Command, Ended, Place, Running, start_fresh, warm
from stores import copy, problems, state_of

from pipelines.portals import SANDBOX_PATHS
from sandbox.server import serve
from sandbox.world import world

pytestmark = pytest.mark.kill

WORLD = ("--sandbox", "--seed", "3", "--size", "60")
FIRST, SECOND, THIRD = ("2026-11-18", "2026-11-19", "2026-11-20")
NAME = "sandbox-3-60"
MOMENTS = (
    "look_contraloria_infobras", "look_mef_detalle", "look_oece_ocds", "look_oece_ocds",
    "parsed", "parsed", "parsed",
    "gate", "gate",
    "raw_contraloria_infobras", "raw_oece_ocds",
    "core", "findings", "history",
    "events", "events", "alerts", "visit_lists",
    "published", "published",
)  # fmt: skip
FRESH = frozenset({2, 8, 15, 18})
"""Which of the moments strike a fresh interpreter."""


Addresses = dict[str, dict[str, str]]
"""For each night where its portals are, by the names of the settings."""


def audit(night: str) -> tuple[str, ...]:
    return ("audit", *WORLD, "--as-of", night)


@dataclass(frozen=True)
class Undisturbed:
    """Two nights that nobody disturbed, the first and both, with the length in seconds of each step of the second."""

    after_first: Path
    after_second: Path
    lengths: dict[str, float]

    @property
    def steps(self) -> int:
        return len(self.lengths)


def watch(running: Running) -> tuple[Ended, dict[str, float]]:
    """Follow a command to its end and time its steps."""
    begun: dict[str, float] = {}
    lengths: dict[str, float] = {}
    while running.alive():
        now, log = time.monotonic(), running.log()
        for line in log.splitlines():
            if "event=step_" in line:
                step = line.split("step=")[1].split()[0]
                if "step_begins" in line:
                    begun.setdefault(step, now)
                else:
                    lengths.setdefault(step, now - begun.get(step, now))
        time.sleep(0.01)
    return running.wait(), lengths


@pytest.fixture(scope="module")
def addresses() -> Iterator[Addresses]:
    """The portals of the invented country, open for every night."""
    with ExitStack() as running:
        nights = (FIRST, SECOND, THIRD)
        urls = {night: running.enter_context(serve(world(3, 60, date.fromisoformat(night)))).url for night in nights}
        yield {night: {name: url + path for name, path in SANDBOX_PATHS.items()} for night, url in urls.items()}


@pytest.fixture(scope="module")
def undisturbed(vigia: Command, addresses: Addresses, place_folder: Path) -> Undisturbed:
    first = place_folder / "first"
    done = vigia.run(Place(first, addresses[FIRST]), *audit(FIRST))
    assert done.code == 0, done.log[-2000:]
    second = copy(first, place_folder / "second")
    done, lengths = watch(vigia.start(Place(second, addresses[SECOND]), *audit(SECOND)))
    assert done.code == 0, done.log[-2000:]
    lengths |= {step: lengths.get(step, 0.05) for step in done.steps("step_begins")}
    return Undisturbed(first, second, lengths)


def struck(vigia: Command, place: Place, night: str, step: str, delay: float, *, fresh: bool) -> Ended:
    """Start the night and kill it so long after the step began."""
    running = start_fresh(place, *audit(night)) if fresh else vigia.start(place, *audit(night))
    assert running.wait_for(f"event=step_begins step={step} night={night}"), running.log()[-2000:]
    time.sleep(delay)
    return running.kill()


def fell_inside_work(killed: Ended, steps: int) -> bool:
    """The control: it died by the signal, after it had begun to work and before it was through."""
    begun, ended = killed.steps("step_begins"), killed.steps("step_ends")
    return killed.code == -9 and len(begun) > 0 and len(ended) < steps


@dataclass(frozen=True)
class Repeated:
    """One kill, the same command after it, and what then differs from the undisturbed night."""

    killed: Ended
    again: Ended
    differences: list[str]
    complaints: list[str]


def kill_and_repeat(
    vigia: Command, undisturbed: Undisturbed, addresses: Addresses, folder: Path, number: int
) -> Repeated:
    step, fresh = MOMENTS[number], number in FRESH
    part = random.Random(number).random() * 0.8
    place = Place(copy(undisturbed.after_first, folder / f"killed-{number}"), {} if fresh else addresses[SECOND])
    killed = struck(vigia, place, SECOND, step, part * undisturbed.lengths[step], fresh=fresh)
    again = vigia.run(place, *audit(SECOND))
    found, expected = (state_of(origin / "data" / NAME) for origin in (place.folder, undisturbed.after_second))
    complaints = problems(place.folder / "data" / NAME)
    shutil.rmtree(place.folder)
    return Repeated(killed, again, found.differences(expected), complaints)


@pytest.fixture(scope="module")
def repeated(
    vigia: Command, undisturbed: Undisturbed, addresses: Addresses, place_folder: Path
) -> dict[int, Repeated]:
    """All the moments, two at a time: each has folders of its own."""

    def half(command: Command, first: int) -> dict[int, Repeated]:
        numbers = range(first, len(MOMENTS), 2)
        return {number: kill_and_repeat(command, undisturbed, addresses, place_folder, number) for number in numbers}

    with warm() as other, ThreadPoolExecutor(2) as pool:
        even, odd = pool.map(half, (vigia, other), (0, 1))
    return even | odd


@pytest.mark.parametrize("number", range(len(MOMENTS)))
def test_a_killed_night_repeated_is_an_undisturbed_night(undisturbed, repeated, number):
    result = repeated[number]
    assert fell_inside_work(result.killed, undisturbed.steps), f"{result.killed.code} {result.killed.log[-1000:]}"
    assert result.killed.steps("step_begins").count(MOMENTS[number]) == 1
    assert result.again.code == 0, result.again.log[-2000:]
    assert result.differences == []
    assert result.complaints == []


def test_the_control_can_fail(undisturbed):
    state = state_of(undisturbed.after_first / "data" / NAME)
    assert state.differences(state_of(undisturbed.after_second / "data" / NAME)) != []
    whole = Ended(0, "", "".join(f"event=step_{what} step={n} night=x\n" for n in range(3) for what in ("begins", "ends")))
    assert not fell_inside_work(whole, 3)
    assert not fell_inside_work(Ended(-9, "", whole.log), 3)
    assert fell_inside_work(Ended(-9, "", whole.log), 4)


def test_a_killed_night_that_nobody_repeats_is_concluded_by_the_next(vigia, undisturbed, addresses, place_folder):
    straight = Place(copy(undisturbed.after_second, place_folder / "straight"), addresses[THIRD])
    assert vigia.run(straight, *audit(THIRD)).code == 0
    place = Place(copy(undisturbed.after_first, place_folder / "missed"), addresses[SECOND])
    killed = struck(vigia, place, SECOND, "events", 0.0, fresh=False)
    assert fell_inside_work(killed, undisturbed.steps)

    assert vigia.run(Place(place.folder, addresses[THIRD]), *audit(THIRD)).code == 0

    found, expected = state_of(place.folder / "data" / NAME), state_of(straight.folder / "data" / NAME)
    assert found.differences(expected) == []
    assert found.nights == [FIRST, SECOND, THIRD]
