"""Why a scorecard is not found: the person, the period, or the scheme.

Only what the caller may see decides. So the answer for somebody of another team is the one for
nobody, and an agent is not told of results that are not published.
"""

from chalicelib.errors import NotFound
from chalicelib.language import Text
from chalicelib.people.records import DELETED, read_person
from chalicelib.people.today import team_today
from chalicelib.periods.calendar import kind_of
from chalicelib.periods.errors import NotSummedUp
from chalicelib.person_keys import PersonKey
from chalicelib.scorecards.visibility import places, visible_cards
from chalicelib.tenancy.context import Context

_NOT_BY_SCHEME = Text(
    "该期间没有此方案的结果。", "There is no result by this scheme in the period."
)
_NOT_IN_PERIOD = Text("该期间没有结果。", "There is no result in this period.")


def no_card(context: Context, person: PersonKey, period: str) -> NotFound:
    """Return the error (404) for a card that is not there, or that the caller may not see.

    It costs two requests or more; a person's cards of all periods are read.
    """
    asked = places(context, person)
    seen = {card.period for card, _ in visible_cards(context, person, asked)}
    if period in seen:
        return NotFound("scheme", _NOT_BY_SCHEME)
    if kind_of(period) != "month":
        return NotSummedUp()
    if seen or _known(context, person):
        return NotFound("period", _NOT_IN_PERIOD)
    return NotFound("employee")


def _known(context: Context, person: PersonKey) -> bool:
    """Say whether the register has such a person whom the caller may see."""
    employee = read_person(context, person)
    if employee is None or employee.status == DELETED:
        return False
    return context.principal.may_see(employee.key, team_today(context, employee))
