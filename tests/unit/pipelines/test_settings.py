"""Settings: environment over file over default, and mistakes named."""

from pathlib import Path

import pytest

from pipelines.errors import UsageError
from pipelines.settings import PROJECT, load_settings


def test_defaults_lie_inside_the_checkout(tmp_path: Path) -> None:
    found = load_settings({}, tmp_path)
    assert found.data == PROJECT / "data"
    assert found.world == "sandbox"
    assert found.contact is None


def test_the_file_counts_and_the_environment_wins(tmp_path: Path) -> None:
    (tmp_path / "vigia.toml").write_text(
        '[vigia]\ndata = "/srv/a"\nseed = 7\n[sources]\nVIGIA_INFOBRAS_URL = "http://127.0.0.1:1/a"\n',
    )
    found = load_settings({"VIGIA_DATA": "/srv/b", "VIGIA_MEF_URL": "http://127.0.0.1:2"}, tmp_path)
    assert found.data == Path("/srv/b")
    assert found.seed == 7
    assert dict(found.addresses) == {
        "VIGIA_INFOBRAS_URL": "http://127.0.0.1:1/a",
        "VIGIA_MEF_URL": "http://127.0.0.1:2",
    }


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("[vigia]\ndatta = 'x'", "datta"),
        ("[vigai]\n", "vigai"),
        ("[vigia\n", "TOML"),
        ("[vigia]\nseed = 'three'", "VIGIA_SEED"),
        ("[vigia]\nworld = 'moon'", "VIGIA_WORLD"),
    ],
)
def test_a_mistake_is_named(tmp_path: Path, text: str, named: str) -> None:
    (tmp_path / "vigia.toml").write_text(text)
    with pytest.raises(UsageError, match=named):
        load_settings({}, tmp_path)
