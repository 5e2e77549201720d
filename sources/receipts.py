"""Receipts and looks: what was asked, what was answered, and what we made of it. One JSON line each.

Here: their shapes and their spelling. Not here: the files they stand in (``journal``), the bytes (``warc``) and the
decisions (``asking``).
"""

import json
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from sources.durable import canonical
from sources.verdicts import Reason, Verdict, verdict_of


@dataclass(frozen=True)
class Receipt:
    """One request and its answer, also an empty or refused one.

    ``payload_sha256`` is None unless a whole body arrived (or a 304 vouches for an earlier one). ``warc_offset`` and
    ``warc_length`` bound the record in ``warc_file``, the request's record follows it with ``request_length`` bytes;
    all None when there was no answer. ``refers_to`` is the record id of the payload this answer repeats.
    """

    source: str
    part: str
    night: date
    url: str
    method: str
    requested_at: str
    status: int | None
    headers: tuple[tuple[str, str], ...]
    payload_sha256: str | None
    payload_bytes: int
    warc_file: str | None
    warc_offset: int | None
    warc_length: int | None
    request_length: int
    record_id: str | None
    error: str | None
    detail: str
    refers_to: str | None

    def header(self, name: str) -> str | None:
        """Return the last value of an answer's header, None when absent."""
        return next((value for key, value in reversed(self.headers) if key.lower() == name.lower()), None)

    @property
    def warc_end(self) -> int:
        """Where this receipt's records end in the WARC file; 0 when it has none."""
        return (self.warc_offset or 0) + (self.warc_length or 0) + self.request_length

    @property
    def holds_payload(self) -> bool:
        """Whether the payload's bytes lie in this very record."""
        return self.payload_sha256 is not None and self.refers_to is None and self.warc_offset is not None


@dataclass(frozen=True)
class Look:
    """What one night's asking for one part of a source came to.

    ``payload_sha256`` is set for complete and unchanged looks of a file; it is None for a look that only says that an
    index could be read. ``index_sha`` is what the publisher's index said of the part, opaque to us.
    """

    source: str
    part: str
    night: date
    verdict: Verdict
    reason: Reason
    payload_sha256: str | None = None
    published_on: date | None = None
    receipts: int = 0
    index_sha: str | None = None
    detail: str = ""

    @property
    def usable(self) -> bool:
        """Whether the look gives data: complete, or unchanged since an earlier complete one."""
        return self.verdict in (Verdict.COMPLETE, Verdict.UNCHANGED)


def make_look(source: str, part: str, night: date, reason: Reason, **more: Any) -> Look:  # noqa: ANN401 - Look's fields
    """Return a look whose verdict follows from its reason."""
    return Look(source=source, part=part, night=night, verdict=verdict_of(reason), reason=reason, **more)


def receipt_line(receipt: Receipt) -> str:
    """Return the receipt's one line."""
    return canonical({**asdict(receipt), "night": receipt.night.isoformat()})


def read_receipt(line: str) -> Receipt:
    """Read a receipt's line. Raises KeyError, TypeError or ValueError when it is not one."""
    values = json.loads(line)
    values["night"] = date.fromisoformat(values["night"])
    values["headers"] = tuple((str(name), str(value)) for name, value in values["headers"])
    return Receipt(**values)


def look_line(look: Look) -> str:
    """Return the look's one line."""
    published = look.published_on.isoformat() if look.published_on else None
    return canonical({**asdict(look), "night": look.night.isoformat(), "published_on": published})


def read_look(line: str) -> Look:
    """Read a look's line. Raises KeyError, TypeError or ValueError when it is not one."""
    values = json.loads(line)
    published = values["published_on"]
    values["published_on"] = date.fromisoformat(published) if published else None
    values["night"] = date.fromisoformat(values["night"])
    values["verdict"], values["reason"] = Verdict(values["verdict"]), Reason(values["reason"])
    return Look(**values)
