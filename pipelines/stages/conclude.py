"""Conclude: rules, contradictions, transitions (archive first, then warehouse), alerts, our alarms, lists of works."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

from alerts import alarms, store, transitions
from checks import comparing, engine, flags, quality, scores
from pipelines.night import Night
from pipelines.stages import stamp
from volunteers import lists


def check(night: Night) -> dict[str, int]:
    """Judge every rule on every row; returns how many subjects came out each way."""
    with night.warehouse() as connection:
        report = engine.check(connection, night.date)
    totals: Counter[str] = Counter()
    for counts in report.outcomes.values():
        totals.update(counts)
    return dict(sorted(totals.items()))


def compare(night: Night) -> dict[str, int]:
    """Set the registers beside each other; returns the contradictions by fact."""
    with night.warehouse() as connection:
        return comparing.compare(connection, night.date).contradicting


def score(night: Night) -> dict[str, int]:
    """Score works, places and bodies; returns the scores by measure."""
    with night.warehouse() as connection:
        return scores.score(connection, night.date)


def examine(night: Night) -> dict[str, int]:
    """Ask what makes OCDS records good data; returns the failing records by question."""
    with night.warehouse() as connection:
        return quality.examine(connection)


def flag(night: Night) -> dict[str, int]:
    """Ask the red flags that rank works for a visit; returns the raised by flag."""
    with night.warehouse() as connection:
        return flags.raise_flags(connection)


def conclude(night: Night) -> int:
    """Compare tonight's outcomes with the alerts so far; new events go into the archive. Returns how many.

    The warehouse's alerts are first folded anew from the archive: a run that was killed between the two stores must
    not be remembered by the warehouse alone.
    """
    with night.warehouse() as connection, TemporaryDirectory(dir=night.folder) as scratch:
        store.replay(connection, event_files(night))
        draft = Path(scratch) / "events.parquet"
        count = transitions.compute(connection, night.date, draft)
        if count:
            night.archive.add_events(night.date, draft)
    stamp.ask_for_stamp(night)
    return count


def fold(night: Night) -> dict[str, int]:
    """Fold the archive's events into alerts, and say what went wrong with ourselves; returns alerts by state."""
    with night.warehouse() as connection:
        store.replay(connection, event_files(night))
        alarms.record(connection, night.date, stamp.stamp_faults(night))
        rows = connection.execute("SELECT state, count(*) FROM alerts GROUP BY state ORDER BY state")
        return {str(state): int(count) for state, count in rows.fetchall()}


def build_lists(night: Night) -> int:
    """Rank the works worth a visit; returns how many stand on a list."""
    with night.warehouse() as connection:
        return lists.build(connection, night.date).works


def event_files(night: Night) -> list[Path]:
    """Every event file of this night and before, oldest first."""
    return [file.path for file in night.archive.event_files() if file.night <= night.date]
