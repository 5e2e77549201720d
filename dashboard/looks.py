"""The looks behind what a page says: when, what was asked, what came, and what that shows.

Here: wording a look, and a night on which we could not look. The two never share a sentence: not being able to look
shows nothing about what is looked for. Not here: which looks a card needs (``evidence``).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from dashboard import formats
from dashboard.masking import mask

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markupsafe import Markup

    from dashboard.frame import Site
    from dashboard.snapshot import Row

LIMA = ZoneInfo("America/Lima")
_VOUCHED = frozenset({"not_modified", "same_in_index"})
"""Reasons by which a portal vouches for bytes that an earlier night received."""
_KEY_BY_KEY = "pages_read"
"""The reason of a look at a register that is asked key by key: its file is our own list of what came."""


@dataclass(frozen=True)
class Told:
    """One look in words. ``blind`` when we could not look; ``more`` is an address with every single look."""

    headline: Markup
    asked: Markup | None = None
    url: str = ""
    came: Markup | None = None
    why: tuple[Markup, ...] = ()
    more: str = ""
    blind: bool = False


class Looks:
    """Every look that pages may speak of, read once, each worded once."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._standing: dict[str, list[Row]] = {}
        self._claimed: dict[tuple[str, str], Row] = {}
        self._of_day: dict[tuple[str, date], Row] = {}
        self._failed: dict[str, list[Row]] = {}
        self._worded: dict[tuple[str, str, bool], Told] = {}
        for look in site.snapshot.rows("looks_behind"):
            if look["standing"]:
                self._standing.setdefault(look["source"], []).append(look)
            if not look["part"]:
                self._of_day.setdefault((look["source"], look["seen_on"]), look)
            if look["payload_sha256"]:
                self._claimed.setdefault((look["source"], f"{look['payload_sha256']} {look['seen_on']}"), look)
        for look in site.snapshot.rows("looks_failed"):
            self._failed.setdefault(look["source"], []).append(look)

    def standing(self, source: str) -> list[Row]:
        """The looks today's data of a source come from, the newest part first."""
        return self._standing.get(source, [])

    def claimed(self, source: str, seen_on: object, sha256: str | None) -> Row | None:
        """The look an earlier claim names, None when the snapshot no longer knows it."""
        return self._claimed.get((source, f"{sha256} {seen_on}"))

    def of_day(self, source: str, day: date) -> Row | None:
        """The look at a whole register that speaks for a day; None when no page needs it or the snapshot lacks it."""
        return self._of_day.get((source, day))

    def failed(self, source: str, part: str | None = None) -> list[Row]:
        """What could not be looked at the last time a source was asked; of one part and of what all parts need."""
        found = self._failed.get(source, [])
        return [look for look in found if part is None or look["part"] in {part, ""}]

    def title(self, source: str) -> str:
        """What a source is called."""
        row = self._site.sources.get(source)
        return str(row["title_es"]) if row and row["title_es"] else source

    def tell(self, look: Row, *, absence: bool) -> Told:
        """One look in words; ``absence`` when it shows that something was not there."""
        key = (look["source"], f"{look['part']} {look['seen_on']} {look['payload_sha256']}", absence)
        if key not in self._worded:
            self._worded[key] = self._tell(look, absence=absence)
        return self._worded[key]

    def tell_parts(self, source: str, looks: Sequence[Row], *, absence: bool) -> Told:
        """Many parts of one source in one sentence."""
        days = sorted(look["seen_on"] for look in looks)
        rows = {name: formats.number(sum(look[name] or 0 for look in looks)) for name in ("rows_in", "quarantined")}
        counted = self._site.texts.say("looks.rows_parts", **rows)
        return replace(self.tell_span(source, len(looks), (days[0], days[-1]), absence=absence), why=(counted,))

    def tell_span(self, source: str, count: int, days: tuple[date, date], *, absence: bool) -> Told:
        """So many parts of one source, read between two days, when no more is known of them."""
        first, last = (formats.plain_day(day) for day in days)
        key = "looks.not_found_parts" if absence else "looks.seen_parts"
        headline = self._site.texts.say(key, title=self.title(source), n=count, first=first, last=last)
        return Told(headline, more=f"lecturas.html#fuente-{source}")

    def tell_failed(self, source: str, looks: Sequence[Row]) -> list[Told]:
        """What we could not look at: one by one when it is little, counted when it is much."""
        if len(looks) <= 2:
            return [self._blind(look) for look in looks]
        say, newest = self._site.texts.say, looks[0]
        fault = self._site.texts.word("fault", newest["fault"])
        headline = say("looks.failed_parts", n=len(looks), title=self.title(source),
                       day=formats.plain_day(newest["night"]), fault=fault)  # fmt: skip
        standing = [look["standing_seen_on"] for look in looks if look["standing_seen_on"]]
        return [
            Told(headline, why=(self._stands(min(standing, default=None)),), blind=True,
                 more=f"lecturas.html#fuente-{source}")
        ]  # fmt: skip

    def _tell(self, look: Row, *, absence: bool) -> Told:
        say = self._site.texts.say
        headline = say(
            "alerts.not_found" if absence else "alerts.seen_in",
            title=self._named(look),
            day=formats.plain_day(look["seen_on"]),
            hash=formats.short_hash(look["payload_sha256"]),
        )
        asked = look["asked"]
        if look["night"] is None or asked is None:
            return Told(headline, why=(say("looks.no_receipt"), *self._shows(look, absence=absence)))
        when, url = self._asked(asked, look.get("reason"))
        sha256 = look["payload_sha256"] if look["reason"] not in _VOUCHED else None
        return Told(headline, when, url, self._came(asked, sha256), self._shows(look, absence=absence))

    def _named(self, look: Row) -> str:
        title = self.title(look["source"])
        return f"{title}, {look['part']}" if look["part"] else title

    def _asked(self, asked: Row, reason: object) -> tuple[Markup, str]:
        say, url = self._site.texts.say, str(asked["url"])
        if url.startswith("file:"):
            key = "looks.our_list" if reason == _KEY_BY_KEY else "looks.by_hand"
            return say(key), mask(url.removeprefix("file:"))
        moment = datetime.fromisoformat(str(asked["requested_at"])).astimezone(LIMA)
        when = say("looks.asked", day=formats.plain_day(moment), time=f"{moment:%H:%M:%S}")
        return when, mask(url)

    def _came(self, asked: Row, sha256: str | None) -> Markup:
        say, size = self._site.texts.say, formats.size(asked["bytes"] or 0)
        digest = formats.whole_hash(sha256)
        if asked["status"] is None:
            return say("looks.came_file", size=size, hash=digest)
        if sha256 is None:
            return say("looks.failed_came", status=asked["status"], size=size)
        return say("looks.came", status=asked["status"], size=size, hash=digest)

    def _shows(self, look: Row, *, absence: bool) -> tuple[Markup, ...]:
        """Why a look counts: whole, what was read of it, and what a search in it came to."""
        say, shows = self._site.texts.say, []
        if f"looks.why.{look['reason']}" in self._site.texts:
            brought = look["brought"] or {}
            shows.append(say(f"looks.why.{look['reason']}", day=formats.plain_day(look["brought_on"]),
                             size=formats.size(brought.get("bytes") or 0),
                             hash=formats.whole_hash(look["payload_sha256"])))  # fmt: skip
        if look["rows_in"] is not None:
            counts = ("rows_in", "kept", "collapsed", "quarantined")
            shows.append(say("looks.rows", **{name: formats.number(look[name] or 0) for name in counts}))
            unread = look["quarantined"] or 0
            if absence and unread:
                shows.append(say("looks.searched_some", n=formats.number(unread)))
            elif absence:
                shows.append(say("looks.searched_all"))
        return tuple(shows)

    def _blind(self, look: Row) -> Told:
        say, fault = self._site.texts.say, self._site.texts.word("fault", look["fault"])
        headline = say("looks.failed", title=self._named(look), day=formats.plain_day(look["night"]), fault=fault)
        stands = (self._stands(look["standing_seen_on"]),)
        asked = look["asked"]
        if asked is None:
            return Told(headline, why=stands, blind=True)
        when, url = self._asked(asked, look.get("reason"))
        answered = asked["status"] is not None or str(asked["url"]).startswith("file:")
        came = self._came(asked, asked["sha256"]) if answered else say("looks.failed_nothing")
        return Told(headline, when, url, came, stands, blind=True)

    def _stands(self, seen_on: date | None) -> Markup:
        say = self._site.texts.say
        if seen_on is None:
            return say("looks.failed_never")
        return say("looks.failed_note", day=formats.plain_day(seen_on))
