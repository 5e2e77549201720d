"""No condition of a rule can be negated, dropped or thinned, and no number moved by one, without a case failing."""

import mutants
import pytest
from samples import LOOKS

from checks import registry
from checks.looks import Look

pytestmark = pytest.mark.proof

# Mutants that cannot change any answer, each with the reason.
# MIS-02: without a day of the call the regime is unknown, and then the rule says no_call_date before any term counts.
# MIS-14, MIS-15, OUT-04: acts are registered within ten business days under either law, so the day of the change is nothing.
# INC-15: terms are the same under either law, and without a linked process nothing is judged.
# OUT-03: without a linked process nothing is judged, and with one the regime is known.
# A start before 1990 leaves the law unknown, and then terms are those of the old one: only what may be cited differs,
# which the engine's tests ask.
_OF_THE_START = {f"parameter first_plausible_day  moved by {step}" for step in (1, -1)}
_NO_TERM_BY_THE_START = ("INC-15", "MIS-08", "MIS-14", "MIS-15", "MIS-18", "OUT-03", "OUT-04")
EQUIVALENT: dict[str, set[str]] = {
    **{rule: {f"parameter regime_change_on  moved by {step}" for step in (1, -1)} for rule in ("MIS-14", "MIS-15", "OUT-04")},
    "INC-15": {f"parameter regime_change_on  moved by {step}" for step in (1, -1)}
    | {f"parameter seace_register_bd unknown moved by {step}" for step in (1, -1)},
    "OUT-03": {f"parameter log_silence_cd unknown moved by {step}" for step in (1, -1)},
    "MIS-02": {
        f"parameter {name} unknown moved by {step}" for name in ("sign_max_bd", "seace_register_bd") for step in (1, -1)
    },
}


@pytest.mark.parametrize("rule_id", list(registry.rules()))
def test_every_mutant_dies(samples, rule_id):
    survivors = {
        name for name, rule, values in mutants.of_rule(registry.rule(rule_id)) if not any(samples.wrong(rule, values))
    }
    lawful = _OF_THE_START if rule_id in _NO_TERM_BY_THE_START else set()
    assert survivors == EQUIVALENT.get(rule_id, set()) | lawful


@pytest.mark.parametrize("rule_id", ["MIS-02", "MIS-17", "MIS-18", "OUT-01", "OUT-02", "OUT-05"])
@pytest.mark.parametrize("step", [1, -1])
def test_a_latency_moved_by_a_day_dies(samples, rule_id, step):
    rule = registry.rule(rule_id)
    moved = {n: Look(n, None, look.stale_after_days, look.latency_days + step) for n, look in LOOKS.items()}
    assert any(samples.wrong(rule, looks=moved))
