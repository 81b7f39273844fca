"""Keys of the links of raters without an account."""

from hashlib import blake2b

from chalicelib.person_keys import PersonKey
from chalicelib.store.identifiers import base32
from chalicelib.store.keys import Key
from chalicelib.tenancy.scope import Collection, TenantScope

#: Of each round the links that were drawn: one for each rater, in the place of the one before.
RATING_LINKS = Collection("rating-links")
#: Characters of a place.
PLACE_LENGTH = 16


def partition_of_links(scope: TenantScope, round_id: str) -> str:
    return scope.partition(RATING_LINKS, round_id)


def key_of_link(scope: TenantScope, round_id: str, place: str) -> Key:
    return scope.key(partition_of_links(scope, round_id), place)


def place_of(rater: PersonKey) -> str:
    """Return the place of a rater's link. It stands in the link, and tells nobody's id."""
    return base32(int.from_bytes(blake2b(rater.encode(), digest_size=10).digest()), PLACE_LENGTH)
