"""The public keys of providers, kept by the process for five minutes."""

from typing import Any

#: A provider that is slower than this is not answered in time by the gateway either.
TIMEOUT_SECONDS = 3
LIFESPAN_SECONDS = 300
#: Providers whose keys one process keeps; the one longest unused goes first.
MOST = 1000


class KeySets:
    """One client for each address of a key set.

    PyJWT's client keeps the set, and fetches it anew for an unknown key id at most every
    30 seconds, so that tokens with made-up ids do not become requests to the provider.
    """

    def __init__(self) -> None:
        self._clients: dict[str, Any] = {}

    def signing_key(self, address: str, token: str) -> Any:
        """The key that signed the token. Raises jwt.PyJWKClientError when there is none."""
        from jwt import PyJWKClient

        client = self._clients.pop(address, None) or PyJWKClient(
            address, lifespan=LIFESPAN_SECONDS, timeout=TIMEOUT_SECONDS
        )
        self._clients[address] = client
        if len(self._clients) > MOST:
            del self._clients[next(iter(self._clients))]
        return client.get_signing_key_from_jwt(token).key
