"""A company's OpenID Connect provider on this machine: signs real tokens, serves its key set."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

from tests.api.clock import Clock

AUDIENCE = "servicescore"


def new_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@cache
def usual_key() -> rsa.RSAPrivateKey:
    """Return one key for all tests with a single provider: making a key is slower than a test."""
    return new_key()


class Provider:
    """A provider that signs with its newest key and serves all its public keys, by key id."""

    def __init__(self, clock: Clock, key: rsa.RSAPrivateKey | None = None) -> None:
        self._clock = clock
        self.keys = {"first": key or new_key()}
        self.fetched = 0
        self.issuer = ""

    @property
    def key_set(self) -> str:
        return f"{self.issuer}/keys"

    def claims(self, **more: Any) -> dict[str, Any]:
        """Return the claims of an HR clerk whose token expires in five minutes."""
        now = int(self._clock.now.timestamp())
        return {
            "iss": self.issuer,
            "aud": AUDIENCE,
            "sub": "user-1",
            "iat": now,
            "exp": now + 300,
            "role": "people-team",
            **more,
        }

    def token(self, *, key: Any = None, algorithm: str = "RS256", **claims: Any) -> str:
        """Return a token with the given claims in place of the usual ones. None omits a claim."""
        said = {name: value for name, value in self.claims(**claims).items() if value is not None}
        kid, newest = list(self.keys.items())[-1]
        return jwt.encode(said, key or newest, algorithm=algorithm, headers={"kid": kid})

    def published(self) -> dict[str, Any]:
        """Return its key set (RFC 7517)."""
        return {
            "keys": [
                {
                    **jwt.algorithms.RSAAlgorithm.to_jwk(key.public_key(), as_dict=True),
                    "kid": kid,
                    "use": "sig",
                }
                for kid, key in self.keys.items()
            ]
        }

    def settings(self, **more: Any) -> Mapping[str, Any]:
        """Return the body with which the operator sets it."""
        return {
            "issuer": self.issuer,
            "audience": AUDIENCE,
            "key_set": self.key_set,
            "roles": {"people-team": "hr", "lead": "supervisor", "staff": "agent"},
            "team_claim": "team",
            "employee_claim": "employee_number",
            **more,
        }


@contextmanager
def serving(provider: Provider) -> Iterator[Provider]:
    """Serve on loopback until the block ends."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            provider.fetched += 1
            body = json.dumps(provider.published()).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Log nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    provider.issuer = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
