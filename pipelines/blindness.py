"""Scores the rules with the portals' faults on: half of a night's answers are spoiled, and nobody may be accused by it.

Each invented country is audited on the day before without faults, then on its day with faults drawn by its seed. What
the rules then fail was planted on one of the two days, or the faults alone caused it.
"""

from __future__ import annotations

import json
import logging
import os
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta
from itertools import product
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from pipelines.night import Night
from pipelines.portals import SANDBOX_PATHS
from pipelines.published import outcomes_of
from pipelines.scoring import LONG_BEFORE, PAGES, REQUESTS, audit, judge, listed_before, pages_read, scored_night
from pipelines.settings import Settings

if TYPE_CHECKING:
    from sandbox.faults import Mixed
    from sandbox.model import World

log = logging.getLogger(__name__)
DAY = timedelta(days=1)
Failure = tuple[str, str]
"""Rule and subject."""


@dataclass(frozen=True)
class Spoiled:
    """What one country's night came to: answers given and spoiled, kinds of faults, looks refused, failures."""

    seed: int
    day: date
    answers: int
    spoiled: int
    kinds: int
    refused: int
    failed: tuple[Failure, ...]
    unplanted: tuple[Failure, ...]


def spoiled_worlds(seeds: Sequence[int], days: Sequence[date], size: int, settings: Settings) -> list[Spoiled]:
    """Run a night with faults for each seed and date, each in a throw-away data folder, a core each."""
    places = list(product(seeds, days))
    # Spawned, never forked: DuckDB's threads do not survive a fork.
    with ProcessPoolExecutor(min(os.cpu_count() or 1, len(places)), mp_context=get_context("spawn")) as pool:
        running = [pool.submit(spoiled, seed, day, size, settings) for seed, day in places]
        return [one.result() for one in running]


def render(worlds: Sequence[Spoiled]) -> str:
    """The nights as text for a person, and whom the faults alone accused."""
    lines = [
        f"seed {world.seed}  {world.day}  answers {world.answers}  spoiled {world.spoiled} ({world.kinds} kinds)"
        f"  looks refused {world.refused}  failures {len(world.failed)}  not planted {len(world.unplanted)}"
        for world in worlds
    ]
    lines += [
        f"  {rule} {subject} seed {world.seed} {world.day}: nobody planted it"
        for world in worlds
        for rule, subject in world.unplanted
    ]
    return "\n".join(lines)


def to_json(worlds: Sequence[Spoiled]) -> str:
    """The same for machines."""
    told = [asdict(world) | {"failed": len(world.failed)} for world in worlds]
    return json.dumps(told, default=str, indent=1)


def spoiled(seed: int, day: date, size: int, settings: Settings) -> Spoiled:
    """One country's night with faults; runs in a process of its own."""
    from sandbox.server import serve
    from sandbox.world import world

    shown: list[World] = [world(seed, size, day - DAY)]

    def turn_to(today: date) -> None:
        shown[0] = world(seed, size, today)

    with TemporaryDirectory(prefix="vigia-spoiled-") as folder, serve(lambda: shown[0]) as portals:
        addresses = {name: portals.url + path for name, path in SANDBOX_PATHS.items()}
        asking = replace(settings, data=Path(folder), requests=settings.requests or REQUESTS, addresses=addresses)
        before = scored_night(seed, day - DAY, size, asking)
        audit(before, turn_to)
        before.archive.seal(before.date)
        turn_to(day)
        answered = len(portals.log)
        portals.set_faults({"*": _faults(seed)})
        night = scored_night(seed, day, size, asking)
        judge(night)
        rows = outcomes_of(night.folder, None, None)
        failed = {(row["rule_id"], row["subject_key"]) for row in rows if row["outcome"] == "failed"}
        unplanted = failed - _planted(seed, size, (before, night))
        struck = Counter(name for request in portals.log[answered:] for name in request.faults)
        given = len(portals.log) - answered
        refused = sum(not look.usable for look in night.archive.looks(day))
    log.info("event=world_spoiled seed=%d day=%s", seed, day)
    return Spoiled(
        seed, day, given, struck.total(), len(struck), refused, tuple(sorted(failed)), tuple(sorted(unplanted))
    )


def _faults(seed: int) -> Mixed:
    from sandbox.faults import FAULTS, HEAVY, STALLING, mixed

    return mixed(seed, [name for name in FAULTS if name not in STALLING | HEAVY])


def _planted(seed: int, size: int, nights: Sequence[Night]) -> set[Failure]:
    """What was planted on either day: a register that was not read stays as it was the day before."""
    from sandbox.truth import truth
    from sandbox.world import world

    looked = nights[0].date
    read = frozenset[str]().union(*(pages_read(night) for night in nights))
    # Of a work whose page of execution was spoiled another page may have been read, the one with its place for one.
    in_part = read.union(*(_pages_in_part(night) for night in nights))
    return {
        (fact.rule_id, fact.subject_id)
        for night, pages in product(nights, (read, in_part))
        # What was rewritten may have been shown only by the look of the day before.
        for seen in {listed_before(looked), (min(looked, night.date - DAY),)}
        for fact in truth(world(seed, size, night.date), pages, seen, looked - LONG_BEFORE)
        if fact.outcome == "failed"
    }


def _pages_in_part(night: Night) -> set[str]:
    """The works of which any page was read in the night."""
    looks = (look for look in night.archive.looks(night.date) if look.usable and look.source == PAGES)
    return {look.part.rpartition("/")[0] for look in looks} - {""}
