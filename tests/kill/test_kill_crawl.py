"""`kill -9` at points of a crawl work by work, then the same command: every page is asked once, the end is the same.

Judged from the portals' side: they stand in this process, so their log outlives the command. A kill falls either while
a request is under way (the portal itself strikes before it answers), or once the archive holds so many answers, or so
many looks. The one request under way at a kill was asked and never kept: it alone may be asked once more, by the next
command. Everything else that the portals were asked is compared, one by one, with a night that nobody disturbed.
"""

from __future__ import annotations

import os
import shutil
import signal
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest
from command import Command, Ended, Place, Running, start_fresh, warm
from stores import State, copy, problems, state_of

from pipelines.portals import SANDBOX_PATHS
from sandbox.fault import Fault
from sandbox.portals.answer import Answer, Asked
from sandbox.request_log import Request
from sandbox.server import Handle, serve
from sandbox.world import world
from sources import registry
from sources.access.pages import PLAN_PART
from sources.archive import Archive
from sources.pagelist import is_page
from sources.spec import PagesAccess

pytestmark = pytest.mark.kill

SEED, SIZE = 5, 60
NAME = f"sandbox-{SEED}-{SIZE}"
FIRST, SECOND = date(2026, 11, 18), date(2026, 11, 19)
SOURCE = "contraloria_ficha"
STEP = f"look_{SOURCE}"


@dataclass(frozen=True)
class Strike:
    """When a kill falls: while the n-th page is asked for, or once n answers are kept, or n looks concluded."""

    when: str  # 'asked' | 'kept' | 'looked' | 'planned'
    number: int = 0


STRIKES = (
    (Strike("planned"),),
    (Strike("asked", 1),),
    (Strike("asked", 26),),
    (Strike("asked", 60),),
    (Strike("kept", 1),),
    (Strike("kept", 31),),
    (Strike("looked", 44),),
    (Strike("asked", 9), Strike("kept", 20), Strike("looked", 40)),
)
"""Kills of one night, one after the other; the same command follows each."""
FRESH = frozenset({2, 5})
"""Which of them strike fresh interpreters."""
MOMENT = 0.001
"""Between two looks at how far a crawl is; far less than a page takes. Without it the looks would take its core."""

Question = tuple[str, str, tuple[tuple[str, str], ...]]


def question_of(request: Request) -> Question:
    """What a line of the portals' log asks for: the same page, the same question."""
    return request.method, request.path, tuple(sorted(request.form.items()))


def _addresses_of_pages() -> tuple[str, ...]:
    access = registry.load()[SOURCE].access
    assert isinstance(access, PagesAccess)
    return tuple(SANDBOX_PATHS[access.host_variable] + page.path for page in access.pages)


PAGES = _addresses_of_pages()


@dataclass
class Portals:
    """The portals of one night in this process, and what strikes while they answer."""

    handle: Handle
    asked: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def place(self, folder: Path) -> Place:
        """An installation whose questions all come here."""
        return Place(folder, {name: self.handle.url + path for name, path in SANDBOX_PATHS.items()})

    def log(self) -> list[Request]:
        """What was asked so far, robots.txt apart: each command reads it anew."""
        return [line for line in self.handle.log if not line.path.endswith("/robots.txt")]

    def pages(self) -> list[Question]:
        """The pages of works among it, in their order."""
        return [question_of(line) for line in self.log() if line.path.partition("?")[0] in PAGES]

    def at_page(self, number: int, strike: Callable[[], None]) -> None:
        """Let something happen when the n-th page from now is asked for, before it is answered."""
        self.asked = 0

        def change(answer: Answer, _: Asked) -> Answer:
            with self.lock:
                self.asked += 1
                if self.asked == number:
                    strike()
            return answer

        self.handle.set_faults({page: Fault("struck", "the client is killed", change=change) for page in PAGES})


@contextmanager
def portals(day: date) -> Iterator[Portals]:
    """The invented country's portals on one day."""
    with serve(world(SEED, SIZE, day)) as handle:
        yield Portals(handle)


def audit(night: date) -> tuple[str, ...]:
    return ("audit", "--sandbox", "--seed", str(SEED), "--size", str(SIZE), "--as-of", night.isoformat())


@dataclass(frozen=True)
class Undisturbed:
    """Two nights that nobody disturbed: the folder after the first, the state after both, what the second asked."""

    after_first: Path
    state: State
    log: Counter[Question]
    pages: list[Question]


@pytest.fixture(scope="module")
def undisturbed(vigia: Command, place_folder: Path) -> Undisturbed:
    first = place_folder / "first"
    with portals(FIRST) as served:
        done = vigia.run(served.place(first), *audit(FIRST))
        assert done.code == 0, done.log[-2000:]
        assert served.pages() == []
    second = copy(first, place_folder / "second")
    with portals(SECOND) as served:
        done = vigia.run(served.place(second), *audit(SECOND))
        assert done.code == 0, done.log[-2000:]
        pages = served.pages()
        return Undisturbed(first, state_of(second / "data" / NAME), Counter(map(question_of, served.log())), pages)


@dataclass(frozen=True)
class Killed:
    """One kill: how the command ended, the pages asked until then, those whose answers are kept, the newest asked."""

    ended: Ended
    asked: int
    kept: int
    newest: Question | None


def kept_pages(folder: Path) -> int:
    """How many answers of pages the archive holds tonight."""
    return sum(is_page(row.part) for row in Archive(folder / "archive").receipts(SECOND, SOURCE))


def _reached(strike: Strike, folder: Path) -> bool:
    archive = Archive(folder / "archive")
    if strike.when == "looked":
        return sum(look.source == SOURCE and is_page(look.part) for look in archive.looks(SECOND)) >= strike.number
    receipts = archive.receipts(SECOND, SOURCE)
    if strike.when == "planned":
        return any(row.part == PLAN_PART for row in receipts)
    return sum(is_page(row.part) for row in receipts) >= strike.number


def kill_at(strike: Strike, served: Portals, running: Running, folder: Path) -> Killed:
    """Kill the command when the crawl is so far, and say how far it was."""
    if strike.when == "asked":
        before = len(served.pages())
        served.at_page(strike.number - before, lambda: os.kill(running.process, signal.SIGKILL))
        ended = running.wait()
        served.handle.set_faults(None)
    else:
        assert running.wait_for(f"event=step_begins step={STEP} night={SECOND}"), running.log()[-2000:]
        while running.alive() and not _reached(strike, folder):
            time.sleep(MOMENT)
        ended = running.kill()
    pages = served.pages()
    return Killed(ended, len(pages), kept_pages(folder), pages[-1] if pages else None)


@dataclass(frozen=True)
class Repeated:
    """Kills of one night, the same command after the last of them, and what then differs."""

    kills: list[Killed]
    again: Ended
    log: Counter[Question]
    differences: list[str]
    complaints: list[str]


@pytest.fixture(scope="module")
def repeated(vigia: Command, undisturbed: Undisturbed, place_folder: Path) -> dict[int, Repeated]:
    """All the nights of kills, two at a time: each has folders and portals of its own."""

    def half(command: Command, first: int) -> dict[int, Repeated]:
        numbers = range(first, len(STRIKES), 2)
        return {number: _kill_and_repeat(command, undisturbed, place_folder, number) for number in numbers}

    with warm() as other, ThreadPoolExecutor(2) as pool:
        even, odd = pool.map(half, (vigia, other), (0, 1))
    return even | odd


def _kill_and_repeat(vigia: Command, undisturbed: Undisturbed, folder: Path, number: int) -> Repeated:
    target = copy(undisturbed.after_first, folder / f"killed-{number}")
    data = target / "data" / NAME
    with portals(SECOND) as served:
        place = served.place(target)
        kills = []
        for strike in STRIKES[number]:
            start = start_fresh if number in FRESH else vigia.start
            kills.append(kill_at(strike, served, start(place, *audit(SECOND)), data))
        again = vigia.run(place, *audit(SECOND))
        log = Counter(map(question_of, served.log()))
    differences = state_of(data).differences(undisturbed.state)
    complaints = problems(data)
    shutil.rmtree(target)
    return Repeated(kills, again, log, differences, complaints)


def fell_inside_the_crawl(killed: Killed, pages: int) -> bool:
    """The control: it died by the signal in the crawl's own step, with pages still to be asked or to be kept."""
    begun, ended = killed.ended.steps("step_begins"), killed.ended.steps("step_ends")
    return killed.ended.code == -signal.SIGKILL and STEP in begun and STEP not in ended and killed.kept < pages


def may_repeat(kills: list[Killed]) -> Counter[Question]:
    """What may be asked once more: of each kill the request under way, asked and not kept."""
    lost_before, lost = 0, Counter[Question]()
    for killed in kills:
        under_way = killed.asked - lost_before - killed.kept
        assert under_way in {0, 1}, f"{killed.asked} asked, {killed.kept} kept"
        if under_way and killed.newest is not None:
            lost[killed.newest] += 1
        lost_before += under_way
    return lost


@pytest.mark.parametrize("number", range(len(STRIKES)))
def test_a_crawl_killed_and_repeated_asks_every_page_once_and_ends_the_same(undisturbed, repeated, number):
    result = repeated[number]
    for killed in result.kills:
        assert fell_inside_the_crawl(killed, len(undisturbed.pages)), killed
    assert result.again.code == 0, result.again.log[-2000:]
    assert undisturbed.log - result.log == Counter(), "not asked at all"
    assert result.log - undisturbed.log == may_repeat(result.kills), "asked once more"
    assert result.differences == []
    assert result.complaints == []


def test_the_control_can_fail(undisturbed, repeated):
    """The night has a crawl worth killing, kills of every kind fell into it, and a whole command is no kill."""
    assert len(undisturbed.pages) == len(set(undisturbed.pages)) == 60
    whole = repeated[0].again
    assert not fell_inside_the_crawl(Killed(whole, 60, 60, None), 60)
    assert not fell_inside_the_crawl(Killed(Ended(-signal.SIGKILL, "", whole.log), 60, 60, None), 60)
    kills = [killed for result in repeated.values() for killed in result.kills]
    assert {killed.asked - killed.kept for result in repeated.values() for killed in result.kills[:1]} == {0, 1}
    assert len({killed.asked for killed in kills}) >= len(STRIKES)
    other = next(page for page in undisturbed.pages if page not in may_repeat(repeated[0].kills))
    twice = undisturbed.log + Counter([other])
    assert twice - undisturbed.log != may_repeat(repeated[0].kills)
