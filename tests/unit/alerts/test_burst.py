"""More at once than life explains is held back, shown as our own alarm, and never lost."""

from __future__ import annotations


def many(first, count, **columns):
    return [{"subject": f"infobras:work:{first + number}", **columns} for number in range(count)]


def states(nights):
    return sorted(row[0] for row in nights.con.execute("SELECT state FROM alerts").fetchall())


def test_five_open_and_six_are_held(nights, day):
    nights.night(day(0))
    nights.night(day(1), many(0, 5))
    assert states(nights) == ["open"] * 5
    nights.night(day(2), many(0, 5) + many(50, 6, body="infobras:body:2"))
    assert states(nights) == ["held"] * 6 + ["open"] * 5


def test_held_openings_open_after_a_second_look(nights, day):
    nights.night(day(0))
    held = many(0, 6)
    nights.night(day(1), held)
    assert nights.night(day(3), held) == 0
    nights.night(day(4), held[1:])
    assert states(nights) == ["open"] * 5  # the sixth was repaired meanwhile and never said
    assert {event for _, event, _ in nights.events(day(4))} == {"opened", "withdrawn"}


def test_half_of_the_open_count_is_the_bound_of_a_large_body(nights, day):
    nights.night(day(0), many(0, 20))
    nights.night(day(1), many(0, 30))
    assert states(nights) == ["backlog"] * 20 + ["open"] * 10
    nights.night(day(2), many(0, 30) + many(100, 16))
    assert states(nights).count("held") == 16


def test_a_rule_that_opens_everywhere_at_once_is_held_for_a_week(nights, day):
    nights.night(day(0))
    spread = [row | {"body": f"infobras:body:{place}"} for place, row in enumerate(many(0, 11))]
    nights.night(day(1), spread)
    assert states(nights) == ["held"] * 11
    assert nights.night(day(7), spread) == 0
    nights.night(day(8), spread)
    assert states(nights) == ["open"] * 11


def test_closings_beyond_the_bound_are_held_and_confirmed(nights, day):
    nights.night(day(0), many(0, 8))
    nights.night(day(1))
    assert states(nights) == ["backlog"] * 8
    assert {event for _, event, _ in nights.events(day(1))} == {"closing_held"}
    nights.night(day(2), many(0, 2))
    assert {event for _, event, _ in nights.events(day(2))} == {"resumed"}
    nights.night(day(4), many(0, 2))
    assert states(nights) == ["backlog"] * 2 + ["closed"] * 6


def test_an_escalation_beyond_the_bound_stays_soft_until_confirmed(nights, day):
    nights.night(day(0))
    for turn in range(2):  # ten soft alerts in two nights, five at a body
        soft = many(0, 5, hardness="soft", severity=2) + many(50, 5 * turn, hardness="soft", body="infobras:body:2")
        nights.night(day(1 + turn), soft)
    nights.night(day(3), many(0, 5) + many(50, 5, body="infobras:body:2"))
    assert states(nights) == ["open"] * 10
    nights.night(day(4), many(0, 5) + many(50, 5, body="infobras:body:2"))
    assert {row[0] for row in nights.con.execute("SELECT hardness FROM alerts").fetchall()} == {"hard"}


def test_mass_escalation_is_held(nights, day):
    nights.night(day(0), many(0, 12, hardness="soft", severity=2))
    nights.night(day(1), many(0, 12))
    alert = nights.alert("infobras:work:0")
    assert (alert["last_event"], alert["hardness"], alert["severity"], alert["visibility"]) == (
        "escalation_held", "soft", 2, "internal",
    )  # fmt: skip
    nights.night(day(8), many(0, 12))
    assert nights.alert("infobras:work:0")["last_event"] == "escalated"


def test_backlog_is_outside_the_bound(nights, day):
    nights.night(day(0), many(0, 500))
    assert states(nights) == ["backlog"] * 500


def test_a_second_source_the_same_night_counts_what_was_already_said(nights, day):
    nights.night(day(0))
    nights.night(day(1), many(0, 4))
    nights.night(day(1), many(0, 8))
    assert states(nights) == ["held"] * 4 + ["open"] * 4
