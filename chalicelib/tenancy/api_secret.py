"""API keys: ``ssk_{tenant}_{id}_{secret}``. Only a SHA-256 of the secret is stored.

The secret has 256 bits of chance, so a plain hash of it cannot be searched for; the prefix
lets secret scanners recognise a leaked key, and the tenant in it lets the authorizer read
the one item it needs from that tenant's own partition.
"""

import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass

from chalicelib.store.identifiers import ALPHABET

#: How long API Gateway may go on using an answer of ours: a revoked key works at most this long.
CACHE_SECONDS = 30
#: Stands in a key where a tenant's id would: the operator's own. No tenant id is this short.
OPERATOR = "0"
KEY_ID = re.compile(rf"[{ALPHABET}]{{12}}")
PATTERN = re.compile(
    rf"ssk_(?P<tenant>0|[a-z0-9][a-z0-9-]{{1,30}})_(?P<id>{KEY_ID.pattern})_(?P<secret>[A-Za-z0-9-]{{43}})"
)


@dataclass(frozen=True, slots=True)
class ApiSecret:
    """A whole key, as its holder sends it. Not for logs: its text form shows the id alone."""

    tenant: str | None
    key_id: str
    secret: str

    @property
    def text(self) -> str:
        return f"ssk_{self.tenant or OPERATOR}_{self.key_id}_{self.secret}"

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.secret.encode()).hexdigest()

    def matches(self, digest: str) -> bool:
        """In constant time."""
        return hmac.compare_digest(self.digest, digest)

    def __repr__(self) -> str:
        return f"<key {self.key_id}>"


def new_secret(tenant: str | None) -> ApiSecret:
    """A fresh key of the tenant (None: the operator)."""
    key_id = "".join(secrets.choice(ALPHABET) for _ in range(12))
    return ApiSecret(tenant, key_id, secrets.token_urlsafe(32).replace("_", "-"))


def read_secret(text: str) -> ApiSecret | None:
    """The key that the text is, or None for anything else."""
    found = PATTERN.fullmatch(text)
    if found is None:
        return None
    tenant = found["tenant"]
    return ApiSecret(None if tenant == OPERATOR else tenant, found["id"], found["secret"])
