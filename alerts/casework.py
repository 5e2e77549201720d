"""What people decided about alerts: a dismissal, and taking one back. Kept for ever and never rebuilt.

Here: the store (``casework.sqlite`` in the data folder), to which lines are only added, each with a copy of the claim
that was judged. Not here: what happens to an alert by itself (``transitions``). A dismissal holds for the episode that
was looked at: an alert that opens anew is nobody's decision yet.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, NamedTuple

from alerts import statements
from alerts.errors import CaseworkError

if TYPE_CHECKING:
    from pathlib import Path

STORE = "casework.sqlite"
VERSION = 1


@dataclass(frozen=True)
class Decision:
    """One decision about one episode of an alert; ``role`` is the post of who decided, never a name."""

    kind: str
    alert_id: str
    episode: int
    rule_id: str
    rule_version: int
    subject_id: str
    claim: str
    decided_on: str
    role: str
    reason: str


class Dismissed(NamedTuple):
    """An episode that staff looked at and dismissed, as pages and ledger need it."""

    alert_id: str
    episode: int
    rule_id: str


def add(folder: Path, decision: Decision) -> None:
    """Write one decision down in the casework of a data folder.

    Raises:
        CaseworkError: it has no reason or role, changes nothing, or the store cannot be written.
    """
    if not decision.reason.strip() or not decision.role.strip():
        raise CaseworkError("A decision needs a reason (what was looked at) and the role of who decided.")
    stands = (decision.alert_id, decision.episode) in {(one.alert_id, one.episode) for one in dismissals(folder)}
    if stands == (decision.kind == "dismissed"):
        state = "is dismissed already" if stands else "is not dismissed"
        raise CaseworkError(f"Alert {decision.alert_id}, episode {decision.episode}, {state}.")
    path = folder / STORE
    try:
        path.touch(mode=0o600, exist_ok=True)
        with closing(sqlite3.connect(path)) as store, store:
            _prepare(store)
            store.execute(statements.text("casework_add"), asdict(decision))
    except (OSError, sqlite3.Error) as fault:
        raise CaseworkError(f"{path.name} cannot be written: {fault}") from fault


def dismissals(folder: Path) -> tuple[Decision, ...]:
    """The dismissals that stand, oldest first; none where nobody decided anything yet.

    Raises:
        CaseworkError: the store cannot be read, or is of a newer version.
    """
    path = folder / STORE
    if not path.is_file():
        return ()
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as store:
            if _version(store) == 0:
                return ()  # killed between making the file and its table
            _refuse_newer(store)
            return tuple(Decision(*row) for row in store.execute(statements.text("casework_standing")))
    except sqlite3.Error as fault:
        raise CaseworkError(f"{path.name} cannot be read: {fault}") from fault


def dismissed(folder: Path) -> tuple[Dismissed, ...]:
    """The episodes that are dismissed now; see :func:`dismissals`."""
    return tuple(Dismissed(one.alert_id, one.episode, one.rule_id) for one in dismissals(folder))


def _prepare(store: sqlite3.Connection) -> None:
    if _version(store) == 0:
        store.execute(statements.text("casework_create"))
        store.execute(f"PRAGMA user_version = {VERSION}")
    _refuse_newer(store)


def _version(store: sqlite3.Connection) -> int:
    return int(store.execute("PRAGMA user_version").fetchone()[0])


def _refuse_newer(store: sqlite3.Connection) -> None:
    if _version(store) > VERSION:
        raise CaseworkError(f"{STORE} was written by a newer Vigía; use that one.")
