"""Looks at the first and last bytes of an answer and says whether it can be the file that was asked for.

Here: kinds told by their bytes, pages told apart. Not here: reading the content (the readers do, in a child process).
"""

import json
import re
from pathlib import Path

from sources.spec_tables import Kind
from sources.verdicts import Reason

HEAD_BYTES = 64 * 1024
TAIL_BYTES = 66 * 1024
"""A zip's closing record with its longest possible comment lies within this many bytes of the end."""
ZIPPED: tuple[Kind, ...] = ("xlsx", "ocds_zip", "image_zip")
_ZIP_START = b"PK\x03\x04"
_ZIP_END = b"PK\x05\x06"
_HTML = re.compile(
    rb"^\s*(?:<!--.*?-->\s*)?(?:<\?xml[^>]*>\s*)?<(?:!doctype\s+html|html|head|body|script|div)\b",
    re.IGNORECASE | re.DOTALL,
)
_LOGIN = re.compile(rb"type\s*=\s*[\"']?password|captcha|name\s*=\s*[\"']?(?:j_)?password|inicie\s+sesi", re.IGNORECASE)
_LOGIN_PATH = re.compile(r"/(?:login|signin|sign-in|acceso|ingreso|auth|sso)(?:[/.?]|$)", re.IGNORECASE)
_MAINTENANCE = re.compile(rb"mantenimiento|under\s+maintenance|fuera\s+de\s+servicio", re.IGNORECASE)
_BOMS = (b"\xef\xbb\xbf",)


def refusal(path: Path, kind: Kind, url: str) -> Reason | None:
    """Return why an answer cannot be the declared file, None when it may be.

    ``url`` is where the answer came from in the end: a redirect to a log-in page is one whatever its bytes say.
    """
    size = path.stat().st_size
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
        file.seek(max(0, size - TAIL_BYTES))
        tail = file.read()
    if not head.strip(b"\x00\r\n\t ") or head in _BOMS:
        return Reason.EMPTY
    if head.startswith(_ZIP_START):
        return _zip_refusal(kind, tail)
    if _HTML.match(_without_bom(head)):
        return page_refusal(head, url)
    if error_in_json(path):
        return Reason.NO_SUCH_FILE
    return _text_refusal(kind, head, tail)


def unmarked(path: Path, marker: str, url: str) -> Reason | None:
    """Return why an answer cannot be the web page that was asked for, None when it holds the page's marker."""
    content = path.read_bytes()
    if marker.encode() in content:
        return None
    if not content.strip():
        return Reason.EMPTY
    reason = page_refusal(content[:HEAD_BYTES], url)
    return Reason.LAYOUT_CHANGED if reason is Reason.HTML_INSTEAD else reason


def page_refusal(head: bytes, url: str) -> Reason:
    """Return what kind of page stands where a file was asked for."""
    if _LOGIN.search(head) or _LOGIN_PATH.search(url):
        return Reason.LOGIN_WALL
    return Reason.MAINTENANCE if _MAINTENANCE.search(head) else Reason.HTML_INSTEAD


def error_in_json(path: Path) -> bool:
    """Tell whether an answer is INFOBRAS' way to say that there is no such file: status 200 and ``{"error": …}``."""
    if path.stat().st_size > HEAD_BYTES:
        return False
    try:
        content = json.loads(path.read_bytes())
    except (ValueError, RecursionError):
        return False
    return isinstance(content, dict) and "error" in content and len(content) <= 3


def _zip_refusal(kind: Kind, tail: bytes) -> Reason | None:
    if kind not in ZIPPED:
        return Reason.WRONG_KIND
    return None if _ZIP_END in tail else Reason.CUT_CONTENT


def _text_refusal(kind: Kind, head: bytes, tail: bytes) -> Reason | None:
    if kind in ZIPPED or b"\x00" in head[:1024]:
        return Reason.WRONG_KIND
    first = _without_bom(head).lstrip()[:1]
    if kind in ("json", "geojson"):
        if first not in (b"{", b"["):
            return Reason.WRONG_KIND
        closing = b"}" if first == b"{" else b"]"
        return None if tail.rstrip().endswith(closing) else Reason.CUT_CONTENT
    return Reason.WRONG_KIND if first in (b"{", b"[", b"%") else None


def _without_bom(head: bytes) -> bytes:
    return head[3:] if head.startswith(_BOMS) else head
