"""Publish: snapshot, site, ledger, lists in a new folder, then one rename; readers never see half a build."""

from __future__ import annotations

import os
import shutil
from dataclasses import asdict, dataclass
from pathlib import Path

from alerts import casework, digest, ledger
from alerts.roots import Root
from dashboard import press
from dashboard.press import Order
from pipelines.night import Night
from pipelines.stages import model
from pipelines.stages.records import row_count
from sources.archive import Planned
from volunteers import lists
from warehouse.connection import open_warehouse
from warehouse.snapshot import publish as write_snapshot

KEPT_BUILDS = 3
SNAPSHOT = "snapshot.duckdb"
BOTH_AT_ONCE_FROM = 1_000
"""From this many works on, writing both editions at once is worth the second that a second process takes to start."""


@dataclass(frozen=True)
class Build:
    """What was published: the folder, and the pages in each edition."""

    folder: Path
    open_pages: int
    staff_pages: int


def build_name(night: Night, digest_total: str) -> str:
    """A build is named by its night and by what it shows: the same state has the same name."""
    return f"{night.date.isoformat()}-{digest_total[:12]}"


def publish(night: Night, digest_total: str, planned: Planned | None = None) -> Build:
    """Write the build of this state and point ``current`` at it; the last three builds stay.

    The build prints the roots of all nights, that of a seal which is ``planned`` too: so a reader keeps a copy of the
    root, and the night is sealed only once it is published.
    """
    published = night.folder / "published"
    final = published / build_name(night, digest_total)
    draft = published / f".{final.name}"
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(parents=True)
    reports = _write(night, draft, roots_of(night, planned))
    # Reach the disk before the rename: a power cut must not leave a build of empty files. One call for all pages:
    # syncing thousands of small files one by one takes longer than writing them.
    os.sync()
    shutil.rmtree(final, ignore_errors=True)
    draft.replace(final)
    _point_current(published, final.name)
    _forget_old(published)
    return Build(final, *reports)


def finish(night: Night) -> Build:
    """Publish the state and seal the night: its manifest joins the hash chain. Repeating it changes nothing."""
    planned = night.archive.plan_seal(night.date)
    build = publish(night, model.digest(night).total, planned)
    if planned is not None:
        night.archive.seal(night.date, planned)
    return build


def roots_of(night: Night, planned: Planned | None = None) -> tuple[Root, ...]:
    """The links of the chain up to this night, oldest first, with the one that is about to be added."""
    links = [*night.archive.links(), *([planned.link] if planned else [])]
    return tuple(Root(**asdict(link)) for link in links if link.night <= night.date)


def publish_snapshot(night: Night) -> None:
    """Publish the snapshot alone, as a build named by the night; for measuring rules, not for people."""
    build = night.folder / "published" / night.date.isoformat()
    (build / "internal").mkdir(parents=True, exist_ok=True)
    with night.warehouse() as connection:
        write_snapshot(connection, build / "internal" / SNAPSHOT)
    _point_current(build.parent, build.name)


def current_build(folder: Path) -> Path | None:
    """The build readers see, or None before the first publication."""
    link = folder / "published" / "current"
    return link.resolve() if link.exists() else None


def _write(night: Night, draft: Path, roots: tuple[Root, ...]) -> tuple[int, int]:
    internal = draft / "internal"
    internal.mkdir(mode=0o700)
    dismissed = casework.dismissed(night.folder)
    with night.warehouse() as connection:
        write_snapshot(connection, internal / SNAPSHOT)
        works = row_count(connection, "core_works")
    with open_warehouse(internal / SNAPSHOT, read_only=True) as connection:
        ledger.write(connection, draft / "ledger", "open", roots=roots, dismissed=dismissed)
        ledger.write(connection, internal / "ledger", "staff", roots=roots)
        lists.write(connection, internal / "lists")
        digest.write(connection, night.date, night.folder / "outbox")
    orders = [
        Order(
            internal / SNAPSHOT,
            root / "site",
            ledger=root / "ledger",
            edition=edition,
            world=night.world.name,
            invented=night.world.invented,
            night=night.date,
            roots=roots,
            dismissed=dismissed,
        )
        for edition, root in (("staff", internal), ("open", draft))
    ]
    staff, opened = press.write_both(*orders) if works >= BOTH_AT_ONCE_FROM else [order.write() for order in orders]
    return opened.pages, staff.pages


def _point_current(published: Path, name: str) -> None:
    draft = published / ".current"
    draft.unlink(missing_ok=True)
    draft.symlink_to(name)
    draft.replace(published / "current")


def _forget_old(published: Path) -> None:
    """Keep the newest builds by when they were made current; the current one always stays."""
    current = (published / "current").resolve()
    builds = sorted(
        (path for path in published.iterdir() if path.is_dir() and not path.is_symlink()),
        key=lambda path: (path == current, path.stat().st_mtime_ns),
        reverse=True,
    )
    for path in builds[KEPT_BUILDS:]:
        shutil.rmtree(path)
