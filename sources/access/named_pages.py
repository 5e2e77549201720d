"""A few web pages that the contract names, had together or not at all (the lists of the transparency portal's bodies).

Each page is kept as it came. They are then put into one bundle, in the contract's order, which is what is read: with a
page missing nothing is taken, for what stands on it would seem to be gone.
"""

import tempfile
from functools import partial
from pathlib import Path
from typing import BinaryIO
from urllib.parse import urlencode

from sources.access.asker import WHOLE_SOURCE, Asker
from sources.access.sniff import unmarked
from sources.bundle import write_bundle
from sources.receipts import Look
from sources.spec_access import NamedPagesAccess
from sources.verdicts import Reason

PAGE = "list"
"""How every page is called in the bundle; its key there is its name in the contract."""


def ask(asker: Asker, access: NamedPagesAccess) -> list[Look]:
    """Look at all pages; one look, whose payload is their bundle."""
    done = asker.done(WHOLE_SOURCE)
    if done is not None:
        return [done]
    came: dict[str, Path] = {}
    for name, query in access.pages.items():
        page = _page(asker, access, name, query)
        if isinstance(page, Look):
            return [page]
        came[name] = page
    with tempfile.TemporaryDirectory(prefix="vigia-pages-") as folder:
        path = Path(folder) / f"{asker.spec.name}.pages"
        write_bundle(path, asker.spec.name, ((name, PAGE, partial(_copy, page)) for name, page in came.items()))
        return [asker.made_look(WHOLE_SOURCE, path)]


def _page(asker: Asker, access: NamedPagesAccess, name: str, query: dict[str, str]) -> Path | Look:
    """The page on disk, or the look that says why the source gave nothing."""
    url = f"{asker.where.base_url}{access.path}{'?' if query else ''}{urlencode(query)}"
    fetched = asker.fetch(url, WHOLE_SOURCE)
    if fetched.path is None or fetched.receipt is None:
        return asker.refuse(WHOLE_SOURCE, fetched.reason or Reason.UNEXPECTED_STATUS, f"{name}: {fetched.detail}")
    wrong = unmarked(fetched.path, access.marker, fetched.receipt.url)
    if wrong is None:
        return fetched.path
    expected = f"{name}: expected a page that holds {access.marker!r}"
    came = f"came {fetched.receipt.payload_bytes} bytes from {fetched.receipt.url}"
    return asker.refuse(WHOLE_SOURCE, wrong, f"{expected}, {came}; see access in sources/{asker.spec.name}/source.yml")


def _copy(page: Path, sink: BinaryIO) -> None:
    sink.write(page.read_bytes())
