"""How a file without a request is worded: what we made ourselves is not said to have been downloaded by hand."""

from types import SimpleNamespace

import pytest

from dashboard import texts
from dashboard.looks import Looks


@pytest.fixture
def looks():
    bare = Looks.__new__(Looks)
    bare._site = SimpleNamespace(texts=texts.load())
    return bare


@pytest.mark.parametrize(
    ("reason", "told", "untold"),
    [("pages_read", "Lista que hizo Vigía", "a mano"), ("from_file", "a mano", "Lista que hizo Vigía")],
)
def test_our_own_list_of_pages_is_told_apart_from_a_file_brought_by_hand(looks, reason, told, untold):
    words, name = looks._asked({"url": "file:pages.jsonl"}, reason)
    assert told in words
    assert untold not in words
    assert name == "pages.jsonl"
