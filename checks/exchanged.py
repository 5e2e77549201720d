"""Columns whose contents stand under each other's header: no type can tell, yesterday's profile can.

Here: the comparison of two profiles of one table. Not here: the limit that follows from it (``checks.gate``), nor the
measuring (``warehouse.profile``).

Two columns of one type are exchanged when each looks tonight as the other did, in all that told them apart, and in
nothing as itself. What hardly told them apart says nothing: the cells of a night change that, too.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, pairwise
from typing import Any, Literal, NamedTuple

FEWEST_ROWS = 20
FEWEST_CELLS = 10
"""Fewer cells have no extremes to speak of: one correction moves both."""
APART = 0.02
"""Shares, and means in parts of the greater one, that lie closer are not apart."""
CLEARLY = 4
"""So many times closer to the one than to the other is a clear likeness."""

Column = Mapping[str, Any]
"""A row of a profile: name, type, rows, nulls, distinct, min, max, mean, below_next, above_next."""
Pair = tuple[str, str]
_Columns = tuple[Column, Column, Column, Column]
"""Two columns before, and the same two tonight."""
_Likeness = Literal["itself", "other", "unclear"]
_WEIGHTS = {"share": 2, "extreme": 1}
_ENOUGH = 2


class _Four(NamedTuple):
    """One measure of two columns, before and tonight."""

    first_before: Any
    other_before: Any
    first: Any
    other: Any


def exchanged(before: Sequence[Column], tonight: Sequence[Column]) -> list[Pair]:
    """The pairs of columns that have changed places since the profile before, by name."""
    earlier = {column["name"]: column for column in before}
    alike: dict[str, list[Column]] = defaultdict(list)
    for column in tonight:
        known = earlier.get(column["name"])
        if known and known["type"] == column["type"] and min(known["rows"], column["rows"]) >= FEWEST_ROWS:
            alike[column["type"]].append(column)
    following = {column["name"]: other["name"] for column, other in pairwise(tonight)}
    return [
        (first["name"], other["name"])
        for columns in alike.values()
        for first, other in combinations(columns, 2)
        if _is_exchange(
            (earlier[first["name"]], earlier[other["name"]], first, other),
            neighbours=following.get(first["name"]) == other["name"],
        )
    ]


def _is_exchange(columns: _Columns, *, neighbours: bool) -> bool:
    """Weigh what tells the columns apart; one measure by which each is still itself settles it."""
    seen: Counter[str] = Counter()
    for kind, likeness in _likenesses(columns, neighbours=neighbours):
        seen[likeness] += _WEIGHTS[kind]
        if likeness == "itself":
            return False
    return seen["other"] >= _ENOUGH


def _likenesses(columns: _Columns, *, neighbours: bool) -> Iterator[tuple[str, _Likeness]]:
    if neighbours:
        orders = [column[order] / column["rows"] for column in columns[::2] for order in ("below_next", "above_next")]
        yield "share", _nearer(_Four(*orders), APART)
    for measure in ("nulls", "distinct"):
        yield "share", _nearer(_Four(*(column[measure] / column["rows"] for column in columns)), APART)
    means = _Four(*(column["mean"] for column in columns))
    if None not in means:
        greater = max(abs(means.first_before), abs(means.other_before))
        yield "share", _nearer(means, APART * max(greater, *map(_step, columns[:2])))
    if all(column["rows"] - column["nulls"] >= FEWEST_CELLS for column in columns):
        for measure in ("min", "max"):
            yield "extreme", _same(_Four(*(column[measure] for column in columns)))


def _step(column: Column) -> float:
    """How far one value of a number lies from the next, by and large; 0 where the column holds no numbers.

    Means of sparse counts and of flags lie closer than a share of the rows moves them: a cell more or less is no sign.
    """
    if column["type"] == "BOOLEAN":
        return 1.0
    try:
        span = float(column["max"]) - float(column["min"])
    except (TypeError, ValueError):
        return 0.0
    return span / max(1, int(column["distinct"]) - 1)


def _nearer(of: _Four, apart: float) -> _Likeness:
    if abs(of.first_before - of.other_before) <= apart:
        return "unclear"
    to_itself = abs(of.first - of.first_before) + abs(of.other - of.other_before)
    to_other = abs(of.first - of.other_before) + abs(of.other - of.first_before)
    if CLEARLY * to_other <= to_itself:
        return "other"
    return "itself" if CLEARLY * to_itself <= to_other else "unclear"


def _same(of: _Four) -> _Likeness:
    if of.first_before == of.other_before:
        return "unclear"
    if of.first == of.other_before and of.other == of.first_before:
        return "other"
    return "itself" if of.first == of.first_before or of.other == of.other_before else "unclear"
