"""A wide query without what nobody reads of it: rules that ask little do not pay for every register that is joined.

Here: leaving out columns, the joins that only they need, and the named rows that only those joins need. Not here: which
columns rules read (``checks.compiler``) or what the query says (``checks.wide``). A left join is left out and no other:
the rows of a wide table are its subjects, one each, whether or not another register knows them.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import sqlglot
from sqlglot import exp

if TYPE_CHECKING:
    from collections.abc import Iterator


@cache
def narrowed(sql: str, columns: frozenset[str]) -> str:
    """The same SELECT with those columns only, columns taken by a star aside; joins and named rows as they need."""
    tree = sqlglot.parse_one(sql, read="duckdb")
    if not isinstance(tree, exp.Select) or tree.args.get("group") or tree.args.get("distinct"):
        return sql
    kept = [item for item in tree.expressions if item.is_star or item.alias_or_name in columns]
    tree.set("expressions", kept)
    _leave_out_joins(tree)
    _leave_out_rows(tree)
    return str(tree.sql(dialect="duckdb"))


@cache
def tables_read(sql: str) -> frozenset[str]:
    """Names of all relations that a SELECT reads, those it names itself among them."""
    return frozenset(table.name for table in sqlglot.parse_one(sql, read="duckdb").find_all(exp.Table))


def _leave_out_joins(tree: exp.Select) -> None:
    """From the last to the first: a later join may stand on an earlier one, never the other way round."""
    joins = list(tree.args.get("joins") or [])
    for join in reversed(joins):
        if join.side == "LEFT" and join.alias_or_name not in set(_read_outside(tree, join)):
            joins.remove(join)
            tree.set("joins", joins)


def _read_outside(tree: exp.Select, join: exp.Join) -> Iterator[str]:
    """Names by which the SELECT itself takes columns, everywhere but in that join's own condition."""
    parts = (value for key, value in tree.args.items() if key != "with_")
    for node in (node for part in parts for node in (part if isinstance(part, list) else [part])):
        if isinstance(node, exp.Expression) and node is not join:
            yield from (column.table for column in node.find_all(exp.Column))


def _leave_out_rows(tree: exp.Select) -> None:
    """Named rows (CTEs) that nothing reads any more, as often as leaving one out frees another."""
    while named := tree.args.get("with_"):
        read = {table.name for table in tree.find_all(exp.Table)}
        kept = [rows for rows in named.expressions if rows.alias in read]
        if len(kept) == len(named.expressions):
            return
        named.set("expressions", kept)
        if not kept:
            tree.set("with_", None)
