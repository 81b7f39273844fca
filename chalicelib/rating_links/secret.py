"""What a rater without an account sends: a link (``ssr_…``), then the session's secret (``sss_…``).

``{kind}_{tenant}_{round}_{place}_{secret}``: as of an API key, the parts before the secret say only
which item to read. The secret has 256 random bits, of which a SHA-256 alone is stored.
"""

import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass
from typing import Final

from chalicelib.rating_links.keys import PLACE_LENGTH
from chalicelib.store.identifiers import ALPHABET

#: A link opens one session. A session fills in the forms.
LINK, SESSION = "ssr", "sss"
PATTERN: Final = re.compile(
    rf"(?P<kind>{LINK}|{SESSION})_(?P<tenant>[a-z0-9][a-z0-9-]{{1,30}})"
    rf"_(?P<round>rnd_[{ALPHABET}]{{22}})_(?P<place>[{ALPHABET}]{{{PLACE_LENGTH}}})"
    r"_(?P<secret>[A-Za-z0-9-]{43})"
)


@dataclass(frozen=True, slots=True)
class RaterSecret:
    """A whole link or session, as its holder sends it. ``repr`` has no secret, so no log has it."""

    kind: str
    tenant: str
    round: str
    place: str
    secret: str

    @property
    def text(self) -> str:
        """The text as its holder sends it, secret included."""
        return f"{self.kind}_{self.tenant}_{self.round}_{self.place}_{self.secret}"

    @property
    def digest(self) -> str:
        """SHA-256 of kind and secret, in hex: a link's secret is no session's."""
        return hashlib.sha256(f"{self.kind}_{self.secret}".encode()).hexdigest()

    def matches(self, digest: str) -> bool:
        """Compare with a stored digest, in constant time."""
        return hmac.compare_digest(self.digest, digest)

    def __repr__(self) -> str:
        return f"<{self.kind} {self.round} {self.place}>"


def new_secret(kind: str, tenant: str, round_id: str, place: str) -> RaterSecret:
    """Make a random link or session of a rater's place in a round."""
    secret = secrets.token_urlsafe(32).replace("_", "-")
    return RaterSecret(kind, tenant, round_id, place, secret)


def read_secret(text: str) -> RaterSecret | None:
    """Parse a link or a session. Return None for a text that has another form."""
    found = PATTERN.fullmatch(text)
    return None if found is None else RaterSecret(**found.groupdict())
