"""A register that is asked key by key: one look a key and page, one look for the night's whole crawl.

Here: tonight's plan kept and kept to, the pages asked in its order, the list of what came. Not here: which keys are
worth a request (the caller's choice), and what stands on a page (the reader).

The plan and the list are kept in the archive: an interrupted crawl goes on by the plan it began with, and whoever reads
the night again reads the same pages in the same order.
"""

import json
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, urlencode

from sources.access.asker import WHOLE_SOURCE, Asker
from sources.access.sniff import refusal, unmarked
from sources.errors import SettingError
from sources.exchange import Question
from sources.pagelist import LIST_FILE, ListedPage, list_lines, part_of
from sources.receipts import Look, make_look
from sources.spec_access import PagesAccess, PageSpec
from sources.verdicts import Reason, Verdict

PLAN_PART = "plan"
PLAN_FILE = "plan.txt"
_FORM = ("Content-Type", "application/x-www-form-urlencoded; charset=UTF-8")
_JSON = ("Content-Type", "application/json; charset=utf-8")
_STOPS = frozenset({Reason.HOST_LEFT, Reason.ROBOTS_DISALLOWED, Reason.ROBOTS_UNREACHABLE})
"""Reasons that speak of the portal and not of one page: the rest of the plan is left for another night."""
Step = tuple[str, PageSpec]
"""A key and the page it is asked for."""


@dataclass(frozen=True)
class Crawl:
    """What a source of pages may ask tonight.

    ``choose`` returns the keys in order of need, for at most so many keys; it is called once a night. ``requests`` is
    the most requests the portal gets.
    """

    choose: Callable[[int], Sequence[str]]
    requests: int


def ask(asker: Asker, access: PagesAccess, crawl: Crawl) -> list[Look]:
    """Ask tonight's pages; conclude with one look whose payload is the list of those that came.

    A page that came is asked once. One that failed is asked once more when the turn is over, in case the portal was
    only tired; the first that fails again ends that.
    """
    done = asker.done(WHOLE_SOURCE)
    if done is not None:
        return [done]
    steps = list(_steps(_plan(asker, access, crawl), access))
    turn = _Turn(asker, crawl.requests, asker.requests())
    turn.take(steps)
    failed = [step for step in steps if turn.failed(step)]
    if not turn.host_left:
        turn.take(failed, until_failure=True)
    looks = list(turn.looks.values())
    return [*looks, _conclude(asker, looks)] if looks else []


@dataclass
class _Turn:
    """The pages of a night one after the other, within its requests; ``looks`` by part, in the plan's order."""

    asker: Asker
    requests: int
    asked: int
    looks: dict[str, Look] = field(default_factory=dict)
    host_left: bool = False

    def take(self, steps: Iterable[Step], *, until_failure: bool = False) -> None:
        """Ask page after page, until the requests are spent or the portal is left."""
        for key, page in steps:
            look = self._look(key, page)
            if look is None:
                return
            self.looks[look.part] = look
            self.host_left = look.reason in _STOPS
            if self.host_left or (until_failure and not look.usable):
                return

    def failed(self, step: Step) -> bool:
        """Tell whether a page did not come for a reason that may have passed."""
        look = self.looks.get(part_of(step[0], step[1].name))
        return look is not None and look.verdict is Verdict.INCOMPLETE

    def _look(self, key: str, page: PageSpec) -> Look | None:
        """The look at a page, None when the night's requests are spent."""
        part = part_of(key, page.name)
        known = self.asker.done(part)
        if known is not None:
            return known
        address = _address(self.asker, page, key)
        if self.asked >= self.requests and not self.asker.has_answer(address, part):
            return None
        before = self.asker.requests_of(part)
        look = _page_look(self.asker, key, page)
        # What an interrupted run asked was counted from the beginning, also where it left no look.
        self.asked += max(self.asker.requests_of(part) - before, 0 if before else 1)
        return look


def keys_a_night(access: PagesAccess, requests: int) -> int:
    """For how many keys so many requests are enough."""
    return requests // len(access.pages)


def _plan(asker: Asker, access: PagesAccess, crawl: Crawl) -> list[str]:
    """The keys of tonight: those of the plan in the archive, else chosen now and put there first."""
    kept = next((row.payload_sha256 for row in asker.tonight(PLAN_PART) if row.payload_sha256), None)
    if kept is None:
        chosen = list(crawl.choose(keys_a_night(access, crawl.requests)))
        wrong = [key for key in chosen if not re.fullmatch(access.key_pattern, key)]
        if wrong:
            raise SettingError(f"{asker.spec.name}: {wrong[0]!r} is no key of the form {access.key_pattern!r}")
        kept = _keep(asker, PLAN_PART, PLAN_FILE, chosen)
    return asker.archive.payload(kept).read_text(encoding="utf-8").splitlines()[1:]


def _steps(keys: Sequence[str], access: PagesAccess) -> Iterator[Step]:
    return ((key, page) for key in keys for page in access.pages)


def _page_look(asker: Asker, key: str, page: PageSpec) -> Look:
    part = part_of(key, page.name)
    fetched = asker.fetch(_address(asker, page, key), part, _question(page, key))
    if fetched.path is None or fetched.receipt is None:
        return asker.refuse(part, fetched.reason or Reason.UNEXPECTED_STATUS, fetched.detail)
    wrong = unlike(fetched.path, page, fetched.receipt.url)
    # The cache would hold every page a second time; the bundle is made from the archive.
    fetched.path.unlink(missing_ok=True)
    if wrong is not None:
        expected = f"a page that holds {page.marker!r}" if page.marker else "a JSON answer"
        came = f"{fetched.receipt.payload_bytes} bytes from {fetched.receipt.url}"
        hint = f"see access.pages in sources/{asker.spec.name}/source.yml"
        return asker.refuse(part, wrong, f"expected {expected}, came {came}; {hint}")
    sha256, receipts = fetched.receipt.payload_sha256, len(asker.tonight(part))
    return asker.conclude(
        make_look(asker.spec.name, part, asker.night, Reason.PAGE_READ, payload_sha256=sha256, receipts=receipts)
    )


def unlike(path: Path, page: PageSpec, url: str) -> Reason | None:
    """Return why an answer cannot be the page that was asked for, None when it may be."""
    return refusal(path, "json", url) if page.marker is None else unmarked(path, page.marker, url)


def _conclude(asker: Asker, looks: Sequence[Look]) -> Look:
    """One look for the night: complete when any page came, whose list is then its payload."""
    came = [look for look in looks if look.usable and look.payload_sha256]
    if not came:
        return asker.refuse(WHOLE_SOURCE, looks[-1].reason, f"none of {len(looks)} pages came")
    sha256 = _keep(asker, WHOLE_SOURCE, LIST_FILE, list_lines(map(_listed, came)))
    detail = f"{len(came)} of {len(looks)} pages"
    return asker.conclude(
        make_look(
            asker.spec.name,
            WHOLE_SOURCE,
            asker.night,
            Reason.PAGES_READ,
            payload_sha256=sha256,
            receipts=len(looks),
            detail=detail,
        )
    )


def _listed(look: Look) -> ListedPage:
    key, _, page = look.part.rpartition("/")
    return ListedPage(key, page, str(look.payload_sha256))


def _keep(asker: Asker, part: str, name: str, lines: Sequence[str]) -> str:
    """Keep a list of ours in the archive. Its first line names source and night, so that no two nights' are equal."""
    with tempfile.TemporaryDirectory(prefix="vigia-list-") as folder:
        path = Path(folder) / name
        head = f"{asker.spec.name} {asker.night.isoformat()}"
        path.write_text("".join(f"{line}\n" for line in (head, *lines)), encoding="utf-8")
        return asker.keep(part, path)


def _address(asker: Asker, page: PageSpec, key: str) -> str:
    path, query = page.path.replace("{key}", quote(key, safe="")), urlencode(_filled(page.query, key))
    return f"{asker.where.base_url}{path}{'?' if query else ''}{query}"


def _question(page: PageSpec, key: str) -> Question:
    headers = tuple(_filled(page.headers, key).items())
    if page.form:
        return Question(page.ask, (*headers, _FORM), urlencode(_filled(page.form, key)).encode())
    if page.fields:
        return Question(page.ask, (*headers, _JSON), json.dumps(_filled(page.fields, key)).encode())
    return Question(page.ask, headers)


def _filled(texts: dict[str, str], key: str) -> dict[str, str]:
    """Put the key where ``{key}`` stands; other braces (a JSON text, say) are left as they are."""
    return {name: text.replace("{key}", key) for name, text in texts.items()}
