"""Links rows of different registers, by methods that each say how far they can be trusted, and groups bodies.

Links and groups never enter an id: they may change without any change of what was published.
"""

import duckdb

from warehouse.connection import transaction
from warehouse.statements import statement

# A works log is found through the process of the work, so its links come after those.
SELECTIONS = ("links/work_investment", "links/work_process", "links/work_log", "links/bodies")


def build(con: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """Rebuilds `links` and the groups of bodies in one transaction.

    Returns:
        method -> number of links.
    """
    with transaction(con):
        con.execute("DELETE FROM links")
        for file in SELECTIONS:
            con.execute(f"INSERT INTO links BY NAME {statement(file)}")
        _group_bodies(con)
        rows = con.execute("SELECT method, count(*) FROM links GROUP BY method ORDER BY method").fetchall()
    return {str(method): int(n) for method, n in rows}


def _group_bodies(con: duckdb.DuckDBPyConnection) -> None:
    """Spreads the least label along the links until nothing moves: as many steps as the longest chain."""
    con.execute(statement("links/groups_start"))
    moved = 1
    while moved:
        con.execute(statement("links/groups_step"))
        row = con.execute(statement("links/groups_moved")).fetchone()
        moved = int(row[0]) if row else 0
        con.execute(statement("links/groups_keep"))
    con.execute(statement("links/groups_end"))
