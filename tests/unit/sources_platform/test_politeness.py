"""Politeness, judged from the portal's side: five hundred mixed answers to the one session, and a checker of its log.

The checker knows nothing of ours: it reads who was asked when and what was answered. That it can fail is shown twice,
by logs with one fault each and by a client that heeds nothing.
"""

import http.client
import itertools
import random
from collections import Counter
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime, parsedate_to_datetime
from urllib.parse import urlsplit

import pytest

from sources.hosts import Destination, host_key
from sources.session import AskRules, PoliteSession
from sources.verdicts import Reason

BEGAN = datetime(2026, 11, 20, 6, 30, tzinfo=UTC)  # where the fixtures' clock begins
RATE, CAP, TRIES, REFUSALS = 2.0, 300.0, 5, 3
ROBOTS = b"User-agent: *\nDisallow: /cerrado/\n"
RETRIES = ("0", "3", "40", "299", "301", "date+90", "date+4000", "date-50", "2099", "-5", "soon", "")


@dataclass(frozen=True)
class Line:
    """One answer as the portal gave it; times are seconds on the shared clock."""

    at: float
    path: str
    status: int
    retry_after: str | None = None
    answered: float = 0.0


def violations(log: list[Line]) -> list[str]:
    """Every way in which a night's requests were impolite, as ``kind: path``."""
    found = [f"robots: {line.path}" for line in log if line.path.startswith("/cerrado/")]
    found += [f"rate: {b.path}" for a, b in itertools.pairwise(log) if b.at - a.at < RATE - 1e-6]
    found += [f"tries: {path}" for path, count in Counter(line.path for line in log).items() if count > TRIES]
    refused = [place for place, line in enumerate(log) if line.status in {429, 503}]
    if len(refused) >= REFUSALS:
        found += [f"left: {line.path}" for line in log[refused[REFUSALS - 1] + 1 :]]
    for place in refused:
        until = _not_before(log[place])
        found += [f"early: {line.path}" for line in log[place + 1 :] if line.at < until - 1e-6]
    return found


def _not_before(line: Line) -> float:
    """The earliest moment a Retry-After allows; beyond the cap there is none tonight."""
    text = line.retry_after or ""
    if text.isdigit():
        wait = float(text)
    else:
        try:
            wait = (parsedate_to_datetime(text) - BEGAN).total_seconds() - line.answered
        except (ValueError, TypeError):
            return 0.0
    return float("inf") if wait > CAP else line.answered + wait


class Moody:
    """A portal that answers each request by a seed, and logs what it answered."""

    def __init__(self, portal, clock, seed: int) -> None:
        self._portal, self._clock, self._chance = portal, clock, random.Random(seed)
        self.log: list[Line] = []
        self.moods: Counter[str] = Counter()
        portal.on("/robots.txt", self._robots)

    def paths(self, night: int) -> list[str]:
        """The night's addresses, one in eight of them closed by robots.txt."""
        names = [f"{'/cerrado' if n % 8 == 5 else ''}/n{night}/f{n}" for n in range(24)]
        for path in names:
            self._portal.on(path, self._answer)
            self._portal.on(f"{path}/otro", self._whole)
        return names

    def _robots(self, handler, _) -> None:
        self._note(handler, 200)
        self._portal.send(handler, 200, ROBOTS)

    def _whole(self, handler, _) -> None:
        self._note(handler, 200)
        self._portal.send(handler, 200, b"code\n1\n")

    def _answer(self, handler, _) -> None:
        mood = self._chance.choices(
            ("whole", "unchanged", "refused", "broken", "slow", "cut", "redirect", "away"), (8, 4, 3, 4, 4, 4, 3, 2)
        )[0]
        self.moods[mood] += 1
        getattr(self, f"_{mood}")(handler, None)

    def _unchanged(self, handler, _) -> None:
        if handler.headers.get("If-None-Match") is None:
            self._whole(handler, None)
            return
        self.moods["304"] += 1
        self._note(handler, 304)
        self._portal.send(handler, 304, b"")

    def _refused(self, handler, _) -> None:
        form = self._chance.choice(RETRIES)
        self.moods[f"retry {form}"] += 1
        text = self._spelt(form)
        status = self._chance.choice((429, 503))
        self._note(handler, status, text)
        self._portal.send(handler, status, b"", **({"Retry-After": text} if text else {}))

    def _spelt(self, form: str) -> str:
        if form == "2099":
            return "Thu, 01 Jan 2099 00:00:00 GMT"
        if not form.startswith("date"):
            return form
        return format_datetime(BEGAN + timedelta(seconds=self._clock.elapsed + float(form[4:])), usegmt=True)

    def _broken(self, handler, _) -> None:
        status = self._chance.choice((500, 502, 403, 404))
        self._note(handler, status)
        self._portal.send(handler, status, b"no")

    def _slow(self, handler, _) -> None:
        """Takes up to twice the deadline; the clock moves, nobody waits."""
        began = self._clock.elapsed
        self._clock.elapsed += self._chance.choice((4.0, 8.0, 20.0))
        self._note(handler, 200, at=began)
        self._portal.send(handler, 200, b"code\n1\n")

    def _cut(self, handler, _) -> None:
        self._note(handler, 200)
        self._portal.send(handler, 200, b"code", Content_Length="900")

    def _redirect(self, handler, _) -> None:
        target = self._chance.choice((f"{handler.path}/otro", "/cerrado/x", handler.path))
        self._note(handler, 302)
        self._portal.send(handler, 302, b"", Location=target)

    def _away(self, handler, _) -> None:
        self._note(handler, 302)
        self._portal.send(handler, 302, b"", Location="http://169.254.10.10/x")

    def _note(self, handler, status: int, retry_after: str | None = None, at: float | None = None) -> None:
        now = self._clock.elapsed
        self.log.append(Line(now if at is None else at, handler.path, status, retry_after, now))


@pytest.fixture
def moody(portal, fake_clock) -> Moody:
    portal.on("/cerrado/x", lambda handler, _: portal.send(handler, 200, b"x"))
    return Moody(portal, fake_clock, seed=20261120)


def rules_of(portal) -> AskRules:
    where = Destination(portal.url, frozenset({host_key(portal.url)}), private_addresses=True)
    return AskRules(where, seconds_per_request=RATE, deadline_seconds=10.0, max_bytes=1_000_000)


def one_night(moody: Moody, portal, clock, tmp_path, night: int) -> list[Line]:
    """Ask a night's addresses through a session of its own and return what the portal saw."""
    start = len(moody.log)
    with PoliteSession("Vigia test", clock=clock.clock(), jitter=random.Random(night), spool=tmp_path / "s") as session:
        for number, path in enumerate(moody.paths(night)):
            conditions = {"If-None-Match": '"1"'} if number % 2 else {}
            session.get(portal.url + path, rules_of(portal), record=lambda _: None, conditions=conditions).discard()
    clock.elapsed += 3600
    return moody.log[start:]


def test_five_hundred_mixed_answers_and_not_one_impolite_request(moody, portal, fake_clock, tmp_path, quick_disk):
    nights = []
    while len(moody.log) < 500:
        nights.append(one_night(moody, portal, fake_clock, tmp_path, len(nights)))
    assert [(night, found) for night, lines in enumerate(nights) for found in violations(lines)] == []
    # The mix was one: every mood and every form of Retry-After came, nights were left and nights were finished.
    assert {"whole", "304", "refused", "broken", "slow", "cut", "redirect", "away"} <= set(moody.moods)
    assert {f"retry {form}" for form in RETRIES} <= set(moody.moods), moody.moods
    assert any(sum(line.status in {429, 503} for line in lines) == REFUSALS for lines in nights)
    assert max(Counter(line.path for lines in nights for line in lines if "/f" in line.path).values()) > 1
    assert not portal.asked("/cerrado/x")


def test_an_address_that_redirects_in_a_circle_is_not_asked_again_and_again(portal, session, fake_clock):
    url = portal.on("/a", lambda handler, _: portal.send(handler, 302, b"", Location="/b"))
    portal.on("/b", lambda handler, _: portal.send(handler, 302, b"", Location="/a"))
    assert session.get(url, rules_of(portal), record=lambda _: None).error == Reason.TOO_MANY_REDIRECTS
    assert (len(portal.asked("/a")), len(portal.asked("/b"))) == (1, 1)


def test_a_client_that_heeds_nothing_is_found_in_every_way(moody, portal):
    """The control: the same portal, asked at once and again until it gives in."""
    host = urlsplit(portal.url).netloc
    for path in moody.paths(0):
        for _ in range(9):
            connection = http.client.HTTPConnection(host)
            connection.request("GET", path)
            connection.getresponse()
            connection.close()
    assert {found.split(":")[0] for found in violations(moody.log)} == {"robots", "rate", "tries", "early", "left"}


GOOD = [
    Line(0, "/robots.txt", 200, None, 0), Line(2, "/a", 429, "30", 2), Line(32, "/a", 200, None, 32),
    Line(34, "/b", 503, "soon", 34), Line(36, "/b", 200, None, 36),
]  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "log"),
    [
        ("robots", [*GOOD, Line(40, "/cerrado/f", 200, None, 40)]),
        ("rate", [*GOOD, Line(37, "/c", 200, None, 37)]),
        ("early", [replace(line, at=20) if line.at == 32 else line for line in GOOD]),
        ("early", [*GOOD[:3], Line(40, "/c", 429, "9999", 40), Line(9000, "/c", 200, None, 9000)]),
        ("tries", [Line(9 * n, "/a", 500, None, 9 * n) for n in range(6)]),
        ("left", [*(Line(9 * n, f"/{n}", 429, None, 9 * n) for n in range(3)), Line(60, "/d", 200, None, 60)]),
    ],
)
def test_the_checker_finds_each_kind_of_fault_and_none_where_there_is_none(kind, log):
    assert violations(GOOD) == []
    assert {found.split(":")[0] for found in violations(log)} == {kind}
