"""The stored link of a rater in a round, and the session that it opened."""

import secrets
from dataclasses import dataclass

from chalicelib.person_keys import PersonKey
from chalicelib.rating_links.secret import LINK
from chalicelib.store.identifiers import base32


@dataclass(frozen=True, slots=True)
class RaterLink:
    """A link without its secret: ``digest`` is of the link's, ``session`` of the session's.

    ``id`` is new with every drawing, and is what the audit log calls the credential. Times are
    RFC 3339, UTC. ``session`` None: the link was not opened yet; it is opened once.
    """

    id: str
    round: str
    rater: PersonKey
    digest: str
    created_at: str
    ends_at: str
    session: str | None = None
    session_ends_at: str | None = None

    def digest_of(self, kind: str) -> str | None:
        """Return the stored digest of a kind of secret; None: there is no such secret."""
        return self.digest if kind == LINK else self.session

    def end_of(self, kind: str) -> str:
        """Return when a secret of a kind ends."""
        return self.ends_at if kind == LINK else (self.session_ends_at or "")


def first_id_of(drawing: int) -> str:
    """Return the text with which the ids of a drawing's links begin. It sorts before them, and
    behind the ids of all drawings before. ``drawing`` is the round's revision after it."""
    return f"lnk_{drawing:08d}"


def new_id_of(drawing: int) -> str:
    """Return a new id of a link of a drawing."""
    return f"{first_id_of(drawing)}{base32(secrets.randbits(60), 12)}"
