"""What came of a key beside what was known of it: pages that cannot be right, though each of them can be read.

Here: the comparison, and what follows from it. Not here: the measuring in SQL (``checks.page_contents``), whether a
page can be read (the sources room), and the limits of a whole night (``checks.gate``).

A page is held, and its last good look stands, when it has lost more than a third of what stays once it was published;
when two of its members stand under each other's name; when a member that every page had is empty in all; when all rows
of a kind are gone from every page; when its rows are those of another key. What really is so will be so in a second
look: a held page that shows the same three days later is taken, unless so many are held that it must be the portal.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import combinations

from warehouse.pages import PageName

CONFIRMED_AFTER = timedelta(days=3)
"""As long apart as the two looks by which a record counts as gone."""
FEW = 2
"""So many held pages of one name are no sign of a change of the portal, however few were asked."""
FEWEST_PAGES = 3
FEWEST_KINDS = 5
"""In so many pages a kind of row must have stood that nothing but a change of the portal empties them at once."""
MOSTLY = 0.9
FEWEST_SLOW = 10
"""A page of fewer elements loses none slowly: one or two, on different days, are what a body corrects."""
FEWEST_ELEMENTS = 50
"""A night of fewer elements has no share to speak of."""
GROWN = 2


@dataclass(frozen=True)
class Looked:
    """A page of tonight; ``most`` is the highest number of its lasting elements before, None where nothing measures it.

    ``shows``: there is something on it. ``held_since`` is the night from which on it showed exactly this and was not
    taken.
    """

    key: str
    page: str
    fields_sha256: str
    elements: int
    most: int | None = None
    changed: bool = False
    shows: bool = True
    held_since: date | None = None

    @property
    def name(self) -> PageName:
        """Key and page."""
        return self.key, self.page


@dataclass(frozen=True)
class Contents:
    """What a page has in one table: its own count, what tells its lasting rows apart, the cells of each column.

    The count is one of a ``period``, and begins anew with the next one.
    """

    rows: int = 0
    counted: int = 0
    ids: frozenset[str] = frozenset()
    cells: Mapping[str, frozenset[str]] = field(default_factory=dict)
    period: str = ""


NOTHING = Contents()


@dataclass(frozen=True)
class Beside:
    """One table of one changed page: as it was known, and as it came."""

    page: Looked
    table: str
    before: Contents
    now: Contents


@dataclass(frozen=True)
class Held:
    """A page that is not taken, since when it shows this, and why."""

    page: Looked
    since: date
    reason: str
    detail: str


@dataclass(frozen=True)
class PageChanges:
    """What a night's pages of a source came to beside the nights before.

    Attributes:
        held: pages that are not taken.
        anew: pages that are taken though they lost something: a second look confirmed it.
        unlike: page names of which more than ``most_pct`` percent are unlike before, with their percentage.
        kept_pct: of all lasting elements that the pages compared ever had, the percentage that is left; None when few.
        grown: those elements before and now, where they have more than doubled.
    """

    held: tuple[Held, ...] = ()
    anew: frozenset[PageName] = frozenset()
    unlike: Mapping[str, float] = field(default_factory=dict)
    most_pct: float = 0.0
    kept_pct: float | None = None
    grown: tuple[int, int] | None = None


def weigh(
    looked: Sequence[Looked], beside: Sequence[Beside], shared: Collection[PageName], night: date, most_pct: float
) -> PageChanges:
    """Decide which pages are taken; so many percent of the pages of one name may be unlike before."""
    reasons = {page.name: (page, why) for page, why in _suspicions(looked, beside, shared)}
    compared = [page for page in looked if page.most is not None or page.name in reasons]
    unlike = dict(_unlike(compared, [page for page, _ in reasons.values()], most_pct))
    held, anew = [], set()
    for page, (reason, detail) in reasons.values():
        since = page.held_since or night
        if not unlike and night - since >= CONFIRMED_AFTER:
            anew.add(page.name)
        else:
            held.append(Held(page, since, reason, detail))
    standing = [page for page in compared if page.name not in reasons and page.most is not None]
    return PageChanges(tuple(held), frozenset(anew), unlike, most_pct, *_sums(standing))


def _suspicions(
    looked: Sequence[Looked], beside: Sequence[Beside], shared: Collection[PageName]
) -> Iterator[tuple[Looked, tuple[str, str]]]:
    """Every page that cannot be right, and why; the last reason for a page is the one that is told."""
    for table in _tables(looked, beside):
        yield from table
    for page in looked:
        if page.changed and (page.most or 0) >= FEWEST_SLOW and _lost(page.elements, page.most or 0):
            yield page, ("rows_gone", f"{page.elements} of {page.most}")
    for each in beside:
        if pairs := exchanged(each.before, each.now):
            yield each.page, ("members_exchanged", f"{each.table}: {', '.join(pairs)}")
        elif each.before.ids and _lost(len(each.before.ids & each.now.ids), len(each.before.ids)):
            left = len(each.before.ids & each.now.ids)
            yield each.page, ("rows_gone", f"{each.table}: {left} of {len(each.before.ids)}")
        elif each.before.period == each.now.period and _lost(each.now.counted, each.before.counted):
            yield each.page, ("rows_gone", f"{each.table}: {each.now.counted} of {each.before.counted}")
    yield from ((page, ("same_answer", "another key has the same rows")) for page in looked if page.name in shared)


def _lost(now: int, before: int) -> bool:
    """Whether more than a third is gone."""
    return 3 * now < 2 * before


def _tables(
    looked: Sequence[Looked], beside: Sequence[Beside]
) -> Iterator[Iterator[tuple[Looked, tuple[str, str]]]]:
    """What only all pages of a name together can tell; one that is as it was shows that the portal is, too."""
    alike = {page.page for page in looked if page.most is not None and page.shows and not page.changed}
    by_table: dict[str, list[Beside]] = defaultdict(list)
    for each in beside:
        if each.before.rows and each.page.page not in alike:
            by_table[each.table].append(each)
    for table, several in by_table.items():
        if len(several) >= FEWEST_KINDS and not any(each.now.rows for each in several):
            yield ((each.page, ("rows_of_kind_gone", f"{table}: of all {len(several)} pages")) for each in several)
        yield _emptied(table, [each for each in several if each.now.rows])


def _emptied(table: str, several: Sequence[Beside]) -> Iterator[tuple[Looked, tuple[str, str]]]:
    columns = {name for each in several for name in each.before.cells if each.before.cells[name]}
    for column in sorted(columns):
        had = [each for each in several if each.before.cells.get(column)]
        if len(had) < max(FEWEST_PAGES, MOSTLY * len(several)) or any(each.now.cells.get(column) for each in several):
            continue
        for each in had:
            yield each.page, ("member_emptied", f"{table}.{column}, in all {len(had)} pages")


def exchanged(before: Contents, now: Contents) -> list[str]:
    """The pairs of columns that hold each other's cells, and no longer all of their own."""
    moved = [
        name for name, cells in before.cells.items() if cells and now.cells.get(name) and not cells <= now.cells[name]
    ]
    return [
        f"{first} ↔ {other}"
        for first, other in combinations(moved, 2)
        if before.cells[other] <= now.cells[first] and before.cells[first] <= now.cells[other]
    ]


def _unlike(
    compared: Sequence[Looked], suspected: Sequence[Looked], most_pct: float
) -> Iterator[tuple[str, float]]:
    for name in sorted({page.page for page in suspected}):
        held, of = (sum(page.page == name for page in pages) for pages in (suspected, compared))
        if held > FEW and 100 * held > most_pct * of:
            yield name, 100 * held / of


def _sums(standing: Sequence[Looked]) -> tuple[float | None, tuple[int, int] | None]:
    """What is left of the elements of all pages, and how they have grown; growth makes up for no loss."""
    most = sum(page.most or 0 for page in standing)
    if most < FEWEST_ELEMENTS:
        return None, None
    left = sum(min(page.elements, page.most or 0) for page in standing)
    now = sum(page.elements for page in standing)
    return 100 * left / most, (most, now) if now > GROWN * most else None
