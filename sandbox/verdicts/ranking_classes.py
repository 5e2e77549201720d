"""The truth about red flags that compare by the class of what is bought: values, tenderers, markets, suppliers.

Quartiles lie on the line between the two values about them. Where all are alike nothing stands out.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from sandbox.plans import classes

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from sandbox.verdicts.ranking import Called, Flag

_COMMODITY, _DIVISION = 8, 2
_RECORDS, _LEAST, _TWO_YEARS = 20, 5, 730
_SEVERAL, _HALF, _SHARE, _FENCE = 3, 2, Fraction(2, 5), Fraction(3, 2)
_WITHOUT_SUPPLIER = "record_no_supplier"


@dataclass(frozen=True, slots=True)
class _Quartiles:
    """Where the middle half of many values lies."""

    records: int
    first: Fraction
    third: Fraction

    @property
    def tell(self) -> bool:
        """Whether they differ at all."""
        return self.third > self.first

    def far_above(self, value: Fraction) -> bool:
        """Whether a value lies one and a half times their distance above the third, or further."""
        return value >= self.third + (self.third - self.first) * _FENCE

    def far_below(self, value: Fraction) -> bool:
        """The same below the first."""
        return value <= self.first - (self.third - self.first) * _FENCE


def _quartiles(values: Sequence[Fraction]) -> _Quartiles:
    ordered = sorted(values)
    return _Quartiles(len(ordered), _at(ordered, Fraction(1, 4)), _at(ordered, Fraction(3, 4)))


def _at(ordered: Sequence[Fraction], share: Fraction) -> Fraction:
    if not ordered:
        return Fraction(0)
    below, rest = divmod((len(ordered) - 1) * share, 1)
    above = ordered[min(int(below) + 1, len(ordered) - 1)]
    return ordered[int(below)] + (above - ordered[int(below)]) * rest


def commodity(one: Called) -> str | None:
    """The class of all items that a purchase shows, none where they differ or one has none."""
    told = classes.of_items(one.plan)[: len(one.shown.item_states)]
    shown = {code[:_COMMODITY] for code in told}
    return shown.pop() if len(shown) == 1 else None


class Markets:
    """All purchases by what they buy."""

    def __init__(self, called: Sequence[Called]) -> None:
        """Of the whole country, of every kind."""
        self._of_class: dict[str, list[Called]] = {}
        self._divisions: dict[str, set[str]] = {}
        self._won: dict[str, int] = {}
        for one in called:
            kind = commodity(one)
            if one.plan.category == "works" and kind is not None:
                self._of_class.setdefault(kind, []).append(one)
            if one.awarded and one.plan.slip != _WITHOUT_SUPPLIER:
                self._won[one.winner] = self._won.get(one.winner, 0) + 1
                of_award = (code[:_DIVISION] for code in classes.of_items(one.plan)[:1])
                self._divisions.setdefault(one.winner, set()).update(of_award)
        often = [len(kinds) for firm, kinds in self._divisions.items() if kinds and self._won[firm] >= _RECORDS]
        self._variety = _quartiles([Fraction(kinds) for kinds in often])
        self._values: dict[tuple[str, str], _Quartiles] = {}

    def flags(self, one: Called, awarded_on: date | None) -> Iterator[Flag]:
        """Every flag that compares by class and can be asked of a purchase of works."""
        if one.awarded:
            variety = len(self._divisions[one.winner])
            if variety and self._variety.records >= _LEAST and self._variety.tell:
                yield "varied_supplier", self._variety.far_above(Fraction(variety))
        kind = commodity(one)
        if kind is None:
            return
        yield from self._value(one, kind)
        if one.awarded and not one.direct:
            yield from self._tenderers(one, kind)
        if awarded_on is not None:
            yield from self._share(one, kind, awarded_on)

    def _value(self, one: Called, kind: str) -> Iterator[Flag]:
        key = kind, one.shown.method
        if key not in self._values:
            alike = [other for other in self._of_class[kind] if other.shown.method == one.shown.method]
            self._values[key] = _quartiles([Fraction(other.plan.value) for other in alike])
        usual, value = self._values[key], Fraction(one.plan.value)
        if usual.records >= _RECORDS and usual.tell:
            yield "unlike_value", usual.far_above(value) or usual.far_below(value)

    def _tenderers(self, one: Called, kind: str) -> Iterator[Flag]:
        alike = [len(other.shown.tenderers) for other in self._of_class[kind] if other.awarded and not other.direct]
        average = Fraction(sum(alike), len(alike))
        if len(alike) >= _RECORDS and average > _SEVERAL:
            yield "few_tenderers", len(one.shown.tenderers) * _HALF < average

    def _share(self, one: Called, kind: str, awarded_on: date) -> Iterator[Flag]:
        known = [(other, on) for other in self._of_class[kind] if (on := other.awarded_on) is not None]
        near = [
            other
            for other, on in known
            if other.body == one.body and 0 <= (awarded_on - on).days <= _TWO_YEARS
        ]
        if len(near) >= _LEAST:
            its = sum(Fraction(other.plan.value) for other in near if other.winner == one.winner)
            yield "market_share", its > sum(Fraction(other.plan.value) for other in near) * _SHARE
