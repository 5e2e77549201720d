"""Time stamps by a local ``openssl ts`` authority on loopback: asked, checked, kept, and never in the night's way."""

import hashlib
import os
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from sources import stamps
from sources.archive import Archive
from sources.chain import link_text
from sources.errors import SettingError
from sources.export import CitedLook, export
from sources.receipts import make_look
from sources.stamps import Authority
from sources.verdicts import Reason

pytestmark = pytest.mark.skipif(shutil.which("openssl") is None, reason="needs the Debian package openssl")
NIGHT = date(2026, 11, 20)
BODY = b"code,name\n1,Puente\n"
CONFIG = """
[tsa]
default_tsa = one
[one]
dir = {folder}
serial = $dir/serial
crypto_device = builtin
signer_cert = $dir/tsa.pem
certs = $dir/ca.pem
signer_key = $dir/tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256, sha384, sha512
accuracy = secs:1
ordering = no
tsa_name = no
ess_cert_id_chain = no
ess_cert_id_alg = sha256
"""


def run(*words: str) -> None:
    subprocess.run(words, check=True, capture_output=True)


@pytest.fixture(scope="module")
def authority_folder(tmp_path_factory) -> Path:
    """A root certificate, a signer for time stamps, and another root that signed nothing."""
    folder = tmp_path_factory.mktemp("tsa")
    key = ("-newkey", "rsa:2048", "-nodes", "-days", "3650", "-sha256")
    for name in ("ca", "other"):
        run("openssl", "req", "-x509", *key, "-keyout", f"{folder}/{name}.key", "-out", f"{folder}/{name}.pem", "-subj", f"/CN={name}")
    run("openssl", "req", *key[:3], "-keyout", f"{folder}/tsa.key", "-out", f"{folder}/tsa.csr", "-subj", "/CN=sello")
    (folder / "ext").write_text("extendedKeyUsage=critical,timeStamping\nkeyUsage=critical,digitalSignature\n")
    run("openssl", "x509", "-req", "-in", f"{folder}/tsa.csr", "-CA", f"{folder}/ca.pem", "-CAkey", f"{folder}/ca.key",
        "-CAcreateserial", "-days", "3650", "-sha256", "-extfile", f"{folder}/ext", "-out", f"{folder}/tsa.pem")  # fmt: skip
    (folder / "serial").write_text("01\n")
    (folder / "tsa.cnf").write_text(CONFIG.format(folder=folder))
    return folder


@pytest.fixture
def service(portal, authority_folder, tmp_path) -> str:
    def reply(handler, _) -> None:
        (tmp_path / "q.tsq").write_bytes(portal.body(handler))
        run("openssl", "ts", "-reply", "-config", f"{authority_folder}/tsa.cnf", "-section", "one",
            "-queryfile", f"{tmp_path}/q.tsq", "-out", f"{tmp_path}/r.tsr")  # fmt: skip
        portal.send(handler, 200, (tmp_path / "r.tsr").read_bytes(), Content_Type="application/timestamp-reply")

    return portal.on("/tsa", reply)


@pytest.fixture
def sealed(archive, make_exchange) -> Archive:
    archive.record(NIGHT, "a", make_exchange(body=BODY))
    sha256 = hashlib.sha256(BODY).hexdigest()
    archive.record_look(NIGHT, make_look("a", "", NIGHT, Reason.NEW_PAYLOAD, payload_sha256=sha256, receipts=1))
    archive.seal(NIGHT)
    return archive


def ask(archive: Archive, url: str, roots: Path) -> stamps.Attempt:
    return stamps.stamp(archive.root, archive.links()[-1], Authority(url, roots))


def openssl_says(data: Path, answer: Path, roots: Path) -> bool:
    command = ("openssl", "ts", "-verify", "-data", data, "-in", answer, "-CAfile", roots)
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def test_a_root_is_stamped_kept_and_verified_by_openssl_too(sealed, service, authority_folder, portal, tmp_path):
    assert ask(sealed, service, authority_folder / "ca.pem").fault == ""
    link = sealed.links()[-1]
    text = tmp_path / "link.json"
    text.write_text(link_text(link))
    assert hashlib.sha256(text.read_bytes()).hexdigest() == link.hash
    kept = stamps.stamp_path(sealed.root, link)
    assert openssl_says(text, kept, sealed.root / "stamps" / "authority.pem")
    assert sealed.verify() == []
    ask(sealed, service, authority_folder / "ca.pem")
    assert len(portal.asked("/tsa")) == 1


def test_a_changed_stamp_or_another_roots_stamp_is_found(sealed, service, authority_folder, make_exchange):
    ask(sealed, service, authority_folder / "ca.pem")
    kept = stamps.stamp_path(sealed.root, sealed.links()[-1])
    whole = kept.read_bytes()
    kept.write_bytes(whole[:-9] + bytes([whole[-9] ^ 1]) + whole[-8:])
    assert [problem.code for problem in sealed.verify()] == ["stamp_bad"]
    later = date(2026, 11, 21)
    sealed.record(later, "a", make_exchange(body=b"other"))
    sealed.seal(later)
    kept.write_bytes(whole)
    stamps.stamp_path(sealed.root, sealed.links()[-1]).write_bytes(whole)
    assert [(problem.night, problem.code) for problem in sealed.verify()] == [(later, "stamp_bad")]


def test_whatever_a_service_does_is_noted_and_nothing_is_kept(sealed, portal, service, authority_folder):
    cases = {
        "http://127.0.0.1:1/tsa": "could not be asked",
        portal.serve("/503", b"", 503): "answered 503",
        portal.serve("/moved", b"", 302, Location=service): "answered 302",
        portal.serve("/html", b"<html>login</html>"): "not good",
        portal.serve("/huge", b"x" * 100_000): "more bytes than any stamp",
        portal.serve("/cut", b"0", Content_Length="90"): "",
    }
    for url, told in cases.items():
        attempt = ask(sealed, url, authority_folder / "ca.pem")
        assert attempt.fault, url
        assert told in attempt.fault, url
        assert stamps.last_attempt(sealed.root, NIGHT) == attempt
    assert "not good" in ask(sealed, service, authority_folder / "other.pem").fault
    assert list((sealed.root / "stamps").glob("*.tsr")) == []
    assert sealed.verify() == []
    assert ask(sealed, service, authority_folder / "ca.pem").fault == ""


def test_certificates_that_cannot_be_read_are_a_wrong_setting(sealed, service, tmp_path):
    with pytest.raises(SettingError, match="VIGIA_TSA_ROOTS"):
        ask(sealed, service, tmp_path / "none.pem")


def test_a_bundle_carries_the_stamp_and_tells_how_openssl_checks_it(sealed, service, authority_folder, tmp_path):
    ask(sealed, service, authority_folder / "ca.pem")
    facts = {"alert": "a1", "rule": "MIS-17", "subject": "s", "notice": ""}
    cited = [CitedLook("a", "", hashlib.sha256(BODY).hexdigest(), NIGHT)]
    bundle = export(sealed, cited, tmp_path / "bundle", facts).folder
    told = [line[2:] for line in (bundle / "LEEME.txt").read_text("utf-8").splitlines() if line.startswith("$ ")]
    env = {"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}

    def passes(command: str) -> bool:
        return subprocess.run(["bash", "-c", command], cwd=bundle, capture_output=True, env=env, check=False).returncode == 0

    assert [command for command in told if not passes(command)] == []
    verify = next(command for command in told if command.startswith("openssl ts -verify"))
    for name in ("sello.tsr", "eslabones/000001.json"):
        path = bundle / name
        whole = path.read_bytes()
        path.write_bytes(whole[:-9] + bytes([whole[-9] ^ 1]) + whole[-8:])
        assert not passes(verify), name
        path.write_bytes(whole)
    assert passes(verify)
