"""Whose turn it is: what is known least first, waits that double, the same answer twice."""

from __future__ import annotations

import random
from datetime import date, timedelta

from pipelines.turns import Candidate, Pace, choose, is_due, round_nights, wait_days

NIGHT = date(2026, 11, 20)
PACE = Pace(first_days=1, longest_days=30)


def ago(days: int) -> date:
    return NIGHT - timedelta(days=days)


def test_running_works_come_before_richer_works_that_are_finished() -> None:
    finished = Candidate("9", running=False, alerts=9, money=9e8)
    assert choose([finished, Candidate("1", running=True)], NIGHT, PACE, 2) == ["1", "9"]


def test_age_alerts_and_money_each_move_a_work_forward() -> None:
    plain = Candidate("plain", running=True, seen_on=ago(10), changed_on=ago(10))
    older = Candidate("older", running=True, seen_on=ago(20), changed_on=ago(20))
    alerted = Candidate("alerted", running=True, alerts=3, seen_on=ago(10), changed_on=ago(10))
    dear = Candidate("dear", running=True, money=50e6, seen_on=ago(10), changed_on=ago(10))
    assert choose([plain, older, alerted, dear], NIGHT, PACE, 9) == ["dear", "alerted", "older", "plain"]


def test_an_unchanged_look_doubles_the_wait_and_a_change_resets_it() -> None:
    """A work looked at whenever its turn comes, that changes on day 40."""
    changed = seen = date(2026, 1, 1)
    looks = []
    for day in range(1, 80):
        today = date(2026, 1, 1) + timedelta(days=day)
        if is_due(Candidate("1", running=True, seen_on=seen, changed_on=changed), today, PACE):
            looks.append(day)
            changed = today if day >= 40 and changed < date(2026, 2, 10) else changed
            seen = today
    assert looks[:6] == [1, 2, 4, 8, 16, 32]
    found = next(day for day in looks if day >= 40)
    assert looks[looks.index(found) : looks.index(found) + 4] == [found, found + 1, found + 2, found + 4]


def test_nothing_waits_longer_than_the_longest_wait() -> None:
    assert wait_days(Candidate("1", running=True, seen_on=ago(1), changed_on=ago(400)), PACE) == 30
    month_old = Candidate("1", running=False, seen_on=ago(30), changed_on=ago(30))
    assert is_due(month_old, NIGHT, PACE)
    assert not is_due(month_old, NIGHT - timedelta(days=1), PACE)


def test_what_was_never_seen_is_always_due() -> None:
    assert choose([Candidate("1", running=False)], NIGHT, PACE, 1) == ["1"]


def test_the_order_of_the_frame_does_not_matter_and_the_budget_is_kept() -> None:
    chance = random.Random(5)
    frame = [
        Candidate(str(n), running=bool(chance.getrandbits(1)), alerts=n % 3, money=float(n % 7), seen_on=ago(n % 40))
        for n in range(500)
    ]
    first = choose(frame, NIGHT, PACE, 60)
    chance.shuffle(frame)
    assert choose(frame, NIGHT, PACE, 60) == first
    assert len(first) == len(set(first)) == 60


def test_how_many_nights_a_round_takes() -> None:
    frame = [Candidate(str(n), running=n < 61) for n in range(100)]
    assert round_nights(frame, 20) == 4
    assert round_nights(frame, 0) is None
