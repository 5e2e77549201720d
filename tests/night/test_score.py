"""What was planted is found: the rules' answers about a small country all of whose pages are read."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date

import pytest
from command import Place

from pipelines.blindness import spoiled
from pipelines.scoring import LONG_BEFORE, bought_before, listed_before
from pipelines.settings import Settings
from sandbox.records import records
from sandbox.truth import truth
from sandbox.world import world

pytestmark = pytest.mark.night
SIZE, DAY = 100, date(2026, 11, 18)


def failures(rule, seed, *, pages):
    """How many failures of a rule are planted for whoever read all pages, or none."""
    country = world(seed, SIZE, DAY)
    stated = truth(country, frozenset(work.code for work in country.works if pages))
    return sum(item.rule_id == rule and item.outcome == "failed" for item in stated)


def test_what_the_daily_file_and_what_only_the_pages_show_is_found(vigia, place_folder):
    """The control is the country itself: one in which whoever reads no page finds fewer failures."""
    seed, shown = next(
        (seed, shown)
        for seed in range(1, 50)
        if (shown := failures("INC-05", seed, pages=True)) > failures("INC-05", seed, pages=False)
    )
    every_page = Place(place_folder, {"VIGIA_REQUESTS": str(4 * SIZE)})
    words = ("--seeds", str(seed), "--dates", DAY.isoformat(), "--size", str(SIZE), "--json")
    done = vigia.run(every_page, "sandbox", "score", *words)

    assert done.code == 0, done.out[-2000:] + done.log[-2000:]
    score = json.loads(done.out)
    assert score["perfect"]
    assert score["reasons_agree"]
    (rule,) = [rule for rule in score["rules"] if rule["rule_id"] == "INC-05"]
    assert rule["matrix"]["failed"]["failed"] == shown
    planted = records(world(seed, SIZE, DAY), listed_before(DAY), DAY - LONG_BEFORE, bought_before(DAY))
    kept = {kind["kind"]: kind["kept"] for kind in score["records"]["kinds"] if kind["kept"]}
    assert score["records"]["perfect"]
    assert kept == Counter(record.kind for record in planted.kept)
    assert kept


def test_spoiled_answers_make_no_rule_fail_what_nobody_planted(tmp_path):
    """The control is another country: held against what was planted there, the same failures are nobody's."""
    night = spoiled(1, DAY, 60, Settings(data=tmp_path))
    assert night.spoiled > 10
    assert night.refused > 0
    assert night.unplanted == ()
    elsewhere = {
        (fact.rule_id, fact.subject_id) for fact in truth(world(2, 60, DAY)) if fact.outcome == "failed"
    }
    assert set(night.failed) - elsewhere != set()
