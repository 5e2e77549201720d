"""The archive: what is kept, what is found again, what a crash leaves, what a changed byte betrays."""

import errno
import hashlib
import json
import os
import random
import shutil
from datetime import date

import pytest
from warcio.archiveiterator import ArchiveIterator

from sources import journal as lookbook_journal
from sources.archive import Archive
from sources.chain import manifest_name
from sources.errors import ArchiveDamagedError, ArchiveError
from sources.receipts import make_look
from sources.verdicts import WORDS, Reason, Verdict, verdict_of

NIGHT, NEXT = date(2026, 11, 20), date(2026, 11, 21)
SOURCE = "mef_detalle"


def records(archive: Archive, night: date = NIGHT, source: str = SOURCE) -> list[tuple[str, str | None, bytes]]:
    with (archive.root / night.isoformat() / f"{source}.warc.gz").open("rb") as file:
        return [
            (
                record.rec_type,
                record.rec_headers.get_header("WARC-Target-URI"),
                record.content_stream().read(),
            )
            for record in ArchiveIterator(file, check_digests=True)
        ]


def test_another_reader_finds_every_record_and_its_decoded_payload(archive, make_exchange):
    first = archive.record(NIGHT, SOURCE, make_exchange())
    second = archive.record(NIGHT, SOURCE, make_exchange("https://portal.example/b", b"PK\x03\x04zip"), "2026-11")
    assert [kind for kind, _, _ in records(archive)] == ["warcinfo", "response", "request", "response", "request"]
    assert records(archive)[1][1:] == ("https://portal.example/file.csv", b"a,b\n1,2\n")
    assert records(archive)[3][2] == b"PK\x03\x04zip"
    assert archive.receipts(NIGHT, SOURCE) == [first, second]
    assert (second.part, second.payload_bytes, second.payload_sha256) == (
        "2026-11",
        7,
        hashlib.sha256(b"PK\x03\x04zip").hexdigest(),
    )


def test_what_described_the_wire_is_kept_under_another_name(archive, make_exchange):
    archive.record(NIGHT, SOURCE, make_exchange())
    with (archive.root / "2026-11-20" / f"{SOURCE}.warc.gz").open("rb") as file:
        kept = [record for record in ArchiveIterator(file) if record.rec_type == "response"]
        headers = kept[0].http_headers
    assert headers.get_header("Content-Encoding") is None
    assert headers.get_header("X-Archive-Orig-Content-Encoding") == "gzip"
    assert headers.get_header("Content-Length") == "8"
    assert kept[0].rec_headers.get_header("WARC-Block-Digest").startswith("sha256:")
    assert kept[0].rec_headers.protocol == "WARC/1.1"


def test_equal_payloads_become_revisits_and_are_found_again(archive, make_exchange):
    first = archive.record(NIGHT, SOURCE, make_exchange())
    again = archive.record(NEXT, SOURCE, make_exchange())
    other = archive.record(NEXT, "oece_ocds", make_exchange("https://other.example/same"))
    assert (first.refers_to, again.refers_to, other.refers_to) == (None, first.record_id, first.record_id)
    assert [kind for kind, _, _ in records(archive, NEXT)] == ["warcinfo", "revisit", "request"]
    fresh = Archive(archive.root, cache=archive.cache)
    assert fresh.payload(again.payload_sha256 or "").read_bytes() == b"a,b\n1,2\n"
    assert fresh.verify() == []


def test_not_modified_stands_for_the_earlier_payload(archive, make_exchange):
    first = archive.record(NIGHT, SOURCE, make_exchange())
    empty = hashlib.sha256(b"").hexdigest()
    same = archive.record(NEXT, SOURCE, make_exchange(body=b"", status=304, payload_sha256=empty))
    assert (same.payload_sha256, same.refers_to) == (first.payload_sha256, first.record_id)
    elsewhere = archive.record(NEXT, SOURCE, make_exchange("https://x.example/", b"", status=304, payload_sha256=empty))
    assert elsewhere.payload_sha256 is None
    with (archive.root / "2026-11-21" / f"{SOURCE}.warc.gz").open("rb") as file:
        revisit = next(record for record in ArchiveIterator(file) if record.rec_type == "revisit")
        assert revisit.rec_headers.get_header("WARC-Profile").endswith("server-not-modified")
    assert archive.verify() == []


def test_empty_refused_cut_and_missing_answers_leave_receipts(archive, make_exchange):
    archive.record(NIGHT, SOURCE, make_exchange(body=b""))
    archive.record(NIGHT, SOURCE, make_exchange(body=b"no", status=404, error=Reason.CLIENT_ERROR))
    archive.record(NIGHT, SOURCE, make_exchange(body=b"half", payload_sha256=None, error=Reason.CUT_BODY))
    archive.record(NIGHT, SOURCE, make_exchange(error=Reason.UNREACHABLE, status=None))
    found = archive.receipts(NIGHT, SOURCE)
    assert [(row.status, row.error, row.payload_bytes) for row in found] == [
        (200, None, 0),
        (404, "client_error", 2),
        (200, "cut_body", 4),
        (None, "unreachable", 0),
    ]
    assert found[2].payload_sha256 is None
    assert found[3].warc_file is None
    assert [kind for kind, _, _ in records(archive)].count("response") == 3
    assert archive.verify() == []


def test_a_body_that_changed_before_it_was_kept_is_refused(archive, make_exchange):
    exchange = make_exchange()
    exchange.body.write_bytes(b"other")
    with pytest.raises(ArchiveError, match="changed before"):
        archive.record(NIGHT, SOURCE, exchange)


def test_a_large_payload_comes_back_byte_for_byte(archive, make_exchange):
    body = random.Random(1).randbytes(3_000_000) + b"x" * 5_000_000
    receipt = archive.record(NIGHT, SOURCE, make_exchange(body=body))
    path = archive.payload(receipt.payload_sha256 or "")
    assert path.read_bytes() == body
    path.write_bytes(b"a spoiled cache")
    assert archive.payload(receipt.payload_sha256 or "").read_bytes() == body
    with pytest.raises(ArchiveError, match="holds no payload"):
        archive.payload("0" * 64)


def test_two_holders_of_one_archive_see_each_other(archive, make_exchange):
    archive.record(NIGHT, SOURCE, make_exchange())
    other = Archive(archive.root, cache=archive.cache)
    receipt = other.record(NIGHT, "oece_ocds", make_exchange(body=b"new"))
    assert archive.holds(receipt.payload_sha256 or "")


def test_a_file_from_a_folder_is_kept_once_with_its_look(archive, tmp_path):
    file = tmp_path / "Relación de obras.csv"
    file.write_bytes(b"a;b\n")
    for _ in range(2):
        look = archive.record_file(NIGHT, SOURCE, file.name, file, published_on=date(2026, 11, 1))
    assert (look.verdict, look.reason, look.published_on) == ("complete", "from_file", date(2026, 11, 1))
    assert len(archive.receipts(NIGHT, SOURCE)) == len(archive.looks(NIGHT)) == 1
    assert [kind for kind, _, _ in records(archive)] == ["warcinfo", "resource"]
    again = archive.record_file(NEXT, SOURCE, file.name, file)
    assert (again.verdict, again.reason, again.payload_sha256) == ("unchanged", "same_payload", look.payload_sha256)
    assert [kind for kind, _, _ in records(archive, NEXT)] == ["warcinfo", "revisit"]
    assert archive.payload(look.payload_sha256 or "").read_bytes() == b"a;b\n"
    archive.seal(NIGHT)
    archive.seal(NEXT)
    assert archive.verify() == []


def test_looks_are_newest_first_written_once(archive):
    failed = make_look(SOURCE, "", NIGHT, Reason.SERVER_ERROR, receipts=5)
    good = make_look(SOURCE, "", NIGHT, Reason.NEW_PAYLOAD, payload_sha256="a" * 64)
    other = make_look("oece_ocds", "2026-11", NIGHT, Reason.HTML_INSTEAD)
    for look in (failed, failed, other, good, good):
        archive.record_look(NIGHT, look)
    assert archive.looks(NIGHT) == Archive(archive.root).looks() == [good, other]
    assert len((archive.root / "2026-11-20" / "looks.jsonl").read_text().splitlines()) == 3
    assert archive.last_usable_look(SOURCE, "", before=NEXT) == good
    assert archive.last_usable_look(SOURCE, "", before=NIGHT) is None
    assert archive.last_usable_look("oece_ocds", "2026-11", before=NEXT) is None


def test_a_look_torn_by_a_full_disk_is_written_anew(archive, monkeypatch):
    append = lookbook_journal.append_line

    def torn(path, line):
        append(path, line)
        path.write_bytes(path.read_bytes()[:-9])
        raise OSError(errno.ENOSPC, "No space left on device")

    first, second = (make_look(SOURCE, part, NIGHT, Reason.EMPTY) for part in ("a", "b"))
    archive.record_look(NIGHT, first)
    monkeypatch.setattr(lookbook_journal, "append_line", torn)
    with pytest.raises(OSError, match="No space"):
        archive.record_look(NIGHT, second)
    monkeypatch.setattr(lookbook_journal, "append_line", append)
    archive.record_look(NIGHT, second)
    assert archive.looks(NIGHT) == [first, second]


def test_events_become_segments_only_when_they_differ(archive, tmp_path):
    file = tmp_path / "e.parquet"
    for content in (b"one", b"one", b"two", b"one"):
        file.write_bytes(content)
        archive.add_events(NIGHT, file)
    assert [(each.night, each.segment, each.path.read_bytes()) for each in archive.event_files()] == [
        (NIGHT, 1, b"one"),
        (NIGHT, 2, b"two"),
    ]


def test_sealing_again_adds_nothing_and_a_reopened_night_a_segment(archive, make_exchange):
    assert archive.seal(NIGHT) is None
    archive.record(NIGHT, SOURCE, make_exchange())
    first = archive.seal(NIGHT)
    assert first is not None
    assert (first.segment, first.previous) == (1, "0" * 64)
    assert archive.seal(NIGHT) is None
    archive.record(NEXT, SOURCE, make_exchange())
    second = archive.seal(NEXT)
    archive.record(NIGHT, SOURCE, make_exchange(body=b"late"))
    assert [problem.code for problem in archive.verify()] == ["not_sealed", "not_sealed"]
    third = archive.seal(NIGHT)
    assert second is not None
    assert third is not None
    assert (third.segment, third.previous, second.previous) == (2, second.hash, first.hash)
    assert archive.nights() == [NIGHT, NEXT]
    assert archive.verify() == []


def test_a_crash_between_manifest_and_link_is_mended_by_the_next_seal(archive, make_exchange):
    archive.record(NIGHT, SOURCE, make_exchange())
    archive.seal(NIGHT)
    chain = archive.root / "chain.jsonl"
    whole = chain.read_bytes()
    for cut in (0, 1, 40, len(whole) - 1):
        chain.write_bytes(whole[:cut])
        assert archive.verify() != []
        assert Archive(archive.root).seal(NIGHT) is not None
        assert chain.read_bytes() == whole
        assert archive.verify() == []


# --- damage -----------------------------------------------------------------------------------------------------


@pytest.fixture
def full_archive(quick_disk, archive, make_exchange, tmp_path):
    """Two sealed nights with every kind of record, the first reopened once."""
    events = tmp_path / "events.parquet"
    for night in (NIGHT, NEXT):
        for source in (SOURCE, "oece_ocds"):
            receipt = archive.record(night, source, make_exchange(f"https://portal.example/{source}", b"same" * 99))
            archive.record(night, source, make_exchange(body=f"{night}{source}".encode() * 50))
            archive.record(night, source, make_exchange(error=Reason.UNREACHABLE, status=None))
            look = make_look(source, "", night, Reason.NEW_PAYLOAD, payload_sha256=receipt.payload_sha256)
            archive.record_look(night, look)
        events.write_bytes(f"events of {night}".encode())
        archive.add_events(night, events)
        archive.seal(night)
    archive.record(NIGHT, SOURCE, make_exchange(body=b"late"))
    archive.seal(NIGHT)
    assert archive.verify() == []
    return archive


def test_one_changed_byte_anywhere_is_found_and_named(full_archive):
    chance = random.Random(20261120)
    files = sorted(path for path in full_archive.root.rglob("*") if path.is_file())
    assert len(files) == 16
    tried = 0
    for path in files:
        content = path.read_bytes()
        for _ in range(6):
            place = chance.randrange(len(content))
            changed = bytearray(content)
            changed[place] ^= 1 << chance.randrange(8)
            path.write_bytes(changed)
            problems = full_archive.verify()
            assert problems, f"{path.name} byte {place}"
            if path.name == "chain.jsonl":
                assert any(problem.file == "chain.jsonl" for problem in problems)
                assert any(problem.night in (NIGHT, NEXT) for problem in problems)
            else:
                named = {(problem.night, problem.file) for problem in problems}
                assert (date.fromisoformat(path.parent.name), path.name) in named, f"{path.name} byte {place}"
            tried += 1
        path.write_bytes(content)
    assert tried == 96
    assert full_archive.verify() == []


@pytest.mark.parametrize("how", ["remove", "append", "cut"])
def test_files_that_are_gone_longer_or_shorter_are_found(full_archive, how):
    for path in sorted(path for path in full_archive.root.rglob("*") if path.is_file()):
        content = path.read_bytes()
        if how == "remove":
            path.unlink()
        else:
            path.write_bytes(content + b"x" if how == "append" else content[:-1])
        assert full_archive.verify(), f"{path.name} {how}"
        path.write_bytes(content)
    assert full_archive.verify() == []


def test_a_missing_night_and_a_foreign_file_are_found(full_archive):
    stray = full_archive.root / "2026-11-21" / "planted.jsonl"
    stray.write_text("{}\n")
    assert [(p.night, p.file, p.code) for p in full_archive.verify()] == [(NEXT, "planted.jsonl", "not_sealed")]
    stray.unlink()
    shutil.rmtree(full_archive.root / "2026-11-21")
    assert (NEXT, "missing") in {(problem.night, problem.code) for problem in full_archive.verify()}


def test_a_forged_manifest_does_not_help(full_archive):
    path = full_archive.root / "2026-11-21" / "events.parquet"
    path.write_bytes(b"forged")
    manifest = path.parent / manifest_name(1)
    content = json.loads(manifest.read_text())
    for row in content["files"]:
        if row["name"] == path.name:
            row.update(size=6, sha256=hashlib.sha256(b"forged").hexdigest())
    manifest.write_text(json.dumps(content, sort_keys=True, separators=(",", ":")))
    assert (NEXT, "manifest.json", "changed") in {(p.night, p.file, p.code) for p in full_archive.verify()}


# --- crashes ----------------------------------------------------------------------------------------------------


def kept_after(root, cut_file, size, make_exchange):
    """Cut one file of a copy as a crash would, write on, and return the archive and its receipts."""
    copy = root.parent / "copy"
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(root, copy)
    path = copy / "2026-11-20" / cut_file
    path.write_bytes(path.read_bytes()[:size])
    archive = Archive(copy)
    archive.record(NIGHT, SOURCE, make_exchange(body=b"after the crash"))
    return archive, archive.receipts(NIGHT, SOURCE)


@pytest.mark.usefixtures("quick_disk")
@pytest.mark.parametrize("cut_file", [f"{SOURCE}.warc.gz", f"{SOURCE}.receipts.jsonl"])
def test_a_crash_at_any_byte_leaves_whole_receipts_and_whole_records(archive, make_exchange, cut_file):
    written = [archive.record(NIGHT, SOURCE, make_exchange(body=f"answer {n}".encode() * 9)) for n in range(4)]
    path = archive.root / "2026-11-20" / cut_file
    size = path.stat().st_size
    places = {*random.Random(5).sample(range(size), 40), 0, 1, size - 1, size, written[1].warc_end % size}
    survivors = set()
    for place in sorted(places):
        mended, found = kept_after(archive.root, cut_file, place, make_exchange)
        survivors.add(len(found) - 1)
        assert found[:-1] == written[: len(found) - 1], f"cut at {place}"
        assert found[-1].payload_sha256 == hashlib.sha256(b"after the crash").hexdigest()
        mended.seal(NIGHT)
        assert mended.verify() == [], f"cut at {place}"
        for receipt in found:
            mended.payload(receipt.payload_sha256 or "")
    assert survivors == {0, 1, 2, 3, 4}


def test_bytes_beyond_the_last_receipt_are_cut_off(archive, make_exchange):
    archive.record(NIGHT, SOURCE, make_exchange())
    folder = archive.root / "2026-11-20"
    with (folder / f"{SOURCE}.warc.gz").open("ab") as file:
        file.write(b"\x1f\x8b half a record")
    with (folder / f"{SOURCE}.receipts.jsonl").open("ab") as file:
        file.write(b'{"source": "mef')
    (folder / ".manifest.json.new").write_bytes(b"half")
    again = Archive(archive.root)
    assert len(again.receipts(NIGHT, SOURCE)) == 1
    again.record(NIGHT, SOURCE, make_exchange(body=b"more"))
    assert [kind for kind, _, _ in records(again)] == ["warcinfo", "response", "request", "response", "request"]
    again.seal(NIGHT)
    assert again.verify() == []


def write_both(archive, make_exchange):
    archive.record(NIGHT, SOURCE, make_exchange(body=b"x"))
    archive.record_look(NIGHT, make_look(SOURCE, "", NIGHT, Reason.NEW_PAYLOAD))


def test_a_full_disk_at_any_flush_leaves_an_archive_that_goes_on(archive, make_exchange, monkeypatch):
    flush, failures = os.fsync, 0
    for failing in range(1, 30):
        calls = 0

        def flaky(handle, failing=failing):
            nonlocal calls
            calls += 1
            if calls == failing:
                raise OSError(errno.ENOSPC, "No space left on device")
            flush(handle)

        monkeypatch.setattr(os, "fsync", flaky)
        night = date(2026, 1, failing)
        try:
            archive.record(night, SOURCE, make_exchange(body=b"first %d" % failing))
            archive.record(night, SOURCE, make_exchange(body=b"second %d" % failing))
            archive.seal(night)
        except OSError:
            failures += 1
        monkeypatch.setattr(os, "fsync", flush)
        archive.record(night, SOURCE, make_exchange(body=b"third %d" % failing))
        archive.seal(night)
        assert archive.verify() == [], f"flush {failing}"
        if calls < failing:
            break
    assert failures == failing - 1 >= 8


def test_sealed_bytes_are_never_mended_away(archive, make_exchange):
    archive.record(NIGHT, SOURCE, make_exchange())
    archive.record_look(NIGHT, make_look(SOURCE, "", NIGHT, Reason.EMPTY))
    archive.seal(NIGHT)
    for name in (f"{SOURCE}.warc.gz", f"{SOURCE}.receipts.jsonl", "looks.jsonl"):
        path = archive.root / "2026-11-20" / name
        content = path.read_bytes()
        path.write_bytes(content[:-20])
        reopened = Archive(archive.root)
        with pytest.raises(ArchiveDamagedError):
            write_both(reopened, make_exchange)
        path.write_bytes(content)


def test_a_changed_line_in_the_middle_is_damage_and_not_a_crash(archive, make_exchange):
    for number in range(3):
        archive.record(NIGHT, SOURCE, make_exchange(body=str(number).encode()))
    path = archive.root / "2026-11-20" / f"{SOURCE}.receipts.jsonl"
    lines = path.read_bytes().split(b"\n")
    path.write_bytes(b"\n".join([lines[0], b"{broken", *lines[2:]]))
    with pytest.raises(ArchiveDamagedError, match="line 2"):
        archive.receipts(NIGHT, SOURCE)
    assert [(p.night, p.code) for p in archive.verify()] == [(NIGHT, "unreadable")]


def test_every_reason_has_words_and_one_verdict():
    assert set(WORDS) == set(Reason)
    assert {verdict_of(reason) for reason in Reason} == set(Verdict)
