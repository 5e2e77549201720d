"""Where a request may go: schemes, hosts on the allow-list, and addresses that are public.

Here: the decisions. Not here: the connection that enforces them (``transport``) and the redirects (``session``).
"""

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from sources.errors import RequestRefusedError, SettingError
from sources.spec_access import AccessBase
from sources.verdicts import Reason

_DEFAULT_PORTS = {"http": 80, "https": 443}
_NAT64 = ipaddress.ip_network("64:ff9b::/96")


@dataclass(frozen=True)
class Destination:
    """Where one source is asked: its address, the hosts it may lead to, and whether private addresses are meant.

    Hosts are written ``name`` (the scheme's own port) or ``name:port``.
    """

    base_url: str
    allowed_hosts: frozenset[str]
    private_addresses: bool

    def portal(self, url: str) -> str:
        """Return what is left in peace when an address refuses: its host, or the stand-in an operator named.

        A mirror or the sandbox may stand in for several portals at one host; one that fails must not silence the rest.
        """
        return self.base_url if self.private_addresses else host_key(url)


def destination(
    access: AccessBase, environment: Mapping[str, str] | None = None, base_url: str | None = None
) -> Destination:
    """Return where a source is asked; an operator's address replaces the declared one and its hosts.

    Only an address that an operator wrote down may be private: that is how a mirror or the sandbox is reached.

    Raises:
        SettingError: the operator's address is not an absolute http or https address.
    """
    override = base_url or (environment or {}).get(access.host_variable)
    if not override:
        own = frozenset({host_key(access.base_url), *access.allowed_hosts})
        return Destination(access.base_url.rstrip("/"), own, private_addresses=False)
    parts = urlsplit(override)
    if parts.scheme not in _DEFAULT_PORTS or not parts.hostname or parts.query or parts.fragment:
        msg = (
            f"{access.host_variable}: {override!r} is not an address; write it like "
            f"http://host[:port]/path, without query or fragment"
        )
        raise SettingError(msg)
    return Destination(override.rstrip("/"), frozenset({host_key(override)}), private_addresses=True)


def host_key(url: str) -> str:
    """Return ``host`` or, for a port that is not the scheme's own, ``host:port``; lower case."""
    parts = urlsplit(url)
    host = (parts.hostname or "").rstrip(".")
    port = parts.port
    return host if port in (None, _DEFAULT_PORTS.get(parts.scheme)) else f"{host}:{port}"


def check_url(url: str, allowed: frozenset[str], *, came_from: str | None = None) -> None:
    """Refuse an address that is not ours to ask; called for the first address and for every redirect.

    Raises:
        RequestRefusedError: with ``scheme_forbidden`` or ``host_forbidden``.
    """
    try:
        scheme, host = urlsplit(url).scheme, host_key(url)
    except ValueError as fault:
        raise RequestRefusedError(Reason.HOST_FORBIDDEN, f"not a usable address: {url!r}") from fault
    if scheme not in _DEFAULT_PORTS:
        raise RequestRefusedError(Reason.SCHEME_FORBIDDEN, f"only http and https are asked, not {url!r}")
    if came_from is not None and scheme == "http" and urlsplit(came_from).scheme == "https":
        raise RequestRefusedError(Reason.SCHEME_FORBIDDEN, f"{came_from} led from https down to {url}")
    parts = urlsplit(url)
    if parts.username is not None or host not in allowed:
        raise RequestRefusedError(
            Reason.HOST_FORBIDDEN, f"{host or url!r} is not an allowed host ({', '.join(sorted(allowed))})"
        )


def is_public(address: str) -> bool:
    """Tell whether an IP address is on the public internet: not loopback, private, link-local, metadata, multicast.

    IPv4 addresses hidden inside IPv6 ones are judged by what they hide.
    """
    ip = ipaddress.ip_address(address.split("%", 1)[0])
    if isinstance(ip, ipaddress.IPv6Address):
        hidden = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if hidden is None and ip in _NAT64:
            hidden = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if hidden is not None:
            return is_public(str(hidden))
    return ip.is_global and not ip.is_multicast
