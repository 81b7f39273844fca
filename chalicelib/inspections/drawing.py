"""The draw: which contacts are inspected, and by whom. A pure function of frame, seed and terms.

The algorithm is written down in docs/decisions/inspections.md, so that anybody can draw again.
Every number comes from SHA-256 over the seed and names; there is no other chance in it.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from chalicelib.inspections.frames import Contact

#: The name of the algorithm, kept with each draw. Another way to draw gets another name.
ALGORITHM: Final = "systematic-1"
#: Inspectors who must be able to judge a ticket that two judge: a third may have to decide.
FOR_TWO: Final = 3


@dataclass(frozen=True, slots=True)
class Terms:
    """What is drawn: ``per_agent`` contacts a person, of which ``double_percent`` of all drawn are
    judged by two. ``inspectors`` are their ids as the frame has ids of people."""

    seed: str
    per_agent: int
    double_percent: int
    inspectors: tuple[str, ...]


class Drawn(NamedTuple):
    """A drawn contact, its number from 1 on, and who judges it: one inspector, or two."""

    number: int
    contact: Contact
    judges: tuple[str, ...]


def number_of(*words: str) -> int:
    """Return the number that SHA-256 makes of these words: of the JSON list of them, in UTF-8."""
    text = json.dumps(list(words), ensure_ascii=False, separators=(",", ":"))
    return int.from_bytes(hashlib.sha256(text.encode()).digest(), "big")


def chosen(seed: str, contacts: Sequence[Contact], wanted: int) -> list[Contact]:
    """Return the contacts drawn of one person's: ``wanted`` of them, or all if there are fewer.

    A systematic sample. The contacts are put in order by day, channel, and a number made of the
    seed. With N of them, u is a number from 0 to N - 1 made of the seed, and the k-th one drawn is
    at place floor((u + k x N) / n). So the draw is spread over days and channels in proportion, and
    every contact is drawn with the same chance, n / N.
    """
    ordered = sorted(
        contacts,
        key=lambda one: (one.day, one.channel, number_of(seed, one.employee_id, one.contact)),
    )
    size = len(ordered)
    if size <= wanted:
        return ordered
    start = number_of(seed, ordered[0].employee_id) % size
    return [ordered[place] for place in places(size, wanted, start)]


def places(size: int, wanted: int, start: int) -> list[int]:
    """Return ``wanted`` of the places 0 to ``size`` - 1, evenly spaced from a start below ``size``.

    Over all starts each place comes equally often.
    """
    return [(start + k * size) // wanted for k in range(wanted)]


def draw(contacts: Mapping[str, Sequence[Contact]], terms: Terms) -> Iterator[Drawn]:
    """Yield what is drawn, people in the order of their ids.

    The ticket goes to the inspectors who have fewest so far; of several to the one with the lowest
    number made of seed, contact and inspector. Nobody gets an own contact. Two judge the i-th one
    (from 0) when floor((o + (i + 1) x p) / 100) is above floor((o + i x p) / 100), where p is the
    percentage and o a number from 0 to 99 made of the seed, and if FOR_TWO inspectors may judge it.
    A person whom no inspector may judge is left out.
    """
    counts = dict.fromkeys(terms.inspectors, 0)
    offset = number_of(terms.seed, "double") % 100
    percent, number = terms.double_percent, 0
    for employee_id in sorted(contacts):
        able = [one for one in terms.inspectors if one != employee_id]
        if not able:
            continue
        for contact in chosen(terms.seed, contacts[employee_id], terms.per_agent):
            twice = (offset + (number + 1) * percent) // 100 > (offset + number * percent) // 100
            judges = in_turn(terms.seed, contact.contact, able, counts)
            judges = judges[: 2 if twice and len(able) >= FOR_TWO else 1]
            for judge in judges:
                counts[judge] += 1
            number += 1
            yield Drawn(number, contact, tuple(judges))


def in_turn(
    seed: str, contact: str, inspectors: Sequence[str], counts: Mapping[str, int]
) -> list[str]:
    """Return the inspectors in the order in which they get a ticket: who has fewest first."""
    return sorted(inspectors, key=lambda one: (counts[one], number_of(seed, contact, one)))
