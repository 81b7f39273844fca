"""API keys: ``ssk_{tenant}_{id}_{secret}``. Only a SHA-256 of the secret is stored.

The secret has 256 random bits, so a plain hash of it cannot be found by search. The prefix
``ssk_`` lets secret scanners recognise a leaked key. The tenant in the key lets the authorizer
read the one item that it needs from that tenant's own partition.
"""

import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass

from chalicelib.store.identifiers import ALPHABET

#: How long API Gateway caches the authorizer's answer. A revoked key works at most this long.
CACHE_SECONDS = 30
#: Takes the place of the tenant id in the operator's keys. No tenant id is this short.
OPERATOR = "0"
KEY_ID = re.compile(rf"[{ALPHABET}]{{12}}")
PATTERN = re.compile(
    rf"ssk_(?P<tenant>0|[a-z0-9][a-z0-9-]{{1,30}})_(?P<id>{KEY_ID.pattern})_(?P<secret>[A-Za-z0-9-]{{43}})"
)


@dataclass(frozen=True, slots=True)
class ApiSecret:
    """A whole key, as its holder sends it. ``repr`` shows the id alone, so that no log holds it.

    ``tenant`` is None for the operator.
    """

    tenant: str | None
    key_id: str
    secret: str

    @property
    def text(self) -> str:
        """The key as its holder sends it, secret included."""
        return f"ssk_{self.tenant or OPERATOR}_{self.key_id}_{self.secret}"

    @property
    def digest(self) -> str:
        """SHA-256 of the secret, in hex."""
        return hashlib.sha256(self.secret.encode()).hexdigest()

    def matches(self, digest: str) -> bool:
        """Compare with a stored digest, in constant time."""
        return hmac.compare_digest(self.digest, digest)

    def __repr__(self) -> str:
        return f"<key {self.key_id}>"


def new_secret(tenant: str | None) -> ApiSecret:
    """Make a random key of the tenant (None: the operator)."""
    key_id = "".join(secrets.choice(ALPHABET) for _ in range(12))
    return ApiSecret(tenant, key_id, secrets.token_urlsafe(32).replace("_", "-"))


def read_secret(text: str) -> ApiSecret | None:
    """Parse a key. Return None for a text that has another form."""
    found = PATTERN.fullmatch(text)
    if found is None:
        return None
    tenant = found["tenant"]
    return ApiSecret(None if tenant == OPERATOR else tenant, found["id"], found["secret"])
