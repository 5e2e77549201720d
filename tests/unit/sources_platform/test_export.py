"""An evidence bundle: checked by the very commands its readme tells, and by nothing of ours."""

import hashlib
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from sources import thin
from sources.archive import Archive
from sources.errors import ArchiveError
from sources.export import CitedLook, export
from sources.receipts import make_look
from sources.thin import Cited
from sources.verdicts import Reason

DAYS = [date(2026, 11, day) for day in (18, 19, 20)]
BODY, OTHER = b"code,name\n1,Puente\n" * 40, b"code,name\n2,Canal\n" * 40
FACTS = {"alert": "a1b2", "rule": "MIS-17", "subject": "infobras:work:100267", "notice": ""}


def sha(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()


@pytest.fixture
def sealed(archive, make_exchange, quick_disk):
    """Three nights: a file, the same file again, another file; and another source that no alert cites."""
    for day, body, reason in zip(
        DAYS, (BODY, BODY, OTHER), (Reason.NEW_PAYLOAD, Reason.SAME_PAYLOAD, Reason.NEW_PAYLOAD), strict=True
    ):
        archive.record(day, "a", make_exchange("https://portal.example/page", f"<a>{day}</a>".encode()))
        archive.record(day, "a", make_exchange("https://portal.example/file.csv", body))
        archive.record(day, "z", make_exchange("https://portal.example/z.csv", b"z" + body))
        archive.record_look(day, make_look("a", "", day, reason, payload_sha256=sha(body), receipts=2))
        archive.seal(day)
    return archive


@pytest.fixture
def bundle(sealed: Archive, tmp_path) -> Path:
    return export(sealed, [CitedLook("a", "", sha(BODY), DAYS[1])], tmp_path / "evidencia", FACTS).folder


def commands(bundle: Path) -> list[str]:
    """What the readme tells to type."""
    return [line[2:] for line in (bundle / "LEEME.txt").read_text("utf-8").splitlines() if line.startswith("$ ")]


def outcome(bundle: Path, command: str) -> bool:
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    ended = subprocess.run(["bash", "-c", command], cwd=bundle, capture_output=True, env={"PATH": path}, check=False)
    return ended.returncode == 0


def test_the_commands_of_the_readme_pass_on_an_intact_bundle(bundle):
    told = commands(bundle)
    assert len(told) == 9
    assert [command for command in told if not outcome(bundle, command)] == []


@pytest.mark.parametrize(
    ("name", "failing"),
    [
        ("registros.warc.gz", {"SHA256SUMS", "warcio check"}),
        ("recibos/2026-11-18/a.receipts.jsonl", {"SHA256SUMS", "RECIBOS"}),
        ("manifiestos/2026-11-19.json", {"SHA256SUMS", "MANIFIESTOS"}),
        ("eslabones/000002.json", {"SHA256SUMS", "CADENA", "previous"}),
        ("CONTENIDOS.txt", {"SHA256SUMS", "extract"}),
    ],
)
def test_one_changed_byte_fails_each_command_that_speaks_of_it(bundle, name, failing):
    path = bundle / name
    whole = path.read_bytes()
    place = 5 if name == "CONTENIDOS.txt" else len(whole) // 2
    path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
    failed = [command for command in commands(bundle) if not outcome(bundle, command)]
    assert [word for word in failing if not any(word in command for command in failed)] == [], failed
    untouched = [command for command in commands(bundle) if not any(word in command for word in (*failing, "extract"))]
    assert [command for command in untouched if not outcome(bundle, command)] == []


def test_a_forged_payload_with_all_sums_made_anew_still_breaks_the_chain(sealed, bundle, tmp_path):
    """Who changes what was received must change receipt, manifest and link: another root than the published one."""
    journal = bundle / "recibos" / "2026-11-18" / "a.receipts.jsonl"
    journal.write_text(journal.read_text("utf-8").replace(sha(BODY), sha(OTHER)), "utf-8")
    for sums in ("RECIBOS.sha256", "SHA256SUMS"):
        lines = (bundle / sums).read_text("utf-8").splitlines()
        names = [line.split("  ", 1)[1] for line in lines]
        (bundle / sums).write_text("".join(f"{sha((bundle / name).read_bytes())}  {name}\n" for name in names), "utf-8")
    failed = [command for command in commands(bundle) if not outcome(bundle, command)]
    assert len(failed) == 1
    assert "manifiestos || exit 1" in failed[0]


def test_only_what_concerns_the_alert_goes_out_and_for_nobody_else_to_read(bundle):
    names = sorted(path.relative_to(bundle).as_posix() for path in bundle.rglob("*") if path.is_file())
    assert [name for name in names if "/z." in name or "2026-11-20" in name] == []
    assert {path.stat().st_mode & 0o077 for path in [bundle, *bundle.rglob("*")]} == {0}
    text = (bundle / "LEEME.txt").read_text("utf-8")
    assert "NO ES PARA PUBLICAR" in text
    assert "NOT FOR PUBLICATION" in text
    assert "puede traer datos personales" in text


def test_no_word_of_what_was_received_stands_outside_the_records(bundle):
    for path in bundle.rglob("*"):
        if path.is_file() and path.name != "registros.warc.gz":
            assert "Puente" not in path.read_text("utf-8"), path


def test_a_bundle_of_a_thinned_archive_passes_too(sealed, tmp_path):
    from datetime import UTC, datetime

    cited = Cited(frozenset({sha(BODY)}))
    assert thin.thin(sealed, thin.plan(sealed, cited, before=DAYS[2]), datetime(2026, 12, 1, tzinfo=UTC)) > 0
    bundle = export(sealed, [CitedLook("a", "", sha(BODY), DAYS[1])], tmp_path / "evidencia", FACTS).folder
    assert [command for command in commands(bundle) if not outcome(bundle, command)] == []


def test_the_same_bundle_twice_is_the_same_and_a_strange_folder_is_left_alone(sealed, bundle, tmp_path):
    before = {path: path.read_bytes() for path in bundle.rglob("*") if path.is_file()}
    export(sealed, [CitedLook("a", "", sha(BODY), DAYS[1])], bundle, FACTS)
    assert {path: path.read_bytes() for path in bundle.rglob("*") if path.is_file()} == before
    (tmp_path / "mine").mkdir()
    with pytest.raises(ArchiveError, match="name another folder"):
        export(sealed, [CitedLook("a", "", sha(BODY), DAYS[1])], tmp_path / "mine", FACTS)
    with pytest.raises(ArchiveError, match="nothing to export"):
        export(sealed, [CitedLook("a", "", sha(b"?"), DAYS[1])], tmp_path / "none", FACTS)
