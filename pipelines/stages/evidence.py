"""Evidence: what alerts cite of the archive, and freeing disk of what nobody needs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import duckdb

from pipelines.lock import data_lock
from pipelines.night import Night
from pipelines.stages.conclude import event_files
from pipelines.statements import statement
from sources import thin
from sources.thin import Cited, Removable


@dataclass(frozen=True)
class Thinning:
    """What thinning found and did: ``freed`` is None when it only looked."""

    removable: list[Removable]
    freed: int | None


def cited_by_alerts(night: Night) -> Cited:
    """What the events of all nights cite, also of alerts that are long closed."""
    files = [str(path) for path in event_files(night)]
    if not files:
        return Cited()
    with duckdb.connect() as connection:
        rows = connection.execute(statement("cited_looks"), {"files": files}).fetchall()
    payloads = frozenset(str(sha256) for _, _, sha256 in rows if sha256)
    return Cited(payloads, frozenset((str(source), day) for day, source, sha256 in rows if not sha256))


def thin_archive(night: Night, before: date | None, *, really: bool) -> Thinning:
    """Say what may be removed from the archive and, when told, remove it; nobody else may be at work meanwhile."""
    with data_lock(night.folder):
        freed = thin.finish(night.archive) if really else None
        removable = thin.plan(night.archive, cited_by_alerts(night), before=before)
        if freed is not None:
            freed += thin.thin(night.archive, removable, night.clock.now())
        return Thinning(removable, freed)
