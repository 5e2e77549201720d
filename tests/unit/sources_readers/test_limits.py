"""The child's limits: what takes too long, too much memory or too much space is ended and said so."""

import sys
import time
from datetime import date
from pathlib import Path

import pytest

from sources import reading, registry
from sources.report import CountsDisagreeError, ReadReport

pytestmark = pytest.mark.proof

READER = '"""A reader that misbehaves, for a test."""\n\nimport time\n\n\ndef read(job):\n    {body}\n'


def _forget_warm_process():
    """A process kept warm for children has its imports already; the next one starts with ours."""
    reading.NURSERIES.close()


@pytest.fixture
def misbehave(tmp_path, monkeypatch):
    """Let a source's reader be another one in the child."""

    def _misbehave(body, **limits):
        package = tmp_path / "shadow" / "sitecustomize.py"
        package.parent.mkdir(exist_ok=True)
        package.write_text(
            "import sys, types, time\n"
            "module = types.ModuleType('sources.mef_detalle.reader')\n"
            f"exec({READER.format(body=body)!r}, module.__dict__)\n"
            "sys.modules['sources.mef_detalle.reader'] = module\n"
        )
        monkeypatch.setattr(sys, "path", [str(package.parent), *sys.path])
        spec = registry.get("mef_detalle")
        spec = spec.model_copy(update={"limits": spec.limits.model_copy(update=limits)})
        payload = tmp_path / "payload"
        payload.write_bytes(b"x")
        out = tmp_path / "cache"
        _forget_warm_process()
        report = reading.read(spec, payload, out_dir=out, seen_on=date(2026, 11, 20), file_name="x.csv")
        assert list(out.iterdir()) == [], "what says nothing of the bytes is not kept"
        return report

    yield _misbehave
    _forget_warm_process()


def test_a_reader_that_hangs_is_ended_with_its_children(misbehave, tmp_path):
    started = time.monotonic()
    note = tmp_path / "grandchild"
    body = (
        f"import subprocess; open({str(note)!r}, 'w').write(str(subprocess.Popen(['sleep', '60']).pid)); time.sleep(60)"
    )
    report = misbehave(body, seconds=3)
    assert report.refused.code == "timed_out"
    assert time.monotonic() - started < 20
    # Ended means the signal was sent; on a busy machine the kernel needs a moment to act on it.
    patience = time.monotonic() + 10
    while (alive := still_alive(int(note.read_text()))) and time.monotonic() < patience:
        time.sleep(0.01)
    assert not alive


def still_alive(process):
    try:
        return Path(f"/proc/{process}/stat").read_text().split()[2] != "Z"
    except FileNotFoundError:
        return False


def test_a_reader_that_eats_memory_is_ended(misbehave):
    assert (
        misbehave("held = [bytes(8 << 20) + b'x' for _ in range(400)]; time.sleep(5)", memory_mb=300).refused.code
        == "out_of_memory"
    )


def test_a_reader_that_writes_too_much_is_ended(misbehave):
    body = "(job.out_dir / 'x').write_bytes(bytes(20 << 20))"
    assert misbehave(body, output_mb=4).refused.code == "output_too_big"


def test_a_reader_that_fails_is_our_fault_and_quotes_no_cell(misbehave):
    report = misbehave("raise ValueError('PERSONA INVENTADA')")
    assert report.refused.code == "reader_failed"
    assert "PERSONA" not in report.refused.message
    assert "ValueError" in report.refused.message


def test_a_reader_that_crashes_is_our_fault(misbehave):
    assert misbehave("import os, signal; os.kill(os.getpid(), signal.SIGSEGV)").refused.code == "reader_failed"


def test_counts_that_do_not_add_up_are_an_error_of_ours():
    with pytest.raises(CountsDisagreeError, match="3 rows in"):
        ReadReport("x", "0", 1, rows_in=3, kept=1, collapsed=1, quarantined=0).check()
