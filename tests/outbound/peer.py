"""A peer on this machine that sends the bytes that a test gives it, over TLS or plain."""

import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

#: The name in the peer's certificate.
NAME = "provider.example"

Say = Callable[[socket.socket, bytes], None]


def saying(content: bytes) -> Say:
    """Send these bytes after the request's head has come."""

    def say(connection: socket.socket, _asked: bytes) -> None:
        connection.sendall(content)

    return say


def ok(body: bytes, *headers: str) -> Say:
    """Answer 200 with this body."""
    head = "\r\n".join(["HTTP/1.1 200 OK", f"Content-Length: {len(body)}", *headers, "", ""])
    return saying(head.encode() + body)


class Peer:
    """``port`` is where it listens, ``asked`` what it was asked, one entry a connection."""

    def __init__(self, say: Say, context: ssl.SSLContext | None) -> None:
        self.say, self.asked = say, list[bytes]()
        self._context = context
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._socket.getsockname()[1])

    def serve(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            with suppress(OSError), connection:
                if self._context is None:
                    self._take(connection)
                    continue
                with self._context.wrap_socket(connection, server_side=True) as secure:
                    self._take(secure)

    def _take(self, connection: socket.socket) -> None:
        asked = b""
        while b"\r\n\r\n" not in asked:
            asked += connection.recv(4096)
        self.asked.append(asked)
        self.say(connection, asked)

    def close(self) -> None:
        with suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()


@contextmanager
def listening(say: Say, *, tls: bool = True) -> Iterator[Peer]:
    peer = Peer(say, _identity()[0] if tls else None)
    thread = Thread(target=peer.serve, daemon=True)
    thread.start()
    try:
        yield peer
    finally:
        peer.close()
        thread.join(timeout=5)


def trust() -> ssl.SSLContext:
    """Return a client's context that trusts the peer's certificate and verifies the name."""
    return ssl.create_default_context(cadata=_identity()[1])


@cache
def _identity() -> tuple[ssl.SSLContext, str]:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAME)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(NAME)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    certificate = made.public_bytes(serialization.Encoding.PEM)
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    with TemporaryDirectory() as place:
        both = Path(place) / "peer.pem"
        both.write_bytes(certificate + private)
        context.load_cert_chain(both)
    return context, certificate.decode()
