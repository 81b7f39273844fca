"""The recorded cases of results that are explained: what each does, and why it was confirmed."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from chalicelib.schemes.compiled import ReadyScheme
from chalicelib.scorecards.records import Scorecard
from chalicelib.scoring.case_words import case_words
from chalicelib.scoring.recorded_cases import shares
from chalicelib.tenancy.context import Context

Told = Mapping[str, Mapping[str, Any]]


def told_of(context: Context, cards: Sequence[Scorecard]) -> Told:
    """Return what is told of the cards' cases, by id. One batch read, if there are any."""
    ids = [one for card in cards for one in card.cases or ()]
    return context.platform.contents.told_cases(context, ids) if ids else {}


def described(card: Scorecard, version: ReadyScheme, told: Told) -> list[dict[str, Any]]:
    """Return the cases of a card with their effect in both languages, in the order in which they
    were confirmed."""
    found = [told[one] for one in card.cases or () if one in told]
    found.sort(key=lambda one: (one["confirmed_at"] or "", one["id"]))
    points = _points(version, found)
    with_points = ({**one, "points": points.get(one["id"])} for one in found)
    return [{**one, "effect": dict(case_words(version.scheme, one))} for one in with_points]


def _points(version: ReadyScheme, cases: Sequence[Mapping[str, Any]]) -> dict[str, Decimal]:
    """Return the points that each award or penalty adds, in the order of the cases."""
    found: dict[str, Decimal] = {}
    for extra in version.scheme.extras:
        if extra.per_case is not None:
            wanted = (extra.per_case.kind, extra.code)
            ids = [one["id"] for one in cases if (one["kind"], one["code"]) == wanted]
            found |= shares(extra.per_case, ids)
    return found
