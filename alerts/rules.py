"""The few facts of a rule that alerts need, taken from the registry of checks.

Nothing is declared here: what a rule is stands in its own file.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from checks.rule import Rule

#: Rules of this dimension say that something is not there, which one look cannot show.
_ABSENCE = frozenset({"missing", "changed"})


@dataclass(frozen=True)
class RuleFacts:
    """What alerts, ledger, digest and lists need to know of one rule.

    ``absence`` is true for a rule that says something is missing, or was there: it opens only after two looks.
    ``pages`` are those of a single subject that it may rest on, as (source, page); ``cites`` are the registers whose
    newest look it cites beside those that set its clock.
    ``asks_owner`` is true for a rule that finds a fault of the data: its owner is asked, no body is told of a breach.
    ``verify`` tells a visitor what to look at. ``duties`` holds, by regime (``R0``, ``R1``, ``any``), the firm
    norms that may be cited.
    """

    rule_id: str
    version: int
    title_es: str
    title_en: str
    sources: tuple[str, ...]
    absence: bool = False
    asks_owner: bool = False
    verify: str = ""
    duties: tuple[tuple[str, str], ...] = ()
    pages: tuple[tuple[str, str], ...] = ()
    cites: tuple[str, ...] = ()

    def duty(self, regime: str) -> str:
        """Return the citable norms of one regime, or an empty text."""
        return dict(self.duties).get(regime, "")


def facts() -> tuple[RuleFacts, ...]:
    """Return the facts of every rule of the registry, by rule id."""
    from checks import registry

    return tuple(_facts(rule, registry.dimension(name)) for name, rule in sorted(registry.rules().items()))


def _facts(rule: Rule, dimension: str) -> RuleFacts:
    return RuleFacts(
        rule_id=rule.id,
        version=rule.version,
        title_es=rule.title.es,
        title_en=rule.title.en,
        sources=tuple(rule.sources),
        absence=dimension in _ABSENCE,
        asks_owner=rule.asks_owner,
        verify=rule.verify.es,
        duties=tuple((regime, _cited(rule, regime)) for regime in rule.citable_regimes()),
        pages=tuple(rule.pages.items()),
        cites=tuple(rule.cites),
    )


def _cited(rule: Rule, regime: str) -> str:
    norms = [basis for basis in rule.basis if basis.regime in (regime, "any")]
    return "; ".join(f"{basis.norm}, {basis.article}" if basis.article else basis.norm for basis in norms)
