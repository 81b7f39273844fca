"""A company's OpenID Connect provider on this machine: signs real tokens, serves its key set."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import replace
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from time import sleep
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

from chalicelib.tenancy.platform import Platform
from tests.api.client import Api
from tests.api.clock import Clock

AUDIENCE = "servicescore"


def new_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@cache
def usual_key() -> rsa.RSAPrivateKey:
    """Return one key for all tests with a single provider: making a key is slower than a test."""
    return new_key()


@contextmanager
def local_stage(platform: Platform) -> Iterator[None]:
    """Let the service fetch from this machine, as on the local stage and no other."""
    before = platform.settings
    platform.settings = replace(before, stage="local")
    platform.start_over(platform.clock)
    try:
        yield
    finally:
        platform.settings = before


class Provider:
    """A provider that signs with its newest key and serves all its public keys, by key id.

    ``says`` is served in place of its key set, with ``status``, and ``drip`` seconds after each
    byte.
    """

    def __init__(self, clock: Clock, key: rsa.RSAPrivateKey | None = None) -> None:
        self._clock = clock
        self.keys = {"first": key or new_key()}
        self.fetched = 0
        self.issuer = ""
        self.says: bytes | None = None
        self.status = 200
        self.drip = 0.0

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
            body = provider.says
            if body is None:
                body = json.dumps(provider.published()).encode()
            self.send_response(provider.status)
            self.send_header("Location", provider.issuer)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            with suppress(OSError):
                if not provider.drip:
                    self.wfile.write(body)
                    return
                for byte in body:
                    self.wfile.write(bytes([byte]))
                    sleep(provider.drip)

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


def refused(api: Api, token: str) -> None:
    """A token that cannot be verified is refused."""
    api.as_(token).get("/v1/tenant").problem(401, "unauthenticated")
