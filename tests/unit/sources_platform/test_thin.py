"""Freeing disk: what goes, what stays, and that the archive still proves what it was."""

import hashlib
import shutil
from datetime import UTC, date, datetime

import pytest
from warcio.archiveiterator import ArchiveIterator

from sources import chain, thin, thinned
from sources import journal as journals
from sources.archive import Archive
from sources.errors import ArchiveDamagedError, ArchiveError
from sources.receipts import make_look
from sources.thin import Cited
from sources.verdicts import Reason

DAYS = [date(2026, 11, day) for day in (18, 19, 20, 21)]
WHEN = datetime(2026, 12, 1, 8, tzinfo=UTC)
PAGE, FILE = "https://portal.example/page", "https://portal.example/file.csv"


def sha(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()


def page(day: date) -> bytes:
    return f"<a>{day}</a>".encode() * 200


def body(day: date) -> bytes:
    return b"code,name\n" + b"".join(hashlib.sha256(f"{day}{n}".encode()).hexdigest().encode() + b"\n" for n in range(200))


@pytest.fixture
def full(archive, make_exchange, quick_disk):
    """Four sealed nights: each an index page that no look cites, and a new file that one does."""
    for day in DAYS:
        archive.record(day, "a", make_exchange(PAGE, page(day)))
        archive.record(day, "a", make_exchange(FILE, body(day)))
        archive.record_look(day, make_look("a", "", day, Reason.NEW_PAYLOAD, payload_sha256=sha(body(day)), receipts=2))
        archive.seal(day)
    return archive


def anew(archive: Archive) -> Archive:
    return Archive(archive.root, cache=archive.root.parent / "other-cache")


def thinned_fully(archive: Archive, cited: Cited, **more: date) -> int:
    return thin.thin(archive, thin.plan(archive, cited, **more), WHEN)


def test_by_default_only_what_no_look_cites_goes(full):
    plan = thin.plan(full, Cited())
    assert [(one.receipt.night, one.receipt.url, one.why) for one in plan] == [(day, PAGE, "not_cited") for day in DAYS[:3]]
    size = sum(path.stat().st_size for path in full.root.rglob("*.warc.gz"))
    freed = thin.thin(full, plan, WHEN)
    assert freed == sum(one.freed for one in plan) > 0
    assert size - freed == sum(path.stat().st_size for path in full.root.rglob("*.warc.gz"))
    for archive in (full, anew(full)):
        assert archive.verify() == []
        assert [archive.payload(sha(body(day))).read_bytes() for day in DAYS] == [body(day) for day in DAYS]
        assert [archive.holds(sha(page(day))) for day in DAYS] == [False, False, False, True]


def test_older_looks_go_only_when_told_and_never_what_alerts_cite_or_data_come_from(full):
    cited = Cited(frozenset({sha(body(DAYS[1]))}))
    thinned_fully(full, cited, before=DAYS[3])
    assert [full.holds(sha(body(day))) for day in DAYS] == [False, True, False, True]
    assert full.verify() == []
    why = {row.payload_sha256: row.why for _, line in full.thinnings() for row in line.removed}
    assert why[sha(body(DAYS[0]))] == "older_look"
    assert len(full.receipts(DAYS[0], "a")) == 2
    with pytest.raises(ArchiveError, match="removed by `vigia evidence thin` on 2026-12-01"):
        anew(full).payload(sha(body(DAYS[0])))


def test_the_newest_look_of_a_part_stays_however_old(full):
    thinned_fully(full, Cited(), before=date(2030, 1, 1))
    assert [full.holds(sha(body(day))) for day in DAYS] == [False, False, False, True]


def test_a_register_in_parts_that_an_alert_cites_stays_as_it_stood_then(full, make_exchange):
    late = date(2026, 11, 22)
    full.record(late, "a", make_exchange(PAGE, page(late)))
    full.seal(late)
    thinned_fully(full, Cited(sources=frozenset({("a", DAYS[1])})), before=late)
    assert [full.holds(sha(body(day))) for day in DAYS] == [False, True, False, True]


def test_another_reader_still_reads_every_record_that_stayed(full):
    thinned_fully(full, Cited(), before=DAYS[3])
    with (full.root / DAYS[0].isoformat() / "a.warc.gz").open("rb") as file:
        kinds = [record.rec_type for record in ArchiveIterator(file, check_digests=True)]
    assert kinds == ["warcinfo", "request", "request"]


def test_thinning_twice_changes_nothing_more(full):
    thinned_fully(full, Cited())
    before = digest(full)
    assert thinned_fully(full, Cited()) == 0
    assert digest(full) == before
    thinned_fully(full, Cited(), before=DAYS[2])
    assert full.verify() == []
    assert [full.holds(sha(body(day))) for day in DAYS] == [False, False, True, True]


def digest(archive: Archive) -> dict[str, bytes]:
    return {path.relative_to(archive.root).as_posix(): path.read_bytes() for path in sorted(archive.root.rglob("*")) if path.is_file()}


class KilledError(BaseException):
    """The process ends here."""


@pytest.mark.parametrize("crossing", range(1, 14))
def test_killed_anywhere_and_repeated_it_ends_the_same(full, tmp_path, monkeypatch, crossing):
    """Every write for good is a place to die: the smaller file, the note, the manifest, the link."""
    undisturbed = Archive(shutil.copytree(full.root, tmp_path / "twin"), cache=tmp_path / "c")
    thinned_fully(undisturbed, Cited(), before=DAYS[3])
    crossed = 0

    def dying(real):
        def write(*values):
            nonlocal crossed
            crossed += 1
            if crossed == crossing:
                raise KilledError
            return real(*values)

        return write

    # 3 files, 3 notes, 3 manifests, 3 links; beyond the last nothing is left to interrupt.
    with monkeypatch.context() as patched:
        patched.setattr(thin, "write_whole", dying(thin.write_whole))
        patched.setattr(chain, "write_whole", dying(chain.write_whole))
        patched.setattr("sources.journal.append_line", dying(journals.append_line))
        try:
            thinned_fully(full, Cited(), before=DAYS[3])
        except KilledError:
            assert crossed == crossing <= 12
        else:
            assert crossing > 12
    survivor = anew(full)
    assert [survivor.payload(sha(body(day))).read_bytes() for day in DAYS[3:]] == [body(DAYS[3])]
    thin.finish(survivor)
    thinned_fully(survivor, Cited(), before=DAYS[3])
    assert survivor.verify() == []
    assert digest(survivor) == digest(undisturbed)


def test_what_is_gone_without_being_noted_is_lost_and_told_so(full):
    path = full.root / DAYS[0].isoformat() / "a.warc.gz"
    row = full.receipts(DAYS[0], "a")[0]
    content = path.read_bytes()
    path.write_bytes(content[: row.warc_offset] + content[row.warc_offset + row.warc_length :])
    codes = {problem.code for problem in anew(full).verify()}
    assert {"changed", "receipt_disagrees"} <= codes
    with pytest.raises(ArchiveDamagedError, match="not as it was sealed"):
        thinned_fully(anew(full), Cited(), before=DAYS[3])


def test_a_thinned_archive_still_betrays_every_changed_byte(full):
    thinned_fully(full, Cited(), before=DAYS[3])
    folder = full.root / DAYS[0].isoformat()
    for path in sorted(folder.iterdir()):
        content = path.read_bytes()
        for place in {0, len(content) // 3, len(content) // 2, len(content) - 1}:
            path.write_bytes(content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :])
            assert anew(full).verify(), (path.name, place)
        path.write_bytes(content)
    assert anew(full).verify() == []


def test_a_false_note_of_a_removal_is_found(full):
    """Whoever loses a payload cannot excuse it by noting a removal afterwards without the chain showing it."""
    thinned_fully(full, Cited(), before=DAYS[3])
    noted = thinned.journal(full.root / DAYS[3].isoformat())
    line = full.thinnings()[0][1]
    noted.append(line)
    assert {"thinned_wrongly", "changed"} <= {problem.code for problem in anew(full).verify()}


def test_bytes_that_come_again_after_they_were_removed_are_kept_again(full, make_exchange):
    thinned_fully(full, Cited(), before=DAYS[3])
    later = date(2026, 11, 22)
    receipt = full.record(later, "a", make_exchange(FILE, body(DAYS[0])))
    assert receipt.refers_to is None
    assert full.payload(sha(body(DAYS[0]))).read_bytes() == body(DAYS[0])
