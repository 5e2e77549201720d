"""When each source was last looked at completely: the rules' clock, never tonight's date.

Here: reading ``meta_sources`` and ``meta_current``. Not here: what a look's age means for a rule.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from checks.errors import CheckError

if TYPE_CHECKING:
    from datetime import date

    import duckdb


@dataclass(frozen=True)
class Look:
    """The newest accepted look at a source; ``seen_on`` is None when it was never seen. Days are calendar days."""

    source: str
    seen_on: date | None
    stale_after_days: int
    latency_days: int


Looks = dict[str, Look]
_LOOKS = """
SELECT source.source, max(newest.seen_on), any_value(source.stale_after_days), any_value(source.latency_days)
FROM meta_sources AS source LEFT JOIN meta_current AS newest ON source.source = newest.source
GROUP BY source.source
"""


def read_looks(con: duckdb.DuckDBPyConnection, sources: set[str]) -> Looks:
    """The look behind each source that rules read; a source of several parts gives its newest part.

    Raises:
        CheckError: a source has been seen but ``meta_sources`` does not say how late it may be.
    """
    looks = {row[0]: Look(*row) for row in con.execute(_LOOKS).fetchall()}
    seen = {row[0] for row in con.execute("SELECT DISTINCT source FROM meta_current").fetchall()}
    for source in sources:
        if source not in looks:
            if source in seen:
                raise CheckError(f"meta_sources has no row for '{source}': load the sources' declarations first")
            looks[source] = Look(source, None, 0, 0)
    return looks
