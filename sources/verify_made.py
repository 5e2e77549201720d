"""Checks what we put together from answers: it must name or hold nothing but answers of the archive.

Here: the list of a night's pages, which is what a crawl is read by, and bundles of pages that were kept as such. That
their own bytes are unchanged is ``verify``'s matter; this is about what they say.
"""

import hashlib
import tempfile
from collections.abc import Collection, Iterator
from pathlib import Path

from sources.bundle import read_bundle
from sources.errors import ArchiveDamagedError
from sources.pagelist import LIST_FILE, parse_list
from sources.receipts import Receipt
from sources.refusals import Refused
from sources.warc_read import read_record

BUNDLE_SUFFIX = ".pages"


def is_made(receipt: Receipt) -> bool:
    """Tell a list or a bundle of our own making from an answer and from a file that somebody downloaded."""
    made = (f"file:{LIST_FILE}", f"file:{receipt.source}{BUNDLE_SUFFIX}")
    return receipt.method == "FILE" and receipt.holds_payload and receipt.url in made


def made_wrongly(
    receipt: Receipt, warc: Path, offset: int, answers: Collection[str], looked: Collection[tuple[str, str | None]]
) -> Iterator[str]:
    """Yield what a list or bundle says that the archive does not bear out.

    Args:
        receipt: of the list or bundle.
        warc: the file its record lies in.
        offset: where.
        answers: the payloads of all records of the archive.
        looked: part and payload of the night's looks at the source.
    """
    with tempfile.TemporaryDirectory(prefix="vigia-verify-") as folder:
        made = Path(folder) / "made"
        try:
            with warc.open("rb") as file, made.open("wb") as sink:
                read_record(file, offset, warc.stat().st_size, sink)
            yield from _list(made, looked) if receipt.url.endswith(LIST_FILE) else _bundle(made, receipt, answers)
        except (ArchiveDamagedError, OSError):
            return  # the record itself is damaged or gone: a finding of its own
        except (Refused, ValueError, KeyError, TypeError) as fault:
            yield f"it cannot be read: {fault}"


def _list(made: Path, looked: Collection[tuple[str, str | None]]) -> Iterator[str]:
    for page in parse_list(made.read_bytes()):
        if (page.part, page.sha256) not in looked:
            yield f"it names {page.part} as {page.sha256[:12]}…, which no look of the night does"


def _bundle(made: Path, receipt: Receipt, answers: Collection[str]) -> Iterator[str]:
    for page in read_bundle(made, receipt.source):
        if hashlib.sha256(page.content).hexdigest() not in answers:
            yield f"it holds {page.place}, which is no answer of the archive"
