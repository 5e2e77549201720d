"""Stamp: a third party dates the night's root, when such a service is configured; without one nothing happens.

A service that fails never stops the night: it is our own alarm, and the next night's root, which vouches for this one,
is stamped instead.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from alerts.alarms import Fault
from sources import stamps

if TYPE_CHECKING:
    from pipelines.night import Night

log = logging.getLogger(__name__)


def ask_for_stamp(night: Night) -> None:
    """Have the root stamped that sealing the night will give, or has given; nothing more may join the night after."""
    if night.settings.tsa_url is None or night.settings.tsa_roots is None:
        return
    planned = night.archive.plan_seal(night.date)
    sealed = [link for link in night.archive.links() if link.night == night.date]
    link = planned.link if planned else sealed[-1] if sealed else None
    if link is None:
        return
    attempt = stamps.stamp(night.archive.root, link, stamps.Authority(night.settings.tsa_url, night.settings.tsa_roots))
    if attempt.fault:
        log.warning("root not stamped night=%s fault=%s", night.date, attempt.fault)


def stamp_faults(night: Night) -> list[Fault]:
    """Our alarm when the night's root could not be stamped; read from the archive, so that a rebuild says the same."""
    attempt = stamps.last_attempt(night.archive.root, night.date)
    if attempt is None or not attempt.fault:
        return []
    es = "La raíz de la noche no se pudo sellar con fecha: {}. La noche está completa; se sellará la siguiente raíz."
    en = "The night's root could not be time-stamped: {}. The night is whole; the next root will be stamped."
    return [Fault("stamp_failed", None, None, es.format(attempt.fault), en.format(attempt.fault))]
