"""The score: perfect for the truth itself, and able to fail in every way an audit can be wrong."""

from __future__ import annotations

import json
from datetime import date

import pytest

from sandbox.model import Expected
from sandbox.score import EXTRA, MISSING, compare, render, to_json
from sandbox.truth import truth
from sandbox.world import world

TRUTH = [
    Expected("OUT-05", "w1", "failed", due=date(2026, 1, 5), scenario="overrun"),
    Expected("OUT-05", "w2", "passed"),
    Expected("OUT-05", "w3", "not_applicable", reason="modality"),
    Expected("MIS-17", "w1", "not_evaluable", reason="no_end_date"),
]
ROWS = [(e.rule_id, e.subject_id, e.outcome, e.reason, e.due) for e in TRUTH]


def _changed(at, **new):
    row = dict(zip(("rule", "subject", "outcome", "reason", "due"), ROWS[at], strict=True)) | new
    return [*ROWS[:at], tuple(row.values()), *ROWS[at + 1 :]]


def test_the_truth_scores_perfectly_against_itself():
    score = compare(TRUTH, ROWS)
    assert score.is_perfect
    assert score.reasons_agree
    assert score.disagreements == []


def test_a_whole_country_scores_perfectly_against_itself():
    stated = truth(world(1, 300, date(2026, 7, 29)))
    assert compare(stated, [(e.rule_id, e.subject_id, e.outcome, e.reason, e.due) for e in stated]).is_perfect


def test_a_missed_failure_costs_recall():
    score = compare(TRUTH, _changed(0, outcome="passed", due=None))
    assert (score.of("OUT-05").recall, score.of("OUT-05").precision) == (0.0, 1.0)
    assert score.rules[0].rule_id == "OUT-05"
    assert not score.is_perfect


def test_a_false_alarm_costs_precision():
    score = compare(TRUTH, _changed(1, outcome="failed", due=date(2026, 1, 1)))
    assert (score.of("OUT-05").recall, score.of("OUT-05").precision) == (1.0, 0.5)


def test_a_wrong_due_date_is_no_perfect_score():
    score = compare(TRUTH, _changed(0, due=date(2026, 1, 6)))
    assert score.of("OUT-05").due_mismatches == 1
    assert score.of("OUT-05").off_diagonal == 0
    assert not score.is_perfect


def test_a_wrong_reason_is_counted_apart():
    score = compare(TRUTH, _changed(2, reason="reserved"))
    assert score.is_perfect
    assert not score.reasons_agree
    assert score.disagreements[0].what == "reason"


def test_a_reason_for_a_pass_is_nobodys_business():
    assert compare(TRUTH, _changed(1, reason="registered")).reasons_agree


def test_missing_and_extra_subjects_are_off_the_diagonal():
    score = compare(TRUTH, [*ROWS[:-1], ("OUT-05", "w9", "passed", None, None)])
    assert score.of("MIS-17").matrix["not_evaluable", MISSING] == 1
    assert score.of("OUT-05").matrix[EXTRA, "passed"] == 1
    assert not score.is_perfect


def test_an_audit_that_says_nothing_is_not_perfect():
    assert not compare(TRUTH, []).is_perfect
    assert not compare([], []).is_perfect


def test_text_and_json_carry_the_matrix():
    score = compare(TRUTH, _changed(0, outcome="passed", due=None))
    assert "OUT-05 w1 [overrun] outcome: truth failed, audit passed" in render(score)
    whole = json.loads(to_json(score))
    assert whole["perfect"] is False
    assert whole["rules"][0]["matrix"]["failed"] == {"passed": 1}


@pytest.mark.parametrize("keep", [0, 2])
def test_only_the_first_disagreements_are_named(keep):
    assert len(compare(TRUTH, [], keep=keep).disagreements) == keep
