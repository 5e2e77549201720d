"""Evidence: what alerts cite of the archive, freeing disk of what nobody needs, and bundles for somebody else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb

from pipelines.errors import UsageError
from pipelines.lock import data_lock
from pipelines.night import Night
from pipelines.published import rows_of
from pipelines.stages.conclude import event_files
from pipelines.statements import statement
from sources import thin
from sources.export import CitedLook, Exported, export
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


def export_alert(night: Night, alert_id: str, folder: Path) -> Exported:
    """Write the evidence of one alert of the newest build as a folder; for staff, never for the site.

    Raises:
        UsageError: the newest build has no such alert.
    """
    parameters = {"alert": alert_id}
    found = rows_of(night.folder, "alert", parameters)
    if not found:
        raise UsageError(f"no alert {alert_id!r} in the newest build; see `vigia alerts list`")
    cited = [CitedLook(**row) for row in rows_of(night.folder, "alert_looks", parameters)]
    notice = "DATOS INVENTADOS / INVENTED DATA\n\n" if night.world.invented else ""
    facts = {"alert": alert_id, "rule": found[0]["rule_id"], "subject": found[0]["subject_id"], "notice": notice}
    return export(night.archive, cited, folder, facts)
