"""What became of asking: the closed list of reasons, the verdict each leads to, and words for people.

Here: reasons and verdicts of one answer. Not here: refusals by the readers, which speak of content.
"""

from enum import StrEnum

from sources.spec_base import Words


class Verdict(StrEnum):
    """How far an answer can be trusted. ``unchanged`` is a complete look whose payload we already had."""

    COMPLETE = "complete"
    UNCHANGED = "unchanged"
    INCOMPLETE = "incomplete"
    REFUSED = "refused"


class Reason(StrEnum):
    """Why a look has its verdict. Closed: nothing else may appear in a look or in a receipt's error."""

    NEW_PAYLOAD = "new_payload"
    FROM_FILE = "from_file"
    INDEX_READ = "index_read"
    PAGE_READ = "page_read"
    PAGES_READ = "pages_read"
    SAME_PAYLOAD = "same_payload"
    NOT_MODIFIED = "not_modified"
    SAME_IN_INDEX = "same_in_index"

    UNREACHABLE = "unreachable"
    NAME_NOT_RESOLVED = "name_not_resolved"
    CONNECTION_LOST = "connection_lost"
    CUT_BODY = "cut_body"
    CUT_ENCODING = "cut_encoding"
    BAD_ENCODING = "bad_encoding"
    DEADLINE = "deadline"
    SERVER_ERROR = "server_error"
    CUT_CONTENT = "cut_content"

    TLS_FAILED = "tls_failed"
    TOO_MANY_REQUESTS = "too_many_requests"
    HOST_LEFT = "host_left"
    ROBOTS_DISALLOWED = "robots_disallowed"
    ROBOTS_UNREACHABLE = "robots_unreachable"
    SCHEME_FORBIDDEN = "scheme_forbidden"
    HOST_FORBIDDEN = "host_forbidden"
    ADDRESS_FORBIDDEN = "address_forbidden"
    TOO_MANY_REDIRECTS = "too_many_redirects"
    CLIENT_ERROR = "client_error"
    UNEXPECTED_STATUS = "unexpected_status"
    TOO_LARGE = "too_large"
    EMPTY = "empty"
    HTML_INSTEAD = "html_instead"
    LOGIN_WALL = "login_wall"
    MAINTENANCE = "maintenance"
    WRONG_KIND = "wrong_kind"
    NO_SUCH_FILE = "no_such_file"
    LAYOUT_CHANGED = "layout_changed"


_COMPLETE = frozenset(
    {Reason.NEW_PAYLOAD, Reason.FROM_FILE, Reason.INDEX_READ, Reason.PAGE_READ, Reason.PAGES_READ}
)
_UNCHANGED = frozenset({Reason.SAME_PAYLOAD, Reason.NOT_MODIFIED, Reason.SAME_IN_INDEX})
_INCOMPLETE = frozenset(
    {
        Reason.UNREACHABLE,
        Reason.NAME_NOT_RESOLVED,
        Reason.CONNECTION_LOST,
        Reason.CUT_BODY,
        Reason.CUT_ENCODING,
        Reason.BAD_ENCODING,
        Reason.DEADLINE,
        Reason.SERVER_ERROR,
        Reason.CUT_CONTENT,
    }
)


def verdict_of(reason: Reason) -> Verdict:
    """Return the one verdict a reason leads to; what is not known to be good or cut is refused."""
    if reason in _COMPLETE:
        return Verdict.COMPLETE
    if reason in _UNCHANGED:
        return Verdict.UNCHANGED
    return Verdict.INCOMPLETE if reason in _INCOMPLETE else Verdict.REFUSED


WORDS: dict[Reason, Words] = {
    Reason.NEW_PAYLOAD: Words(es="Se recibió un archivo nuevo y completo.", en="A new and whole file arrived."),
    Reason.FROM_FILE: Words(es="Se leyó de una carpeta de archivos.", en="It was read from a folder of files."),
    Reason.INDEX_READ: Words(es="El índice se leyó completo.", en="The index was read to its end."),
    Reason.PAGE_READ: Words(es="La página llegó completa.", en="The page arrived whole."),
    Reason.PAGES_READ: Words(
        es="Se preguntó clave por clave; cada página recibida quedó en el archivo.",
        en="It was asked key by key; every page received is in the archive.",
    ),
    Reason.SAME_PAYLOAD: Words(
        es="Se recibió completo y es igual al anterior.", en="It arrived whole and equals the one before."
    ),
    Reason.NOT_MODIFIED: Words(
        es="El portal respondió que no ha cambiado.", en="The portal answered that it has not changed."
    ),
    Reason.SAME_IN_INDEX: Words(
        es="El índice del portal muestra la misma huella que la última vez.",
        en="The portal's index shows the same hash as last time.",
    ),
    Reason.UNREACHABLE: Words(es="No se pudo conectar con el portal.", en="The portal could not be reached."),
    Reason.NAME_NOT_RESOLVED: Words(
        es="El nombre del portal no se pudo resolver.", en="The portal's name could not be resolved."
    ),
    Reason.CONNECTION_LOST: Words(
        es="La conexión se perdió antes de la respuesta.", en="The connection was lost before the answer."
    ),
    Reason.CUT_BODY: Words(es="La respuesta llegó cortada.", en="The answer arrived cut short."),
    Reason.CUT_ENCODING: Words(
        es="La respuesta comprimida terminó antes de su marca de fin.",
        en="The compressed answer ended before its end mark.",
    ),
    Reason.BAD_ENCODING: Words(
        es="La compresión de la respuesta no es válida o no la pedimos.",
        en="The answer's compression is invalid or was not asked for.",
    ),
    Reason.DEADLINE: Words(es="La respuesta superó el plazo total.", en="The answer took longer than its deadline."),
    Reason.SERVER_ERROR: Words(
        es="El portal respondió con un error suyo.", en="The portal answered with its own error."
    ),
    Reason.CUT_CONTENT: Words(
        es="El archivo recibido no está completo por dentro.", en="The file received is not whole inside."
    ),
    Reason.TLS_FAILED: Words(
        es="El certificado del portal no se pudo verificar.", en="The portal's certificate could not be verified."
    ),
    Reason.TOO_MANY_REQUESTS: Words(es="El portal pidió que preguntemos menos.", en="The portal asked us to ask less."),
    Reason.HOST_LEFT: Words(
        es="Se dejó en paz al portal por esta noche.", en="The portal was left in peace for the night."
    ),
    Reason.ROBOTS_DISALLOWED: Words(
        es="El robots.txt del portal no permite esta dirección.", en="The portal's robots.txt forbids this address."
    ),
    Reason.ROBOTS_UNREACHABLE: Words(
        es="No se pudo leer el robots.txt del portal; se entiende como prohibición.",
        en="The portal's robots.txt could not be read, which counts as a prohibition.",
    ),
    Reason.SCHEME_FORBIDDEN: Words(
        es="La dirección no es http ni https, o baja de https a http.",
        en="The address is neither http nor https, or steps down from https to http.",
    ),
    Reason.HOST_FORBIDDEN: Words(
        es="El servidor no está en la lista permitida de la fuente.", en="The host is not on the source's allowed list."
    ),
    Reason.ADDRESS_FORBIDDEN: Words(
        es="El nombre lleva a una dirección de red privada.", en="The name leads to a private network address."
    ),
    Reason.TOO_MANY_REDIRECTS: Words(es="Demasiadas redirecciones.", en="Too many redirects."),
    Reason.CLIENT_ERROR: Words(
        es="El portal rechazó la petición (código 4xx).", en="The portal rejected the request (4xx)."
    ),
    Reason.UNEXPECTED_STATUS: Words(
        es="El portal respondió con un código inesperado.", en="The portal answered with an unexpected status."
    ),
    Reason.TOO_LARGE: Words(
        es="La respuesta supera el tamaño que aceptamos.", en="The answer is larger than we accept."
    ),
    Reason.EMPTY: Words(es="La respuesta está vacía.", en="The answer is empty."),
    Reason.HTML_INSTEAD: Words(es="Llegó una página en lugar del archivo.", en="A page arrived in place of the file."),
    Reason.LOGIN_WALL: Words(es="Llegó una página de ingreso o un captcha.", en="A log-in page or a captcha arrived."),
    Reason.MAINTENANCE: Words(es="El portal está en mantenimiento.", en="The portal is under maintenance."),
    Reason.WRONG_KIND: Words(es="El archivo no es del tipo declarado.", en="The file is not of the declared kind."),
    Reason.NO_SUCH_FILE: Words(
        es="El portal responde que el archivo no existe.", en="The portal answers that the file does not exist."
    ),
    Reason.LAYOUT_CHANGED: Words(
        es="La página o el índice cambió de forma.", en="The page or the index changed its layout."
    ),
}
"""What each reason means, for people. A test demands an entry for every reason."""
