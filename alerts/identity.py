"""Who an alert is: an id that is the same tomorrow, after a rebuild and on another machine.

The id is made of the rule, the subject as the register knows it and a qualifier. Links, groups,
names, versions, dates and episodes never enter it. The SQL twin of :func:`alert_id` is the macro
in ``sql/macros.sql``; a test holds them equal.
"""

from __future__ import annotations

import hashlib

#: Separates our hashes from anyone else's hash of the same words; the number is the scheme.
ALERT_DOMAIN = "vigia:alert:1"
BASELINE_DOMAIN = "vigia:baseline:1"

#: Sixteen hexadecimal digits: half a million alerts collide with a chance below 1e-8.
ID_LENGTH = 16

_UNIT_SEPARATOR = "\x1f"


def stable_id(domain: str, *parts: str) -> str:
    """Return the id of ``parts`` within ``domain``: the first 16 hex digits of their SHA-256.

    Parts are joined by the unit separator, which no register publishes in a key, so that
    ("ab", "c") and ("a", "bc") differ.
    """
    text = _UNIT_SEPARATOR.join((domain, *parts))
    return hashlib.sha256(text.encode()).hexdigest()[:ID_LENGTH]


def alert_id(rule_id: str, subject_id: str, qualifier: str = "") -> str:
    """Return the id of the alert of one rule about one subject.

    ``qualifier`` tells apart several facts of one rule about one subject (a month, a document);
    the launch rules have none.
    """
    return stable_id(ALERT_DOMAIN, rule_id, subject_id, qualifier)
