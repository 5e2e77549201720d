"""Three nights ask every source that the registry knows, each in its turn, and none of them impolitely.

Judged from the portals' own log and from the receipts, which must tell the same. Nothing here names a source: a new
contract is asked for by this test as soon as it exists. On the second night the portals refuse twice and ask to wait.
Invented portals are asked without a pause between requests; the rate is proven in ``test_politeness``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from urllib.parse import urlsplit
from urllib.robotparser import RobotFileParser

import pytest
from steps import Portals, full_night_of

from pipelines.portals import SANDBOX_PATHS
from pipelines.stages import whole
from sandbox.fault import Fault
from sandbox.faults import status
from sandbox.portals import robots
from sandbox.request_log import Request
from sandbox.world import world
from sources import registry
from sources.archive import Receipt
from sources.spec import PagesAccess, SourceSpec

pytestmark = pytest.mark.night
FIRST = date(2026, 11, 18)
NIGHTS = tuple(FIRST + timedelta(days=day) for day in range(3))
ASKED = {name: spec for name, spec in registry.load().items() if spec.access is not None}
WAIT = 1.0
REFUSING = (429, 503)

Question = tuple[str, str]
"""Method and address, as the portals log it."""


@dataclass(frozen=True)
class Asking:
    """One night: what the portals were asked, and the receipts of each source."""

    log: list[Request]
    receipts: Mapping[str, list[Receipt]]


@pytest.fixture(scope="module")
def nights(memory) -> list[Asking]:
    portals = Portals.open(world(3, 60, FIRST))
    found = []
    for number, day in enumerate(NIGHTS):
        portals.today = world(3, 60, day)
        portals.handle.set_faults(refusals() if number == 1 else None)
        seen, night = len(portals.handle.log), full_night_of(portals, memory, day)
        whole.run_steps(night)
        receipts = {name: night.archive.receipts(day, name) for name in ASKED}
        found.append(Asking(portals.handle.log[seen:], receipts))
    portals.handle.stop()
    return found


def refusals() -> dict[str, Fault]:
    """Two portals refuse their first request of the night and ask to wait."""
    refusal = Fault("refusal", "too many requests", change=status(429, f"{WAIT:.0f}"))
    return {"/InfobrasWeb/DataSets": refusal.first(1), "/datastorefiles/DETALLE_INVERSIONES.csv": refusal.first(1)}


def question(url: str) -> str:
    """An address without its host."""
    parts = urlsplit(url)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def not_asked(asked: Iterable[str], specs: Mapping[str, SourceSpec]) -> set[str]:
    """The sources of the registry that nobody asked."""
    return set(specs) - set(asked)


def impolite(log: list[Request], closed: str = "") -> list[str]:
    """Every way in which a night's requests were impolite, as ``kind: path``."""
    rules = RobotFileParser()
    rules.parse((closed or robots.text()).splitlines())
    found = [f"robots: {line.path}" for line in log if not rules.can_fetch("Vigia", line.path)]
    found += [f"unread: {line.path}" for line in log[:1] if line.path != "/robots.txt"]
    found += [f"anonymous: {line.path}" for line in log if "+sandbox@localhost" not in line.headers.get("user-agent", "")]
    found += [f"early: {b.path}" for a, b in pairwise(log) if a.status in REFUSING and b.at - a.at < WAIT]
    return found


def test_every_source_has_a_place_in_the_sandbox():
    assert {spec.access.host_variable for spec in ASKED.values()} <= SANDBOX_PATHS.keys()


def test_three_nights_ask_every_source(nights):
    assert not_asked({name for night in nights for name, rows in night.receipts.items() if rows}, ASKED) == set()


def test_each_source_is_asked_in_its_turn(nights):
    """Every night or when its days are over; key by key once the warehouse knows keys, which the first night teaches."""
    for name, spec in ASKED.items():
        asked = [bool(night.receipts[name]) for night in nights]
        if isinstance(spec.access, PagesAccess):
            assert asked[1], name
            assert not any(row.url.startswith("http") for row in nights[0].receipts[name]), name
        elif spec.access.every_days > len(NIGHTS):
            assert asked == [True, False, False], name
        else:
            assert asked == [night % spec.access.every_days == 0 for night in range(len(NIGHTS))], name


def test_the_portals_log_and_the_receipts_tell_the_same(nights):
    """Nothing is asked that leaves no receipt, and no receipt tells of what was not asked."""
    for night in nights:
        told = [row for rows in night.receipts.values() for row in rows if row.method != "FILE"]
        logged = Counter((line.method, line.path) for line in night.log)
        assert Counter((row.method, question(row.url)) for row in told) == logged
        assert logged.total() > len(ASKED) / 2


def test_nobody_is_asked_impolitely(nights):
    assert [impolite(night.log) for night in nights] == [[], [], []]
    assert [sum(line.status in REFUSING for line in night.log) for night in nights] == [0, 2, 0]


def test_the_controls_can_fail(nights):
    log = nights[1].log
    for name in ASKED:
        assert not_asked(set(ASKED) - {name}, ASKED) == {name}
    paths = {line.path for line in log}
    assert impolite(log, "User-agent: *\nDisallow: /\n") != []
    assert {found.split(": ")[1] for found in impolite(log, "User-agent: *\nDisallow: /InfobrasWeb/\n")} == {
        path for path in paths if path.startswith("/InfobrasWeb/")
    }
    assert impolite(log[1:]) == [f"unread: {log[1].path}"]
    place = next(place for place, line in enumerate(log) if line.status in REFUSING)
    refused = log[place]
    hasty = Request(refused.at + WAIT / 2, "GET", "/x", refused.headers, 200, 0, ())
    assert impolite([*log[: place + 1], hasty]) == ["early: /x"]
    nameless = Request(0.0, "GET", "/robots.txt", {"user-agent": "python-requests"}, 200, 0, ())
    assert impolite([nameless]) == ["anonymous: /robots.txt"]
