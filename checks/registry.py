"""Finds the rules: every YAML file under ``rules/<dimension>/``, read strictly and proved to compile.

Nothing is registered by hand. Not here: what a rule means (``checks.rule``) or how it is judged.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, get_args

from checks.compiler import compile_table
from checks.confirmations import read_confirmations, with_confirmations
from checks.errors import RuleError
from checks.looks import Look
from checks.parameters import parameters
from checks.rule import Dimension, Rule
from checks.strict import read_strict
from checks.wide import WideTable, wide_tables

if TYPE_CHECKING:
    from collections.abc import Mapping

FOLDER = Path(__file__).parent / "rules"


@cache
def rules() -> dict[str, Rule]:
    """Every rule by id, in the order of ids, with the citations that were confirmed standing firm."""
    confirmed = read_confirmations()
    return {rule_id: with_confirmations(item, confirmed) for rule_id, item in read_rules(FOLDER).items()}


def rule(rule_id: str) -> Rule:
    """The rule of that id.

    Raises:
        RuleError: there is none; the message lists the ids there are.
    """
    found = rules().get(rule_id)
    if found is None:
        raise RuleError(f"There is no rule '{rule_id}'. Rules: {', '.join(rules())}")
    return found


def dimension(rule_id: str) -> str:
    """The dimension of a rule, which is the folder of its file."""
    return next(path.parent.name for path in FOLDER.glob("*/*.yml") if _id_of(path) == rule_id)


def read_rules(folder: Path) -> dict[str, Rule]:
    """Read and prove every rule of a folder.

    Raises:
        RuleError: a file is malformed, misplaced, or names what does not exist.
        ExpressionError, ParameterError: an expression is not in the rule language.
    """
    found: dict[str, Rule] = {}
    for path in sorted(folder.glob("*/*.yml")):
        item = read_strict(path, Rule, RuleError)
        if path.parent.name not in get_args(Dimension):
            raise RuleError(f"{path.parent.name}/{path.name}: the folder is none of {', '.join(get_args(Dimension))}")
        if item.id != _id_of(path):
            raise RuleError(f"{path.name}: declares '{item.id}'; a file is named <id>_<name>.yml")
        if item.id in found:
            raise RuleError(f"{path.name}: rule '{item.id}' stands twice")
        prove(item, wide_tables())
        found[item.id] = item
    return dict(sorted(found.items()))


def prove(item: Rule, tables: Mapping[str, WideTable]) -> None:
    """Check that a rule's names exist and its expressions compile.

    Raises:
        RuleError, ExpressionError, ParameterError: naming the rule and what to correct.
    """
    if item.table not in tables:
        raise RuleError(f"{item.id}: there is no wide table '{item.table}'; use one of {', '.join(tables)}")
    table = tables[item.table]
    shared = [name for name in item.not_applicable if isinstance(name, str)]
    _known(item, "not_applicable", shared, table.exclusions)
    _known(item, "reads", item.reads, table.columns)
    _known(item, "observed", item.observed, table.columns)
    if item.uses_outcomes_of != table.after:
        raise RuleError(f"{item.id}: rules of table '{table.name}' use the outcomes of {table.after}")
    for example in item.examples:
        _known(item, "examples", list(example.row), table.columns)
    _awaits_what_it_reads(item, table)
    looks = {source: Look(source, None, 1, 0) for source in item.sources}
    compile_table(table, [item], looks, parameters())


def _awaits_what_it_reads(item: Rule, table: WideTable) -> None:
    parts = [*item.not_applicable, *item.decisions, *item.failed, *item.otherwise]
    conditions = [part for name in ("when", "due") for part in (getattr(p, name, None) for p in parts) if part]
    text = "\n".join([*item.values.values(), *conditions])
    read = {name for name in table.awaited if re.search(rf"\b{name}\b", text)}
    if read != set(item.awaits):
        said = ", ".join(sorted(read)) or "nothing"
        raise RuleError(f"{item.id}: of what no register carries it reads {said}; 'awaits' has to say the same")


def _known(item: Rule, place: str, names: list[str], known: object) -> None:
    unknown = [name for name in names if name not in known]  # type: ignore[operator]
    if unknown:
        raise RuleError(f"{item.id}: {place} names {', '.join(unknown)}, which table '{item.table}' does not have")


def _id_of(path: Path) -> str:
    return "-".join(path.stem.upper().split("_")[:2])
