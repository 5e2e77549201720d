"""Columns under each other's header are told from a register that only lives: a year of good nights, and each exchange."""

import random
from itertools import combinations, pairwise

import pytest

from checks.exchanged import FEWEST_ROWS, exchanged

ROWS, NIGHTS = 300, 365
KINDS = {
    "started": "DATE", "due": "DATE", "received": "DATE", "cost": "DECIMAL", "paid": "DECIMAL", "progress": "DECIMAL",
    "planned": "DECIMAL", "remainder": "BOOLEAN", "stopped": "BOOLEAN", "department": "VARCHAR", "province": "VARCHAR",
}  # fmt: skip
PLACES = [f"{letter}{'x' * length}" for length, letter in enumerate("ABCDEFGHIJ")]


def work(chance: random.Random) -> dict:
    """One row: dates in their order, amounts of one size, flags, places; many cells empty."""
    start = chance.randrange(15_000, 20_000)
    cost, done = chance.lognormvariate(13, 1), chance.random() * 100
    return {
        "started": start if chance.random() < 0.9 else None,
        "due": start + chance.randrange(60, 700) if chance.random() < 0.9 else None,
        "received": start + 900 if chance.random() < 0.3 else None,
        "cost": cost, "paid": cost * done / 100, "progress": done,
        "planned": min(100.0, done * chance.uniform(0.99, 1.4)),
        "remainder": chance.random() < 0.05, "stopped": chance.random() < 0.12,
        "department": chance.choice(PLACES[:5]), "province": chance.choice(PLACES),
    }  # fmt: skip


def next_night(chance: random.Random, works: list[dict]) -> None:
    """Some rows move on, some are corrected, some are new, now and then one is withdrawn."""
    for row in chance.sample(works, ROWS // 50):
        row.update({name: cell for name, cell in work(chance).items() if chance.random() < 0.4})
    works.append(work(chance))
    if chance.random() < 0.5:
        works.pop(chance.randrange(len(works)))


def profile(works: list[dict], names: dict[str, str] | None = None) -> list[dict]:
    """The profile of rows as the warehouse makes it; ``names`` says under which other header a column stands."""
    return [
        column(name, [row[(names or {}).get(name, name)] for row in works], following, works, names or {})
        for name, following in [*pairwise(KINDS), ("province", "")]
    ]


def column(name: str, cells: list, following: str, works: list[dict], names: dict[str, str]) -> dict:
    filled = [cell for cell in cells if cell is not None]
    numbers = [len(cell) if isinstance(cell, str) else float(cell) for cell in filled]
    following = following if KINDS.get(following) == KINDS[name] else ""
    others = [row[names.get(following, following)] for row in works] if following else []
    both = [(cell, other) for cell, other in zip(cells, others, strict=False) if None not in (cell, other)]
    return {
        "table": "works", "name": name, "type": KINDS[name], "rows": len(works), "nulls": len(works) - len(filled),
        "distinct": len(set(filled)), "min": str(min(filled)), "max": str(max(filled)),
        "mean": sum(numbers) / len(numbers), "below_next": sum(cell < other for cell, other in both),
        "above_next": sum(cell > other for cell, other in both),
    }  # fmt: skip


@pytest.fixture(scope="module")
def nights() -> list[list[dict]]:
    """The rows of a year of good nights."""
    chance = random.Random(7)
    works, found = [work(chance) for _ in range(ROWS)], []
    for _ in range(NIGHTS):
        found.append([dict(row) for row in works])
        next_night(chance, works)
    return found


def test_a_year_of_good_nights_gives_no_alarm(nights):
    profiles = [profile(works) for works in nights]
    assert [exchanged(before, tonight) for before, tonight in pairwise(profiles)] == [[]] * (NIGHTS - 1)


@pytest.mark.parametrize(
    ("first", "other"), [pair for pair in combinations(KINDS, 2) if KINDS[pair[0]] == KINDS[pair[1]]]
)
def test_each_exchange_is_named(nights, first, other):
    for before, tonight in list(pairwise(nights))[::60]:
        moved = profile(tonight, {first: other, other: first})
        assert exchanged(profile(before), moved) == [(first, other)]


def test_few_rows_say_nothing(nights):
    few = nights[0][: FEWEST_ROWS - 1]
    assert exchanged(profile(few), profile(few, {"started": "received", "received": "started"})) == []


def test_a_column_that_is_new_or_of_another_type_is_not_compared(nights):
    before, moved = profile(nights[0]), profile(nights[1], {"started": "due", "due": "started"})
    assert exchanged([{**each, "type": "VARCHAR"} for each in before], moved) == []
    assert exchanged([each for each in before if each["name"] != "due"], moved) == []


def test_two_sparse_counts_that_differ_by_a_cell_are_not_exchanged():
    """Of two thousand works forty have one report, forty-one one comment; a night later it is the other way round."""

    def counts(reports: int, comments: int) -> list[dict]:
        return [
            {"table": "works", "name": name, "type": "BIGINT", "rows": 2000, "nulls": 0, "distinct": 2, "min": "0",
             "max": "1", "mean": count / 2000, "below_next": 0, "above_next": 0}
            for name, count in (("reports", reports), ("comments", comments))
        ]  # fmt: skip

    assert exchanged(counts(41, 40), counts(40, 41)) == []
    assert exchanged(counts(800, 40), counts(40, 800)) == [("reports", "comments")]
