"""Results of the previous period, for growth, ``previous()`` and ``carry_previous``.

A card keeps which revision it was made with, so that it is known to be outdated when another one
stands now (docs/decisions/outdated-results.md).
"""

from collections.abc import Iterable, Mapping
from typing import Any, Final, NamedTuple

from chalicelib.periods.calendar import previous
from chalicelib.periods.pilot_codes import SEPARATOR, pilot_of, scheme_of
from chalicelib.person_keys import PersonKey
from chalicelib.schemes.compiled import ready
from chalicelib.scorecards.corrected import place_of, read_corrected
from chalicelib.scorecards.keys import key_of_scorecard
from chalicelib.scorecards.records import read_cards
from chalicelib.scoring import unpack
from chalicelib.tenancy.context import Context

#: What a card keeps when no result of the previous period stood.
NONE_STOOD: Final = "0"
#: The member of a previous result that names its revision, beside inputs and values.
REVISION: Final = "revision"


class Standing(NamedTuple):
    """The text of a revision that stands now, and when it was computed."""

    revision: str
    computed_at: str


def codes_read(scheme: str) -> tuple[str, ...]:
    """Return the codes whose previous results are read, the one that counts first at the end.

    A pilot reads its own results of the previous period, or else the scheme's.
    """
    return tuple(dict.fromkeys((scheme_of(scheme), scheme)))


def revision_text(scheme: str, revision: int) -> str:
    """Return how a card keeps a revision that it was made with: ``3``; a pilot's own is ``~3``."""
    return f"{SEPARATOR if pilot_of(scheme) is not None else ''}{revision}"


#: The members of a stored card by which it is known what stands.
STANDS: Final = ("revision", "void", "corrected")


def standing_revision(scheme: str, item: Mapping[str, Any] | None) -> str | None:
    """Return the text of the revision that stands by a current card's item: of a locked result the
    corrected one. None without one, and of a void result, which stands for nothing."""
    if item is None:
        return None
    stands = item.get("corrected") or item
    if stands.get("void") is not None:
        return None
    return revision_text(scheme, int(stands["revision"]))


def previous_results(
    context: Context, scheme: str, period: str, persons: Iterable[PersonKey]
) -> dict[PersonKey, Mapping[str, object]]:
    """Return the results of the period before, by person.

    Each is ``{"inputs": …, "values": …}``, as the scoring core takes ``previous``, with the text of
    its ``revision``. People without a result in that period are left out: a void one is none.
    """
    cards = read_cards(
        context.table,
        context.scope,
        scheme,
        previous(period),
        persons,
        context.principal.shards,
    )
    beside = read_corrected(
        context, (place_of(card) for card in cards.values() if card.corrected is not None)
    )
    found: dict[PersonKey, Mapping[str, object]] = {}
    for person, locked in cards.items():
        card = beside.get(place_of(locked), locked)
        then = ready(context.table, context.scope, card.scheme, card.version)
        if then is not None and card.void is None:
            result, inputs = unpack(then.compiled, card.packed)
            found[person] = {
                "inputs": inputs,
                "values": result.values,
                REVISION: revision_text(scheme, card.revision),
            }
    return found


def standing_revisions(
    context: Context, scheme: str, period: str, persons: Iterable[PersonKey]
) -> dict[PersonKey, str]:
    """Return the text of the revision that stands now in the period before, by person.

    People without one are left out. One read for a hundred people, and for a pilot two.
    """
    place = (scheme, period)
    found = standing_of_all(context, {place: persons})[place]
    return {person: one.revision for person, one in found.items()}


def standing_of_all(
    context: Context, wanted: Mapping[tuple[str, str], Iterable[PersonKey]]
) -> dict[tuple[str, str], dict[PersonKey, Standing]]:
    """Return what stands of several places, of people who have a result there.

    ``wanted``: people by (scheme, period). One read for a hundred people of any places; a pilot's
    count twice.
    """
    shards = context.principal.shards
    places = [
        (place, one, code, key_of_scorecard(context.scope, code, previous(place[1]), one, shards))
        for place, people in wanted.items()
        for one in dict.fromkeys(people)
        for code in codes_read(place[0])
    ]
    found: dict[tuple[str, str], dict[PersonKey, Standing]] = {place: {} for place in wanted}
    asked = [key for *_, key in places]
    items = context.table.get_many(asked, only=(*STANDS, "computed_at")) if asked else {}
    for place, one, code, key in places:
        # The code that counts first comes last for each person.
        item = items.get(key)
        revision = standing_revision(code, item)
        if item is not None and revision is not None:
            corrected = item.get("corrected")
            computed_at = item["computed_at"] if corrected is None else corrected["at"]
            found[place][one] = Standing(revision, computed_at)
    return found


def revisions(
    context: Context, scheme: str, period: str, persons: Iterable[PersonKey]
) -> dict[PersonKey, str]:
    """Return the text of the current revision of a period's results, by person."""
    shards = context.principal.shards
    keys = {key_of_scorecard(context.scope, scheme, period, one, shards): one for one in persons}
    items = context.table.get_many(list(keys), only=STANDS)
    found = {keys[key]: standing_revision(scheme, item) for key, item in items.items()}
    return {person: text for person, text in found.items() if text is not None}


def made_with(
    context: Context, scheme: str, period: str, persons: Iterable[PersonKey]
) -> dict[PersonKey, str]:
    """Return what results of a period were made with, by person, of those that look back. What was
    settled ahead of the period is as it was paid, and left out."""
    name = "previous_revision"
    shards = context.principal.shards
    keys = {key_of_scorecard(context.scope, scheme, period, one, shards): one for one in persons}
    items = context.table.get_many(list(keys), only=(name, "closed"))
    found = {keys[key]: item for key, item in items.items() if name in item}
    return {person: item[name] for person, item in found.items() if "closed" not in item}
