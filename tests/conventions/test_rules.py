"""Every rule is complete: why, on what authority, whom to tell, what to verify, what to ask, and proven by cases."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import Any, get_args

import pytest
import yaml

from checks import gate
from checks import parameters as parameter_form
from checks import rule as rule_form
from checks.errors import RuleError
from checks.parameters import parameters
from checks.registry import prove, rules
from checks.rule import OUTCOMES, Rule
from checks.wide import Awaited, WideTable, wide_tables
from dashboard import texts
from sources import registry as sources
from sources.spec import PagesAccess, SourceSpec

RULES = [pytest.param(rule, id=rule_id) for rule_id, rule in rules().items()]
LAUNCH_SET = {
    "MIS-02", "MIS-05", "MIS-17", "MIS-18", "MIS-19", "OUT-01", "OUT-02", "OUT-05", "OUT-13", "INC-05", "INC-11",
    "INC-13",
}  # fmt: skip
CATALOGUE = {"MIS": 23, "OUT": 13, "INC": 16, "IMP": 8}
"""How many rules of each kind the catalogue has, numbered through; the family of changes is no part of it."""
CASES_A_RULE = 6
DATED = [
    pytest.param(rule, id=rule.id)
    for rule in rules().values()
    if any(failure.due for failure in rule.failed) and not rule.awaits
]


def cases_of(root: Path, rule_id: str) -> list[dict[str, Any]]:
    files = sorted((root / "tests" / "cases" / rule_id).glob("*.yml"))
    read = [case for path in files for case in yaml.safe_load(path.read_text(encoding="utf-8"))["cases"]]
    return [case for case in read if case["rule"] == rule_id]


def test_the_launch_set_is_there() -> None:
    assert set(rules()) >= LAUNCH_SET


def test_the_catalogue_is_whole() -> None:
    wanted = {f"{kind}-{number:02d}" for kind, count in CATALOGUE.items() for number in range(1, count + 1)}
    assert {rule_id for rule_id in rules() if not rule_id.startswith("CHG-")} == wanted
    assert len(wanted) == 60


def test_every_number_has_its_unit_in_words() -> None:
    assert {parameter.unit for parameter in parameters().values()} == set(texts.load().words("unit"))


DECLARED = {
    "cadence": SourceSpec.model_fields["cadence"].annotation,
    "dimension": rule_form.Dimension,
    "outcome": rule_form.Outcome,
    "gate_level": gate.Level,
    "scope": gate.Scope,
    "standing": parameter_form.Standing,
}
"""What contracts and rules may declare, by the group of words that tells it on a page."""


@pytest.mark.parametrize("group", DECLARED)
def test_what_may_be_declared_has_its_word(group: str) -> None:
    assert set(texts.load().words(group)) >= set(get_args(DECLARED[group]))


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
def test_the_registers_a_rule_cites_are_known_and_set_no_clock(rule: Rule) -> None:
    assert not set(rule.cites) & {*rule.sources, *rule.pages}
    assert all(sources.get(name).name == name for name in rule.cites)


def test_what_was_replaced_names_the_day_of_the_look_that_showed_it() -> None:
    """Every rule of changes; and what it names so is a day, not another value."""
    changed = [rule for rule in rules().values() if rule.id.startswith("CHG-")]
    assert all(rule.shown_by for rule in changed)
    days = {day for rule in changed for day in rule.shown_by.values()}
    assert {name for name in days if not name.endswith(("_seen", "_since"))} == {"gone_on"}


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
    # What no register carries no published row can show; examples alone prove that such a rule fails.
    assert ({"not_applicable", "not_evaluable"} if rule.awaits else {"passed", "failed"}) <= outcomes


def test_what_no_register_carries_is_not_in_any_contract() -> None:
    """A register that begins to publish what a rule waits for is noticed: its contract names such a column."""
    awaited = {name: fact for table in wide_tables().values() for name, fact in table.awaited.items()}
    assert awaited
    for name, fact in awaited.items():
        assert carrying(fact, published_headers()) == set(), f"{name} is published: fill it and take it from 'awaited'"
    listed = [*published_headers(), ("another_register", "¿En el inventario de la Ley N° 31589?")]
    assert carrying(awaited["in_inventory"], listed) == {"another_register"}, "the check can fail"


def published_headers() -> list[tuple[str, str]]:
    return [
        (name, header)
        for name, spec in sources.load().items()
        for table in spec.tables.values()
        for column in table.columns
        for header in (column.header, *column.synonyms)
    ]


def carrying(fact: Awaited, headers: list[tuple[str, str]]) -> set[str]:
    """The sources with a header that bears one of the signs of a fact."""
    return {name for name, header in headers if any(sign.upper() in header.upper() for sign in fact.signs)}


def test_what_no_register_carries_is_told_in_both_languages_and_waited_for() -> None:
    waited_for = {name for rule in rules().values() for name in rule.awaits}
    for table in wide_tables().values():
        assert set(table.awaited) <= waited_for, "nothing is awaited that no rule reads"
        for fact in table.awaited.values():
            assert all(text.es != text.en for text in (fact.what, fact.carried_by, fact.why_not))


def test_a_rule_says_what_it_waits_for() -> None:
    rule = rules()["MIS-23"]
    for awaits in ([], ["in_inventory", "stopped_works_accrued"]):
        with pytest.raises(RuleError, match="awaits"):
            prove(rule.model_copy(update={"awaits": awaits}), wide_tables())


def test_what_the_registers_fill_is_not_awaited() -> None:
    table = wide_tables()["works"]
    for filled in ("physical_pct", "cui_works"):
        awaited = {**table.awaited, filled: table.awaited["in_inventory"]}
        with pytest.raises(ValueError, match="the query fills"):
            WideTable.model_validate({**table.model_dump(), "awaited": awaited})


@pytest.mark.parametrize("rule", DATED)
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
