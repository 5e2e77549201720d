"""Mutants of a rule: every condition negated, dropped or thinned, every number moved by one. Nothing is judged here."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import sqlglot
from sqlglot import exp

from checks.parameters import Parameters, parameters
from checks.rule import Rule
from checks.wide import wide_tables

Mutant = tuple[str, Rule, Parameters | None]


def of_rule(rule: Rule) -> Iterator[Mutant]:
    """Every mutant with a name that says what was changed."""
    shared = wide_tables()[rule.table].exclusions
    inlined = [shared[item] if isinstance(item, str) else item for item in rule.not_applicable]
    rule = rule.model_copy(update={"not_applicable": inlined})
    for part in ("not_applicable", "decisions", "failed", "otherwise"):
        yield from _of_list(rule, part)
    for name in rule.awaits:
        rest = [other for other in rule.awaits if other != name]
        yield f"awaits {name}: dropped", rule.model_copy(update={"awaits": rest}), None
    for name, expression in rule.values.items():
        for what, changed in _expressions(expression, negate=False):
            yield f"values.{name}: {what}", rule.model_copy(update={"values": {**rule.values, name: changed}}), None
    yield from _of_parameters(rule)


def _of_list(rule: Rule, part: str) -> Iterator[Mutant]:
    items: list[Any] = list(getattr(rule, part))
    for number, item in enumerate(items):
        place = f"{part}[{number}] {item.reason}"
        # Two exclusions of one rule may be the same fact said twice (a flag, a state); each is still dropped alone.
        if len(items) > 1 or part != "failed":
            yield f"{place}: dropped", rule.model_copy(update={part: items[:number] + items[number + 1 :]}), None
        for key in ("when", "due"):
            expression = getattr(item, key, None)
            if expression is None:
                continue
            for what, changed in _expressions(expression, negate=key == "when"):
                mutant = item.model_copy(update={key: changed})
                yield (
                    f"{place}.{key}: {what}",
                    rule.model_copy(update={part: [*items[:number], mutant, *items[number + 1 :]]}),
                    None,
                )


def _expressions(expression: str, *, negate: bool) -> Iterator[tuple[str, str]]:
    if negate:
        yield "negated", f"NOT coalesce(({expression}), FALSE)"
    tree = sqlglot.parse_one(expression, read="duckdb")
    connectors = list(tree.find_all(exp.And, exp.Or))
    for number in range(len(connectors)):
        for side in ("this", "expression"):
            yield (
                f"only one side of '{connectors[number].sql()}'",
                _replace(tree, number, (exp.And, exp.Or), lambda n, s=side: n.args[s]),
            )
    literals = [n for n in tree.find_all(exp.Literal) if not n.is_string]
    for number in range(len(literals)):
        for step in (1, -1):
            changed = _replace(
                tree, number, (exp.Literal,), lambda n, s=step: sqlglot.parse_one(f"({int(n.this) + s})"), numbers=True
            )
            yield f"number {literals[number].this} moved by {step}", changed


def _replace(tree: exp.Expression, number: int, kinds: Any, change: Any, *, numbers: bool = False) -> str:
    copy = tree.copy()
    found = [n for n in copy.find_all(*kinds) if not numbers or not n.is_string]
    target = found[number]
    new = change(target).copy()
    if target is copy:
        return str(new.sql(dialect="duckdb"))
    target.replace(new)
    return str(copy.sql(dialect="duckdb"))


def _of_parameters(rule: Rule) -> Iterator[Mutant]:
    table = wide_tables()[rule.table]
    items = [*rule.not_applicable, *rule.decisions, *rule.failed, *rule.otherwise]
    text = " ".join(
        [*rule.values.values(), rule.tolerance, *(f"{item.when} {getattr(item, 'due', '')}" for item in items)]
    )
    text += " ".join(value for name, value in table.values.items() if re.search(rf"\b{name}\b", text))
    for name in sorted(set(re.findall(r"parameter\((\w+)", text))):
        parameter = parameters()[name]
        for number, value in enumerate(parameter.values):
            for step in (1, -1):
                yield f"parameter {name} {value.regime or ''} moved by {step}", rule, _moved(name, number, step)


def _moved(name: str, number: int, step: int) -> Parameters:
    parameter = parameters()[name]
    old = parameter.values[number].value
    new = (
        old + timedelta(days=step)
        if not isinstance(old, (int, float))
        else old + (step if isinstance(old, int) else step / 100)
    )
    values = list(parameter.values)
    values[number] = values[number].model_copy(update={"value": new})
    return {**parameters(), name: parameter.model_copy(update={"values": values})}
