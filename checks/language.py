"""The rule language: SQL expressions checked against an allow-list, and our own words expanded.

Here: parsing one expression, refusing what is not proven, and writing it as DuckDB SQL. Not here: which
columns a table has (``checks.wide``) and how expressions become judgements (``checks.compiler``).

Words: ``parameter(name[, regime])``, ``business_days_after(date, n, region)``, ``calendar_days_after(date, n)``,
``overdue(due)``, ``month_number(date)``, ``month_of(year, month)``, ``month_end(month)``, ``yyyymm(date)``,
``positive(x)``, ``divided_rounded_up(x, n)``, ``percent_rounded_up(x, pct)``, ``any_in(list, …)``,
``all_in(list, …)``, ``tax_number(text)``.
Words guard what a published cell can break: a date moved by an absurd number of days is null, not a fault.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from checks.errors import ExpressionError, ParameterError
from checks.parameters import REGIMES, Parameters

# Proven equal on DuckDB and Spark (perf notes); no bare division, no weekday or month differences.
ALLOWED_NODES: tuple[type[exp.Expression], ...] = (
    exp.Column, exp.Identifier, exp.Literal, exp.Boolean, exp.Null, exp.Paren,
    exp.And, exp.Or, exp.Not, exp.EQ, exp.NEQ, exp.GT, exp.GTE, exp.LT, exp.LTE,
    exp.In, exp.Between, exp.Is, exp.NullSafeEQ, exp.NullSafeNEQ, exp.Like, exp.ILike,
    exp.Case, exp.If, exp.Coalesce, exp.Greatest, exp.Least, exp.Add, exp.Sub, exp.Mul, exp.Neg,
    exp.Lower, exp.Month,
)  # fmt: skip
POSITIONS, BUSINESS_DAYS = "clock_positions", "clock_business_days"
FIRST_CLOCK_DAY = "DATE '1990-01-01'"
LAST_CLOCK_DAY = "DATE '2040-12-31'"
_FARTHEST_DAYS = 36_500  # a century: what a published number of days may move a date by
_FIRST_MONTH, _LAST_MONTH = 1900 * 12, 2200 * 12
_RUC_WEIGHTS = (5, 4, 3, 2, 7, 6, 5, 4, 3, 2)
MOST_BUSINESS_DAYS = 250  # padding between the calendars of the clock arrays


@dataclass(frozen=True)
class Context:
    """What an expression may use: columns and named values, parameters, and the slack of ``overdue``."""

    columns: Mapping[str, str]  # name -> SQL that gives it
    parameters: Parameters
    slack_days: str = "0"  # tolerance + latency, as SQL
    seen_on: str = "seen_on"
    region_start: str = "region_start"
    where: str = "expression"
    used: set[str] = field(default_factory=set)


def to_sql(expression: str, context: Context) -> str:
    """Check one expression and write it as DuckDB SQL; names of columns used are added to ``context.used``.

    Raises:
        ExpressionError: it does not parse, or uses a function, operator or column that is not allowed.
        ParameterError: it names an unknown parameter.
    """
    try:
        tree = _tree(str(expression))
    except SqlglotError as error:
        raise ExpressionError(f"{context.where}: '{expression}' is not an expression: {error}") from error
    return str(_expand(tree, context).sql(dialect="duckdb"))


def _expand(node: exp.Expression, context: Context) -> exp.Expression:
    if isinstance(node, exp.Column):
        return _column(node, context)
    if isinstance(node, exp.Anonymous):
        return _word(node, context)
    if not isinstance(node, ALLOWED_NODES):
        raise ExpressionError(f"{context.where}: '{node.sql(dialect='duckdb')}' is not in the rule language")
    return node.__class__(**{name: _expanded(value, context) for name, value in node.args.items()})


def _expanded(value: object, context: Context) -> object:
    if isinstance(value, exp.Expression):
        return _expand(value, context)
    return [_expanded(item, context) for item in value] if isinstance(value, list) else value


def _column(node: exp.Column, context: Context) -> exp.Expression:
    name = node.name
    if node.table:
        raise ExpressionError(f"{context.where}: write '{name}' without a table name")
    if name == "seen_on":
        return _written(context.seen_on)
    if name not in context.columns:
        raise ExpressionError(f"{context.where}: '{name}' is neither a column of the table nor a value of the rule")
    context.used.add(name)
    return _written(context.columns[name])


@cache
def _tree(sql: str) -> exp.Expression:
    """The tree of an expression, shared by all who ask: it is never changed."""
    return sqlglot.parse_one(sql, read="duckdb")


def _written(sql: str) -> exp.Expression:
    """What is SQL already stands in a tree as it is; to read and copy it again took half of a night's compiling."""
    return exp.Var(this=sql)


def _word(node: exp.Anonymous, context: Context) -> exp.Expression:
    word = str(node.this).lower()
    if word not in _WORDS:
        raise ExpressionError(f"{context.where}: '{word}' is not a function of the rule language")
    least, most, write = _WORDS[word]
    if not least <= len(node.expressions) <= most:
        raise ExpressionError(f"{context.where}: '{word}' takes {least} to {most} arguments")
    return _written(write(list(node.expressions), context))


def _text(node: exp.Expression, context: Context) -> str:
    return str(_expand(node, context).sql(dialect="duckdb"))


def _parameter(arguments: list[exp.Expression], context: Context) -> str:
    name = arguments[0].name
    if name not in context.parameters:
        raise ParameterError(f"{context.where}: no parameter '{name}' in parameters.yml")
    parameter = context.parameters[name]
    if parameter.chosen_by == "always":
        return literal(parameter.values[0].value)
    if len(arguments) == 1:
        raise ParameterError(f"{context.where}: '{name}' is chosen by regime: write parameter({name}, regime)")
    regime = _text(arguments[1], context)
    choices = " ".join(f"WHEN '{r}' THEN {literal(parameter.for_regime(r).value)}" for r in REGIMES)
    return f"(CASE {regime} {choices} END)"


def literal(value: float | date) -> str:
    """A parameter's value as SQL."""
    return f"CAST('{value.isoformat()}' AS DATE)" if isinstance(value, date) else str(value)


def _business_days_after(arguments: list[exp.Expression], context: Context) -> str:
    day, count, region = (_text(argument, context) for argument in arguments)
    if region != context.columns.get("region"):
        raise ExpressionError(f"{context.where}: the third argument of business_days_after is the column 'region'")
    # One look-up for the position of the day among its region's business days, one for the day `count` further on.
    position = f"list_extract({POSITIONS}, {context.region_start} + CAST({day} - {FIRST_CLOCK_DAY} AS INTEGER) + 1)"
    return (
        f"(CASE WHEN ({day}) BETWEEN {FIRST_CLOCK_DAY} AND {LAST_CLOCK_DAY} "
        f"THEN list_extract({BUSINESS_DAYS}, {position} + CAST({count} AS INTEGER)) END)"
    )


def _calendar_days_after(arguments: list[exp.Expression], context: Context) -> str:
    day, count = (_text(argument, context) for argument in arguments)
    if _tree(count).find(exp.Column) is None:
        return f"({day} + CAST({count} AS INTEGER))"
    sane = f"({count}) BETWEEN -{_FARTHEST_DAYS} AND {_FARTHEST_DAYS}"
    return f"(CASE WHEN {sane} THEN {day} + CAST({count} AS INTEGER) END)"


def _overdue(arguments: list[exp.Expression], context: Context) -> str:
    return f"(({_text(arguments[0], context)}) + CAST({context.slack_days} AS INTEGER) < {context.seen_on})"


def _month_number(arguments: list[exp.Expression], context: Context) -> str:
    day = _text(arguments[0], context)
    return f"(year({day}) * 12 + month({day}) - 1)"


def _month_of(arguments: list[exp.Expression], context: Context) -> str:
    year, month = (_text(argument, context) for argument in arguments)
    return f"(CAST({year} AS BIGINT) * 12 + {month} - 1)"


def _month_end(arguments: list[exp.Expression], context: Context) -> str:
    month = _text(arguments[0], context)
    return (
        f"(CASE WHEN ({month}) BETWEEN {_FIRST_MONTH} AND {_LAST_MONTH} "
        f"THEN make_date(({month} + 1) // 12, ({month} + 1) % 12 + 1, 1) - 1 END)"
    )


def _yyyymm(arguments: list[exp.Expression], context: Context) -> str:
    day = _text(arguments[0], context)
    return f"(year({day}) * 100 + month({day}))"


def _positive(arguments: list[exp.Expression], context: Context) -> str:
    value = _text(arguments[0], context)
    return f"(CASE WHEN {value} > 0 THEN {value} END)"


def _divided_rounded_up(arguments: list[exp.Expression], context: Context) -> str:
    value, divisor = (_text(argument, context) for argument in arguments)
    return f"((CAST({value} AS BIGINT) + {divisor} - 1) // {divisor})"


def _percent_rounded_up(arguments: list[exp.Expression], context: Context) -> str:
    value, percent = (_text(argument, context) for argument in arguments)
    return f"((CAST({value} AS BIGINT) * {percent} + 99) // 100)"


def _tax_number(arguments: list[exp.Expression], context: Context) -> str:
    """Eleven digits whose last is the check digit of the ten before (RUC); null stays null."""
    text = _text(arguments[0], context)
    number = f"TRY_CAST({text} AS BIGINT)"
    # Eleven characters and a value of eleven digits leave no room for a sign, a blank or a mark.
    total = " + ".join(f"(({number} // {10 ** (10 - at)}) % 10) * {weight}" for at, weight in enumerate(_RUC_WEIGHTS))
    right = f"(11 - ({total}) % 11) % 10 = {number} % 10"
    return f"(CASE WHEN length({text}) = 11 AND {number} >= 10000000000 THEN {right} ELSE {text} IS NULL AND NULL END)"


def _any_in(arguments: list[exp.Expression], context: Context) -> str:
    values = [_text(argument, context) for argument in arguments]
    return f"coalesce(list_has_any({values[0]}, [{', '.join(values[1:])}]), FALSE)"


def _all_in(arguments: list[exp.Expression], context: Context) -> str:
    values = [_text(argument, context) for argument in arguments]
    return f"coalesce(array_length({values[0]}) > 0 AND list_has_all([{', '.join(values[1:])}], {values[0]}), FALSE)"


_Writer = Callable[[list[Any], Context], str]
_WORDS: dict[str, tuple[int, int, _Writer]] = {
    "parameter": (1, 2, _parameter),
    "business_days_after": (3, 3, _business_days_after),
    "calendar_days_after": (2, 2, _calendar_days_after),
    "overdue": (1, 1, _overdue),
    "month_number": (1, 1, _month_number),
    "month_of": (2, 2, _month_of),
    "month_end": (1, 1, _month_end),
    "yyyymm": (1, 1, _yyyymm),
    "positive": (1, 1, _positive),
    "divided_rounded_up": (2, 2, _divided_rounded_up),
    "percent_rounded_up": (2, 2, _percent_rounded_up),
    "tax_number": (1, 1, _tax_number),
    "any_in": (2, 20, _any_in),
    "all_in": (2, 20, _all_in),
}
