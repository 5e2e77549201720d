"""Every look today's data come from, source by source: the proof that cards link to when a register has many parts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboard.looks import Looks

if TYPE_CHECKING:
    from dashboard.frame import Site


def write(site: Site) -> None:
    """Write ``lecturas.html``."""
    looks = Looks(site)
    sections = [
        (row, [looks.tell(look, absence=False) for look in looks.standing(source)],
         looks.tell_failed(source, looks.failed(source)))
        for source, row in site.sources.items()
    ]  # fmt: skip
    site.write("looks.html", "lecturas.html", here="health", title=site.texts.say("looks.title"), sections=sections)
