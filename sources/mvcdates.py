"""Moments as .NET writes them in JSON, ``/Date(ms)/``, and the day they are in Lima.

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


def moment(value: Any) -> int | None:  # noqa: ANN401 - foreign JSON
    """Return the milliseconds since 1970 that a value stands for; None when it is of another form.

    >>> moment("/Date(1763424000000)/"), moment("17/11/2025")
    (1763424000000, None)
    """
    found = _MVC_DATE.fullmatch(value) if isinstance(value, str) else None
    return int(found.group(1)) if found else None


def lima_day(milliseconds: int) -> date | None:
    """Return the day a moment is in Lima; None when no calendar holds it.

    >>> lima_day(1763424000000)
    datetime.date(2025, 11, 17)
    """
    try:
        return (_EPOCH + timedelta(milliseconds=milliseconds) + _LIMA).date()
    except OverflowError:
        return None
