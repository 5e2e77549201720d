"""Moments as .NET writes them in JSON, ``/Date(ms)/``, as the day they are in Lima.

Here: the form. Not here: from which year on a portal means what it says (its reader), and dates in plain text (casts).
"""

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

DAY_FORMAT = "%d/%m/%Y"
"""How a reader hands such a day on: a contract's ``date_formats`` must name it."""
_MVC_DATE = re.compile(r"/Date\((-?\d{1,15})\)/")
_LIMA = timedelta(hours=-5)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def lima_day(value: Any) -> date | None:  # noqa: ANN401 - foreign JSON
    """Return the day a value stands for; None when it is no such moment, or one that no calendar holds.

    >>> lima_day("/Date(1763424000000)/")
    datetime.date(2025, 11, 17)
    >>> lima_day("17/11/2025") is None
    True
    """
    found = _MVC_DATE.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        return None
    try:
        return (_EPOCH + timedelta(milliseconds=int(found.group(1))) + _LIMA).date()
    except OverflowError:
        return None
