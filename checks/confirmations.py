"""What a lawyer has to read before release, and what has been read: citations and their confirmations.

Here: the flag list, the file of confirmations, and how a confirmation changes a rule's standing. Not here: what a rule
or a citation is (``checks.rule``), and the numbers of the law (``checks.parameters``).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import yaml
from pydantic import Field

from checks.errors import RuleError
from checks.strict import Strict, read_strict

if TYPE_CHECKING:
    from collections.abc import Iterable

    from checks.parameters import Parameters, Value
    from checks.rule import Basis, Rule

CONFIRMATIONS = Path(__file__).parent / "confirmations.yml"
ROLES = ("abogado", "asesor_legal", "auditor", "jurista_externo")


class Confirmation(Strict):
    """One citation read in its norm: which rule's, what was read, when, and by whom in what role (never by name)."""

    rule_id: str = Field(pattern=r"^[A-Z]{3}-\d{2}$")
    norm: str = Field(min_length=5)
    article: str | None = None
    regime: Literal["R0", "R1", "any"]
    norm_read: str = Field(min_length=10)
    read_on: date
    role: Literal["abogado", "asesor_legal", "auditor", "jurista_externo"]

    def is_about(self, rule_id: str, basis: Basis) -> bool:
        """Whether it confirms that citation as it stands today."""
        return (self.rule_id, self.norm, self.article, self.regime) == (
            rule_id, basis.norm, basis.article, basis.regime,
        )  # fmt: skip


class Confirmations(Strict):
    """The whole of confirmations.yml."""

    confirmed: list[Confirmation]


@dataclass(frozen=True)
class Citation:
    """One citation of one rule; ``number`` counts from 1 in the rule's own order."""

    rule_id: str
    number: int
    basis: Basis


def read_confirmations(path: Path = CONFIRMATIONS) -> list[Confirmation]:
    """Every confirmation so far.

    Raises:
        RuleError: the file is not as declared.
    """
    return read_strict(path, Confirmations, RuleError).confirmed


def with_confirmations(rule: Rule, confirmations: Iterable[Confirmation]) -> Rule:
    """The rule with its confirmed citations standing firm."""
    known = list(confirmations)
    basis = [
        item.model_copy(update={"standing": "firm"}) if any(c.is_about(rule.id, item) for c in known) else item
        for item in rule.basis
    ]
    return rule if basis == rule.basis else rule.model_copy(update={"basis": basis})


def to_confirm(rules: Iterable[Rule]) -> list[Citation]:
    """The flag list: every citation that nobody may use yet, in the order of rules; no rule that only asks has any."""
    return [
        Citation(rule.id, number, basis)
        for rule in rules
        if not rule.asks_owner
        for number, basis in enumerate(rule.basis, 1)
        if basis.standing != "firm"
    ]


def numbers_to_read(known: Parameters) -> list[tuple[str, Value]]:
    """Numbers of the law that nobody read yet: an assumed value is corrected in ``parameters.yml`` with its source."""
    return [(name, value) for name, item in known.items() for value in item.values if value.standing == "assumed"]


def confirm(  # noqa: PLR0913 - the facts of one reading
    rule: Rule, number: int, *, norm_read: str, read_on: date, today: date, role: str, path: Path = CONFIRMATIONS
) -> Confirmation:
    """Record that a citation was read in its norm; the file is replaced as a whole.

    Raises:
        RuleError: there is no such citation to confirm, or the facts of the reading are not complete.
    """
    if rule.asks_owner:
        raise RuleError(f"{rule.id} asks the owner of the data and cites no norm; there is nothing to confirm")
    if not 1 <= number <= len(rule.basis):
        raise RuleError(f"{rule.id} has citations 1 to {len(rule.basis)}; `vigia rules review` lists them")
    basis = rule.basis[number - 1]
    if basis.standing == "firm":
        raise RuleError(f"{rule.id}, citation {number} stands firm already; nothing was written")
    if read_on > today:
        raise RuleError(f"nobody can have read it on {read_on}: today is {today}")
    try:
        new = Confirmation.model_validate(
            {
                "rule_id": rule.id, "norm": basis.norm, "article": basis.article, "regime": basis.regime,
                "norm_read": norm_read, "read_on": read_on, "role": role,
            }
        )  # fmt: skip
    except ValueError as fault:
        raise RuleError(f"not complete: say the norm read in full, and a role: {', '.join(ROLES)}") from fault
    _write([*read_confirmations(path), new], path)
    return new


def _write(confirmations: list[Confirmation], path: Path) -> None:
    """Write the file beside and put it in place of the old one, keeping the comment at its top."""
    comment = "".join(line for line in path.read_text(encoding="utf-8").splitlines(keepends=True) if line[0] == "#")
    content = {"confirmed": [item.model_dump(mode="json", exclude_none=True) for item in confirmations]}
    draft = path.with_suffix(".new")
    text = yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=110)
    draft.write_text(comment + text, encoding="utf-8")
    draft.replace(path)
