"""Ids of plans. An id names the period and the shard where the plan is stored.

Form: ``pln_2026-10_`` and 20 characters. 7 are a hash of the person, and give the shard. 13
are a hash of scheme, person and indicator. So drafting twice makes one plan, plans of a period
have a common prefix, and reading a plan by its id costs one read.
"""

import re
import secrets
from dataclasses import dataclass
from hashlib import blake2b

from chalicelib.plans.keys import key_of_plan
from chalicelib.store.identifiers import ALPHABET, base32
from chalicelib.store.keys import Key
from chalicelib.tenancy.scope import TenantScope, number_of
from chalicelib.web.fields import PERIOD

_FORM = re.compile(
    rf"pln_(?P<period>{PERIOD.pattern})_(?P<employee>[{ALPHABET}]{{7}})[{ALPHABET}]{{13}}"
)
_BITS = 65


@dataclass(frozen=True, slots=True)
class PlanPlace:
    """Where a plan is stored, by its id. ``number`` is the hash of the person."""

    period: str
    number: int

    def shard(self, shards: int) -> int:
        return self.number % shards


def drafted_id(scheme: str, period: str, person: str, indicator: str) -> str:
    """Return the id of the plan for an indicator of a result. The same input gives the same id."""
    text = "\n".join((scheme, person, indicator))
    digest = int.from_bytes(blake2b(text.encode(), digest_size=9).digest(), "big")
    return _made(period, person, digest & (1 << _BITS) - 1)


def random_id(period: str, person: str) -> str:
    """Return a new id for a plan without an indicator. Each call gives another id."""
    return _made(period, person, secrets.randbits(_BITS))


def prefix_of(period: str, person: str) -> str:
    """Return the prefix of the ids of a person's plans of a period.

    It has 35 bits of a hash, so another person's ids rarely have it too.
    """
    return f"pln_{period}_{base32(number_of(person), 7)}"


def is_of(plan_id: str, person: str) -> bool:
    """Return whether a plan id is of the employee, for a plan of any period."""
    period = plan_id.removeprefix("pln_").partition("_")[0]
    return plan_id.startswith(prefix_of(period, person))


def place_of(plan_id: str) -> PlanPlace | None:
    """Return where the plan of an id is stored. None for a text that is not a plan id."""
    found = _FORM.fullmatch(plan_id)
    if found is None:
        return None
    number = 0
    for character in found["employee"]:
        number = number << 5 | ALPHABET.index(character)
    return PlanPlace(found["period"], number)


def key_of(scope: TenantScope, plan_id: str, shards: int) -> Key | None:
    """Return the key of a plan. None for a text that is not a plan id."""
    place = place_of(plan_id)
    return None if place is None else key_of_plan(scope, place.period, place.shard(shards), plan_id)


def _made(period: str, person: str, number: int) -> str:
    return f"{prefix_of(period, person)}{base32(number, 13)}"
