"""Compare the records that an audit kept beside its outcomes with those that it ought to have kept.

Knows only families and kinds of records, their subjects and texts; what they are about is no business of this module.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sandbox.model import Record
    from sandbox.records import Asked

MISSING = "missing"  # planted and not kept
UNPLANTED = "unplanted"  # kept and not planted
WRONG = "wrong"  # both, with other words
ASKED = "asked"  # another number of subjects of a part was asked
_KEPT = 50

Found = tuple[str, str, str, tuple[str, ...]]
"""What an audit kept: family, kind, subject and what the record says."""


@dataclass(frozen=True)
class Difference:
    """One record, or one number of subjects asked, on which audit and truth differ."""

    family: str
    kind: str
    subject_id: str
    scenario: str
    what: str
    expected: str
    found: str


@dataclass(frozen=True)
class KindScore:
    """The score of one kind of record."""

    family: str
    kind: str
    asked: int  # subjects that ought to have been asked
    planted: int
    kept: int
    differing: dict[str, int]

    @property
    def is_perfect(self) -> bool:
        """Everything planted was kept as planted, nothing else was, and every subject was asked."""
        return not any(self.differing.values())


@dataclass(frozen=True)
class RecordScore:
    """The score of all kinds, the worst first, with the first differences."""

    kinds: tuple[KindScore, ...]
    differences: tuple[Difference, ...]

    @property
    def is_perfect(self) -> bool:
        """Whether anything was asked, and every kind agrees with what was planted."""
        return bool(self.kinds) and all(kind.is_perfect for kind in self.kinds)


def compare_records(
    planted: Iterable[Record], found: Iterable[Found], ought: Mapping[Asked, int], asked: Mapping[Asked, int]
) -> RecordScore:
    """Score what was kept.

    Args:
        planted: the records that ought to be kept.
        found: those that were.
        ought: how many subjects ought to have been asked, by family, kind and part.
        asked: how many were.
    """
    wanted = {(record.family, record.kind, record.subject_id): record for record in planted}
    kept = {(family, kind, subject): told for family, kind, subject, told in found}
    differences = [
        *(_missing_or_wrong(record, kept.get(key)) for key, record in wanted.items() if kept.get(key) != record.told),
        *(Difference(*key, "", UNPLANTED, "-", _text(kept[key])) for key in kept.keys() - wanted.keys()),
        *_asked_otherwise(ought, asked),
    ]
    differences.sort(key=lambda item: (item.family, item.kind, item.what, item.subject_id))
    of_kind = Counter((item.family, item.kind, item.what) for item in differences)
    kinds = sorted({key[:2] for key in (*wanted, *kept, *ought, *asked)})
    scores = [
        KindScore(
            *kind,
            asked=sum(number for key, number in ought.items() if key[:2] == kind),
            planted=sum(key[:2] == kind for key in wanted),
            kept=sum(key[:2] == kind for key in kept),
            differing={what: of_kind[*kind, what] for what in (MISSING, UNPLANTED, WRONG, ASKED)},
        )
        for kind in kinds
    ]
    scores.sort(key=lambda score: -sum(score.differing.values()))
    return RecordScore(tuple(scores), tuple(differences[:_KEPT]))


def _missing_or_wrong(record: Record, told: tuple[str, ...] | None) -> Difference:
    what = MISSING if told is None else WRONG
    key = record.family, record.kind, record.subject_id
    return Difference(*key, record.scenario, what, _text(record.told), "-" if told is None else _text(told))


def _asked_otherwise(ought: Mapping[Asked, int], asked: Mapping[Asked, int]) -> Iterable[Difference]:
    for family, kind, part in sorted({*ought, *asked}):
        wanted, number = ought.get((family, kind, part), 0), asked.get((family, kind, part), 0)
        if wanted != number:
            yield Difference(family, kind, part, "", ASKED, str(wanted), str(number))


def _text(told: tuple[str, ...]) -> str:
    return " | ".join(told)


def render_records(score: RecordScore) -> str:
    """The score as text for a person: one line a kind, the worst first, then the first differences."""
    lines = [
        f"{kind.family} {kind.kind}  asked {kind.asked}  planted {kind.planted}  kept {kind.kept}  "
        + "  ".join(f"{what} {count}" for what, count in kind.differing.items())
        for kind in score.kinds
    ]
    lines += [
        f"  {item.family} {item.kind} {item.subject_id} [{item.scenario}] {item.what}: "
        f"truth {item.expected}, audit {item.found}"
        for item in score.differences
    ]
    return "\n".join(lines)


def record_score_told(score: RecordScore) -> dict[str, Any]:
    """The score as plain values for machines."""
    kinds = [asdict(kind) | {"perfect": kind.is_perfect} for kind in score.kinds]
    return {
        "perfect": score.is_perfect,
        "kinds": kinds,
        "differences": [asdict(item) for item in score.differences],
    }
