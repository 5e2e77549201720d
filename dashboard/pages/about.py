"""What this is, what its words mean and what it cannot tell."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dashboard.frame import Site


def write(site: Site) -> None:
    """Write ``acerca.html``."""
    site.write("about.html", "acerca.html", here="about", title=site.texts.say("about.title"))
