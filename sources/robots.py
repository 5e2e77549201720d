"""What a portal's robots.txt allows, by RFC 9309.

Here: reading the answer to /robots.txt and judging an address by it. Not here: asking for it (``session``), and a
person's recorded override (``spec_access.RobotsOverride``).
"""

from dataclasses import dataclass
from urllib.parse import urlsplit

from protego import Protego

from sources.exchange import Exchange
from sources.verdicts import Reason

PRODUCT_TOKEN = "Vigia"  # noqa: S105 - the name robots.txt files may address us by, not a secret
READ_BYTES = 500 * 1024
"""RFC 9309 §2.5: at least 500 kibibytes must be parsed; what lies beyond is ignored."""


@dataclass(frozen=True)
class RobotRules:
    """What one host allows tonight. ``rules`` is None when everything or nothing is allowed."""

    closed: bool
    rules: Protego | None

    def refusal(self, url: str) -> Reason | None:
        """Return why an address may not be asked, None when it may."""
        if self.closed:
            return Reason.ROBOTS_UNREACHABLE
        if self.rules is not None and not self.rules.can_fetch(url, PRODUCT_TOKEN):
            return Reason.ROBOTS_DISALLOWED
        return None

    def crawl_delay(self) -> float:
        """Return the seconds between requests the host asks for, 0 when it does not."""
        delay = self.rules.crawl_delay(PRODUCT_TOKEN) if self.rules is not None else None
        return float(delay or 0.0)


def robots_address(url: str) -> str:
    """Return where the robots.txt of an address lies."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}/robots.txt"


def read_rules(answer: Exchange) -> RobotRules:
    """Judge the answer: a 4xx means no limits; a server's error, a cut or no answer means that all is closed.

    429 is a plea to ask less and not the absence of a file, so it closes too.
    """
    if answer.error is Reason.CLIENT_ERROR:
        return RobotRules(closed=False, rules=None)
    if answer.error is not None or answer.status != 200:
        return RobotRules(closed=True, rules=None)
    if answer.body is None:
        return RobotRules(closed=False, rules=None)
    with answer.body.open("rb") as body:
        text = body.read(READ_BYTES).decode("utf-8-sig", errors="replace")
    return RobotRules(closed=False, rules=Protego.parse(text))
