"""The gate over a year of simulated nights: quiet while registers live, awake when a part of one is lost.

Profiles only, no files: every source's own contract, one row count and fill rate a night. A good night moves as a
register does: it grows a little, rows are withdrawn or cleaned, a column fills up or thins out by a few parts in ten
thousand, and now and then a batch arrives or goes. A list that is published once a year moves a tenth as much.
"""

import random
from types import SimpleNamespace

import pytest

from checks import gate
from sources import registry

pytestmark = pytest.mark.proof

NIGHTS = 365
SOURCES = {name: spec for name, spec in registry.load().items() if spec.expectations.min_rows}


def profile(spec, rows: int, filled: dict[str, float]):
    unique = set(spec.expectations.unique)
    names = {column.name for column in spec.tables[spec.main].kept_columns() if column.required}
    names |= unique | set(spec.expectations.fill_rate)
    columns = [
        {"table": spec.main, "name": name, "rows": rows, "distinct": rows, "values": None,
         "twice_encoded": 0, "accented": 0,
         "nulls": 0 if name in unique else rows - round(rows * filled.get(name, 1.0))}
        for name in sorted(names)
    ]  # fmt: skip
    return SimpleNamespace(columns=columns, tables=[{"table": spec.main, "rows": rows}])


def arrival(spec, rows: int, before: list[int], filled: dict[str, float]):
    kept = spec.expectations.model_dump() | {"allowed": {}}
    required = [column.name for column in spec.tables[spec.main].kept_columns() if column.required]
    highest = max(before[-30:], default=None)
    return gate.Arrival(
        spec.name, "", spec.main, kept, required, profile(spec, rows, filled), before[-1] if before else None, highest
    )


def usual_fill(spec) -> dict[str, float]:
    """What a contract's floors leave room for: a fifth of the distance to full, at least two points."""
    return {name: min(1.0, least + max(0.02, (1 - least) / 5)) for name, least in spec.expectations.fill_rate.items()}


def noise(chance: random.Random, spec, name: str) -> float:
    """A column that its register never leaves empty stays full; any other moves a little."""
    return 0.0 if spec.expectations.fill_rate[name] == 1 else chance.gauss(0, 0.002)


def year(spec, seed: int) -> list:
    """A register's good year from a size a third above its floor."""
    chance = random.Random(f"{spec.name}{seed}")
    rows, before, nights = round(spec.expectations.min_rows * 4 / 3), [], []
    fill, lively = usual_fill(spec), 0.1 if spec.cadence == "yearly" else 1.0
    for _ in range(NIGHTS):
        step = lively * (chance.gauss(0.0004, 0.002) + (chance.choice((-0.05, 0.08)) if chance.random() < 0.01 else 0))
        rows = max(1, round(rows * (1 + step)))
        tonight = {name: min(1.0, rate + noise(chance, spec, name)) for name, rate in fill.items()}
        nights.append(arrival(spec, rows, before, tonight))
        before.append(rows)
    return nights


@pytest.mark.night
def test_a_year_of_good_nights_gives_at_most_one_false_alarm_in_a_hundred():
    nights = [night for spec in SOURCES.values() for night in year(spec, seed=1)]
    assert len(nights) == NIGHTS * len(SOURCES) >= 8 * NIGHTS
    results = gate.judge_all(nights, scope="national")
    false = {name: sum(not result.accepted for result in results if result.source == name) for name in SOURCES}
    assert {name: count for name, count in false.items() if count > NIGHTS // 100} == {}
    assert sum(false.values()) <= len(results) / 100


@pytest.mark.parametrize("name", sorted(SOURCES))
def test_a_lost_part_is_caught_at_once_or_within_the_month(name):
    """40 % in one night; 9 % on five nights, which no comparison with the night before would see."""
    spec = SOURCES[name]
    start = max(spec.expectations.min_rows * 20, 1_000)
    fill = usual_fill(spec)
    gone = gate.judge(arrival(spec, round(start * 0.6), [start] * 5, fill), "national")
    assert not gone.accepted
    assert "shrink_since_previous" in broken(gone)
    before = [start] * 5
    caught = []
    for _ in range(5):
        rows = round(before[-1] * 0.91)
        caught.append(broken(gate.judge(arrival(spec, rows, before, fill), "national")))
        before.append(rows)
    assert "shrink_since_highest" in caught[-1], caught
    assert [bool(found) for found in caught] == sorted(bool(found) for found in caught)
    assert broken(gate.judge(arrival(spec, start, [start] * 5, fill), "national")) == []


def broken(result) -> list[str]:
    return [check.expectation for check in result.results if not check.success and check.level == "floor"]
