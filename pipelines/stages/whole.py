"""All the steps of a night in order, without Dagster: for measuring rules and for tests of many nights.

The order is the one the assets declare; ``tests/dagster`` sees that no stage of theirs is left out here.
"""

from __future__ import annotations

from pipelines.night import Night, kept_warehouse
from pipelines.stages import arrive, ask, conclude, model
from sources.spec import PagesAccess


def ask_all(night: Night) -> None:
    """Look at every source, at files before pages."""
    for spec in sorted(night.specs.values(), key=lambda spec: isinstance(spec.access, PagesAccess)):
        ask.ask_source(night, spec)


def know(night: Night) -> None:
    """From the archive's looks to what the registers say and what changed in them: all that a rule is judged on."""
    with kept_warehouse(night):
        arrive.judge(night)
        for spec in night.specs.values():
            arrive.load_source(night, spec)
        model.build_core(night)
        model.record_history(night)


def derive(night: Night) -> None:
    """From the archive's looks to outcomes: everything that a rebuild repeats before alerts."""
    with kept_warehouse(night):
        know(night)
        conclude.check(night)
        conclude.compare(night)
        conclude.score(night)
        conclude.examine(night)
        conclude.flag(night)


def settle(night: Night) -> None:
    """Fold alerts and rank works from what the archive holds."""
    conclude.fold(night)
    conclude.build_lists(night)


def run_steps(night: Night) -> None:
    """A whole night but for publishing; sealed, so that the next one may follow."""
    ask_all(night)
    with kept_warehouse(night):
        derive(night)
        conclude.conclude(night)
        settle(night)
    night.archive.seal(night.date)
