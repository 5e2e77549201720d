"""Nights played by hand: what opens, waits, is held back, closes, and what must never open."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from alerts import store, transitions
from alerts.errors import NightUnknownError, RuleUnknownError

pytestmark = pytest.mark.proof

WORK = "infobras:work:100"


def works(*numbers, **columns):
    return [{"subject": f"infobras:work:{number}", **columns} for number in numbers]


def started(nights, day):
    """A world whose first night lies behind it, with nothing failing."""
    nights.night(day(0))
    return nights


def test_first_night_is_backlog_and_internal(nights, day):
    nights.night(day(0), works(*range(100, 140)))
    assert {event for _, event, _ in nights.events()} == {"backlog"}
    assert nights.alert(WORK)["state"] == "backlog"
    assert nights.alert(WORK)["visibility"] == "internal"


def test_a_later_failure_opens_in_the_open(nights, day):
    started(nights, day).night(day(1), works(100))
    alert = nights.alert(WORK)
    assert (alert["state"], alert["episode"], alert["visibility"]) == ("open", 1, "open")
    assert alert["opened_on"] == day(1)
    assert alert["first_failed_seen_on"] == day(1)


def test_a_claim_names_the_subjects_own_page_where_the_rule_may_rest_on_it(nights, day):
    """As it came on its newest night; of a page that was asked twice the answer that came last."""
    nights.rules[0] = replace(nights.rules[0], pages=(("contraloria_ficha", "execution"),))
    rows = [("execution", day(2)), ("control", day(4))]
    nights.con.executemany(
        "INSERT INTO meta_pages BY NAME SELECT 'contraloria_ficha' AS source, '100' AS page_key, ? AS page, ? AS seen_on,"
        " ? AS changed_on", [(page, seen_on, seen_on) for page, seen_on in rows],
    )  # fmt: skip
    answers = [
        ("100/execution", day(1), "05", "old"), ("100/execution", day(2), "05", "lost"), ("100/execution", day(2), "06", "last"),
        ("100/control", day(4), "05", "other"), ("101/execution", day(2), "05", "foreign"),
    ]  # fmt: skip
    nights.con.executemany(
        "INSERT INTO meta_receipts BY NAME SELECT 'contraloria_ficha' AS source, ? AS part, ? AS night, 'u' AS url,"
        " ? AS requested_at, 200 AS status, ? AS payload_sha256", answers,
    )  # fmt: skip
    started(nights, day).night(day(1), [*works(100, 102), *works(100, rule="MIS-05")])
    found = nights.con.execute("SELECT rule_id, subject_id, claim FROM alert_events WHERE claim IS NOT NULL").fetchall()
    pages = {(rule, subject): [look for look in json.loads(claim)["looks"] if look["part"]] for rule, subject, claim in found}
    assert pages == {
        ("OUT-05", "infobras:work:100"): [
            {"source": "contraloria_ficha", "part": "100/execution", "seen_on": day(2).isoformat(), "sha256": "last"}
        ],
        ("OUT-05", "infobras:work:102"): [], ("MIS-05", "infobras:work:100"): [],
    }  # fmt: skip
    assert all(json.loads(claim)["looks"][0]["source"] == "contraloria_infobras" for _, _, claim in found)


def test_a_register_that_is_cited_is_proof_and_sets_no_clock(nights, day):
    """Its first look is a first night of the rule, too: what it shows at once has stood so before."""
    nights.rules[0] = replace(nights.rules[0], cites=("contraloria_fotos",))
    started(nights, day).night(day(1), works(100))
    assert nights.alert(WORK)["state"] == "open"
    nights.con.execute(
        "INSERT INTO meta_sources BY NAME SELECT 'contraloria_fotos' AS source, 1500 AS stale_after_days"
    )
    nights.look(day(2), "contraloria_fotos", seen_on=day(-300), sha="f" * 64)
    nights.night(day(2), works(100, 102))
    (claim,) = nights.con.execute("SELECT claim FROM alert_events WHERE subject_id LIKE '%:102' AND claim IS NOT NULL").fetchone()
    assert [(look["source"], look["seen_on"]) for look in json.loads(claim)["looks"]] == [
        ("contraloria_fotos", day(-300).isoformat()), ("contraloria_infobras", day(2).isoformat())
    ]  # fmt: skip
    assert nights.alert("infobras:work:102")["state"] == "backlog"
    nights.night(day(3), [], {"infobras:work:100": ("passed", None)})
    assert nights.alert(WORK)["state"] == "closed"


@pytest.mark.parametrize(("columns", "visibility"), [
    ({"hardness": "soft"}, "internal"), ({"citable": False}, "internal"), ({}, "open"),
])  # fmt: skip
def test_visibility(nights, day, columns, visibility):
    started(nights, day).night(day(1), works(100, **columns))
    assert nights.alert(WORK)["visibility"] == visibility


def test_the_same_night_twice_adds_nothing(nights, day):
    assert nights.night(day(0), works(100, 101)) == 5  # two alerts, and a marker for each rule that reads the source
    assert nights.night(day(0), works(100, 101)) == 0
    assert nights.night(day(1), works(100, 102)) == 2
    assert nights.night(day(1), works(100, 102)) == 0


def test_another_source_on_the_same_night_adds_only_the_difference(nights, day):
    late = {"rule": "OUT-02", "subject": "mef:investment:cui:2000001"}
    nights.night(day(0), works(100))
    nights.sources = ("contraloria_infobras", "mef_detalle", "mef_f12b")
    assert nights.night(day(0), [*works(100), late]) == 3  # one alert, two markers
    assert nights.alert(late["subject"], "OUT-02")["state"] == "backlog"


def test_a_source_that_comes_later_has_its_own_first_night(nights, day):
    started(nights, day)
    nights.sources = ("contraloria_infobras", "mef_detalle", "mef_f12b")
    subjects = [f"mef:investment:cui:{number}" for number in range(2000000, 2000030)]
    nights.night(day(5), [{"rule": "OUT-02", "subject": subject} for subject in subjects])
    assert {nights.alert(subject, "OUT-02")["state"] for subject in subjects} == {"backlog"}
    nights.night(day(6), [{"rule": "OUT-02", "subject": s} for s in [*subjects, "mef:investment:cui:3"]])
    assert nights.alert("mef:investment:cui:3", "OUT-02")["state"] == "open"


@pytest.mark.parametrize(("answer", "event", "state"), [
    (("passed", None), "repaired", "closed"), (("not_applicable", "stopped"), "no_longer_applies", "closed"),
])  # fmt: skip
def test_closing(nights, day, answer, event, state):
    started(nights, day).night(day(1), works(100))
    nights.night(day(2), (), {WORK: answer})
    assert nights.events(day(2)) == [(WORK, event, state)]
    assert nights.alert(WORK)["visibility"] == "open"


@pytest.mark.parametrize("answer", [("not_evaluable", "unparsable"), ("not_evaluable", "stale_source")])
def test_what_cannot_be_judged_changes_nothing(nights, day, answer):
    started(nights, day).night(day(1), works(100))
    assert nights.night(day(2), (), {WORK: answer}) == 0
    assert nights.alert(WORK)["state"] == "open"


def test_each_reopening_is_an_episode(nights, day):
    started(nights, day)
    for turn in range(3):
        nights.night(day(1 + 2 * turn), works(100))
        assert nights.alert(WORK)["episode"] == turn + 1
        nights.night(day(2 + 2 * turn))
    assert nights.alert(WORK)["opened_on"] == day(5)


def test_soft_becomes_hard_and_eases(nights, day):
    started(nights, day).night(day(1), works(100, hardness="soft", severity=2))
    nights.night(day(2), works(100, hardness="hard", severity=4))
    alert = nights.alert(WORK)
    assert (alert["last_event"], alert["visibility"], alert["severity"], alert["episode"]) == ("escalated", "open", 4, 1)
    nights.night(day(3), works(100, hardness="soft", severity=2))
    assert (nights.alert(WORK)["last_event"], nights.alert(WORK)["visibility"]) == ("eased", "internal")


def test_backlog_that_grows_hard_leaves_the_backlog(nights, day):
    nights.night(day(0), works(100, hardness="soft"))
    nights.night(day(1), works(100))
    assert nights.alert(WORK)["state"] == "open"


def test_absence_waits_for_two_looks_three_days_apart(nights, day):
    started(nights, day)
    missing = works(100, rule="MIS-05")
    nights.night(day(1), missing)
    assert nights.alert(WORK, "MIS-05")["state"] == "pending"
    nights.night(day(3), missing)
    assert nights.alert(WORK, "MIS-05")["state"] == "pending"
    nights.night(day(4), missing)
    assert nights.alert(WORK, "MIS-05")["state"] == "open"
    assert nights.alert(WORK, "MIS-05")["first_failed_seen_on"] == day(1)


def test_looks_count_not_runs(nights, day):
    started(nights, day)
    missing = works(100, rule="MIS-05", seen_on=day(1))
    for later in range(1, 9):  # the portal is down: the look stays that of the first day
        nights.night(day(later), missing, look=later == 1)
    assert nights.alert(WORK, "MIS-05")["state"] == "pending"


def test_unconfirmed_absence_is_never_an_alert(nights, day):
    started(nights, day).night(day(1), works(100, rule="MIS-05"))
    nights.night(day(2))
    assert nights.alert(WORK, "MIS-05") is None
    nights.night(day(3), works(100, rule="MIS-05"))
    nights.night(day(5), works(100, rule="MIS-05"))
    assert nights.alert(WORK, "MIS-05")["state"] == "pending"  # the first look of this run is day 3


def test_absence_of_the_first_night_becomes_backlog(nights, day):
    nights.night(day(0), works(100, rule="MIS-05"))
    nights.night(day(3), works(100, rule="MIS-05"))
    assert nights.alert(WORK, "MIS-05")["state"] == "backlog"


def test_gone_needs_two_looks(nights, day):
    started(nights, day).night(day(1), works(100))
    absent = {WORK: ("absent", None)}
    assert nights.night(day(2), (), absent) == 1
    assert nights.alert(WORK)["last_event"] == "not_seen"
    assert nights.night(day(4), (), absent) == 0
    nights.night(day(5), (), absent)
    assert (nights.alert(WORK)["last_event"], nights.alert(WORK)["state"]) == ("gone", "closed")


def test_seen_again_starts_the_count_anew(nights, day):
    started(nights, day).night(day(1), works(100))
    nights.night(day(2), (), {WORK: ("absent", None)})
    nights.night(day(3), works(100))
    assert nights.events(day(3)) == [(WORK, "resumed", "open_hard")]
    nights.night(day(5), (), {WORK: ("absent", None)})
    assert nights.alert(WORK)["state"] == "open"


def test_nothing_disappears_in_a_slice(nights, day):
    nights.scope = "slice"
    started(nights, day).night(day(1), works(100))
    for later in (2, 6, 12):
        assert nights.night(day(later), (), {WORK: ("absent", None)}) == 0


def test_a_new_version_supersedes_and_opens_as_backlog(nights, day):
    started(nights, day).night(day(1), works(100, 101))
    nights.rules = [replace(rule, version=2) for rule in nights.rules]
    nights.night(day(2), works(100))
    assert nights.events(day(2)) == [
        (WORK, "superseded", "closed"), (WORK, "backlog", "backlog_hard"),
        ("infobras:work:101", "superseded", "closed"),
    ]  # fmt: skip
    assert (nights.alert(WORK)["episode"], nights.alert(WORK)["rule_version"]) == (2, 2)
    assert nights.night(day(2), works(100)) == 0


def test_a_retired_rule_supersedes(nights, day):
    started(nights, day).night(day(1), works(100))
    nights.rules = [rule for rule in nights.rules if rule.rule_id != "OUT-05"]
    nights.night(day(2))
    assert nights.alert(WORK)["last_event"] == "superseded"


def test_refused_for_thirty_nights_opens_and_closes_nothing(nights, day):
    started(nights, day).night(day(1), works(100))
    before = len(nights.events())
    for later in range(2, 32):
        answer = ("not_evaluable", "stale_source") if later > 11 else ("passed", None)
        failing = works(100, seen_on=day(1)) if later <= 11 else ()
        nights.night(day(later), failing, {WORK: answer}, look=False)
    assert len(nights.events()) == before


def test_changed_due_date_is_restated(nights, day):
    started(nights, day).night(day(1), works(100))
    nights.night(day(2), works(100, due=day(-40)))
    assert nights.events(day(2)) == [(WORK, "restated", "open_hard")]
    assert nights.alert(WORK)["due"] == day(-40)


def test_kill_between_compute_and_replay(nights, day):
    started(nights, day)
    nights.night(day(1), works(100), replay=False)
    lost = (nights.folder / f"{day(1)}-1.parquet").read_bytes()
    nights.night(day(1), works(100))
    assert nights.files[-1].read_bytes() == lost
    assert len(nights.events(day(1))) == 1


def test_replay_is_the_same_on_another_machine(nights, day):
    started(nights, day).night(day(1), works(100))
    nights.night(day(2), works(101))
    rows = nights.con.execute("SELECT * FROM alerts ORDER BY ALL").fetchall()
    nights.con.execute("DELETE FROM alerts")
    store.replay(nights.con, reversed(nights.files))
    assert nights.con.execute("SELECT * FROM alerts ORDER BY ALL").fetchall() == rows


def test_a_past_night_adds_nothing(nights, day):
    started(nights, day).night(day(3), works(100))
    assert nights.night(day(2), works(100, 101, 102)) == 0


def test_unknown_night_and_unknown_rule(nights, day, con, tmp_path):
    with pytest.raises(NightUnknownError):
        transitions.compute(con, day(0), tmp_path / "x.parquet", rules=nights.rules)
    with pytest.raises(RuleUnknownError, match="XXX-99"):
        nights.night(day(0), works(100, rule="XXX-99"))
