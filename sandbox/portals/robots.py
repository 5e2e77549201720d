"""The robots.txt that all portals of the sandbox share; the real ones were never seen (sources §11)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

DISALLOWED = (
    "/InfobrasWeb/Mapa/Administracion",
    "/admin/",
    "/ssi/invierte/general/downloadArchivoPublico",
    "/pte/contrataciones/",
)


def text(disallowed: Sequence[str] = DISALLOWED, crawl_delay: int | None = None) -> str:
    """Print a robots.txt; by default none of the published files is disallowed.

    Args:
        disallowed: path prefixes closed to everybody; ``("/",)`` closes all.
        crawl_delay: seconds between two requests, when the portal asks for it.
    """
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in disallowed)]
    if crawl_delay is not None:
        lines.append(f"Crawl-delay: {crawl_delay}")
    return "\n".join(lines) + "\n"
