"""The public keys of providers. A process keeps them for five minutes."""

from typing import Any

#: Time to wait for a provider. The gateway would not wait for a slower one either.
TIMEOUT_SECONDS = 3
LIFESPAN_SECONDS = 300
#: Providers whose keys one process keeps at most. The least recently used is dropped first.
MOST = 1000


class KeySets:
    """One client for each address of a key set.

    PyJWT's client keeps the set. For an unknown key id it fetches the set again at most every
    30 seconds. So tokens with invented ids do not cause requests to the provider.
    """

    def __init__(self) -> None:
        self._clients: dict[str, Any] = {}

    def signing_key(self, address: str, token: str) -> Any:
        """Return the public key for the token's key id.

        ``address`` is the URL of the key set. Raises jwt.PyJWKClientError when there is no key.
        """
        from jwt import PyJWKClient

        client = self._clients.pop(address, None) or PyJWKClient(
            address, lifespan=LIFESPAN_SECONDS, timeout=TIMEOUT_SECONDS
        )
        self._clients[address] = client
        if len(self._clients) > MOST:
            del self._clients[next(iter(self._clients))]
        return client.get_signing_key_from_jwt(token).key
