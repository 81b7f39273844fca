"""The secret of a calendar feed: ``ssc_{tenant}_{link}_{secret}``.

As of an API key, the parts before the secret say only which item to read. The secret has 256 random
bits, of which a SHA-256 alone is stored. The digest is of the kind too, so that no other secret of
this service opens a feed.
"""

import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass
from typing import Final

from chalicelib.store.identifiers import ALPHABET

KIND: Final = "ssc"
PATTERN: Final = re.compile(
    rf"{KIND}_(?P<tenant>[a-z0-9][a-z0-9-]{{1,30}})_(?P<link>cal_[{ALPHABET}]{{22}})"
    r"_(?P<secret>[A-Za-z0-9-]{43})"
)


@dataclass(frozen=True, slots=True)
class FeedSecret:
    """A whole secret, as its holder sends it. ``repr`` has no secret, so no log has it."""

    tenant: str
    link: str
    secret: str

    @property
    def text(self) -> str:
        """The text as its holder sends it, secret included."""
        return f"{KIND}_{self.tenant}_{self.link}_{self.secret}"

    @property
    def digest(self) -> str:
        """SHA-256 of kind and secret, in hex."""
        return hashlib.sha256(f"{KIND}_{self.secret}".encode()).hexdigest()

    def matches(self, digest: str) -> bool:
        """Compare with a stored digest, in constant time."""
        return hmac.compare_digest(self.digest, digest)

    def __repr__(self) -> str:
        return f"<{KIND} {self.link}>"


def new_secret(tenant: str, link_id: str) -> FeedSecret:
    """Make a random secret of a link."""
    return FeedSecret(tenant, link_id, secrets.token_urlsafe(32).replace("_", "-"))


def read_secret(text: str) -> FeedSecret | None:
    """Parse a secret. Return None for a text that has another form."""
    found = PATTERN.fullmatch(text)
    return None if found is None else FeedSecret(**found.groupdict())
