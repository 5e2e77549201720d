"""What a rule is: the strict form of one YAML file. Nothing here reads files or makes SQL."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints, model_validator

from checks.parameters import Standing
from checks.strict import Strict

Outcome = Literal["passed", "failed", "not_applicable", "not_evaluable"]
OUTCOMES: tuple[Outcome, ...] = ("passed", "failed", "not_applicable", "not_evaluable")
Dimension = Literal["missing", "outdated", "inconsistent", "implausible", "changed"]
Reason = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
Words = Annotated[str, StringConstraints(min_length=8)]
NOTIFY = ("N1", "N2", "N3", "N4", "N5", "E1", "E2", "E3", "E4", "E5", "D1")


class Text(Strict):
    """A text in both languages; Spanish is what bodies and volunteers read."""

    es: Words
    en: Words


class SpanishText(Strict):
    """A text only ever sent in Spanish."""

    es: Words


class Exclusion(Strict):
    """A row the rule does not apply to, or (rarely) cannot judge, decided before its cells are looked at."""

    when: str
    reason: Reason
    outcome: Literal["not_applicable", "not_evaluable"] = "not_applicable"


class Decision(Strict):
    """An answer reached before, or instead of, failing."""

    when: str
    reason: Reason
    outcome: Literal["passed", "not_applicable", "not_evaluable"]


class Failure(Strict):
    """A way to fail. Without ``when`` the row fails once ``due``, tolerance and latency are over."""

    reason: Reason
    severity: int = Field(ge=1, le=5)
    hardness: Literal["soft", "hard"] | None = None
    due: str | None = None
    when: str | None = None

    @model_validator(mode="after")
    def _has_a_ground(self) -> Failure:
        if self.when is None and self.due is None:
            raise ValueError("a failure needs 'when' or 'due'")
        return self


class Basis(Strict):
    """One norm behind the duty; only norms that stand firm are ever cited."""

    norm: str = Field(min_length=5)
    article: str | None = None
    standing: Standing
    regime: Literal["R0", "R1", "any"]


class Revision(Strict):
    """What a later version of a rule judges otherwise, and since when."""

    version: int = Field(ge=2)
    since: date
    what: Text


class Expected(Strict):
    """What an example has to give."""

    outcome: Outcome
    reason: Reason | None = None
    due: date | None = None
    hardness: Literal["soft", "hard"] | None = None


class Example(Strict):
    """A tiny row of the wide table, over the table's ``example_row``, seen on a day; run as a test."""

    row: dict[str, Any]
    seen_on: date
    expect: Expected


class Rule(Strict):
    """One rule.

    Order of judgement: looks, exclusions, absent and unreadable cells, decisions, what no register carries, failures,
    otherwise.
    """

    id: str = Field(pattern=r"^(MIS|OUT|INC|IMP|CHG)-\d{2}$")
    version: int = Field(ge=1)
    revisions: list[Revision] = Field(default_factory=list)
    title: Text
    why: Text
    table: str
    subject: str
    sources: list[str] = Field(min_length=1)
    reads: list[str]
    # Columns its failures rest on that no register carries so far; asked after all that registers do tell.
    awaits: list[str] = Field(default_factory=list)
    # Pages of single subjects that some leg rests on, by source; they prove it and do not set the clock.
    pages: dict[str, str] = Field(default_factory=dict)
    # Registers that some leg rests on and that do not set the clock; their newest look is cited beside the others.
    cites: list[str] = Field(default_factory=list)
    values: dict[str, str] = Field(default_factory=dict)
    not_applicable: list[str | Exclusion]
    decisions: list[Decision] = Field(default_factory=list)
    tolerance: str = "0"
    failed: list[Failure] = Field(min_length=1)
    otherwise: list[Decision] = Field(default_factory=list)
    passed: Reason = "in_order"
    observed: list[str] = Field(min_length=1)
    # Observed values beside the day, observed too, of the look that showed them; a day may stand for itself.
    shown_by: dict[str, str] = Field(default_factory=dict)
    expected: Text
    basis: list[Basis] = Field(min_length=1)
    notify: list[str]
    verify: Text
    ask: SpanishText
    uses_outcomes_of: str | None = None
    # Share of judged subjects that may fail, and change of it between nights in points, before we doubt ourselves.
    usual_failed_share: float = Field(default=0.6, gt=0, le=1)
    usual_drift_points: float = Field(default=10, gt=0, le=100)
    examples: list[Example]

    @model_validator(mode="after")
    def _complete(self) -> Rule:
        unknown = sorted(set(self.notify) - set(NOTIFY))
        if unknown:
            raise ValueError(f"notify: {', '.join(unknown)} is no addressee code")
        missing = sorted(set(OUTCOMES) - {e.expect.outcome for e in self.examples})
        if missing:
            raise ValueError(f"examples: none for {', '.join(missing)}")
        if [revision.version for revision in self.revisions] != list(range(2, self.version + 1)):
            raise ValueError("revisions: every version after the first says what it judges otherwise, in order")
        unobserved = sorted({*self.shown_by, *self.shown_by.values()} - set(self.observed))
        if unobserved:
            raise ValueError(f"shown_by: {', '.join(unobserved)} is not among what is observed")
        hardnesses = [f.hardness for f in self.failed]
        if len(self.failed) > 1 and None in hardnesses:
            raise ValueError("failed: with several ways to fail each says soft or hard")
        return self

    @model_validator(mode="after")
    def _accuses_nobody(self) -> Rule:
        """What cannot be true is a fault of the data until their owner has answered: no norm stands behind it."""
        if self.id.startswith("IMP-") and not self.asks_owner:
            raise ValueError("notify: an implausible value is asked of the data owner first (D1)")
        if self.asks_owner and any(b.standing != "none" for b in self.basis):
            raise ValueError("basis: what is asked of the data owner rests on no norm (standing none)")
        return self

    @property
    def slug(self) -> str:
        """The id as a name for columns: MIS-17 becomes mis_17."""
        return self.id.lower().replace("-", "_")

    @property
    def severity(self) -> int:
        """The highest severity the rule can give."""
        return max(f.severity for f in self.failed)

    @property
    def asks_owner(self) -> bool:
        """Whether the owner of the data is asked first (D1): such a finding is never told as a duty missed."""
        return self.notify[:1] == ["D1"]

    def citable_regimes(self) -> list[str]:
        """Regimes for which every norm behind the duty stands firm; 'any' is for subjects without a regime."""
        if self.asks_owner:
            return []
        cited = []
        for regime in ("R0", "R1", "any"):
            standings = [b.standing for b in self.basis if b.regime in (regime, "any")]
            if standings and all(s == "firm" for s in standings):
                cited.append(regime)
        return cited
