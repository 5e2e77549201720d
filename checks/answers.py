"""One declared yes-or-no answer as SQL, for questions of quality and red flags alike.

Here: null where nothing is asked or a cell that the answer reads could not be read. Not here: which questions exist.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from checks.language import Context, to_sql
from checks.parameters import parameters

if TYPE_CHECKING:
    from collections.abc import Iterable


def answer(columns: Iterable[str], applies: str, holds: str, where: str) -> str:
    """SQL: true or false over rows that have a column ``unparsable``; null where there is no answer.

    Raises:
        ExpressionError, ParameterError: naming ``where`` and what to correct.
    """
    context = Context({name: name for name in columns}, parameters(), where=where)
    asked, held = (to_sql(text, context) for text in (applies, holds))
    read = ", ".join(f"'{name}'" for name in sorted(context.used))
    unreadable = f"list_has_any(unparsable, CAST([{read}] AS VARCHAR[]))"
    return f"(CASE WHEN ({asked}) AND NOT {unreadable} THEN {held} END)"
