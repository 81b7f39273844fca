"""What people said of their results, as the API shows it."""

from collections.abc import Mapping, Sequence
from typing import Any

from chalicelib.acknowledgements.records import (
    Acknowledgement,
    read_acknowledgements,
)
from chalicelib.acknowledgements.schemas import SILENT
from chalicelib.people.identity import called
from chalicelib.people.records import Employee, read_people
from chalicelib.person_keys import PersonKey, shown
from chalicelib.scorecards.records import Scorecard
from chalicelib.teams.canonical import codes
from chalicelib.tenancy.context import Context


def of_card(context: Context, card: Scorecard) -> dict[str, Any]:
    """Return what a card tells of its acknowledgement, of the card's own revision. One read."""
    found = read_acknowledgements(context, card.period, card.scheme, [card.person])[card.person]
    return {**_said(found, card.revision), "revision": card.revision}


def described_all(
    context: Context, cards: Sequence[Scorecard], said: Mapping[PersonKey, Acknowledgement]
) -> list[dict[str, Any]]:
    """Return current cards with what their people said of them."""
    people = read_people(context, (card.person for card in cards))
    team_codes = codes(context, [card.team for card in cards])
    return [
        {
            **described(card, said[card.person], people.get(card.person)),
            "team_code": team_codes[card.team],
        }
        for card in cards
    ]


def described(card: Scorecard, said: Acknowledgement, person: Employee | None) -> dict[str, Any]:
    """Return a card with what its person said of it, without the team's code."""
    return {
        "employee_id": called(card.person, person),
        "person": shown(card.person),
        "employee_name": card.employee_name,
        "team": card.team,
        "period": card.period,
        "scheme": card.scheme,
        "revision": card.revision,
        **_said(said, card.revision),
    }


def form_of(said: Acknowledgement, revision: int) -> str:
    """Return what was said of a revision of the result; silence is said as such."""
    last = said.of(revision)
    return SILENT if last is None else str(last["form"])


def _said(found: Acknowledgement, revision: int) -> dict[str, Any]:
    last = found.of(revision)
    former = [int(one["revision"]) for one in found.said if int(one["revision"]) < revision]
    return {
        "form": form_of(found, revision),
        "at": None if last is None else last["at"],
        "former_revision": max(former, default=None),
    }
