"""One request to an address that others have set, and its answer.

The guard against server-side request forgery (docs/decisions/outbound-requests.md):

- The address has one of two forms (:mod:`chalicelib.outbound.address`).
- Its name is looked up once, and every address that it has must be public. The connection is made
  to one of these, so a second lookup cannot lead elsewhere (rebinding). TLS is verified for the
  name.
- A redirect is an answer like any other. It is not followed.
- The environment's proxies are not used.
- Time, headers and body are bounded, all together (:mod:`chalicelib.outbound.deadline`).
"""

import socket
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http.client import HTTPException, HTTPResponse
from queue import Empty, SimpleQueue
from ssl import SSLContext, create_default_context
from threading import Thread
from typing import Any, cast

from chalicelib.outbound.address import Address, read_address
from chalicelib.outbound.deadline import Deadline, Received
from chalicelib.outbound.errors import PLACE, NotAllowed, TooLong, Unreachable
from chalicelib.outbound.public_addresses import is_loopback, is_public

#: Bytes of status line and headers that are read at most.
MOST_HEADER_BYTES = 32 * 1024
#: Addresses of a name that are tried at most, within the deadline.
MOST_TRIED = 3
#: Addresses of a name that are looked at. A name with more is not used.
MOST_ADDRESSES = 100

Lookup = Callable[[str, int], list[str]]
Connect = Callable[[tuple[str, int], float], socket.socket]


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer: its status, its headers by lower-case name, and the body's bytes."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class Unresolved(Unreachable):
    """The name has no address now."""


def look_up(host: str, port: int) -> list[str]:
    """Return the IP addresses of a name. Raises OSError, and ValueError for an unusable name."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(one[4][0]) for one in found))


class Outbound:
    """Makes requests. ``loopback`` allows this machine, on the local stage alone.

    Tests give other ways to look up names, to connect, and to trust.
    """

    def __init__(
        self,
        *,
        loopback: bool = False,
        look_up: Lookup = look_up,
        connect: Connect = socket.create_connection,
        trust: Callable[[], SSLContext] = create_default_context,
    ) -> None:
        self.loopback = loopback
        self._look_up, self._connect, self._trust = look_up, connect, trust

    def check(self, text: str, *, seconds: float) -> None:
        """Check an address before it is stored. Raises NotAllowed.

        A name that cannot be looked up now passes: it leads nowhere, and every request checks it
        again.
        """
        try:
            self._addresses(read_address(text, loopback=self.loopback), Deadline(seconds))
        except Unreachable:
            return

    def get(self, text: str, *, seconds: float, most_bytes: int) -> Answer:
        """Return the answer to a GET. Raises OutboundError.

        ``seconds`` bounds the whole request, ``most_bytes`` the body.
        """
        return self.request("GET", text, seconds=seconds, most_bytes=most_bytes)

    def request(
        self,
        method: str,
        text: str,
        *,
        seconds: float,
        most_bytes: int,
        headers: Mapping[str, str] | None = None,
        body: bytes = b"",
    ) -> Answer:
        """Send one request and return its answer, of any status. Raises OutboundError."""
        address = read_address(text, loopback=self.loopback)
        head = _head(method, address, headers or {}, body)
        deadline = Deadline(seconds)
        try:
            with self._connected(address, deadline) as connection:
                connection.settimeout(deadline.left())
                connection.sendall(head + body)
                return _answer(method, connection, deadline, most_bytes)
        except TimeoutError:
            raise Unreachable("time") from None
        except (OSError, HTTPException, ValueError) as error:
            raise Unreachable(type(error).__name__) from None

    def _connected(self, address: Address, deadline: Deadline) -> socket.socket:
        """Return a connection to a checked address of the name, with TLS verified for the name."""
        refused: OSError | None = None
        for place in self._addresses(address, deadline)[:MOST_TRIED]:
            try:
                plain = self._connect((place, address.port), deadline.left())
            except TimeoutError:
                raise
            except OSError as error:
                refused = error
                continue
            try:
                if not address.tls:
                    return plain
                plain.settimeout(deadline.left())
                return self._trust().wrap_socket(plain, server_hostname=address.host)
            except BaseException:
                plain.close()
                raise
        raise refused or OSError

    def _addresses(self, address: Address, deadline: Deadline) -> list[str]:
        """Return the addresses of the name, all of them checked. Raises NotAllowed, Unresolved."""
        found = self._looked_up(address, deadline)
        allowed = is_public if address.tls else is_loopback
        if not found:
            raise Unresolved("name")
        if len(found) > MOST_ADDRESSES or not all(allowed(one) for one in found):
            raise NotAllowed(PLACE)
        return found

    def _looked_up(self, address: Address, deadline: Deadline) -> list[str]:
        """Look the name up in a thread of its own: the system's lookup has no time limit."""
        answer: SimpleQueue[list[str] | None] = SimpleQueue()

        def ask() -> None:
            try:
                answer.put(self._look_up(address.host, address.port))
            except (OSError, ValueError):
                answer.put(None)

        Thread(target=ask, daemon=True).start()
        try:
            return answer.get(timeout=deadline.left()) or []
        except (Empty, TimeoutError):
            raise Unresolved("time") from None


def _head(method: str, address: Address, headers: Mapping[str, str], body: bytes) -> bytes:
    """Return the request's head. Raises ValueError for a header with a control character."""
    sent = {
        **headers,
        "Host": address.authority,
        "User-Agent": "servicescore",
        "Accept-Encoding": "identity",
        "Connection": "close",
        **({"Content-Length": str(len(body))} if body or method != "GET" else {}),
    }
    lines = [f"{method} {address.path} HTTP/1.1", *(f"{name}: {sent[name]}" for name in sent)]
    if not all(line.isascii() and line.isprintable() for line in lines):
        raise ValueError("a header of a request has one line of visible ASCII")
    return "\r\n".join([*lines, "", ""]).encode("ascii")


def _answer(method: str, connection: socket.socket, deadline: Deadline, most: int) -> Answer:
    received = Received(connection, deadline, most + MOST_HEADER_BYTES)
    response = HTTPResponse(cast("Any", received), method=method)
    try:
        response.begin()
        headers = {name.lower(): value for name, value in response.getheaders()}
        if headers.get("content-encoding", "identity").strip().lower() != "identity":
            # An encoded body could grow without bound when it is decoded.
            raise Unreachable("encoding")
        body = response.read(most + 1)
    finally:
        response.close()
    if len(body) > most:
        raise TooLong("body")
    declared = response.length
    if declared:
        raise Unreachable("cut")
    return Answer(response.status, headers, body)
