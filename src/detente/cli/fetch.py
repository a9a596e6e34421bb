"""Fetch one page from the web, carefully: public hosts only, little, soon, few redirects.

Only the command line fetches, and only when a person names an address. The name is resolved
once and the connection goes to that very address, so that it cannot turn private in between.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import time
from urllib.parse import urljoin, urlsplit

from detente.errors import InputError

MAX_BYTES = 8_000_000
MAX_SECONDS = 20.0
MAX_REDIRECTS = 4
PORTS = {"http": 80, "https": 443}
KINDS = ("text/", "application/pdf", "application/xhtml")


def is_address(text: str) -> bool:
    """True for something that looks like an address on the web."""
    return text.lower().startswith(("http://", "https://"))


def fetch(address: str) -> bytes:
    """The bytes behind an address. Raises InputError with what went wrong."""
    end = time.monotonic() + MAX_SECONDS
    for _ in range(MAX_REDIRECTS + 1):
        status, moved, body = one_request(address, end)
        if status in (301, 302, 303, 307, 308) and moved:
            address = urljoin(address, moved)
            continue
        if status != 200:
            raise refused(address, f"the server answered {status}", "Check the address")
        return body
    raise refused(
        address, f"more than {MAX_REDIRECTS} redirects", "Save the page and give the file"
    )


def refused(address: str, what: str, remedy: str) -> InputError:
    """An error about an address, with control characters kept out of the message."""
    shown = "".join(c if c.isprintable() else "?" for c in address)[:200]
    return InputError(f"{shown}: {what}. {remedy}.")


def public_address(address: str, host: str, port: int) -> str:
    """An IP address of a host, all of whose addresses are public. Raises InputError."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise refused(address, "this host is not known", "Check the address") from None
    numbers = [str(entry[4][0]) for entry in found]
    for number in numbers:
        ip = ipaddress.ip_address(number.split("%")[0])
        inner = getattr(ip, "ipv4_mapped", None) or ip
        if not inner.is_global or inner.is_multicast:
            raise refused(address, "a private or local address", "Only public pages are fetched")
    return numbers[0]


def one_request(address: str, end: float) -> tuple[int, str | None, bytes]:
    """Status, redirect and body of one request. Raises InputError."""
    parts = urlsplit(address)
    if parts.scheme not in PORTS or not parts.hostname or parts.username or parts.password:
        raise refused(address, "not an address of a page", "Use http or https, without a password")
    port = PORTS[parts.scheme]
    try:
        if parts.port not in (None, port):
            raise refused(address, "an unusual port", "Only ports 80 and 443 are used")
    except ValueError:
        raise refused(address, "not a port", "Check the address") from None
    number = public_address(address, parts.hostname, port)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    try:
        return exchange(address, (parts.scheme, parts.hostname, number), target, end)
    except (OSError, http.client.HTTPException, UnicodeError) as error:
        raise refused(
            address, f"could not be fetched ({type(error).__name__})", "Save it and give the file"
        ) from None


def exchange(
    address: str, server: tuple[str, str, str], target: str, end: float
) -> tuple[int, str | None, bytes]:
    """Connect to the resolved number, ask for the page as the host, read within the limits."""
    scheme, host, number = server
    wait = max(1.0, end - time.monotonic())
    line = socket.create_connection((number, PORTS[scheme]), timeout=wait)
    if scheme == "https":
        line = ssl.create_default_context().wrap_socket(line, server_hostname=host)
    link = http.client.HTTPConnection(host, timeout=wait)
    link.sock = line
    try:
        headers = {"User-Agent": "detente", "Accept": "text/html, text/plain, application/pdf"}
        link.request("GET", target, headers=headers)
        answer = link.getresponse()
        if answer.status != 200:
            return answer.status, answer.getheader("Location"), b""
        kind = (answer.getheader("Content-Type") or "text/html").lower()
        if not kind.startswith(KINDS):
            raise refused(address, f"content of type {kind[:60]}", "A page, text or PDF is read")
        return 200, None, limited(address, answer, end)
    finally:
        link.close()


def limited(address: str, answer: http.client.HTTPResponse, end: float) -> bytes:
    """The body, refused where it grows too large or takes too long."""
    pieces: list[bytes] = []
    size = 0
    while piece := answer.read(65_536):
        size += len(piece)
        pieces.append(piece)
        if size > MAX_BYTES or time.monotonic() > end:
            what = "larger than 8 MB" if size > MAX_BYTES else "slower than 20 seconds"
            raise refused(address, what, "Save it and give the part that matters")
    return b"".join(pieces)
