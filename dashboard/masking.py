"""Natural persons stay unnamed: the last line of defence before a byte is written.

Readers mask natural persons' tax numbers long before; this module does it once more on every page, because a page
cannot be called back. Not here: which columns are personal (the sources declare that).
"""

from __future__ import annotations

import re

NATURAL_PERSON = "PERSONA NATURAL"
MASKED = "10*********"

# Eleven digits starting with 10, not part of a longer number, an amount with decimals or a hexadecimal hash. It looks
# behind only after its first two digits, so that the search skips quickly over the rest of a page.
_PERSON_RUC = re.compile(r"10(?<![0-9a-f.]10)[0-9]{9}(?![0-9a-f]|\.[0-9])")


def mask(text: str) -> str:
    """Replace every natural person's RUC in ``text`` by its masked form."""
    return _PERSON_RUC.sub(MASKED, text)


def is_person_ruc(ruc: str | None) -> bool:
    """Tell whether ``ruc`` belongs to a natural person, masked or not."""
    return ruc is not None and len(ruc) == len(MASKED) and ruc.startswith("10")


def company(ruc: str | None, name: str | None) -> str | None:
    """Name of a contractor as it may be published: a natural person's is withheld."""
    return NATURAL_PERSON if is_person_ruc(ruc) else name
