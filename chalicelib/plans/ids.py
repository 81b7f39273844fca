"""Ids of plans. One tells the period and the shard that the plan lies in.

``pln_2026-10_`` and 20 characters: 7 of the employee (from which the shard follows), 13 of
scheme, employee and indicator. So drafting twice makes one plan, the plans of a period are a
key's prefix, and a plan is read by its id at the cost of one read.
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
    """What an id tells of where its plan lies."""

    period: str
    number: int

    def shard(self, shards: int) -> int:
        return self.number % shards


def drafted_id(scheme: str, period: str, employee_id: str, indicator: str) -> str:
    """The id of the one plan for this indicator of this result."""
    text = "\n".join((scheme, employee_id, indicator))
    digest = int.from_bytes(blake2b(text.encode(), digest_size=9).digest(), "big")
    return _made(period, employee_id, digest & (1 << _BITS) - 1)


def free_id(period: str, employee_id: str) -> str:
    """The id of a plan that is about no single indicator; each is another."""
    return _made(period, employee_id, secrets.randbits(_BITS))


def prefix_of(period: str, employee_id: str) -> str:
    """With which the ids of a person's plans of a period begin, and by chance hardly another's."""
    return f"pln_{period}_{base32(number_of(employee_id), 7)}"


def is_of(plan_id: str, employee_id: str) -> bool:
    """Whether the id tells that the plan is the employee's, whatever period it is of."""
    period = plan_id.removeprefix("pln_").partition("_")[0]
    return plan_id.startswith(prefix_of(period, employee_id))


def place_of(plan_id: str) -> PlanPlace | None:
    """Where the plan of this id lies; None when it is no plan's id."""
    found = _FORM.fullmatch(plan_id)
    if found is None:
        return None
    number = 0
    for character in found["employee"]:
        number = number << 5 | ALPHABET.index(character)
    return PlanPlace(found["period"], number)


def key_of(scope: TenantScope, plan_id: str, shards: int) -> Key | None:
    """The plan's key; None for what is no plan's id."""
    place = place_of(plan_id)
    return None if place is None else key_of_plan(scope, place.period, place.shard(shards), plan_id)


def _made(period: str, employee_id: str, number: int) -> str:
    return f"{prefix_of(period, employee_id)}{base32(number, 13)}"
