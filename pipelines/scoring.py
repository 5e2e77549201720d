"""Scores an audit against the sandbox's planted truth, over seeds and dates, each in a throw-away data folder.

What is scored: the outcomes of rules, and the records that are kept beside them.
"""

from __future__ import annotations

import logging
import os
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import product
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, cast

from checks.calendar import official_calendar
from checks.parameters import parameters
from pipelines.clock import SystemClock
from pipelines.night import Night, kept_warehouse, open_night
from pipelines.published import outcomes_of, rows_of
from pipelines.rehearsal import NationalWorld, SmallNight
from pipelines.settings import Settings
from pipelines.stages import conclude, publish, whole
from pipelines.worlds import sandbox_world
from sources.spec import PagesAccess, SourceSpec

if TYPE_CHECKING:
    from sandbox.model import Expected
    from sandbox.record_score import Found
    from sandbox.records import Asked, Purchased, Records
    from sandbox.score import Score

log = logging.getLogger(__name__)
WORKS, PAGES = "contraloria_infobras", "contraloria_ficha"
INVESTMENTS = "mef_detalle"
PURCHASES = "oece_ocds"
DISTRICTS = "inei_distritos"
BODIES, RUBRICS = "pcm_pte_entidades", "pcm_pte_inversiones"
REQUESTS = 480
"""Requests for pages of works: enough that some show what is planted on them only."""
BEFORE = timedelta(days=35)
"""How long before the scored night the lists were looked at: what was rewritten since shows."""
MONTHS = 24
"""Of how many months what was bought was looked at then: purchases of older ones have given way to others by now."""
DAY = timedelta(days=1)
LONG_BEFORE = timedelta(days=80)
"""How long before it the investments were: what differs for sixty days shows."""


Outcome = tuple[str, str, str, str | None, date | None]
"""Rule, subject, outcome, reason, due date: what the score compares."""


@dataclass(frozen=True)
class Audited:
    """What was planted in one world, and what its audit says of it."""

    expected: list[Expected]
    outcomes: list[Outcome]
    records: Records
    found: list[Found]
    asked: Counter[Asked]


def score_worlds(seeds: Sequence[int], days: Sequence[date], size: int, settings: Settings) -> Score:
    """Run one sandbox night for each seed and date and compare everything that it concluded with the truth.

    Subjects carry seed and date before their id, so that one score speaks of all worlds. Worlds know nothing of each
    other, so each core audits its own.
    """
    from sandbox.record_score import compare_records
    from sandbox.score import compare

    audited: list[Audited] = []
    places = list(product(seeds, days))
    # Spawned, never forked: DuckDB's threads do not survive a fork.
    with ProcessPoolExecutor(min(os.cpu_count() or 1, len(places)), mp_context=get_context("spawn")) as pool:
        worlds = [pool.submit(_world, seed, day, size, settings) for seed, day in places]
        for (seed, day), world in zip(places, worlds, strict=True):
            audited.append(world.result())
            log.info("event=world_audited seed=%d day=%s", seed, day)
    score = compare(
        [fact for world in audited for fact in world.expected], [row for world in audited for row in world.outcomes]
    )
    score.records = compare_records(
        [record for world in audited for record in world.records.kept],
        [record for world in audited for record in world.found],
        sum((world.records.asked for world in audited), Counter()),
        sum((world.asked for world in audited), Counter()),
    )
    return score


def _world(seed: int, day: date, size: int, settings: Settings) -> Audited:
    """What was planted in one world and what the audit says of it; runs in a process of its own."""
    from sandbox.records import records
    from sandbox.truth import truth
    from sandbox.world import world

    place = f"seed={seed} day={day} "
    with TemporaryDirectory(prefix="vigia-score-") as folder:
        asking = replace(settings, data=Path(folder), requests=settings.requests or REQUESTS)
        night = scored_night(seed, day, size, asking)
        audit(night)
        rows = outcomes_of(night.folder, None, None)
        kept, counts = rows_of(night.folder, "records_kept"), rows_of(night.folder, "records_asked")
        planted = truth(world(seed, size, day), pages_read(night), listed_before(day), day - LONG_BEFORE)
        kept_beside = records(world(seed, size, day), listed_before(day), day - LONG_BEFORE, bought_before(day))
    facts = kept_beside.placed(place)
    return Audited(
        [replace(fact, subject_id=place + fact.subject_id) for fact in planted],
        [(row["rule_id"], place + row["subject_key"], row["outcome"], row["reason"], row["due"]) for row in rows],
        facts,
        [(row["family"], row["kind"], place + row["subject_id"], tuple(row["told"])) for row in kept],
        Counter({(row["family"], row["kind"], place + row["part"]): row["asked"] for row in counts}),
    )


def scored_night(seed: int, day: date, size: int, settings: Settings) -> Night:
    """The night of a day in an invented country, audited like the whole one."""
    opened = open_night(sandbox_world(seed, size), day, settings, SystemClock())
    country = NationalWorld("sandbox", opened.world.name, seed=seed, size=size)
    return ScoredNight(country, opened.date, opened.settings, opened.clock)


def listed_before(day: date) -> tuple[date, ...]:
    """The days before ``day`` on which the works were listed: long before, and twice in the last days before a term.

    Two looks that lie so near to each other show what was rewritten in those days and in no others.
    """
    first, calendar = day - BEFORE, official_calendar()
    month_end = day.replace(day=1) - DAY
    ends = (month_end, month_end.replace(day=1) - DAY)
    terms = (calendar.business_days_after(end, _number("infobras_soft_bd")) for end in ends)
    term = max((found for found in terms if found <= day), default=first)
    since = timedelta(days=_number("mass_edit_before_cd"))
    return (first, *(found for found in (term - since, term - DAY) if first < found < day))


def bought_before(day: date) -> Purchased:
    """The earlier look at what was bought: on the last of these days, when everything else had been compared."""
    from sandbox.records import Purchased

    return Purchased(listed_before(day)[-1], MONTHS)


def _number(parameter: str) -> int:
    return int(cast("int", parameters()[parameter].values[0].value))


def audit(night: Night, open_portals: Callable[[date], None] = lambda _: None) -> None:
    """The steps of a night without Dagster and site: what is scored are rules and the records kept beside them.

    ``open_portals`` is called before each night is asked, for portals that are not those of the invented country.

    Pages are asked of works and bodies that the warehouse knows, and what was rewritten is told from what was read
    before: so earlier nights looked at their lists, at what investments cost and at what was bought.
    """
    costed, (listed, *again) = night.date - LONG_BEFORE, listed_before(night.date)
    for earlier in (
        CostedNight(night.world, costed, night.settings, night.clock),
        ListedNight(night.world, listed, night.settings, night.clock),
        *(WorksNight(night.world, day, night.settings, night.clock) for day in again),
    ):
        open_portals(earlier.date)
        whole.ask_all(earlier)
        whole.know(earlier)
        conclude.compare(earlier)
        if earlier.date == (listed, *again)[-1]:
            bought = BoughtNight(night.world, earlier.date, night.settings, night.clock)
            whole.ask_all(bought)
            whole.know(bought)
        earlier.archive.seal(earlier.date)
    open_portals(night.date)
    judge(night)


def judge(night: Night) -> None:
    """Ask the night's registers and judge what they say."""
    whole.ask_all(night)
    with kept_warehouse(night):
        whole.know(night)
        conclude.check(night)
        conclude.compare(night)
        conclude.examine(night)
        conclude.flag(night)
    publish.publish_snapshot(night)


class ScoredNight(SmallNight):
    """A night in which of the registers that are asked key by key only those pages are asked that a rule reads."""

    @property
    def specs(self) -> dict[str, SourceSpec]:
        """The sources without the other pages."""
        found, read = super().specs, (PAGES, RUBRICS)
        asked = {name: spec for name, spec in found.items() if name in read or not isinstance(spec.access, PagesAccess)}
        # Every month that changed is read anew tonight, and not in turn: what is planted is planted for tonight.
        return asked | {PURCHASES: _accessed(found[PURCHASES], weekly_days=1)}


class ListedNight(SmallNight):
    """A night of the lists of works, of bodies and of districts alone."""

    @property
    def specs(self) -> dict[str, SourceSpec]:
        """The sources that list them."""
        found = super().specs
        return {source: found[source] for source in (WORKS, BODIES, DISTRICTS)}


class WorksNight(SmallNight):
    """A night of the list of works alone."""

    @property
    def specs(self) -> dict[str, SourceSpec]:
        """The source that lists them."""
        return {WORKS: super().specs[WORKS]}


class BoughtNight(SmallNight):
    """What is bought, asked once more on a night of the list of works: the newest months alone."""

    @property
    def specs(self) -> dict[str, SourceSpec]:
        """The sources of both."""
        found = super().specs
        return {WORKS: found[WORKS], PURCHASES: _accessed(found[PURCHASES], window_months=MONTHS)}


def _accessed(spec: SourceSpec, **changes: int) -> SourceSpec:
    """The same source, asked in another rhythm."""
    asked = None if spec.access is None else spec.access.model_copy(update=changes)
    return spec.model_copy(update={"access": asked})


class CostedNight(SmallNight):
    """A night of the file of active investments alone."""

    @property
    def specs(self) -> dict[str, SourceSpec]:
        """The source that tells what they cost."""
        return {INVESTMENTS: super().specs[INVESTMENTS]}


def pages_read(night: Night) -> frozenset[str]:
    """What the night's looks say was read: the works whose page of execution, and the bodies whose rubric."""
    from sandbox.truth import BODY_PAGE

    read: set[str] = set()
    for look in night.archive.looks(night.date):
        key, _, page = look.part.rpartition("/")
        if look.usable and (look.source, page) == (PAGES, "execution"):
            read.add(key)
        if look.usable and (look.source, page) == (RUBRICS, "rubric"):
            read.add(f"{BODY_PAGE}{key}")
    return frozenset(read)
