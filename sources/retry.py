"""When to ask again: waits that grow with jitter, and what a portal's Retry-After asks of us.

Here: pure arithmetic on numbers and header texts. Not here: waiting or counting (``session``).
"""

import math
import random
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime


@dataclass(frozen=True)
class RetryPolicy:
    """How insistent we are. Seconds throughout.

    A Retry-After beyond ``longest_wait`` means: leave the host for the night rather than sit and wait.
    """

    tries: int = 5
    first_wait: float = 2.0
    longest_backoff: float = 60.0
    longest_wait: float = 300.0
    refusals_per_host: int = 3


def backoff(policy: RetryPolicy, attempt: int, jitter: random.Random) -> float:
    """Return the wait after the ``attempt``-th failure (from 1): doubling, capped, half of it random."""
    full = min(policy.longest_backoff, policy.first_wait * 2.0 ** (attempt - 1))
    return full / 2 + jitter.random() * full / 2


def retry_after(text: str | None, now: datetime) -> float | None:
    """Return the seconds a Retry-After asks for, None when it says nothing usable.

    Both forms of RFC 9110 §10.2.3: seconds, or a date compared with ``now`` (UTC). Negative waits, dates in the past
    and rubbish are None, so that our own backoff decides.
    """
    if text is None:
        return None
    stripped = text.strip()
    if stripped.isascii() and stripped.isdigit():
        return float(stripped) if len(stripped) <= 15 else math.inf
    try:
        moment = parsedate_to_datetime(stripped)
    except (ValueError, TypeError, OverflowError):
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    wait = (moment - now).total_seconds()
    return wait if wait > 0 else None
