"""Builds the whole static site of one night and edition from the published snapshot.

Here: the order of the work, the folder, the sharing of many pages between processes. Not here: what any page says
(``pages``) or which alerts an edition may show (``sql/prepare_alerts.sql``).
"""

from __future__ import annotations

import logging
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from dashboard import rulebook
from dashboard.errors import EditionError
from dashboard.frame import Facts, Site, relative
from dashboard.pages import about, alerts, bodies, downloads, health, lists, looks, records, regions, rules, today
from dashboard.snapshot import open_snapshot
from dashboard.writer import Writer

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from alerts.casework import Dismissed
    from alerts.roots import Root
    from dashboard.rulebook import RuleCard

logger = logging.getLogger(__name__)

EDITIONS = ("staff", "open")
ASSETS = Path(__file__).parent / "assets"


@dataclass(frozen=True)
class SiteReport:
    """What was written: pages (HTML files) and bytes (of all files)."""

    pages: int
    bytes: int


@dataclass(frozen=True)
class Share:
    """The part of the record and body pages one process writes: every ``of``-th piece, from ``part`` on."""

    snapshot: Path
    folder: Path
    facts: Facts
    part: int
    of: int


def draft(folder: Path) -> Path:
    """Where a site is written until it is whole and takes the place of ``folder``."""
    return folder.with_name(f".{folder.name}.partial")


def build(  # noqa: PLR0913 - what a site is made of, named one by one
    snapshot: Path,
    folder: Path,
    *,
    edition: str,
    world: str,
    invented: bool,
    night: date,
    ledger: Path | None = None,
    rules: Sequence[RuleCard] | None = None,
    roots: Sequence[Root] = (),
    dismissed: Sequence[Dismissed] = (),
    half: Callable[[], Callable[[], SiteReport]] | None = None,
) -> SiteReport:
    """Write the site into ``folder``, replacing what is there; the same snapshot gives the same bytes.

    Args:
        snapshot: the published DuckDB file of the night.
        folder: the site's root. Pages link to each other by relative addresses, so it can be moved or served.
        edition: ``staff`` (everything, mode 0700) or ``open`` (open alerts only, no lists).
        world: the world's name, shown on every page.
        invented: whether every page must say that its data are invented; portal links are then left out.
        night: the night's date in Lima.
        ledger: folder of the same edition's ledger; its files are linked to, relative to ``folder``.
        rules: cards of the rules; those of the registry of checks when not given.
        roots: the archive's hash chain, oldest link first; printed with each night.
        dismissed: episodes of alerts that staff dismissed; counted with their rule, and left out of the open edition.
        half: has half of the record and body pages written elsewhere (the second ``Share`` of two, into
            ``draft(folder)``); what it returns waits for them. Without it this process writes them all.

    Raises:
        EditionError: no such edition.
        SnapshotError: the snapshot is missing or lacks what the site reads.
        RulebookError: a rule lacks what its page must say.
    """
    if edition not in EDITIONS:
        raise EditionError(f"no edition {edition!r}: choose one of {', '.join(EDITIONS)}")
    partial = draft(folder)
    shutil.rmtree(partial, ignore_errors=True)
    facts = Facts(
        edition,
        world,
        invented,
        night,
        rulebook.load() if rules is None else tuple(rules),
        relative(ledger, folder) if ledger is not None else None,
        tuple(roots),
        tuple(dismissed),
    )
    report = _build(Share(snapshot, partial, facts, part=0, of=2 if half else 1), ledger, half)
    if folder.exists():
        shutil.rmtree(folder)
    partial.rename(folder)
    logger.info("site built", extra={"edition": edition, "pages": report.pages, "bytes": report.bytes})
    return report


def _build(share: Share, ledger: Path | None, half: Callable[[], Callable[[], SiteReport]] | None) -> SiteReport:
    facts = share.facts
    writer = Writer(share.folder, private=facts.staff)
    with open_snapshot(share.snapshot, night=facts.night, staff=facts.staff, dismissed=facts.dismissed) as opened:
        site = Site(facts, opened, writer)
        for asset in sorted(ASSETS.iterdir()):
            writer.file(f"recursos/{asset.name}", asset.read_bytes())
        waiting = half() if half else None
        totals = opened.rows("body_totals")
        _write_overviews(site, totals, ledger)
        _write_details(site, totals, share)
        return _sum(writer, [waiting()] if waiting else [])


def _sum(writer: Writer, others: Sequence[SiteReport]) -> SiteReport:
    return SiteReport(
        writer.pages + sum(part.pages for part in others), writer.bytes + sum(part.bytes for part in others)
    )


def write_share(share: Share) -> SiteReport:
    """Write one share of the record and body pages; runs in a process of its own."""
    writer = Writer(share.folder, private=share.facts.staff)
    facts = share.facts
    with open_snapshot(
        share.snapshot, night=facts.night, staff=facts.staff, threads=1, dismissed=facts.dismissed
    ) as opened:
        _write_details(Site(facts, opened, writer), opened.rows("body_totals"), share)
    return SiteReport(writer.pages, writer.bytes)


def _write_details(site: Site, totals: list[dict[str, object]], share: Share) -> None:
    runs = [totals[start : start + bodies.BATCH] for start in range(0, len(totals), bodies.BATCH)]
    bodies.write_pages(site, [body for run in runs[share.part :: share.of] for body in run])
    records.write(site, records.batches(site, share.of)[share.part :: share.of])


def _write_overviews(site: Site, totals: list[dict[str, object]], ledger: Path | None) -> None:
    today.write(site)
    regions.write(site, totals)
    bodies.write_list(site, totals)
    alerts.write(site)
    rules.write(site)
    health.write(site)
    looks.write(site)
    downloads.write(site, ledger)
    about.write(site)
    if site.facts.staff:
        lists.write(site)
