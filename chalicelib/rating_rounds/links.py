"""Links for raters without an account: drawn as a list that the company sends itself, and revoked.

A rater has one link of a round, in one item: a new one takes the place of the former, which ends
with it. A drawing for everybody whom the round names ends all others too: a link's id begins with
the round's revision of its drawing, and the round keeps from which on links hold. Who rates, or
reads what a form says, with a link: rating_tasks/by_link.py.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final, NamedTuple
from zoneinfo import ZoneInfo

from pynamodb.expressions.operand import Path

from chalicelib.audit.records import record_change
from chalicelib.errors import Changed, Conflict, NotFound, invalid_value
from chalicelib.language import Text
from chalicelib.people.paths import person_in_path
from chalicelib.people.records import Employee, read_people
from chalicelib.people.today import today
from chalicelib.person_keys import PersonKey, shown
from chalicelib.rating_forms.keys import key_of_round
from chalicelib.rating_forms.records import OPEN, Round
from chalicelib.rating_links.keys import key_of_link, partition_of_links, place_of
from chalicelib.rating_links.records import RaterLink, first_id_of, new_id_of
from chalicelib.rating_links.secret import LINK, RaterSecret, new_secret
from chalicelib.rating_rounds.link_raters import forms_of, known, named
from chalicelib.rating_rounds.making import existing
from chalicelib.rating_rounds.since_draw import gone
from chalicelib.rating_rounds.transitions import check_status
from chalicelib.store.keys import EXPIRES_AT
from chalicelib.store.records import from_item, to_item
from chalicelib.tenancy.context import Context, timestamp

#: Links of one drawing at most: they are written in one transaction.
MOST_LINKS: Final = 90
#: How long an ended link is listed.
KEPT: Final = timedelta(days=30)
#: Why somebody gets no link, beside having left or gone.
NO_FORMS: Final = "no_forms"
#: What has become of a link.
UNOPENED, OPENED, ENDED, REVOKED = "unopened", "opened", "ended", "revoked"
STATES: Final = (UNOPENED, OPENED, ENDED, REVOKED)


class Drawn(NamedTuple):
    """A rater's new link, with its secret, and how many forms the rater is asked to fill in."""

    rater: PersonKey
    link: RaterLink
    secret: RaterSecret
    forms: int


@dataclass(frozen=True, slots=True)
class Links:
    """The links of one drawing. ``left_out`` says by rater why somebody has none."""

    drawn: Sequence[Drawn]
    left_out: Mapping[PersonKey, str]
    people: Mapping[PersonKey, Employee]


def draw(context: Context, round_id: str, wanted: Mapping[str, Any]) -> Links:
    """Draw links for the employees of the request, or for all whom the round names as raters.

    Raises NotFound (404), Invalid (422) for people and days that cannot be, and Conflict (409)
    ``status_not_reachable`` and ``nobody_to_link``.
    """
    found = existing(context, round_id)
    check_status(found, (OPEN,))
    ends_at = _end(context, found, wanted.get("expires_on"))
    asked = wanted.get("employees")
    raters = named(found) if asked is None else known(context, asked)
    if len(raters) > MOST_LINKS:
        raise invalid_value("/employees", "too_many_links", TOO_MANY)
    people, forms = read_people(context, raters), forms_of(context, found, raters)
    day = today(context)
    left_out: dict[PersonKey, str] = {}
    for rater in raters:
        why = gone(people.get(rater), day) or (None if forms[rater] else NO_FORMS)
        if why is not None:
            left_out[rater] = why
    drawn = [
        _link(context, found, rater, ends_at, forms[rater])
        for rater in raters
        if rater not in left_out
    ]
    if not drawn:
        raise Conflict("nobody_to_link", NOBODY_TO_LINK)
    keep = {EXPIRES_AT: int((datetime.fromisoformat(ends_at) + KEPT).timestamp())}
    for one in drawn:
        key = key_of_link(context.scope, found.id, place_of(one.rater))
        context.unit.put(key, {**to_item(one.link), **keep})
    _change(context, found, ends_others=asked is None)
    told = {"links": len(drawn), "everybody": asked is None, "ends_at": ends_at}
    _record(context, "rating_links.draw", found, told)
    return Links(drawn, left_out, people)


def revoke_all(context: Context, round_id: str) -> None:
    """Revoke all links of an open round, with the sessions that they opened.

    Raises NotFound (404), Conflict ``status_not_reachable`` (409).
    """
    found = existing(context, round_id)
    check_status(found, (OPEN,))
    _change(context, found, ends_others=True)
    _record(context, "rating_links.revoke_all", found, {"links": 0})


def revoke(context: Context, round_id: str, employee_id: str) -> None:
    """Remove a rater's link, with the session that it opened. Raises NotFound (404)."""
    found = existing(context, round_id)
    rater = person_in_path(context, employee_id)
    key = key_of_link(context.scope, found.id, place_of(rater))
    context.unit.delete(key, Path("pk").exists(), lambda: NotFound("rating_link"))
    record_change(
        context,
        "rating_links.revoke",
        f"rating-links/{found.id}.{shown(rater)}",
        {"links": 1},
        {"links": 0},
        revision=found.revision,
    )


def page(
    context: Context, found: Round, limit: int, after: str | None
) -> tuple[list[RaterLink], str | None]:
    """Return a page of a round's links, and the position after it (None: last)."""
    partition = partition_of_links(context.scope, found.id)
    some = context.table.query(partition, limit=limit, after=after or None)
    return [from_item(RaterLink, item) for item in some.items], some.after


def state_of(context: Context, found: Round, link: RaterLink) -> str:
    """Return what has become of a link. Whether the rater has submitted is not told."""
    if link.id < (found.links_from or ""):
        return REVOKED
    if found.status != OPEN or link.ends_at <= context.time:
        return ENDED
    return UNOPENED if link.session is None else OPENED


def _link(context: Context, found: Round, rater: PersonKey, ends_at: str, forms: int) -> Drawn:
    secret = new_secret(LINK, context.scope.tenant, found.id, place_of(rater))
    link = RaterLink(
        id=new_id_of(found.revision + 1),
        round=found.id,
        rater=rater,
        digest=secret.digest,
        created_at=context.time,
        ends_at=ends_at,
    )
    return Drawn(rater, link, secret, forms)


def _end(context: Context, found: Round, expires_on: str | None) -> str:
    """Return the end of the links' last day, in the company's time zone."""
    last = min(expires_on or found.closes_on, found.closes_on)
    if last < today(context):
        raise invalid_value("/expires_on", "in_past", IN_PAST)
    zone = ZoneInfo(context.principal.time_zone)
    midnight = datetime.combine(date.fromisoformat(last) + timedelta(days=1), time.min, zone)
    return timestamp(midnight.astimezone(UTC))


def _change(context: Context, found: Round, *, ends_others: bool) -> None:
    """Write that links were drawn or revoked: a concurrent change of the round is refused.

    ``ends_others``: the links of all drawings before this one end.
    """
    revision = Path("revision")
    actions = [revision.set(found.revision + 1)]
    if ends_others:
        actions.append(Path("links_from").set(first_id_of(found.revision + 1)))
    same = (revision == found.revision) & (Path("status") == OPEN)
    context.unit.update(key_of_round(context.scope, found.id), actions, same, Changed)


def _record(context: Context, action: str, found: Round, told: Mapping[str, Any]) -> None:
    """Add the audit event: how many links, and nothing of a secret."""
    target = f"rating-links/{found.id}"
    record_change(context, action, target, None, told, revision=found.revision + 1)


TOO_MANY = Text(
    f"一次最多发放 {MOST_LINKS} 个链接；请用 employees 分批指定评分人。",
    f"At most {MOST_LINKS} links are drawn at once; name the raters in portions (`employees`).",
)
IN_PAST = Text("链接的最后一天已过。", "The links' last day has passed.")
NOBODY_TO_LINK = Text(
    "没有可发放链接的评分人：轮次未指定评分人，或其均已离职、无评分表。请用 employees 指定。",
    "There is nobody to give a link to: the round names no raters, or they have left or have no "
    "forms. Name raters in `employees`.",
)
