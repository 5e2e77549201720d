"""Rebuild: the warehouse anew from the archive alone.

Nothing is asked and nothing is concluded again: the archive's events are the conclusions, so that alerts keep their
first dates.
"""

from __future__ import annotations

from dataclasses import replace

from pipelines.night import Night, kept_warehouse
from pipelines.stages import model, publish, whole


def rebuild(night: Night) -> str:
    """Replay every night of the archive into a fresh file, put it in place, publish; returns the digest."""
    fresh = replace(night, warehouse_name="rebuild.duckdb")
    for path in (fresh.warehouse_path, fresh.warehouse_path.with_suffix(".duckdb.wal")):
        path.unlink(missing_ok=True)
    for date in fresh.archive.nights():
        one = replace(fresh, date=date)
        with kept_warehouse(one):
            whole.derive(one)
            whole.settle(one)
    fresh.warehouse_path.replace(night.warehouse_path)
    build = model.digest(night).total
    publish.publish(night, build)
    return build

