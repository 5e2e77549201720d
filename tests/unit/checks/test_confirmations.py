"""What a lawyer still has to read, and what a confirmation changes: only the citation it names, and only as it stands."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from checks import confirmations, registry
from checks.errors import RuleError
from checks.rule import Rule

READING = {
    "norm_read": "Directiva N.° 001-2019-EF/63.01, texto de El Peruano, artículo 33",
    "read_on": date(2026, 11, 20),
    "today": date(2026, 11, 25),
    "role": "abogado",
}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return Path(shutil.copy(confirmations.CONFIRMATIONS, tmp_path / "confirmations.yml"))


def test_the_flag_list_is_every_citation_that_may_not_be_used() -> None:
    listed = {(item.rule_id, item.number) for item in confirmations.to_confirm(registry.rules().values())}
    for rule in registry.rules().values():
        for number, basis in enumerate(rule.basis, 1):
            assert ((rule.id, number) in listed) is (basis.standing != "firm" and not rule.asks_owner)


def test_a_confirmed_citation_stands_firm_and_only_it(file: Path) -> None:
    rule = registry.rule("INC-11")
    assert "any" not in rule.citable_regimes()
    confirmations.confirm(rule, 1, path=file, **READING)
    read = confirmations.read_confirmations(file)
    assert "any" in confirmations.with_confirmations(rule, read).citable_regimes()
    other = registry.rule("MIS-19")
    assert confirmations.with_confirmations(other, read) == other
    assert file.read_text(encoding="utf-8").startswith("# Citations")


def test_a_basis_that_changed_has_to_be_read_again(file: Path) -> None:
    rule = registry.rule("INC-11")
    confirmations.confirm(rule, 1, path=file, **READING)
    moved = rule.model_copy(update={"basis": [rule.basis[0].model_copy(update={"article": "34"})]})
    after = confirmations.with_confirmations(moved, confirmations.read_confirmations(file))
    assert [basis.standing for basis in after.basis] == ["assumed"]


def test_a_second_confirmation_keeps_the_first(file: Path) -> None:
    confirmations.confirm(registry.rule("INC-11"), 1, path=file, **READING)
    confirmations.confirm(registry.rule("INC-13"), 1, path=file, **READING)
    assert [item.rule_id for item in confirmations.read_confirmations(file)] == ["INC-11", "INC-13"]


@pytest.mark.parametrize(
    ("rule_id", "number", "changed", "message"),
    [
        ("INC-11", 2, {}, "has citations 1 to 1"),
        ("OUT-05", 1, {}, "stands firm already"),
        ("INC-11", 1, {"read_on": date(2026, 11, 26)}, "nobody can have read it"),
        ("INC-11", 1, {"norm_read": "la ley"}, "not complete"),
        ("INC-11", 1, {"role": "practicante"}, "not complete"),
    ],
)
def test_what_is_not_a_reading_writes_nothing(file: Path, rule_id: str, number: int, changed: dict, message: str) -> None:
    before = file.read_bytes()
    with pytest.raises(RuleError, match=message):
        confirmations.confirm(registry.rule(rule_id), number, path=file, **(READING | changed))
    assert file.read_bytes() == before


def test_a_rule_that_asks_the_data_owner_has_nothing_to_confirm_or_cite():
    rule = registry.rule("IMP-03")
    assert rule.asks_owner
    assert not [item for item in confirmations.to_confirm(registry.rules().values()) if item.rule_id == rule.id]
    with pytest.raises(RuleError, match="cites no norm"):
        confirmations.confirm(rule, 1, norm_read="Una norma cualquiera", read_on=date(2026, 1, 2), today=date(2026, 1, 3), role="abogado")
    firm = rule.model_copy(update={"basis": [item.model_copy(update={"standing": "firm"}) for item in rule.basis]})
    assert firm.citable_regimes() == []


@pytest.mark.parametrize(("part", "value"), [("notify", ["N1", "D1"]), ("basis", [{"norm": "Una norma", "standing": "assumed", "regime": "any"}])])
def test_an_implausible_value_can_neither_be_told_to_a_body_first_nor_rest_on_a_norm(part, value):
    rule = registry.rule("IMP-03")
    with pytest.raises(ValueError, match=r"D1|standing none"):
        Rule.model_validate({**rule.model_dump(), part: value})
