"""A person acknowledges the own result, of the revision that stands, by an own credential."""

from dataclasses import replace
from functools import partial

from pynamodb.expressions.operand import Path

from chalicelib.acknowledgements.keys import (
    key_of_acknowledgement,
    key_of_counts,
    piece_of,
)
from chalicelib.acknowledgements.records import (
    AGREED,
    APPEALED,
    FORMS,
    MOST,
    Acknowledgement,
    read_acknowledgements,
)
from chalicelib.audit.records import record_change
from chalicelib.errors import Conflict
from chalicelib.language import Text
from chalicelib.periods.records import PROVISIONAL, PeriodRecord
from chalicelib.person_keys import first_id
from chalicelib.scorecards.corrected import standing_of
from chalicelib.scorecards.keys import key_of_corrected, key_of_scorecard
from chalicelib.scorecards.records import Scorecard
from chalicelib.scorecards.service import Found, one
from chalicelib.scorecards.versions import version_of
from chalicelib.store.records import to_item
from chalicelib.tenancy.context import Context


def acknowledgeable(card: Scorecard, record: PeriodRecord) -> bool:
    """Return whether a current result is one that its person can say something of: it was computed
    here, is published, and awaits nothing."""
    settled = not card.imported and card.void is None and not card.incomplete
    return settled and (record.state != PROVISIONAL or card.closed is not None)


def acknowledge(
    context: Context, employee_id: str, period: str, scheme: str | None, revision: int, form: str
) -> tuple[Found, Acknowledgement]:
    """Say of the own result that it was seen, or seen and agreed to. Returns both as they will be.

    What was said already changes nothing. Raises NotFound (404) for everybody else's result;
    Conflict (409) ``several_schemes``, ``nothing_to_acknowledge``, ``revision_replaced``,
    ``already_agreed``, ``already_appealed`` and ``too_many_acknowledgements``.
    """
    found = standing(context, one(context, employee_id, period, scheme))
    card = found.card
    if not acknowledgeable(card, found.record):
        raise Conflict("nothing_to_acknowledge", NOTHING)
    if card.revision != revision:
        raise replaced(card.revision)
    before = read_acknowledgements(context, period, card.scheme, [card.person])[card.person]
    last = before.of(revision)
    if last is not None and last["form"] == form:
        return found, before
    if last is not None and last["form"] == AGREED:
        raise Conflict("already_agreed", AGREED_ALREADY)
    if last is not None and last["form"] == APPEALED and form != AGREED:
        raise Conflict("already_appealed", APPEALED_ALREADY)
    if len(before.said) >= MOST:
        raise Conflict("too_many_acknowledgements", TOO_MANY)
    require_standing(context, card)
    after = _said(context, card, before, form)
    told = {"period": card.period, "scheme": card.scheme, "revision": card.revision, "form": form}
    record_change(
        context,
        "scorecards.acknowledge",
        f"employees/{context.principal.employee_id or first_id(card.person)}",
        None,
        told,
        revision=after.revision,
    )
    return found, after


def standing(context: Context, found: Found) -> Found:
    """Return what stands of a result: of a locked one that was corrected, the corrected one."""
    card = standing_of(context, found.card)
    if card is found.card:
        return found
    return found._replace(card=card, version=version_of(context, card))


def say_appealed(context: Context, card: Scorecard) -> None:
    """Say of the own result, in the request that files an appeal against it, that it was seen and
    appealed. Nothing is said where no more can be: the appeal says it too."""
    before = read_acknowledgements(context, card.period, card.scheme, [card.person])[card.person]
    last = before.of(card.revision)
    told = last is not None and last["form"] == APPEALED
    if not told and len(before.said) < MOST:
        _said(context, card, before, APPEALED)


def require_standing(context: Context, card: Scorecard) -> None:
    """Let the request's commit raise Conflict ``revision_replaced`` (409) when another revision
    stands."""
    place = (card.scheme, card.period, card.person)
    same = Path("revision") == card.revision
    if card.correction is not None:
        key = key_of_corrected(context.scope, *place)
    else:
        key = key_of_scorecard(context.scope, *place, context.principal.shards)
        same &= Path("corrected").does_not_exist()
    context.unit.check(key, same, partial(replaced, None))


def _said(context: Context, card: Scorecard, before: Acknowledgement, form: str) -> Acknowledgement:
    """Add what is said, and its counts, to the request's unit. Return all that is said then."""
    unit, scope = context.unit, context.scope
    said = {
        "form": form,
        "revision": card.revision,
        "at": context.time,
        "by": context.principal.credential,
    }
    after = replace(before, said=(*before.said, said), revision=before.revision + 1)
    same = Path("revision") == before.revision
    unit.put(
        key_of_acknowledgement(scope, card.period, card.scheme, card.person),
        to_item(after),
        same if before.revision else Path("pk").does_not_exist(),
        partial(Conflict, "said_meanwhile", MEANWHILE),
    )
    former = None if before.last is None else before.last["form"]
    changed = {one: (one == form) - (one == former) for one in FORMS}
    counted = [Path(one).set((Path(one) | 0) + number) for one, number in changed.items() if number]
    if counted:
        piece = piece_of(card.person)
        unit.update(key_of_counts(scope, card.period, card.scheme, piece), counted)
    return after


def replaced(revision: int | None) -> Conflict:
    """Return the refusal of what is said of a revision that does not stand. ``revision``: the one
    that does."""
    extra = {} if revision is None else {"revision": revision}
    return Conflict("revision_replaced", REPLACED, **extra)


REPLACED = Text(
    "结果已有新的版次；请先查看现行结果，再就其确认或申诉。",
    "The result has another revision by now: read the one that stands, and acknowledge or appeal "
    "that one.",
)
NOTHING = Text(
    "此结果尚不能确认：尚未公布、等待数据、已作废或为导入的历史结果。",
    "There is nothing to acknowledge: the result is not published, awaits figures, is void, or was "
    "imported.",
)
AGREED_ALREADY = Text(
    "您已对此结果表示同意；同意不因再次查看而撤回。",
    "You have agreed to this result; seeing it again does not take that back.",
)
APPEALED_ALREADY = Text(
    "您已对此结果提出申诉；再次查看不改变这一点。",
    "You have appealed against this result; seeing it again does not take that back.",
)
TOO_MANY = Text(
    f"一个期间的结果最多可确认 {MOST} 次。",
    f"A result of a period is acknowledged {MOST} times at most.",
)
MEANWHILE = Text(
    "您的另一次确认刚刚写入；请重新读取后再试。",
    "Another acknowledgement of yours was just stored; read the result again.",
)
