"""Where things are and whom to ask: environment variables over ``vigia.toml`` over defaults.

Every setting has one name. In ``vigia.toml`` the variables stand under ``[vigia]`` in lower case without
the prefix (``VIGIA_DATA`` is ``data``), and the address of a source under ``[sources]`` by its variable's name.
Secrets have no place here: the product has none yet.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipelines.errors import UsageError

PROJECT = Path(__file__).resolve().parent.parent
CONFIG_FILE = "vigia.toml"


@dataclass(frozen=True)
class Settings:
    """The settings of one process.

    Attributes:
        data: folder that holds one folder a world (``VIGIA_DATA``).
        dagster_state: folder of Dagster's run history (``VIGIA_DAGSTER``).
        contact: address that goes into the user agent; live runs refuse to start without it (``VIGIA_CONTACT``).
        world: what the nightly schedule audits, ``sandbox`` or ``live`` (``VIGIA_WORLD``).
        seed: seed of the sandbox world (``VIGIA_SEED``).
        size: number of works of the sandbox world (``VIGIA_SIZE``).
        tsa_url: address of an RFC 3161 time-stamp service, none by default (``VIGIA_TSA_URL``).
        tsa_roots: file with that authority's certificates in PEM form (``VIGIA_TSA_ROOTS``).
        addresses: base addresses that replace those of the contracts, by variable name (``VIGIA_…_URL``).
        memory_limit: DuckDB's memory limit for the warehouse (``VIGIA_MEMORY``).
        requests: requests a night that the registers of one host asked key by key get, 0 = as its contracts say
            (``VIGIA_REQUESTS``).
    """

    data: Path = PROJECT / "data"
    dagster_state: Path = PROJECT / ".dagster"
    contact: str | None = None
    world: str = "sandbox"
    seed: int = 1
    size: int = 2000
    memory_limit: str = "4GB"
    tsa_url: str | None = None
    tsa_roots: Path | None = None
    requests: int = 0
    addresses: Mapping[str, str] = field(default_factory=dict)


def load_settings(environment: Mapping[str, str] | None = None, folder: Path | None = None) -> Settings:
    """Read ``vigia.toml`` in ``folder`` (default: the current one) and the environment over it.

    Raises:
        UsageError: the file is not TOML, has an unknown key, or a number is not a number.
    """
    environment = os.environ if environment is None else environment
    written = _read_file((folder or Path.cwd()) / CONFIG_FILE)
    known = {"data", "dagster", "contact", "world", "seed", "size", "memory", "requests"}
    if unknown := set(written.get("vigia", {})) - known:
        raise UsageError(f"{CONFIG_FILE}: unknown key {sorted(unknown)} under [vigia]; known: {sorted(known)}")

    def value(name: str, default: str) -> str:
        return environment.get(f"VIGIA_{name.upper()}") or str(written.get("vigia", {}).get(name, default))

    tsa_url, tsa_roots = value("tsa_url", ""), value("tsa_roots", "")
    if bool(tsa_url) != bool(tsa_roots):
        raise UsageError("VIGIA_TSA_URL and VIGIA_TSA_ROOTS belong together: a stamp that cannot be checked is none")
    addresses = {str(name): str(address) for name, address in written.get("sources", {}).items()}
    named = {n for n in environment if n.startswith("VIGIA_") and n.endswith("_URL")} - {"VIGIA_TSA_URL"}
    addresses |= {name: environment[name] for name in named if environment[name]}
    return Settings(
        data=Path(value("data", str(PROJECT / "data"))).expanduser().resolve(),
        dagster_state=Path(value("dagster", str(PROJECT / ".dagster"))).expanduser().resolve(),
        contact=value("contact", "") or None,
        world=_one_of("world", value("world", "sandbox"), ("sandbox", "live")),
        seed=_whole("seed", value("seed", "1")),
        size=_whole("size", value("size", "2000")),
        memory_limit=value("memory", "4GB"),
        tsa_url=tsa_url or None,
        tsa_roots=Path(tsa_roots).expanduser().resolve() if tsa_roots else None,
        requests=_whole("requests", value("requests", "0")),
        addresses=addresses,
    )


def _read_file(path: Path) -> dict[str, Any]:
    if not path.is_file():
        return {}
    try:
        written = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as fault:
        raise UsageError(f"{path} is not valid TOML: {fault}") from fault
    if unknown := set(written) - {"vigia", "sources"}:
        raise UsageError(f"{path}: unknown table {sorted(unknown)}; known: [vigia], [sources]")
    return written


def _whole(name: str, text: str) -> int:
    try:
        return int(text)
    except ValueError as fault:
        raise UsageError(f"VIGIA_{name.upper()} must be a whole number, not {text!r}") from fault


def _one_of(name: str, text: str, allowed: tuple[str, ...]) -> str:
    if text not in allowed:
        raise UsageError(f"VIGIA_{name.upper()} must be one of {', '.join(allowed)}, not {text!r}")
    return text
