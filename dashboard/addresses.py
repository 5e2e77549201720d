"""Where each page stands inside the site, and which links may leave it.

Here: file names made from keys, and the portal page of a record. Not here: the pages themselves.
"""

from __future__ import annotations

import hashlib
import re
from urllib.parse import quote, urlsplit

FOLDERS = {
    "infobras:work": "obras",
    "mef:investment": "inversiones",
    "ocds:process": "procesos",
    "ocds:contract": "procesos",
}
_PLAIN = re.compile(r"[a-z0-9.:-]+\Z")
_PORTALS = {
    "infobras:work": "https://infobras.contraloria.gob.pe/InfobrasWeb/Mapa/Sumario?ObraId={}",
    "mef:investment": "https://ofi5.mef.gob.pe/ssi/Ssi/Index?tipo=2&codigo={}",
    "ocds:process": "https://contratacionesabiertas.oece.gob.pe/api/v1/record/{}",
}


def slug(key: str) -> str:
    """File name for ``key``: the key itself when it is plain, else its plain part and a hash, so that no two meet."""
    if _PLAIN.match(key) and not key.startswith("."):
        return key.replace(":", "_")
    head = re.sub(r"[^a-z0-9]+", "-", key.lower()).strip("-")[:60]
    return f"{head}-{hashlib.sha256(key.encode()).hexdigest()[:10]}"


def body_page(group_key: str) -> str:
    """Page of a body, from the site's root."""
    return f"entidades/{slug(group_key)}.html"


def region_page(region: str) -> str:
    """Page of a region, from the site's root."""
    return f"regiones/{slug(region)}.html"


def rule_page(rule_id: str) -> str:
    """Page of a rule, from the site's root."""
    return f"reglas/{slug(rule_id.lower())}.html"


def split_subject(subject_id: str) -> tuple[str, str]:
    """Kind (``register:type``) and native key of a subject."""
    register, kind, key = [*subject_id.split(":", 2), "", ""][:3]
    return f"{register}:{kind}", key


def subject_page(subject_id: str) -> str | None:
    """Page of a work, an investment or a process, from the site's root; bodies have pages of their own."""
    kind, key = split_subject(subject_id)
    folder = FOLDERS.get(kind)
    return None if folder is None or not key else f"{folder}/{slug(key)}.html"


def portal(subject_id: str) -> str | None:
    """Public page of the register that shows this record, when one is known."""
    kind, key = split_subject(subject_id)
    pattern = _PORTALS.get(kind)
    if pattern is None:
        return None
    return pattern.format(quote(key.removeprefix("cui:").removeprefix("snip:"), safe="-._~"))


def safe_link(address: str | None) -> str | None:
    """``address`` when it is a web address that may be linked to, else nothing."""
    if not address:
        return None
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return None
    return address.strip() if parts.scheme in {"http", "https"} and parts.netloc else None
