"""Files whose addresses follow from a year or a month (CONOSCE's workbooks): nobody lists them.

Of the newest periods some are asked every round, the older ones seldom. A period's pieces are asked in order until one
is not found; that no further piece stands there is in the archive, as the receipt of that answer.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from sources.access.asker import WHOLE_SOURCE, Asker
from sources.dates import MONTHS_A_YEAR, MONTHS_ES
from sources.receipts import Look
from sources.spec_access import PeriodicFilesAccess
from sources.verdicts import Reason

NOT_FOUND = 404


@dataclass(frozen=True)
class Period:
    """A year, or a month of one."""

    year: int
    month: int | None

    @property
    def begins(self) -> date:
        """Its first day."""
        return date(self.year, self.month or 1, 1)

    def part(self, piece: int) -> str:
        """The piece as a part of the source: ``2026``, ``2026-09``, ``2026.1`` for a second piece."""
        name = f"{self.year:04d}" if self.month is None else f"{self.year:04d}-{self.month:02d}"
        return f"{name}.{piece}" if piece else name

    def path(self, access: PeriodicFilesAccess, piece: int) -> str:
        """Where the piece stands below the base address."""
        month = self.month or 1
        return access.path.format(year=self.year, month=f"{month:02d}", month_es=MONTHS_ES[month - 1], piece=piece)


def ask(asker: Asker, access: PeriodicFilesAccess) -> list[Look]:
    """Look at the periods whose turn it is, newest first."""
    if asker.done(WHOLE_SOURCE):
        return []
    looks = []
    for place, period in enumerate(periods(access, asker.night)):
        seldom = place >= access.recent and asker.seen_within(period.part(0), access.older_every_days)
        if not seldom:
            looks += _pieces(asker, access, period)
    return asker.close_round(looks)


def periods(access: PeriodicFilesAccess, night: date) -> list[Period]:
    """Return the newest periods that began long enough ago to be published, newest first."""
    latest = night - timedelta(days=access.grace_days)
    found = [Period(year, month) for year in range(latest.year, access.first_year - 1, -1) for month in _months(access)]
    return [period for period in found if period.begins <= latest][: access.window]


def _months(access: PeriodicFilesAccess) -> list[int | None]:
    return [None] if access.period == "year" else list(range(MONTHS_A_YEAR, 0, -1))


def _pieces(asker: Asker, access: PeriodicFilesAccess, period: Period) -> list[Look]:
    looks: list[Look] = []
    for piece in range(access.max_pieces):
        part, url = period.part(piece), asker.where.base_url + period.path(access, piece)
        if asker.done(part) is None and asker.seen_this_round(part):
            continue
        look = asker.done(part) or _look(asker, url, part, piece)
        if look is not None:
            looks.append(look)
        if look is None or not look.usable:
            break
    return looks


def _look(asker: Asker, url: str, part: str, piece: int) -> Look | None:
    """Look at a piece; None when it is a further one that is not there."""
    fetched = asker.fetch(url, part)
    if fetched.path is not None:
        return asker.file_look(url, part)
    if piece and fetched.status == NOT_FOUND:
        return None
    hint = f"if the publisher moved its files, correct access.path in sources/{asker.spec.name}/source.yml"
    detail = f"expected a {asker.spec.format.kind} at {url}; {fetched.detail}; {hint}"
    return asker.refuse(part, fetched.reason or Reason.UNEXPECTED_STATUS, detail)
