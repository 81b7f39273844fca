"""Who rates whom: drawn from a seed, so that anybody can draw again and get the same.

Pure. Peers of a team lie on a ring in an order that the seed gives. Everybody rates those who are
some steps further, by steps that the seed gives too. So each rates as many as each other, and is
rated by as many.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from hashlib import blake2b
from typing import Any, Final, NamedTuple

from chalicelib.person_keys import PersonKey

SELF, SUPERIOR, PEERS, NAMED = "self", "superior", "peers", "named"
WHO: Final = (SELF, SUPERIOR, PEERS, NAMED)
#: How a role rates where the round does not say it.
USUAL: Final[Mapping[str, str]] = {
    "self": SELF,
    "superior": SUPERIOR,
    "supervisor": SUPERIOR,
    "peer": PEERS,
    "peers": PEERS,
}
USUAL_NUMBER: Final = 3
#: Raters of one role about one person, at most; of *all* peers of a larger team so many are drawn.
MOST_RATERS: Final = 100


class TeamOf(NamedTuple):
    """A team of the period: those who are rated, who of them may rate, and who leads it."""

    rated: Sequence[PersonKey]
    raters: Collection[PersonKey]
    supervisors: Sequence[PersonKey]


class Assigned(NamedTuple):
    """That somebody rates somebody in a role."""

    rater: PersonKey
    role: str
    ratee: PersonKey


def assigned(team: TeamOf, roles: Mapping[str, Mapping[str, Any]], seed: str) -> Iterator[Assigned]:
    """Yield who rates whom in a team.

    ``roles`` says by role ``who`` rates, the ``number`` of peers (None: all), and the ``raters``
    who are named. Nobody rates in a role of others' about the own person.
    """
    for role, how in roles.items():
        match how["who"]:
            case "self":
                pairs = [(one, one) for one in team.rated if one in team.raters]
            case "superior":
                pairs = [(one, ratee) for ratee in team.rated for one in team.supervisors]
            case "peers":
                pairs = list(_peers(team, how.get("number"), f"{seed}/{role}"))
            case _:
                named = (PersonKey(one) for one in how.get("raters", ()))
                pairs = [(one, ratee) for one in named for ratee in team.rated]
        own = how["who"] == SELF
        yield from (Assigned(one, role, ratee) for one, ratee in pairs if own or one != ratee)


def _peers(team: TeamOf, number: int | None, seed: str) -> Iterator[tuple[PersonKey, PersonKey]]:
    ring = sorted(
        (one for one in team.rated if one in team.raters), key=lambda one: _lot(seed, one)
    )
    steps = sorted(range(1, len(ring)), key=lambda step: _lot(seed, f"+{step}"))
    wanted = min(MOST_RATERS if number is None else int(number), MOST_RATERS)
    for place, rater in enumerate(ring):
        for step in steps[:wanted]:
            yield rater, ring[(place + step) % len(ring)]


def _lot(seed: str, name: str) -> bytes:
    return blake2b(name.encode(), key=seed.encode()[:64], digest_size=16).digest()
