"""Makes a source's files of a night fit to be appended to after a crash.

Here: cutting off what no receipt covers. Not here: damage, which is refused and never patched.
"""

import logging
from datetime import date
from pathlib import Path

from sources.durable import cut_to
from sources.errors import ArchiveDamagedError
from sources.journal import Entry, Journal
from sources.receipts import Receipt

LOG = logging.getLogger(__name__)


def mend(night: date, journal: Journal[Receipt], warc_path: Path, sealed: dict[str, int]) -> None:
    """Cut journal and WARC file back to the last receipt whose records are there in full.

    Raises:
        ArchiveDamagedError: that would touch sealed bytes, so it is not what a crash leaves.
    """
    for leftover in warc_path.parent.glob(".*.new"):
        leftover.unlink()
    entries = journal.repair(sealed.get(journal.path.name, 0))
    size = warc_path.stat().st_size if warc_path.exists() else 0
    kept = _covered(entries, size)
    end = max((entry.item.warc_end for entry in kept), default=0)
    journal_end = kept[-1].end if kept else 0
    if end < sealed.get(warc_path.name, 0) or journal_end < sealed.get(journal.path.name, 0):
        msg = f"{night}/{warc_path.name}: sealed records are missing after byte {end}; restore the night from its copy"
        raise ArchiveDamagedError(msg)
    if len(kept) < len(entries):
        cut_to(journal.path, journal_end)
    if end < size:
        cut_to(warc_path, end)
    if end < size or len(kept) < len(entries):
        lost = len(entries) - len(kept)
        LOG.warning("archive_mended night=%s file=%s cut=%d lost=%d", night, warc_path.name, size - end, lost)


def _covered(entries: list[Entry[Receipt]], size: int) -> list[Entry[Receipt]]:
    for place, entry in enumerate(entries):
        if entry.item.warc_end > size:
            return entries[:place]
    return entries
