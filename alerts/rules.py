"""The few facts of a rule that alerts need, taken from the registry of checks.

Nothing is declared here: what a rule is stands in its own file.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class RuleFacts:
    """What alerts, ledger, digest and lists need to know of one rule.

    ``absence`` is true for a rule that says something is missing: it opens only after two looks.
    ``verify`` tells a visitor what to look at.
    """

    rule_id: str
    version: int
    title_es: str
    title_en: str
    sources: tuple[str, ...]
    absence: bool = False
    verify: str = ""


def facts() -> tuple[RuleFacts, ...]:
    """Return the facts of every rule of the registry, by rule id."""
    raise NotImplementedError
