"""The one polite way to ask: robots.txt, allowed hosts, one request at a time, retries, redirects, resuming.

Here: what is asked, when, and when we stop. Not here: the wire (``transport``), decoding (``inflate``), keeping
(``archive``), and what an answer means to a source (``asking``).
"""

import logging
import random
import shutil
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Self
from urllib.parse import urljoin

from sources.download import Download, Spool
from sources.errors import RequestRefusedError, SettingError
from sources.exchange import GET, Exchange, Question, Record
from sources.hosts import Destination, check_url, host_key
from sources.politeness import Clock, HostMemory
from sources.retry import RetryPolicy, backoff, retry_after
from sources.robots import RobotRules, read_rules, robots_address
from sources.transport import RequestsTransport, Transport
from sources.verdicts import Reason
from sources.warc import warc_date

LOG = logging.getLogger(__name__)
MAX_REDIRECTS = 5
MEGABYTE = 1024 * 1024
ROBOTS_MEGABYTES = 4
ROBOTS_SECONDS = 60.0
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_REFUSALS = frozenset({429, 503})
_AGAIN = frozenset(
    {
        Reason.UNREACHABLE,
        Reason.NAME_NOT_RESOLVED,
        Reason.CONNECTION_LOST,
        Reason.CUT_BODY,
        Reason.CUT_ENCODING,
        Reason.SERVER_ERROR,
        Reason.TOO_MANY_REQUESTS,
    }
)
_UNSEEN = "no request was sent"


@dataclass(frozen=True)
class AskRules:
    """How one source may be asked; made from its ``source.yml`` by ``asking``."""

    destination: Destination
    seconds_per_request: float = 2.0
    deadline_seconds: float = 1_800.0
    max_bytes: int = 2_000 * MEGABYTE
    ignore_robots: bool = False


def user_agent(contact: str, version: str) -> str:
    """Return who we say we are.

    Raises:
        SettingError: the contact is missing or would break the header; nobody may be asked anonymously.
    """
    cleaned = contact.strip()
    if not cleaned or not cleaned.isprintable() or set(cleaned) & set("();"):
        msg = (
            "a contact address is needed before any portal is asked (an e-mail or web address, "
            f"without brackets or semicolons), not {contact!r}"
        )
        raise SettingError(msg)
    return f"Mozilla/5.0 (compatible; Vigia/{version}; +{cleaned})"


class PoliteSession:
    """One night's asking. Holds what must be remembered from request to request: turns, refusals, robots.txt.

    ``seconds_per_request`` overrides every source's own rate and every Crawl-delay: it is for a world of our own (the
    sandbox), never for a portal. Bodies are spooled into ``spool``; whoever receives an exchange deletes its body.
    """

    def __init__(  # noqa: PLR0913 - each is a clock, a chance or a wire that tests put in place
        self,
        agent: str,
        *,
        spool: Path | None = None,
        seconds_per_request: float | None = None,
        policy: RetryPolicy | None = None,
        clock: Clock | None = None,
        jitter: random.Random | None = None,
        transport: Transport | None = None,
    ) -> None:
        self.agent = agent
        self.clock = clock or Clock()
        self._policy = policy or RetryPolicy()
        self._hosts = HostMemory(self.clock, self._policy.refusals_per_host)
        self._jitter = jitter or random.Random()  # noqa: S311 - spreads waits, guards nothing
        self._transport = transport or RequestsTransport()
        self._rate = seconds_per_request
        self._robots: dict[str, RobotRules] = {}
        self._refusals: set[tuple[str, str]] = set()
        self._spool = Spool(spool or Path(tempfile.mkdtemp(prefix="vigia-spool-")))

    def get(  # noqa: PLR0913 - what is asked, by which rules, and who is told
        self,
        url: str,
        rules: AskRules,
        *,
        record: Record,
        conditions: Mapping[str, str] | None = None,
        progress: Callable[[int, int | None], None] | None = None,
        question: Question = GET,
    ) -> Exchange:
        """Ask for one address, politely, and return the last exchange.

        ``record`` receives every exchange that left this machine, robots.txt and redirects included, the returned one
        too; bodies of the others are deleted afterwards. ``conditions`` are headers that make the request conditional,
        ``question`` is what is put to the address when it is more than a plain GET.
        Nothing is raised for what a portal does; ``error`` says it.
        """
        headers = {**self._headers(), **(conditions or {})}
        chain: tuple[str, ...] = ()
        came_from: str | None = None
        for _ in range(MAX_REDIRECTS + 1):
            try:
                check_url(url, rules.destination.allowed_hosts, came_from=came_from)
            except RequestRefusedError as refusal:
                return self._unsent(url, Reason(refusal.code), str(refusal), chain, question)
            left = self._hosts.why_left(rules.destination.portal(url))
            if left is not None:
                return self._unsent(url, Reason.HOST_LEFT, f"left for the night: {left}", chain, question)
            refusal_code = None if rules.ignore_robots else self._robot_refusal(url, rules, record)
            if refusal_code is not None:
                return self._unsent(url, refusal_code, f"{robots_address(url)} closes it to us", chain, question)
            exchange = self._try(url, rules, Download(url, headers, chain, progress, question), record)
            target = exchange.header("Location")
            if exchange.status not in _REDIRECTS or not target or exchange.error is not None:
                return exchange
            exchange.discard()
            before = question
            chain, came_from, url = (*chain, url), url, _joined(url, target)
            question = question.after_redirect(exchange.status)
            if url in chain and question == before:
                return self._unsent(url, Reason.TOO_MANY_REDIRECTS, "it redirects in a circle", chain, question)
        return self._unsent(url, Reason.TOO_MANY_REDIRECTS, f"more than {MAX_REDIRECTS} redirects", chain, question)

    def close(self) -> None:
        """Delete what is left in the spool."""
        shutil.rmtree(self._spool.folder, ignore_errors=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def remember_refusal(self, portal: str, url: str, requested_at: str) -> None:
        """Count a refusal (429 or 503) once, also one that an earlier process of the same night received.

        ``portal`` is what ``Destination.portal`` says of the address, ``requested_at`` its receipt's own text.
        """
        if (url, requested_at) not in self._refusals:
            self._refusals.add((url, requested_at))
            self._hosts.refused(portal)

    def _headers(self) -> dict[str, str]:
        return {"User-Agent": self.agent, "Accept": "*/*", "Accept-Encoding": "gzip, deflate"}

    def _unsent(self, url: str, error: Reason, detail: str, chain: tuple[str, ...], question: Question) -> Exchange:
        LOG.warning("request_not_sent url=%s reason=%s detail=%s", url, error, detail)
        return Exchange(
            url=url,
            method=question.method,
            requested_at=self.clock.now(),
            chain=chain,
            error=error,
            detail=f"{detail}; {_UNSEEN}",
        )

    def _robot_refusal(self, url: str, rules: AskRules, record: Record) -> Reason | None:
        address = robots_address(url)
        if address not in self._robots:
            self._robots[address] = self._ask_robots(address, rules, record)
        return self._robots[address].refusal(url)

    def _ask_robots(self, address: str, rules: AskRules, record: Record) -> RobotRules:
        small = replace(
            rules, ignore_robots=True, max_bytes=ROBOTS_MEGABYTES * MEGABYTE, deadline_seconds=ROBOTS_SECONDS
        )
        answer = self.get(address, small, record=record)
        found = read_rules(answer)
        answer.discard()
        LOG.info("robots_read address=%s closed=%s", address, found.closed)
        return found

    def _try(self, url: str, rules: AskRules, download: Download, record: Record) -> Exchange:
        """Ask one address until it answers, refuses for good, or our patience ends."""
        host, portal = host_key(url), rules.destination.portal(url)
        for attempt in range(1, self._policy.tries + 1):
            self._hosts.wait_turn(host, self._seconds_per_request(url, rules))
            exchange = download.attempt(self._transport, self._spool, rules, self.clock)
            record(exchange)
            if exchange.error not in _AGAIN:
                self._hosts.answered(portal)
                break
            if not self._may_again(portal, exchange, attempt):
                self._hosts.gave_up(portal)
                break
            exchange.discard()
        download.forget()
        return exchange

    def _may_again(self, portal: str, exchange: Exchange, attempt: int) -> bool:
        """Note what a failure asks of us; False when this was the last try for this address."""
        wait = backoff(self._policy, attempt, self._jitter)
        if exchange.status in _REFUSALS:
            self.remember_refusal(portal, exchange.url, warc_date(exchange.requested_at))
            asked = retry_after(exchange.header("Retry-After"), self.clock.now())
            if asked is not None and asked > self._policy.longest_wait:
                self._hosts.leave(portal, f"it asked us to wait {asked:.0f} s")
            wait = max(wait, asked or 0.0)
        if self._hosts.why_left(portal) is not None or attempt == self._policy.tries:
            return False
        LOG.info("asking_again url=%s reason=%s attempt=%d wait_s=%.1f", exchange.url, exchange.error, attempt, wait)
        self._hosts.not_before(host_key(exchange.url), wait)
        return True

    def _seconds_per_request(self, url: str, rules: AskRules) -> float:
        if self._rate is not None:
            return self._rate
        robots = self._robots.get(robots_address(url))
        return max(rules.seconds_per_request, robots.crawl_delay() if robots else 0.0)


def _joined(url: str, target: str) -> str:
    """Return where a redirect leads; what cannot be joined is returned as it stands, and refused as no host of ours."""
    try:
        return urljoin(url, target)
    except ValueError:
        return target
