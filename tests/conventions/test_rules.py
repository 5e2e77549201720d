"""Every rule is complete: why, on what authority, whom to tell, what to verify, what to ask, and proven by cases."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml

from checks.registry import rules
from checks.rule import OUTCOMES, Rule
from sources import registry as sources
from sources.spec import PagesAccess

RULES = [pytest.param(rule, id=rule_id) for rule_id, rule in rules().items()]
LAUNCH_SET = {
    "MIS-02", "MIS-05", "MIS-17", "MIS-18", "MIS-19", "OUT-01", "OUT-02", "OUT-05", "OUT-13", "INC-05", "INC-11",
    "INC-13",
}  # fmt: skip
CASES_A_RULE = 6


def cases_of(root: Path, rule_id: str) -> list[dict[str, Any]]:
    files = sorted((root / "tests" / "cases" / rule_id).glob("*.yml"))
    read = [case for path in files for case in yaml.safe_load(path.read_text(encoding="utf-8"))["cases"]]
    return [case for case in read if case["rule"] == rule_id]


def test_the_launch_set_is_there() -> None:
    assert set(rules()) >= LAUNCH_SET


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_is_told_in_both_languages(rule: Rule) -> None:
    for text in (rule.title, rule.why, rule.expected, rule.verify):
        assert text.es != text.en
    assert rule.ask.es


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_has_its_authority_and_addressees(rule: Rule) -> None:
    assert rule.notify, "somebody must be told"
    for basis in rule.basis:
        assert basis.standing in {"firm", "assumed", "none"}
        assert basis.standing != "firm" or basis.article, f"{basis.norm}: what stands firm names its article"


@pytest.mark.parametrize("rule", RULES)
def test_the_pages_a_rule_rests_on_are_asked_by_the_codes_of_its_subjects(rule: Rule) -> None:
    for name, page in rule.pages.items():
        access = sources.get(name).access
        assert isinstance(access, PagesAccess)
        assert access.key == rule.subject
        assert page in {declared.name for declared in access.pages}


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_shows_all_four_outcomes(rule: Rule) -> None:
    assert {example.expect.outcome for example in rule.examples} == set(OUTCOMES)


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_has_hand_worked_cases(root: Path, rule: Rule) -> None:
    cases = cases_of(root, rule.id)
    assert len(cases) >= CASES_A_RULE
    repeated = [name for name, n in Counter(str(case["case"]) for case in cases).items() if n > 1]
    assert repeated == []
    outcomes = {case["expect"]["outcome"] for case in cases}
    assert {"passed", "failed"} <= outcomes


@pytest.mark.parametrize("rule", [item for item in RULES if any(failure.due for failure in item.values[0].failed)])
def test_a_dated_rule_has_its_twins(root: Path, rule: Rule) -> None:
    """The same published rows on two nights in a row: not yet failing on the first, failing on the second."""
    cases = cases_of(root, rule.id)
    not_yet = {(case["night"], published(case)) for case in cases if case["expect"]["outcome"] != "failed"}
    failing = [case for case in cases if case["expect"]["outcome"] == "failed"]
    assert any((case["night"] - timedelta(days=1), published(case)) in not_yet for case in failing)


def published(case: dict[str, Any]) -> str:
    """What the registers show in a case, without its name, night and answer."""
    return repr(sorted((key, value) for key, value in case.items() if key not in {"case", "night", "expect"}))


def test_a_later_version_must_say_what_it_judges_otherwise() -> None:
    rule = rules()["MIS-17"]
    assert rule.version > 1
    with pytest.raises(ValueError, match="revisions"):
        Rule.model_validate({**rule.model_dump(), "revisions": []})
