"""Every cell of the transition table, against a second wording of it, and through the engine itself."""

from __future__ import annotations

import copy
from datetime import timedelta

import pytest
import yaml

from alerts import machine
from alerts.errors import TransitionTableError
from alerts.identity import alert_id

CELLS = [(row.state, row.outcome, row.manner) for row in machine.table()]
STATES = list(machine.declaration().states)


def expected(state, outcome, manner):
    """The table in other words: (event, state after, what a burst makes of it)."""
    if state in ("none", "closed"):
        return _opening(outcome, manner)
    if state in ("pending", "pending_backlog", "held"):
        return _waiting(state, outcome)
    kind, hardness, *doubt = state.split("_")
    if outcome == "version_changed":
        return "superseded", "closed", None
    if outcome.startswith("failed_"):
        return _still_failing(kind, hardness, outcome.removeprefix("failed_"), doubt)
    return _not_failing(f"{kind}_{hardness}", outcome, doubt, state)


def _opening(outcome, manner):
    if not outcome.startswith("failed_"):
        return None
    hardness = outcome.removeprefix("failed_")
    return {
        "plain": ("opened", f"open_{hardness}", ("held", "held")),
        "baseline": ("backlog", f"backlog_{hardness}", None),
        "absence": ("pending", "pending", None),
        "absence_baseline": ("pending", "pending_backlog", None),
    }[manner]


def _waiting(state, outcome):
    if outcome in ("not_evaluable", "unusable"):
        return None
    if not outcome.startswith("failed_"):
        return "withdrawn", "closed", None
    hardness = outcome.removeprefix("failed_")
    if state == "pending_backlog":
        return "backlog", f"backlog_{hardness}", None
    return "opened", f"open_{hardness}", ("held", "held") if state == "pending" else None


def _still_failing(kind, before, now, doubt):
    if before == "hard" and now == "soft":
        return "eased", f"{kind}_soft", None
    if before == "soft" and now == "hard":
        held = None if doubt == ["escalating"] else ("escalation_held", f"{kind}_soft_escalating")
        return "escalated", "open_hard", held
    return "resumed" if doubt else "restated", f"{kind}_{before}", None


def _not_failing(steady, outcome, doubt, state):
    if outcome == "unusable" or (outcome == "not_evaluable" and doubt != ["absent"]):
        return None
    if outcome == "not_evaluable":
        return "resumed", steady, None
    if outcome == "absent" and doubt not in (["absent"], ["closing"]):
        return "not_seen", f"{steady}_absent", None
    event = {"passed": "repaired", "not_applicable": "no_longer_applies", "absent": "gone"}[outcome]
    return event, "closed", None if doubt == ["closing"] else ("closing_held", f"{steady}_closing")


def test_every_state_outcome_and_manner_has_a_cell():
    assert len(CELLS) == len(set(CELLS)) == len(STATES) * len(machine.OUTCOMES) * len(machine.MANNERS)


@pytest.mark.parametrize("row", machine.table(), ids=lambda row: "-".join(row[:3]))
def test_cell(row):
    want = expected(row.state, row.outcome, row.manner)
    burst = (row.burst_event, row.burst_state) if row.burst_event else None
    assert (None if row.event is None else (row.event, row.state_after, burst)) == want
    waits = row.event in ("opened", "backlog") and row.state in ("pending", "pending_backlog", "held")
    waits |= row.event == "gone" or (row.state.endswith("_closing") and row.event in ("repaired", "no_longer_applies"))
    waits |= row.state.endswith("_escalating") and row.event == "escalated"
    assert (row.needs == "second_look") == waits
    assert (row.needs == "new_claim") == (row.event == "restated")


def test_a_missing_cell_an_unknown_state_and_an_unknown_key_are_refused():
    document = yaml.safe_load(machine.resources.files("alerts").joinpath("transitions.yml").read_text("utf-8"))
    missing, unknown, misspelt = (copy.deepcopy(document) for _ in range(3))
    del missing["cells"]["open_hard"]["passed"]
    with pytest.raises(TransitionTableError, match="open_hard x passed"):
        machine.flatten(machine.parse(missing))
    unknown["cells"]["open_hard"]["passed"]["to"] = "nowhere"
    with pytest.raises(TransitionTableError, match="nowhere"):
        machine.flatten(machine.parse(unknown))
    misspelt["cells"]["open_hard"]["passed"]["evnt"] = "x"
    with pytest.raises(TransitionTableError):
        machine.parse(misspelt)


@pytest.mark.parametrize("days", [2, 3])
def test_the_engine_does_what_the_table_says(nights, day, con, days):
    """One alert in each state, one answer each; tonight's look is `days` after the look of the last event."""
    nights.night(day(0))
    tonight, cells = day(0) + timedelta(days=days), {}
    for state in STATES[1:]:
        for outcome in machine.OUTCOMES:
            subject = f"infobras:work:{len(cells)}"
            cells[subject] = (state, outcome)
            hardness = "soft" if "soft" in state else "hard"
            con.execute(
                "INSERT INTO alert_events BY NAME SELECT ? AS alert_id, ? AS night, 1 AS sequence, ? AS rule_id,"
                " 1 AS rule_version, ? AS subject_id, ? AS body_key, 'x' AS event, ? AS state_after, 1 AS episode,"
                " 4 AS severity, ? AS hardness, ? AS due, ? AS seen_on, '{}' AS claim, 1 AS segment",
                [_alert_id(outcome, subject), day(0), _rule(outcome), subject, subject, state, hardness, day(-9), day(0)],
            )  # fmt: skip
    failing = [
        {"subject": subject, "body": subject, "hardness": outcome.removeprefix("failed_"), "due": day(-8)}
        for subject, (_, outcome) in cells.items()
        if outcome.startswith("failed_")
    ]
    reasons = {"unusable": ("not_evaluable", "stale_source"), "not_evaluable": ("not_evaluable", "unparsable")}
    answers = {subject: reasons.get(outcome, (outcome, None)) for subject, (_, outcome) in cells.items()}
    nights.night(tonight, failing, answers, replay=False)
    file = nights.folder / f"{tonight}-1.parquet"
    done = dict(
        con.execute("SELECT subject_id, event || ' ' || state_after FROM read_parquet(?)", [str(file)]).fetchall()
    )
    for subject, (state, outcome) in cells.items():
        row = next(row for row in machine.table() if row[:3] == (state, outcome, "plain"))
        acts = row.event is not None and (days >= 3 or row.needs != "second_look")
        assert done.get(subject) == (f"{row.event} {row.state_after}" if acts else None), (state, outcome)


def _rule(outcome):
    return "OUT-99" if outcome == "version_changed" else "OUT-05"


def _alert_id(outcome, subject):
    return alert_id(_rule(outcome), subject)
