"""Every hand-worked case and every example gives the answer a person worked out."""

import cases
import pytest

from checks import engine, registry

ALL = cases.read_cases()
RULES = list(registry.rules())


@pytest.mark.parametrize("rule_id", RULES)
def test_cases_and_examples(samples, rule_id):
    assert list(samples.wrong(registry.rule(rule_id))) == []


def asked_of(rule_id):
    """A case of the rule that fails and one that is not evaluable."""
    # What no register carries no case can show: then the engine has nothing that fails.
    failing = ("failed",) if not registry.rule(rule_id).awaits else ()
    return [
        next(case for case in ALL if case["rule"] == rule_id and case["expect"]["outcome"] == outcome)
        for outcome in (*failing, "not_evaluable")
    ]


@pytest.fixture(scope="module")
def answered(warehouse):
    """What the engine answers about those cases of all rules, asked once a night: by rule and case."""
    asked = [case for rule_id in RULES for case in asked_of(rule_id)]
    own = [cases.made_unique(case, number) for number, case in enumerate(asked)]
    cases.load_cases(warehouse, own)
    answers = {}
    for night in {case["night"] for case in own}:
        tonight = {(case["rule"], case["expect"]["subject"]): case["case"] for case in own if case["night"] == night}
        cases.look_at_everything(warehouse, night)
        warehouse.execute("CREATE OR REPLACE TEMP TABLE pairs (rule_id TEXT, subject_id TEXT)")
        warehouse.executemany("INSERT INTO pairs VALUES (?, ?)", list(tonight))
        for row in engine.outcomes_for(warehouse, night, "pairs"):
            answers[row.rule_id, tonight[row.rule_id, row.subject_id]] = row
    return answers


@pytest.mark.parametrize("rule_id", RULES)
def test_the_engine_answers_a_case_of_each_rule_from_core_tables(answered, rule_id):
    for case in asked_of(rule_id):
        row = answered[rule_id, case["case"]]
        assert row.outcome == case["expect"]["outcome"]
        assert row.due == case["expect"].get("due", row.due)


def test_case_names_are_unique_within_their_rule():
    names = [(case["rule"], case["case"]) for case in ALL]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("rule_id", RULES)
def test_every_rule_has_six_cases_and_all_outcomes(rule_id):
    own = [case for case in ALL if case["rule"] == rule_id]
    assert len(own) >= 6
    outcomes, unproven = {case["expect"]["outcome"] for case in own}, {"not_applicable", "not_evaluable"}
    if registry.rule(rule_id).awaits:
        assert unproven <= outcomes <= unproven | {"passed"}
    else:
        assert outcomes == unproven | {"passed", "failed"}


@pytest.mark.parametrize("rule_id", RULES)
def test_dated_rules_have_twins(rule_id):
    rule = registry.rule(rule_id)
    dated = any(failure.due and failure.when is None for failure in rule.failed) and not rule.awaits
    names = [case["case"] for case in ALL if case["rule"] == rule_id]
    # MIS-05 is judged only when the work is no longer young, long after its due date.
    if dated and rule_id != "MIS-05":
        assert any(name.endswith("last_lawful_day") for name in names)
        assert any(name.endswith("first_late_day") for name in names)
