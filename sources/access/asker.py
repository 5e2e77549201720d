"""What every access method uses: one address fetched at most once a night, and the look that follows from it.

Here: reuse of what the night already holds, conditional requests, verdicts. Not here: which addresses to ask.
"""

import logging
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from sources.access.sniff import refusal
from sources.archive import Archive
from sources.exchange import GET, Exchange, Question
from sources.hosts import destination
from sources.receipts import Look, Receipt, make_look
from sources.session import MEGABYTE, AskRules, PoliteSession
from sources.spec import SourceSpec
from sources.verdicts import Reason

LOG = logging.getLogger(__name__)
FULL_ANSWER_EVERY = timedelta(days=7)
"""A portal whose ETag lies would hide a change for good; so its word is taken for a week at most."""
WHOLE_SOURCE = ""
"""The part of a source that has no parts, and of an index."""
_GOOD_STATUS = frozenset({200, 206, 304})
_REFUSING_STATUS = frozenset({429, 503})

Progress = Callable[[str, int, int | None], None]
"""Called with a label (source, and part when there is one), bytes received, bytes expected or None."""


@dataclass(frozen=True)
class Fetched:
    """What one address came to: a payload on disk, or the reason there is none."""

    receipt: Receipt | None
    path: Path | None
    reason: Reason | None
    detail: str = ""
    status: int | None = None


class Asker:
    """One source asked in one night."""

    def __init__(  # noqa: PLR0913 - the six things asking is about
        self,
        spec: SourceSpec,
        *,
        session: PoliteSession,
        archive: Archive,
        night: date,
        base_url: str | None,
        progress: Progress | None,
    ) -> None:
        if spec.access is None:
            msg = f"{spec.name} is only read from files"
            raise ValueError(msg)
        self.spec, self.archive, self.night = spec, archive, night
        self._session, self._progress = session, progress
        self.where = destination(spec.access, base_url=base_url)
        self._rules = AskRules(
            destination=self.where,
            seconds_per_request=spec.politeness.seconds_per_request,
            deadline_seconds=spec.access.deadline_seconds,
            max_bytes=spec.access.max_megabytes * MEGABYTE,
            ignore_robots=spec.access.robots_override is not None,
        )
        self._tonight: dict[str, list[Receipt]] = defaultdict(list)
        for receipt in archive.receipts(night, spec.name):
            self._tonight[receipt.part].append(receipt)
            if receipt.status in _REFUSING_STATUS:
                session.remember_refusal(self.where.portal(receipt.url), receipt.url, receipt.requested_at)

    def due(self, every_days: int) -> bool:
        """Tell whether this night is one of the source's: its last whole round is so many days back."""
        if every_days == 1:
            return True
        last = self._last_round()
        return last is None or (self.night - last).days >= every_days

    def seen_within(self, part: str, days: int) -> bool:
        """Tell whether an earlier night, less than so many days ago, gave data for a part."""
        earlier = self.archive.last_usable_look(self.spec.name, part, before=self.night)
        return earlier is not None and (self.night - earlier.night).days < days

    def seen_this_round(self, part: str) -> bool:
        """Tell whether a part was had on an earlier night of a round that did not come to its end."""
        earlier = self.archive.last_usable_look(self.spec.name, part, before=self.night)
        last = self._last_round()
        every = self.spec.access.every_days if self.spec.access else 1
        open_round = earlier is not None and (last is None or earlier.night > last)
        return open_round and self.seen_within(part, every)

    def close_round(self, looks: list[Look]) -> list[Look]:
        """Conclude that all parts whose turn it was were had; a part that failed leaves the round open."""
        if not all(look.usable for look in looks):
            return looks
        return [*looks, self.conclude(make_look(self.spec.name, WHOLE_SOURCE, self.night, Reason.INDEX_READ))]

    def done(self, part: str) -> Look | None:
        """Return tonight's usable look at a part whose payload is safely stored, None when it must be asked."""
        look = self._look_of(part)
        if look is None or not look.usable:
            return None
        return look if look.payload_sha256 is None or self.archive.holds(look.payload_sha256) else None

    def fetch(self, url: str, part: str, question: Question | None = None) -> Fetched:
        """Return an address' payload: what tonight's archive holds of it after an interruption, else ask the portal.

        After a look that failed tonight the portal is asked afresh. With a ``question`` of its own the request is
        never made conditional: such pages are made anew for every request.
        """
        known = self._answer(url, part)
        if known is not None and known.payload_sha256 is not None:
            return Fetched(known, self.archive.payload(known.payload_sha256), None)
        kept: list[Receipt] = []

        def keep(exchange: Exchange) -> None:
            of_host = urlsplit(exchange.url).path == "/robots.txt"
            row = self.archive.record(self.night, self.spec.name, exchange, WHOLE_SOURCE if of_host else part)
            kept.append(row)

        conditions = self._conditions(url, part) if question is None else None
        exchange = self._session.get(
            url,
            self._rules,
            record=keep,
            conditions=conditions,
            progress=self._steps(part),
            question=question or GET,
        )
        for row in kept:
            self._tonight[row.part].append(row)
        exchange.discard()
        if exchange.error is not None:
            return Fetched(None, None, exchange.error, exchange.detail, exchange.status)
        if exchange.status not in _GOOD_STATUS or not kept or kept[-1].payload_sha256 is None:
            detail = f"the portal answered {exchange.status}"
            return Fetched(None, None, Reason.UNEXPECTED_STATUS, detail, exchange.status)
        return Fetched(kept[-1], self.archive.payload(kept[-1].payload_sha256), None)

    def file_look(self, url: str, part: str, *, published_on: date | None = None, index_sha: str | None = None) -> Look:
        """Fetch a file of this source and conclude with a look at it."""
        fetched = self.fetch(url, part)
        if fetched.path is None or fetched.receipt is None:
            return self.refuse(part, fetched.reason or Reason.UNEXPECTED_STATUS, fetched.detail)
        wrong = refusal(fetched.path, self.spec.format.kind, fetched.receipt.url)
        if wrong is not None:
            return self.refuse(part, wrong, f"{fetched.receipt.payload_bytes} bytes from {fetched.receipt.url}")
        return self._payload_look(
            part,
            str(fetched.receipt.payload_sha256),
            unchanged=Reason.NOT_MODIFIED if fetched.receipt.status == 304 else Reason.SAME_PAYLOAD,
            published_on=published_on,
            index_sha=index_sha,
        )

    def made_look(self, part: str, path: Path) -> Look:
        """Keep a file that we put together from tonight's answers and conclude with a look at it."""
        return self._payload_look(part, self.keep(part, path), unchanged=Reason.SAME_PAYLOAD)

    def _payload_look(
        self,
        part: str,
        sha256: str,
        *,
        unchanged: Reason,
        published_on: date | None = None,
        index_sha: str | None = None,
    ) -> Look:
        earlier = self.archive.last_usable_look(self.spec.name, part, before=self.night)
        same = earlier is not None and earlier.payload_sha256 == sha256
        return self.conclude(
            make_look(
                self.spec.name,
                part,
                self.night,
                unchanged if same else Reason.NEW_PAYLOAD,
                payload_sha256=sha256,
                published_on=published_on,
                receipts=self._count(part),
                index_sha=index_sha,
            )
        )

    def refuse(self, part: str, reason: Reason, detail: str) -> Look:
        """Conclude that a part gave nothing tonight."""
        LOG.warning("look_failed source=%s part=%s reason=%s detail=%s", self.spec.name, part, reason, detail)
        return self.conclude(
            make_look(self.spec.name, part, self.night, reason, receipts=self._count(part), detail=detail)
        )

    def conclude(self, look: Look) -> Look:
        """Keep a look and return it."""
        self.archive.record_look(self.night, look)
        LOG.info("look source=%s part=%s verdict=%s reason=%s", look.source, look.part, look.verdict, look.reason)
        return look

    def _last_round(self) -> date | None:
        """The newest earlier night in which the source was asked to its end: a look at the whole says so."""
        look = self.archive.last_usable_look(self.spec.name, WHOLE_SOURCE, before=self.night, with_payload=False)
        return look.night if look else None

    def failed_tonight(self, part: str) -> bool:
        """Tell whether tonight's look at a part gave nothing."""
        look = self._look_of(part)
        return look is not None and not look.usable

    def tonight(self, part: str) -> list[Receipt]:
        """Tonight's receipts of a part, those of an earlier run of the night too."""
        return list(self._tonight.get(part, ()))

    def requests_of(self, part: str) -> int:
        """How many requests were made for a part tonight, robots.txt apart."""
        receipts = self._tonight.get(part, ())
        return sum(row.method != "FILE" and urlsplit(row.url).path != "/robots.txt" for row in receipts)

    def requests(self) -> int:
        """How many requests the portal got from this source tonight, robots.txt apart."""
        return sum(self.requests_of(part) for part in self._tonight)

    def keep(self, part: str, path: Path) -> str:
        """Keep a file of ours under a part of this source, and return its hash."""
        kept = self.archive.keep_file(self.night, self.spec.name, part, path)
        return kept.sha256

    def _look_of(self, part: str) -> Look | None:
        return self.archive.look_at(self.night, self.spec.name, part)

    def _count(self, part: str) -> int:
        return len(self._tonight.get(part, ()))

    def has_answer(self, url: str, part: str) -> bool:
        """Tell whether ``fetch`` would need no request: an interrupted run of tonight left the answer."""
        return self._answer(url, part) is not None

    def _answer(self, url: str, part: str) -> Receipt | None:
        """Return what tonight's archive holds of an address; nothing after a look that failed."""
        failed = self._look_of(part)
        return self._held(url, part) if failed is None or failed.usable else None

    def _held(self, url: str, part: str) -> Receipt | None:
        """Return tonight's receipt for a whole answer to this very path and query, redirects apart.

        The host is left out: an operator's mirror, or the sandbox, may stand at another port after a restart.
        """
        for receipt in reversed(self._tonight.get(part, ())):
            good = receipt.status in _GOOD_STATUS and receipt.error is None
            same = urlsplit(receipt.url)[2:4] == urlsplit(url)[2:4]
            if good and same and receipt.payload_sha256 is not None:
                return receipt if self.archive.holds(receipt.payload_sha256) else None
        return None

    def _conditions(self, url: str, part: str) -> dict[str, str]:
        """Return the validators of the last full answer, when it was good, recent, and for this address."""
        before = self.archive.last_answer(self.spec.name, part)
        if before is None or before.url != url or self.night - before.night > FULL_ANSWER_EVERY:
            return {}
        earlier = self.archive.last_usable_look(self.spec.name, part, before=self.night)
        if earlier is None or earlier.payload_sha256 != before.payload_sha256:
            return {}
        found = {"If-None-Match": before.header("ETag"), "If-Modified-Since": before.header("Last-Modified")}
        return {name: value for name, value in found.items() if value}

    def _steps(self, part: str) -> Callable[[int, int | None], None] | None:
        progress = self._progress
        if progress is None:
            return None
        label = f"{self.spec.name} {part}".rstrip()
        return lambda received, expected: progress(label, received, expected)
