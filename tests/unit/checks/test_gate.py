"""The gate's verdicts come from Great Expectations, exactly at the limits, and stop exactly the source that broke."""

from dataclasses import replace
from types import SimpleNamespace

import pytest

from checks import expectations, gate, metrics
from checks.errors import GateError
from checks.pages import PageChanges

WORDS = ["En Ejecución", "Finalizado"]
EXPECTATIONS = {
    "min_rows": 100, "max_shrink_pct": 15, "fill_rate": {"state": 0.9}, "unique": ("code",), "allowed": {"state": WORDS},
}  # fmt: skip


def profile(rows=100, state_nulls=10, distinct=None, words=WORDS, *, columns=("code", "state"), letters=(0, 0)):
    wrong, accented = letters
    listed = {
        "code": {"nulls": 0, "distinct": rows if distinct is None else distinct, "values": None},
        "state": {"nulls": state_nulls, "distinct": 61 if words is None else len(words), "values": words},
    }
    shared = {
        "table": "works", "type": "VARCHAR", "rows": rows, "min": "a", "max": "z", "mean": 5.0, "below_next": 0,
        "above_next": rows, "twice_encoded": 0, "accented": 0,
    }  # fmt: skip
    listed["state"] |= {"min": "A", "max": "Y", "mean": 9.0, "twice_encoded": wrong, "accented": accented}
    described = [{"name": name, **shared, **listed[name]} for name in columns]
    return SimpleNamespace(columns=described, tables=[{"table": "works", "rows": rows}])


def arrival(source="infobras", part="", previous=None, highest=None, earlier=None, **shape):
    return gate.Arrival(
        source, part, "works", EXPECTATIONS, ["code", "state"], profile(**shape), previous, highest, earlier
    )


def exchanged_profile():
    """The usual one with the contents of both columns under each other's header."""
    usual = profile()
    for column, name in zip(usual.columns, ("state", "code"), strict=True):
        column |= {"name": name, "below_next": 100, "above_next": 0}
    return usual


@pytest.fixture(scope="module")
def verdicts():
    """Everything in one validation, as a night does it."""
    shapes = {
        "at_every_limit": arrival("a", previous=117, highest=117),
        "one_row_short": arrival("b", rows=99, state_nulls=0),
        "shrunk_since_previous": arrival("c", previous=118),
        "shrunk_since_highest": arrival("d", previous=100, highest=118),
        "one_cell_too_empty": arrival("e", state_nulls=11),
        "repeated_key": arrival("f", distinct=99),
        "unknown_word": arrival("g", words=[*WORDS, "CONCLUIDO"]),
        "too_many_words": arrival("h", words=None),
        "column_missing": arrival("i", columns=("code",)),
        "good_month": arrival("ocds", "2026-01"),
        "a_few_pasted_letters": arrival("j", letters=(10, 100)),
        "two_pasted_letters": arrival("j", letters=(2, 2)),
        "letters_encoded_twice": arrival("j", letters=(11, 100)),
        "as_yesterday": arrival("k", earlier=profile()),
        "columns_exchanged": arrival("k", earlier=exchanged_profile()),
        "twice_as_many": arrival("l", previous=50),
        "more_than_twice": arrival("l", rows=100, previous=49),
        "grown": arrival("l", rows=151, previous=75),
        "month_that_fills_up": arrival("ocds", "2026-03", rows=151, previous=75),
        "pages_as_before": replace(arrival("m"), pages=PageChanges(most_pct=20.0, kept_pct=85.0)),
        "pages_unlike": replace(arrival("m"), pages=PageChanges(unlike={"works": 21.0}, most_pct=20.0)),
        "pages_shrunk": replace(arrival("m"), pages=PageChanges(most_pct=20.0, kept_pct=84.9)),
        "bad_month": arrival("ocds", "2026-02", rows=10, state_nulls=0),
    }
    national = gate.judge_all(list(shapes.values()), scope="national")
    return dict(zip(shapes, national, strict=True)), shapes


@pytest.mark.parametrize(
    ("name", "accepted", "broken"),
    [
        ("at_every_limit", True, []), ("one_row_short", False, ["min_rows"]),
        ("shrunk_since_previous", False, ["shrink_since_previous"]), ("shrunk_since_highest", False, ["shrink_since_highest"]),
        ("one_cell_too_empty", False, ["fill_rate"]), ("repeated_key", False, ["repeated_values"]),
        ("unknown_word", True, ["unknown_words"]), ("too_many_words", True, ["unknown_words"]),
        ("column_missing", False, ["column_present", "fill_rate"]), ("a_few_pasted_letters", True, []),
        ("two_pasted_letters", True, []), ("letters_encoded_twice", False, ["twice_encoded_letters"]),
        ("as_yesterday", True, []), ("columns_exchanged", False, ["exchanged_columns"]), ("good_month", True, []),
        ("twice_as_many", True, []), ("more_than_twice", True, []), ("grown", True, ["growth_since_previous"]),
        ("month_that_fills_up", True, []), ("pages_as_before", True, []), ("pages_unlike", False, ["pages_unlike_before"]),
        ("pages_shrunk", False, ["elements_since_most"]), ("bad_month", False, ["min_rows"]),
    ],
)  # fmt: skip
def test_verdict(verdicts, name, accepted, broken):
    result = verdicts[0][name]
    assert result.accepted is accepted
    assert [check.expectation for check in result.results if not check.success] == broken


def test_a_slice_reports_its_floors_without_enforcing_them(verdicts):
    result = gate.judge(verdicts[1]["one_row_short"], "slice")
    assert result.accepted
    assert [(c.expectation, c.level) for c in result.results if not c.success] == [("min_rows", "warning")]


def test_rows_for_the_warehouse(verdicts):
    row = verdicts[0]["one_row_short"].rows()[0]
    assert row == {
        "expectation": "min_rows", "column_name": None, "observed": "99", "limit_value": ">= 100", "success": False,
        "level": "floor",
    }  # fmt: skip


def test_the_gate_has_no_second_opinion(monkeypatch):
    monkeypatch.setattr(gate, "validate", lambda measures: [False] * len(measures))
    assert not gate.judge(arrival(), "national").accepted


def test_a_foreign_profile_is_refused():
    shape = SimpleNamespace(columns=[{"table": "works"}], tables=[])
    with pytest.raises(GateError, match="warehouse"):
        gate.judge(gate.Arrival("s", "", "works", EXPECTATIONS, [], shape), "national")


def test_nothing_to_judge():
    assert expectations.validate([]) == []


def test_metrics_of_the_rules():
    counts = {
        "MIS-05": {"passed": 40, "failed": 60},
        "MIS-17": {"passed": 39, "failed": 61},
        "MIS-19": {"not_applicable": 3},
    }
    previous = {"MIS-05": {"passed": 50, "failed": 50}, "MIS-17": {"passed": 50, "failed": 50}}
    found = {(c.rule_id, c.expectation): c.success for c in metrics.judge_metrics(counts, previous)}
    assert found == {
        ("MIS-05", "failed_share"): True, ("MIS-05", "drift_points"): True,
        ("MIS-17", "failed_share"): False, ("MIS-17", "drift_points"): False,
    }  # fmt: skip
