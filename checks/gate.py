"""The gate: what has to hold when data arrive, or their source stands still for the night.

Here: measuring an arrival's profile against its declared expectations. Not here: the verdict, which is Great
Expectations' alone (``checks.expectations``), and the profile, which DuckDB counts (``warehouse.profile``).

Floors are enforced in the national scope; in a slice they are written down as warnings.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from checks.errors import GateError
from checks.exchanged import exchanged
from checks.expectations import Measure, validate
from checks.pages import PageChanges

Scope = Literal["national", "slice"]
Level = Literal["floor", "warning"]
MOST_TWICE_ENCODED_PCT = 10
FEWEST_TWICE_ENCODED = 3
"""Fewer cells than these are what people paste, in any register; a file that was encoded twice has nothing else."""
GROWTH = "growth_since_previous"
MOST_GROWTH_PCT = 200
FEWEST_GROWING = 50
"""A source of fewer rows may double any night; a part of one (a month) is there to fill up."""


class Profile(Protocol):
    """The two lists of ``warehouse.profile``: one row a column, one row a table."""

    @property
    def columns(self) -> Sequence[Mapping[str, Any]]:
        """table, name, type, rows, nulls, distinct, min, max, mean, values and the rest that it names."""

    @property
    def tables(self) -> Sequence[Mapping[str, Any]]:
        """table, rows, columns, unparsable_rows."""


@dataclass(frozen=True)
class Arrival:
    """One look's data at the gate. ``expectations`` is the block of ``source.yml``; row counts are of accepted looks.

    ``previous_rows`` is the last accepted look's count, ``highest_rows`` the greatest of the last 30 days; None when
    there is none. ``earlier`` is the last accepted look's profile, None when there is none or its bytes were the same.
    ``pages`` is what the pages of a register that is asked key by key are beside those of earlier nights.
    """

    source: str
    part: str
    main_table: str
    expectations: Mapping[str, Any]
    required: Sequence[str]
    profile: Profile
    previous_rows: int | None = None
    highest_rows: int | None = None
    earlier: Profile | None = None
    pages: PageChanges | None = None


@dataclass(frozen=True)
class GateCheck:
    """One expectation judged: what was seen, what was asked, and whether it holds."""

    expectation: str
    column_name: str | None
    observed: str
    limit_value: str
    success: bool
    level: Level


@dataclass(frozen=True)
class GateResult:
    """The verdict on one arrival; ``accepted`` is false when a floor of the national scope broke."""

    source: str
    part: str
    accepted: bool
    results: tuple[GateCheck, ...]

    def rows(self) -> list[dict[str, object]]:
        """The checks as rows of ``meta_gate``."""
        return [dict(vars(check)) for check in self.results]


@dataclass(frozen=True)
class _Asked:
    expectation: str
    column: str | None
    observed: float
    least: float | None = None
    most: float | None = None
    level: Level = "floor"

    def limit_text(self) -> str:
        return f">= {self.least:g}" if self.least is not None else f"<= {self.most:g}"


def judge(arrival: Arrival, scope: Scope) -> GateResult:
    """Judge one arrival. Several at once cost little more than one: prefer ``judge_all``."""
    return judge_all([arrival], scope=scope)[0]


def judge_all(arrivals: Sequence[Arrival], *, scope: Scope) -> list[GateResult]:
    """Judge the arrivals of a night together, in the order given.

    Raises:
        GateError: an expectation names a table or column the profile cannot speak of.
    """
    asked = [list(_asked(arrival)) for arrival in arrivals]
    measures = [
        Measure(number, item.expectation, item.observed, item.least, item.most)
        for number, items in enumerate(asked)
        for item in items
    ]
    verdicts = iter(validate(measures))
    return [_result(arrival, items, verdicts, scope) for arrival, items in zip(arrivals, asked, strict=True)]


def _result(arrival: Arrival, items: list[_Asked], verdicts: Iterator[bool], scope: Scope) -> GateResult:
    checks = tuple(
        GateCheck(
            item.expectation,
            item.column,
            f"{item.observed:g}" if item.observed % 1 else str(int(item.observed)),
            item.limit_text(),
            next(verdicts),
            item.level if scope == "national" else "warning",
        )
        for item in items
    )
    accepted = all(check.success for check in checks if check.level == "floor")
    return GateResult(arrival.source, arrival.part, accepted, checks)


def _asked(arrival: Arrival) -> Iterator[_Asked]:
    rows = next((int(t["rows"]) for t in arrival.profile.tables if t["table"] == arrival.main_table), 0)
    yield _Asked("min_rows", None, rows, least=arrival.expectations["min_rows"])
    kept = 100 - arrival.expectations.get("max_shrink_pct", 15)
    earlier = {"shrink_since_previous": arrival.previous_rows, "shrink_since_highest": arrival.highest_rows}
    for name, before in earlier.items():
        if before:
            yield _Asked(name, None, 100 * rows / before, least=kept)
    if not arrival.part and (arrival.previous_rows or 0) >= FEWEST_GROWING:
        yield _Asked(GROWTH, None, 100 * rows / (arrival.previous_rows or 1), most=MOST_GROWTH_PCT, level="warning")
    if arrival.pages is not None:
        yield from _asked_of_pages(arrival.pages, kept)
    described = _columns_of(arrival, arrival.profile)
    yield from _asked_of_contents(arrival, described)
    columns = {row["name"]: row for row in _of_main(arrival, described)}
    for name in arrival.required:
        yield _Asked("column_present", name, int(name in columns), least=1)
    for name, least in arrival.expectations.get("fill_rate", {}).items():
        yield _Asked("fill_rate", name, _fill_rate(columns.get(name), rows), least=least)
    for name in arrival.expectations.get("unique", ()):
        yield _Asked("repeated_values", name, _repeated(columns.get(name)), most=0)
    for name, words in arrival.expectations.get("allowed", {}).items():
        # A new word in a register is news for us, not a reason to be blind for a night.
        yield _Asked("unknown_words", name, _unknown(columns.get(name), words), most=0, level="warning")


def _asked_of_pages(pages: PageChanges, kept: float) -> Iterator[_Asked]:
    """How many pages of one name contradict those of earlier nights, and what is left of all that they had."""
    worst = max(pages.unlike.values(), default=0.0)
    yield _Asked("pages_unlike_before", ", ".join(pages.unlike) or None, worst, most=pages.most_pct)
    if pages.kept_pct is not None:
        yield _Asked("elements_since_most", None, pages.kept_pct, least=kept)


def _asked_of_contents(arrival: Arrival, found: Sequence[Mapping[str, Any]]) -> Iterator[_Asked]:
    """What no contract can declare of cells: letters that were encoded twice, columns under each other's header."""
    wrong = sum(row["twice_encoded"] for row in found)
    if wrong:
        share = 100 * wrong / max(1, sum(row["accented"] for row in found)) if wrong >= FEWEST_TWICE_ENCODED else 0.0
        worst = max(found, key=lambda row: int(row["twice_encoded"]))
        yield _Asked("twice_encoded_letters", worst["name"], share, most=MOST_TWICE_ENCODED_PCT)
    if arrival.earlier is None:
        return
    before = _of_main(arrival, _columns_of(arrival, arrival.earlier))
    pairs = exchanged(before, _of_main(arrival, found))
    shown = ", ".join(f"{first} ↔ {other}" for first, other in pairs)
    yield _Asked("exchanged_columns", shown or None, len(pairs), most=0)


def _of_main(arrival: Arrival, described: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    return [row for row in described if row["table"] == arrival.main_table]


def _columns_of(arrival: Arrival, profile: Profile) -> Sequence[Mapping[str, Any]]:
    wanted = {"table", "name", "nulls", "distinct", "values", "twice_encoded", "accented"}
    missing = wanted - set(profile.columns[0]) if profile.columns else set()
    if missing:
        lacking = ", ".join(sorted(missing))
        raise GateError(f"{arrival.source}: the profile lacks {lacking}; profile it with warehouse.profile")
    return profile.columns


def _fill_rate(column: Mapping[str, Any] | None, rows: int) -> float:
    if column is None:
        return 0.0
    return 1.0 if rows == 0 else (rows - int(column["nulls"])) / rows


def _repeated(column: Mapping[str, Any] | None) -> int:
    return 0 if column is None else int(column["rows"]) - int(column["nulls"]) - int(column["distinct"])


def _unknown(column: Mapping[str, Any] | None, words: Sequence[str]) -> int:
    if column is None:
        return 0
    # Too many words to be listed are too many to be the closed list.
    values = column["values"]
    return int(column["distinct"]) if not isinstance(values, list) else len(set(values) - set(words))
