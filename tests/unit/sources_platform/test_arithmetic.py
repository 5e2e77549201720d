"""The pure parts of asking: destinations, addresses, waits, inflation."""

import gzip
import random
import zlib
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sources.errors import RequestRefusedError, SettingError
from sources.hosts import check_url, destination, host_key, is_public
from sources.inflate import DecodeError, decode
from sources.retry import RetryPolicy, backoff, retry_after
from sources.spec_access import SingleFileAccess
from sources.verdicts import Reason

ACCESS = SingleFileAccess(
    method="single_file",
    base_url="https://portal.example/x",
    host_variable="VIGIA_TEST_URL",
    path="/D.csv",
    allowed_hosts=("files.example",),
)
NOW = datetime(2026, 11, 20, 6, 0, tzinfo=UTC)


def test_an_operators_address_replaces_the_host_and_may_be_private():
    declared = destination(ACCESS, {})
    assert (declared.base_url, declared.private_addresses) == ("https://portal.example/x", False)
    assert declared.allowed_hosts == {"portal.example", "files.example"}
    moved = destination(ACCESS, {"VIGIA_TEST_URL": "http://127.0.0.1:8000/mef/"})
    assert (moved.base_url, moved.private_addresses) == ("http://127.0.0.1:8000/mef", True)
    assert moved.allowed_hosts == {"127.0.0.1:8000"}
    assert destination(ACCESS, {"VIGIA_TEST_URL": "http://a"}, "http://b").base_url == "http://b"


@pytest.mark.parametrize(
    "address", ["portal.example", "ftp://portal.example", "http://", "http://a/?b=1", "http://a#b"]
)
def test_an_address_that_cannot_be_used_is_a_clear_error(address):
    with pytest.raises(SettingError, match="VIGIA_TEST_URL"):
        destination(ACCESS, {"VIGIA_TEST_URL": address})


def test_hosts_and_ports():
    assert host_key("https://Portal.Example./a") == host_key("https://portal.example:443") == "portal.example"
    assert host_key("http://portal.example:443") == "portal.example:443"
    check_url("https://portal.example/", frozenset({"portal.example"}))
    with pytest.raises(RequestRefusedError) as caught:
        check_url("http://portal.example/", frozenset({"portal.example"}), came_from="https://portal.example/")
    assert caught.value.code is Reason.SCHEME_FORBIDDEN
    with pytest.raises(RequestRefusedError):
        check_url("https://portal.example:8443/", frozenset({"portal.example"}))


@pytest.mark.parametrize("address", ["8.8.8.8", "2001:4860:4860::8888", "::ffff:8.8.8.8", "64:ff9b::808:808"])
def test_public_addresses_pass(address):
    assert is_public(address)


@given(st.text(max_size=40))
def test_no_retry_after_text_breaks_the_arithmetic(text):
    wait = retry_after(text, NOW)
    assert wait is None or wait >= 0


@given(st.integers(1, 8), st.integers())
def test_backoff_doubles_within_its_cap_and_at_least_half(attempt, seed):
    policy = RetryPolicy()
    full = min(policy.longest_backoff, policy.first_wait * 2 ** (attempt - 1))
    assert full / 2 <= backoff(policy, attempt, random.Random(seed)) <= full


@pytest.mark.parametrize("coding", ["gzip", "deflate"])
@settings(max_examples=25, deadline=None)
@given(body=st.binary(min_size=1, max_size=2000), data=st.data())
def test_a_packed_body_cut_anywhere_is_never_accepted(tmp_path_factory, coding, body, data):
    folder = tmp_path_factory.mktemp("inflate")
    packed = gzip.compress(body) if coding == "gzip" else zlib.compress(body)
    cut = data.draw(st.integers(0, len(packed) - 1))
    raw = folder / "raw"
    raw.write_bytes(packed)
    assert decode(raw, folder / "out", coding, 10_000).size == len(body)
    assert (folder / "out").read_bytes() == body
    raw.write_bytes(packed[:cut])
    with pytest.raises(DecodeError) as caught:
        decode(raw, folder / "out", coding, 10_000)
    assert caught.value.reason in (Reason.CUT_ENCODING, Reason.BAD_ENCODING)


def test_what_follows_the_packed_body_is_refused(tmp_path):
    raw = tmp_path / "raw"
    for packed, coding in ((gzip.compress(b"a") + b"junk", "gzip"), (zlib.compress(b"a") + b"junk", "deflate")):
        raw.write_bytes(packed)
        with pytest.raises(DecodeError):
            decode(raw, tmp_path / "out", coding, 100)


def test_the_cap_holds_while_unpacking(tmp_path):
    raw = tmp_path / "raw"
    raw.write_bytes(gzip.compress(b"\0" * 30_000_000))
    with pytest.raises(DecodeError) as caught:
        decode(raw, tmp_path / "out", "gzip", 1_000_000)
    assert caught.value.reason is Reason.TOO_LARGE
    assert (tmp_path / "out").stat().st_size <= 1_300_000
