"""The roots of the archive's hash chain, as ledger and pages print them: whoever keeps a copy is a witness.

Here: their shape and the ledger's file of them. Not here: how they come about (the archive).
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

COLUMNS = ("noche", "segmento", "manifiesto_sha256", "anterior", "raiz", "aviso")


@dataclass(frozen=True)
class Root:
    """One link: ``hash`` is the root of ``night`` and vouches for every link before it."""

    night: date
    segment: int
    manifest_sha256: str
    previous: str
    hash: str


def chain_lines(roots: Sequence[Root], notice: str) -> str:
    """Return the chain as CSV, enough to compute every root again."""
    lines = io.StringIO()
    writer = csv.writer(lines, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows((r.night.isoformat(), r.segment, r.manifest_sha256, r.previous, r.hash, notice) for r in roots)
    return lines.getvalue()
