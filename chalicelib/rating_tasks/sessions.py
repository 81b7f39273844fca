"""Open the session of a link: once, for some hours, with a secret of its own.

A link lies in a mail and in the list that the company has sent, a session in one browser alone. So
whoever comes second with a link is told that it was opened, and the rater notices.
"""

from datetime import timedelta
from typing import Final, NamedTuple

from pynamodb.expressions.operand import Path

from chalicelib.audit.records import record_change
from chalicelib.errors import Conflict
from chalicelib.language import Text
from chalicelib.people.today import today
from chalicelib.person_keys import PersonKey, shown
from chalicelib.rating_forms.records import Round
from chalicelib.rating_links.keys import key_of_link, place_of
from chalicelib.rating_links.records import RaterLink
from chalicelib.rating_links.secret import SESSION, RaterSecret, new_secret
from chalicelib.rating_tasks.by_link import over, own_round
from chalicelib.rating_tasks.finding import tasks_of
from chalicelib.rating_tasks.service import NOT_OPEN, takes_answers
from chalicelib.store.records import from_item
from chalicelib.tenancy.context import Context, timestamp

#: How long a session lasts at most.
LASTS: Final = timedelta(hours=4)


class Session(NamedTuple):
    """A session as it is told once."""

    secret: RaterSecret
    ends_at: str
    round: Round
    forms: int


def begin(context: Context) -> Session:
    """Open the session of the caller's link, which does not open another.

    Raises Conflict (409) ``link_used``, ``link_over`` and ``round_not_open``.
    """
    principal = context.principal
    rater = PersonKey(principal.person or "")
    found, place = own_round(context), place_of(rater)
    key = key_of_link(context.scope, found.id, place)
    item = context.table.get(key)
    link = None if item is None else from_item(RaterLink, item)
    if link is None or link.id != principal.credential:
        raise over()
    if link.session is not None:
        raise _used()
    if not takes_answers(found, today(context)):
        raise Conflict("round_not_open", NOT_OPEN)
    forms = len(tasks_of(context, rater, found))
    secret = new_secret(SESSION, context.scope.tenant, found.id, place)
    ends_at = min(timestamp(context.now + LASTS), link.ends_at)
    session = Path("session")
    context.unit.update(
        key,
        [session.set(secret.digest), Path("session_ends_at").set(ends_at)],
        (Path("id") == link.id) & session.does_not_exist(),
        _used,
    )
    record_change(
        context,
        "rating_sessions.open",
        f"rating-links/{found.id}.{shown(rater)}",
        None,
        {"session_ends_at": ends_at},
        revision=1,
    )
    return Session(secret, ends_at, found, forms)


def _used() -> Conflict:
    return Conflict("link_used", USED)


USED = Text(
    "该链接已打开过一次，不能再用。若不是您打开的，请告知人事；人事可以重新发放链接。",
    "The link was opened before, and works once. If that was not you, tell hr, who can send you "
    "another.",
)
