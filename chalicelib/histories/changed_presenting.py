"""Results that changed after publication, as the API shows them."""

from collections.abc import Sequence
from typing import Any

from chalicelib.histories.causes import Cause, causes_of
from chalicelib.histories.changed import Changed
from chalicelib.histories.differences import outcome
from chalicelib.histories.told import Told, told
from chalicelib.people.identity import called
from chalicelib.people.records import read_people
from chalicelib.person_keys import shown
from chalicelib.scorecards.presenting import state_of
from chalicelib.scorecards.records import Scorecard
from chalicelib.scorecards.service import readable
from chalicelib.scorecards.versions import version_of
from chalicelib.teams.canonical import codes
from chalicelib.tenancy.context import Context


def described_all(context: Context, changed: Sequence[Changed]) -> list[dict[str, Any]]:
    """Return the results of a page, each as at publication and as it stands, with the causes."""
    about = told(context, [card for one in changed for card in one.since])
    people = read_people(context, (one.card.person for one in changed))
    team_codes = codes(context, [one.card.team for one in changed])
    return [
        {
            "employee_id": called(one.card.person, people.get(one.card.person)),
            "person": shown(one.card.person),
            "employee_name": one.card.employee_name,
            "team": one.card.team,
            "team_code": team_codes[one.card.team],
            "period": one.card.period,
            "scheme": one.card.scheme,
            "state": state_of(one.card, one.record, current=True),
            "revision": one.card.revision,
            "changed_at": one.card.computed_at,
            "published_at": one.record.published_at,
            "published_revision": None if one.before is None else one.before.revision,
            "more": one.more,
            "before": _before(context, one),
            "after": outcome(one.card, version_of(context, one.card)),
            "causes": _causes(context, one, about),
        }
        for one in changed
    ]


def _before(context: Context, one: Changed) -> dict[str, Any] | None:
    """Return what was published, unless the caller may not read it: it was another team's."""
    before, after = one.before, one.since[-1]
    if before is None or not readable(context.principal, before, after, one.record):
        return None
    return outcome(before, version_of(context, before))


def _causes(context: Context, one: Changed, about: Told) -> list[Cause]:
    """Return the causes of all revisions since, the newest first; of those that may be read."""
    formers: list[Scorecard | None] = [*one.since[1:], one.before]
    found: list[Cause] = []
    for number, (card, former) in enumerate(zip(one.since, formers, strict=True)):
        after = one.since[max(number - 1, 0)]
        if number and not readable(context.principal, card, after, one.record):
            continue
        if former is None and one.more:
            continue
        found += causes_of(card, former, version_of(context, card), one.record, about)
    return found
