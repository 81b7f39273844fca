"""Single scorecards and a person's, as the API reads them: those that the caller may see."""

from collections.abc import Mapping, Sequence
from itertools import islice
from typing import NamedTuple

from chalicelib.errors import Conflict, NotFound
from chalicelib.language import Text
from chalicelib.people.paths import found_in_path
from chalicelib.people.records import Employee
from chalicelib.periods.records import PeriodRecord
from chalicelib.person_keys import PersonKey
from chalicelib.schemes.compiled import ReadyScheme
from chalicelib.scorecards import taken_back
from chalicelib.scorecards.absent import no_card
from chalicelib.scorecards.corrected import standing_of
from chalicelib.scorecards.keys import key_of_scorecard_revision
from chalicelib.scorecards.outdated import Shown
from chalicelib.scorecards.presenting import state_of
from chalicelib.scorecards.records import Scorecard, card_of
from chalicelib.scorecards.versions import version_of
from chalicelib.scorecards.visibility import card_called, places, visible, visible_cards
from chalicelib.tenancy.context import Context
from chalicelib.tenancy.principal import Principal


class Found(NamedTuple):
    """A current card with its version and the record of its period.

    ``people``: its person on the register, if that was read with it, else empty. None: not read.
    """

    card: Scorecard
    version: ReadyScheme
    record: PeriodRecord
    people: Mapping[PersonKey, Employee] | None


def one(context: Context, employee_id: str, period: str, scheme: str | None) -> Found:
    """Return the current card, in a period, of the person whom an employee id means.

    ``scheme`` may be left out when the caller may see one card of the period only. With a scheme,
    and its version in memory, it costs one read of the table. Raises NotFound (404) for a card that
    is not there or that the caller may not see, ResultWithdrawn (404) for one that was taken back
    with its file, Conflict ``several_schemes`` (409) without a scheme
    when the caller may see several.
    """
    if scheme is None:
        person, people = found_in_path(context, employee_id)
        found = list(visible_cards(context, person, places(context, person, f"{period}#")))
    else:
        person, holder, found = card_called(context, employee_id, (period, scheme))
        people = {} if holder is None else {person: holder}
    if not found:
        gone = taken_back.refusal(context, person, period, scheme)
        raise gone or no_card(context, person, period)
    if len(found) > 1:
        raise _several(sorted(card.scheme for card, _ in found))
    ((card, record),) = found
    return Found(card, version_of(context, card), record, people)


def revision(
    context: Context, employee_id: str, period: str, scheme: str | None, number: int
) -> tuple[Scorecard, ReadyScheme, PeriodRecord, bool]:
    """Return revision ``number`` of a card, and whether it is the current one.

    Raises as :func:`one` does. Raises NotFound (404) also for a revision that is not there, and for
    the person scored when the revision was replaced before the period was published. Of a result
    that was taken back the revisions are still there (scorecards/taken_back.py).
    """
    try:
        current, version, record, _ = one(context, employee_id, period, scheme)
    except NotFound:
        person, _ = found_in_path(context, employee_id)
        last = taken_back.last_card(context, person, period, scheme)
        if last is None:
            raise
        (current, record), version = last, version_of(context, last[0])
        if number == current.revision:
            return current, version, record, False
    if number == current.revision:
        return current, version, record, True
    if number > current.revision and current.corrected is not None:
        return _corrected(context, current, record, number)
    key, next_key = (
        key_of_scorecard_revision(
            context.scope,
            current.scheme,
            period,
            current.person,
            context.principal.shards,
            revision_number,
        )
        for revision_number in (number, number + 1)
    )
    found = context.table.get_many([key, next_key])
    if key not in found or number > current.revision:
        raise NotFound("revision")
    card = card_of(key, found[key])
    after = card_of(next_key, found[next_key]) if next_key in found else current
    if not readable(context.principal, card, after, record):
        raise NotFound("revision")
    return card, version_of(context, card), record, False


def readable(principal: Principal, card: Scorecard, after: Scorecard, record: PeriodRecord) -> bool:
    """Return whether the caller may read a revision that ``after`` replaced, or that went (then
    ``after`` is the card itself)."""
    if not visible(principal, card, record):
        return False
    unseen = not card.imported and _never_shown(card, after, record)
    return principal.oversees(card.team) or not unseen


def _corrected(
    context: Context, locked: Scorecard, record: PeriodRecord, number: int
) -> tuple[Scorecard, ReadyScheme, PeriodRecord, bool]:
    """Return revision ``number`` of what was corrected after the lock, and whether it stands."""
    stands = standing_of(context, locked)
    if stands.revision == number:
        return stands, version_of(context, stands), record, True
    place = (locked.scheme, locked.period, locked.person, context.principal.shards)
    key = key_of_scorecard_revision(context.scope, *place, number)
    item = context.table.get(key)
    if item is None:
        raise NotFound("revision")
    card = card_of(key, item)
    return card, version_of(context, card), record, False


def _never_shown(card: Scorecard, after: Scorecard, record: PeriodRecord) -> bool:
    """Return whether the card went, or ``after`` replaced it, before its person could see it."""
    return record.published_at is None or taken_back.left_at(card, after) <= record.published_at


def of_employee(
    context: Context,
    person: PersonKey,
    scheme: str | None,
    limit: int,
    after: str | None,
    state: str | None = None,
) -> tuple[list[Shown], str | None]:
    """Return up to ``limit`` current cards of a person, the newest period first.

    Cards that the caller may not see, or in another ``state`` than the asked one, are left out.
    ``after`` and the second result are positions ``{period}#{scheme}``: where the page begins and
    where the next begins (None: no further card that the caller may see).
    """
    wanted = [
        place
        for place in reversed(places(context, person))
        if scheme in (None, place[1]) and (after is None or "#".join(place) < after)
    ]
    seen = visible_cards(context, person, wanted)
    kept = (one for one in seen if state in (None, state_of(*one, current=True)))
    found = list(islice(kept, limit + 1))
    shown = [(card, version_of(context, card), record) for card, record in found[:limit]]
    if len(found) <= limit:
        return shown, None
    last = shown[-1][0]
    return shown, f"{last.period}#{last.scheme}"


def _several(codes: Sequence[str]) -> Conflict:
    return Conflict(
        "several_schemes",
        Text(
            f"该期间有多个方案的结果，请用 scheme 指定：{'、'.join(codes)}",
            f"Several schemes scored this period; name one with scheme: {', '.join(codes)}",
        ),
    )
