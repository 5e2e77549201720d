"""Which address stands for a source tonight: its contract's, a setting's, or the sandbox's own server on loopback."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

from pipelines import invented
from pipelines.night import Night
from sources.retry import RetryPolicy
from sources.session import PoliteSession, user_agent
from sources.spec import SourceSpec

VERSION = "0.1"
INVENTED_PATIENCE = RetryPolicy(first_wait=0.01)
"""Our own server needs no rest: a rubric that it never opens would else hold a sandbox night up for half a minute."""
SANDBOX_CONTACT = "sandbox@localhost"
SANDBOX_PATHS = {
    "VIGIA_INFOBRAS_URL": "/InfobrasWeb",
    "VIGIA_MEF_URL": "/datastorefiles",
    "VIGIA_OECE_URL": "/api/v1",
    "VIGIA_ENTIDADES_URL": "/entidades",
    "VIGIA_UBIGEO_URL": "/ubigeo",
    "VIGIA_CONOSCE_URL": "/conosce/reportes",
    "VIGIA_OECE_WIKI_URL": "/wiki",
    "VIGIA_INFORMES_URL": "/BuscadorCGR",
    "VIGIA_GOBPE_URL": "/gobpe",
    "VIGIA_DATOSABIERTOS_URL": "/datosabiertos",
    "VIGIA_SSI_URL": "/ssi",
    "VIGIA_PTE_URL": "/pte",
    "VIGIA_LIMITES_URL": "/limites/distritos.geojson",
    "VIGIA_FOTOS_URL": "/fotos/infobras-fotos.zip",
}
"""Where the sandbox's server puts each portal: the paths of its own address that stand for a base address."""


def base_address(night: Night, spec: SourceSpec) -> str | None:
    """The address that replaces the contract's own tonight, or None when the contract's stands."""
    if spec.access is None:
        return None
    variable = spec.access.host_variable
    if variable in night.settings.addresses:
        return night.settings.addresses[variable]
    if night.world.kind == "sandbox":
        return invented.portals_of(night.world.seed, night.world.size).address(night.date) + SANDBOX_PATHS[variable]
    return None


def announce(night: Night) -> None:
    """Let a coming night's portals be prepared meanwhile, where they are invented; elsewhere nothing happens."""
    if night.world.kind == "sandbox" and not SANDBOX_PATHS.keys() <= night.settings.addresses.keys():
        invented.portals_of(night.world.seed, night.world.size).announce(night.date)


def withdraw(night: Night) -> None:
    """Let a night's portals end where they are invented: everything was asked."""
    if night.world.kind == "sandbox":
        invented.withdraw(night.world.seed, night.world.size, night.date)


def polite_session(night: Night) -> PoliteSession:
    """The night's one session: what a host said to one source, the others respect too."""
    in_sandbox = night.world.kind == "sandbox"
    contact = SANDBOX_CONTACT if in_sandbox else night.settings.contact or ""
    return _session(night.folder / "cache" / "spool", night.date, contact, in_sandbox=in_sandbox)


@cache
def _session(spool: Path, _night: date, contact: str, *, in_sandbox: bool) -> PoliteSession:
    rate, policy = (0.0, INVENTED_PATIENCE) if in_sandbox else (None, None)
    return PoliteSession(user_agent(contact, VERSION), spool=spool, seconds_per_request=rate, policy=policy)
