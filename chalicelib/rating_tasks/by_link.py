"""What a rater without an account may do: with a link, in the one round that it is of.

Each request looks at the round: a link is over with the round's closing, and when new links were
drawn or all were revoked, at once and whatever the gateway still remembers.

Whoever drew a new link holds it before the rater does. So what a form says is read only under the
link that it was saved under: nobody learns a mark by drawing a link and opening it.
"""

from chalicelib.errors import Conflict
from chalicelib.language import Text
from chalicelib.people.today import today
from chalicelib.rating_forms.records import OPEN, Form, Round, read_round
from chalicelib.tenancy.context import Context


def own_round(context: Context) -> Round:
    """Return the round of the caller's link. Raises Conflict ``link_over`` (409)."""
    principal = context.principal
    found = read_round(context, principal.round or "")
    if (
        found is None
        or found.status != OPEN
        or found.closes_on < today(context)
        or principal.credential < (found.links_from or "")
    ):
        raise over()
    return found


def refuse_done(context: Context) -> None:
    """Raise Conflict ``link_over`` (409) for a caller with a link, who has said all."""
    if context.principal.round is not None:
        raise over()


def may_read(context: Context, form: Form | None) -> bool:
    """Return whether the caller may read what a form of the caller's says."""
    by_link = context.principal.round is not None
    return form is None or not by_link or form.link == context.principal.credential


def over() -> Conflict:
    return Conflict("link_over", OVER)


OVER = Text(
    "该链接已失效：轮次已关闭、评分表已全部提交，或链接已被撤销或更换。",
    "The link is over: the round is closed, all forms are submitted, or the link was revoked or "
    "replaced.",
)
