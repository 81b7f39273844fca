"""What raters wrote about a person: after the round, without name or time, and never too few."""

from hashlib import blake2b
from typing import Any

from chalicelib.errors import Conflict, NotFound
from chalicelib.language import Text
from chalicelib.people.paths import person_in_path
from chalicelib.people.records import read_person
from chalicelib.people.today import team_today
from chalicelib.periods.records import LOCKED, PUBLISHED, read_period
from chalicelib.person_keys import PersonKey
from chalicelib.rating_forms.counting import Rated, closings_of, rated_of
from chalicelib.rating_forms.records import CLOSED, Round
from chalicelib.rating_forms.standing import standing
from chalicelib.rating_rounds.making import existing
from chalicelib.scorecards.records import read_card
from chalicelib.scoring.rater_roles import ROLES, is_anonymous
from chalicelib.scoring.text import text
from chalicelib.tenancy.context import Context


def of_person(context: Context, round_id: str, employee_id: str) -> list[dict[str, Any]]:
    """Return the comments about a person by role, shuffled.

    Of an anonymous role none where fewer than the round's least number of raters submitted a form,
    and what is told changes with as many of them only. Raises NotFound (404) for a person whom the
    caller may not see, or may not yet, and Conflict ``round_not_closed`` (409). Who does not see
    everybody is told of no round then either.
    """
    found = existing(context, round_id)
    try:
        person = person_in_path(context, employee_id)
        _check_sight(context, found, person)
    except NotFound:
        if context.principal.sees_all:
            raise
        raise NotFound("rating_round") from None
    if found.status != CLOSED:
        raise Conflict("round_not_closed", NOT_CLOSED)
    rated = rated_of(context, found, person)
    return [_role(found, rated, role) for role in found.roles]


def _role(found: Round, rated: Rated, role: str) -> dict[str, Any]:
    least = found.anonymity_min if is_anonymous(role) else 1
    said = [
        {rater: one.comment or "" for rater, one in at.items()}
        for at in closings_of(rated, role, found.closings)
    ]
    told = standing(said, least)
    return {
        "role": role,
        "name": dict(ROLES.get(role, text(role, role))),
        "comments": sorted(filter(None, told.values()), key=lambda one: _lot(found, one)),
    }


def _check_sight(context: Context, found: Round, person: PersonKey) -> None:
    """Raise NotFound (404) unless the caller may see what the person's raters wrote.

    The person reads it when the period is published, whatever else they are: hr, or the lead of
    the own team.
    """
    principal = context.principal
    card = read_card(context, found.scheme, found.period, person)
    there = read_person(context, person) if card is None else None
    team = card.team if card is not None else None
    if there is not None:
        team = team_today(context, there)
    oversees = principal.oversees(team) and (card is not None or there is not None)
    if oversees and principal.person != person:
        return
    if oversees or principal.is_own(person):
        record = read_period(context.table, context.scope, found.period, found.scheme)
        if record is not None and record.state in (PUBLISHED, LOCKED):
            return
    raise NotFound("employee")


def _lot(found: Round, comment: str) -> bytes:
    """Return a place that depends on the comment alone, and on a secret of the round."""
    return blake2b(comment.encode(), key=found.seed.encode()[:64], digest_size=16).digest()


NOT_CLOSED = Text("评语在评分轮次关闭后才显示。", "Comments are shown when the round is closed.")
