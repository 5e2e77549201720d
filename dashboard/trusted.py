"""The one door through which text becomes markup without being escaped.

Here: nothing but that door, so that every use can be found and read. Callers escape each part first.
"""

from __future__ import annotations

from markupsafe import Markup


def trusted(text: str) -> Markup:
    """``text`` as markup; every part of it that comes from data has been escaped by the caller."""
    return Markup(text)  # noqa: S704 - the callers escape, this is the one place that relies on it
