"""Keys of acknowledgements: of each person of a scheme's period, and their counts."""

from chalicelib.person_keys import PersonKey
from chalicelib.store.keys import Key
from chalicelib.tenancy.scope import Collection, TenantScope, number_of

ACKNOWLEDGEMENTS = Collection("acknowledgements")
_PERSON, _COUNTS = "person", "counts"
#: Prefix of the sort keys of people's acknowledgements.
PEOPLE = f"{_PERSON}#"
#: Counts of a period: everybody answers on the same morning, and one item would be in everybody's
#: way.
COUNTS = 16


def partition_of_acknowledgements(scope: TenantScope, period: str, scheme: str) -> str:
    return scope.partition(ACKNOWLEDGEMENTS, period, scheme)


def key_of_acknowledgement(scope: TenantScope, period: str, scheme: str, person: PersonKey) -> Key:
    return scope.key(partition_of_acknowledgements(scope, period, scheme), _PERSON, person)


def key_of_counts(scope: TenantScope, period: str, scheme: str, piece: int) -> Key:
    return scope.key(partition_of_acknowledgements(scope, period, scheme), _COUNTS, f"{piece:02d}")


def piece_of(person: PersonKey) -> int:
    """Return which of the counts has a person."""
    return number_of(person) % COUNTS
