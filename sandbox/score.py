"""Compare what an audit concluded with the truth: confusion matrix, precision and recall per rule, worst first.

Knows only names of rules, subjects and outcomes; how either side came to them is no business of this module.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING

from sandbox.record_score import record_score_told, render_records

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from sandbox.model import Expected
    from sandbox.record_score import RecordScore

OUTCOMES = ("passed", "failed", "not_applicable", "not_evaluable")
MISSING = "missing"  # the audit says nothing about a subject of the truth
EXTRA = "extra"  # the audit speaks of a subject the truth does not know
_KEPT = 50
# A pass needs no reason; where an audit gives one, the truth has nothing to say about it.
_REASONED = ("not_applicable", "not_evaluable")

Row = tuple[str, str, str, "str | None", "date | str | None"]
"""What an audit says: rule id, subject id, outcome, reason, due (a day, or its ISO text as in JSON lines)."""


@dataclass(frozen=True)
class Disagreement:
    """One subject and rule on which audit and truth differ."""

    rule_id: str
    subject_id: str
    scenario: str
    what: str  # 'outcome' | 'due' | 'reason' | 'missing' | 'extra'
    expected: str
    found: str


@dataclass
class RuleScore:
    """The score of one rule."""

    rule_id: str
    matrix: Counter[tuple[str, str]] = field(default_factory=Counter)  # (truth, audit) -> subjects
    due_mismatches: int = 0
    reason_mismatches: int = 0

    def _failures(self) -> tuple[int, int, int]:
        hits = self.matrix["failed", "failed"]
        said = sum(n for (_, found), n in self.matrix.items() if found == "failed")
        planted = sum(n for (expected, _), n in self.matrix.items() if expected == "failed")
        return hits, said, planted

    @property
    def precision(self) -> float:
        """Share of the audit's failures that were planted; 1.0 when it reports none."""
        hits, said, _ = self._failures()
        return hits / said if said else 1.0

    @property
    def recall(self) -> float:
        """Share of the planted failures that the audit reports; 1.0 when none was planted."""
        hits, _, planted = self._failures()
        return hits / planted if planted else 1.0

    @property
    def off_diagonal(self) -> int:
        """Subjects with another outcome than the truth's, missing and extra ones counted."""
        return sum(n for (expected, found), n in self.matrix.items() if expected != found)

    @property
    def subjects(self) -> int:
        """Subjects of the rule on either side."""
        return sum(self.matrix.values())

    @property
    def is_perfect(self) -> bool:
        """No cell off the diagonal, and every due date of a failure right."""
        return self.off_diagonal == 0 and self.due_mismatches == 0


@dataclass
class Score:
    """The score of an audit, rules worst first, with the first disagreements."""

    rules: list[RuleScore]
    disagreements: list[Disagreement]
    records: RecordScore | None = None  # what was kept beside the outcomes, where anybody compared it

    @property
    def is_perfect(self) -> bool:
        """Whether every rule agrees with the truth in outcomes and due dates, and every record kept beside them."""
        rules = bool(self.rules) and all(rule.is_perfect for rule in self.rules)
        return rules and (self.records is None or self.records.is_perfect)

    @property
    def reasons_agree(self) -> bool:
        """Whether every reason agrees too."""
        return all(rule.reason_mismatches == 0 for rule in self.rules)

    def of(self, rule_id: str) -> RuleScore:
        """The score of one rule."""
        return next(rule for rule in self.rules if rule.rule_id == rule_id)


def compare(expected: Iterable[Expected], outcomes: Iterable[Row], *, keep: int = _KEPT) -> Score:
    """Score an audit against the truth.

    Args:
        expected: the truth, every subject and rule once.
        outcomes: what the audit says, in any order.
        keep: how many disagreements to name.
    """
    found = {(row[0], row[1]): row for row in outcomes}
    rules: dict[str, RuleScore] = {}
    differing: list[Disagreement] = []
    for truth in expected:
        rule = rules.setdefault(truth.rule_id, RuleScore(truth.rule_id))
        row = found.pop((truth.rule_id, truth.subject_id), None)
        difference = _judge(rule, truth, row)
        if difference is not None:
            differing.append(difference)
    for rule_id, subject_id, outcome, reason, _ in found.values():
        rule = rules.setdefault(rule_id, RuleScore(rule_id))
        rule.matrix[EXTRA, outcome] += 1
        differing.append(Disagreement(rule_id, subject_id, "", EXTRA, "-", _text(outcome, reason)))
    ranked = sorted(rules.values(), key=_badness, reverse=True)
    order = {rule.rule_id: at for at, rule in enumerate(ranked)}
    differing.sort(key=lambda item: (order[item.rule_id], _WEIGHT[item.what], item.subject_id))
    return Score(ranked, differing[:keep])


_WEIGHT = {"outcome": 0, MISSING: 1, EXTRA: 2, "due": 3, "reason": 4}


def _badness(rule: RuleScore) -> tuple[float, int, int, int, str]:
    wrong = 2.0 - rule.precision - rule.recall
    return wrong, rule.off_diagonal, rule.due_mismatches, rule.reason_mismatches, rule.rule_id


def _text(outcome: str, reason: str | None) -> str:
    return f"{outcome}({reason})" if reason else outcome


def _judge(rule: RuleScore, truth: Expected, row: Row | None) -> Disagreement | None:
    wanted = _text(truth.outcome, truth.reason)
    if row is None:
        rule.matrix[truth.outcome, MISSING] += 1
        return Disagreement(truth.rule_id, truth.subject_id, truth.scenario, MISSING, wanted, "-")
    _, _, outcome, reason, due = row
    rule.matrix[truth.outcome, outcome] += 1
    if truth.outcome != outcome:
        said = _text(outcome, reason)
        return Disagreement(truth.rule_id, truth.subject_id, truth.scenario, "outcome", wanted, said)
    if outcome == "failed":
        if str(truth.due) == str(due):
            return None
        rule.due_mismatches += 1
        return Disagreement(truth.rule_id, truth.subject_id, truth.scenario, "due", str(truth.due), str(due))
    if outcome in _REASONED and truth.reason != reason:
        rule.reason_mismatches += 1
        return Disagreement(truth.rule_id, truth.subject_id, truth.scenario, "reason", wanted, _text(outcome, reason))
    return None


def render(score: Score) -> str:
    """The score as text for a person: one matrix a rule, worst first, then the first disagreements."""
    lines: list[str] = []
    for rule in score.rules:
        lines += [
            (
                f"{rule.rule_id}  precision {rule.precision:.3f}  recall {rule.recall:.3f}  subjects {rule.subjects}"
                f"  off the diagonal {rule.off_diagonal}  due {rule.due_mismatches}  reason {rule.reason_mismatches}"
            ),
            f"  {'truth ↓  audit →':<18}" + "".join(f"{name:>16}" for name in (*OUTCOMES, MISSING)),
        ]
        for expected in (*OUTCOMES, EXTRA):
            counts = [rule.matrix[expected, name] for name in (*OUTCOMES, MISSING)]
            if expected != EXTRA or any(counts):
                lines.append(f"  {expected:<18}" + "".join(f"{count:>16}" for count in counts))
    if score.disagreements:
        lines.append(f"first {len(score.disagreements)} disagreements:")
    lines += [
        f"  {item.rule_id} {item.subject_id} [{item.scenario}] {item.what}: truth {item.expected}, audit {item.found}"
        for item in score.disagreements
    ]
    if score.records is not None:
        lines.append(render_records(score.records))
    return "\n".join(lines)


def to_json(score: Score) -> str:
    """The score for machines: rules worst first, matrices as truth → audit → count."""
    rules = [
        {
            "rule_id": rule.rule_id,
            "precision": rule.precision,
            "recall": rule.recall,
            "subjects": rule.subjects,
            "off_diagonal": rule.off_diagonal,
            "due_mismatches": rule.due_mismatches,
            "reason_mismatches": rule.reason_mismatches,
            "matrix": _nested(rule.matrix),
        }
        for rule in score.rules
    ]
    whole = {
        "perfect": score.is_perfect,
        "reasons_agree": score.reasons_agree,
        "rules": rules,
        "disagreements": [asdict(item) for item in score.disagreements],
    }
    if score.records is not None:
        whole["records"] = record_score_told(score.records)
    return json.dumps(whole, ensure_ascii=False, indent=2)


def _nested(matrix: Counter[tuple[str, str]]) -> dict[str, dict[str, int]]:
    nested: dict[str, dict[str, int]] = {}
    for (expected, found), count in sorted(matrix.items()):
        nested.setdefault(expected, {})[found] = count
    return nested
