"""Results that went with a file that was withdrawn: who is told of them, and what.

Whoever could see the result may know that it was taken back, when and why, and read its revisions:
who oversees its team, and the person if it had been shown before it went (docs/decisions/undo.md).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from chalicelib.errors import NotFound
from chalicelib.language import Text
from chalicelib.periods.keys import key_of_period, partition_of_periods
from chalicelib.periods.pilot_codes import pilot_of, scheme_of
from chalicelib.periods.records import PeriodRecord
from chalicelib.person_keys import PersonKey
from chalicelib.scorecards import void
from chalicelib.scorecards.keys import key_of_removed, key_of_scorecard
from chalicelib.scorecards.records import Scorecard, card_of
from chalicelib.store.records import from_item
from chalicelib.tenancy.context import Context
from chalicelib.tenancy.principal import Principal

#: Ids of uploads begin so; among the causes of a revision they are those that were withdrawn.
UPLOAD: Final = "upl_"
Told = Mapping[str, Mapping[str, Any]]


class ResultWithdrawn(NotFound):
    """There was a result, and it was taken back with its file (404 ``result_withdrawn``)."""

    def __init__(self, card: Scorecard, told: Mapping[str, Any]) -> None:
        why = told["reason"] or Text("（未保存）", "(not kept)")
        zh, en = (why.zh, why.en) if isinstance(why, Text) else (why, why)
        super().__init__(
            "period",
            Text(
                f"该期间曾有结果，其数据文件已于 {told['at']} 撤回，结果随之取消。理由：{zh}",
                f"There was a result in this period. It went when its file was withdrawn at "
                f"{told['at']}. The reason: {en}",
            ),
        )
        self.code = "result_withdrawn"
        self.extra = {
            **self.extra,
            "withdrawn": {
                "scheme": scheme_of(card.scheme),
                "revision": card.revision,
                **told,
                "void": None if card.void is None else void.described(card.void),
            },
        }


def refusal(
    context: Context, person: PersonKey, period: str, scheme: str | None
) -> ResultWithdrawn | None:
    """Return the error (404) for a result that was taken back; None when the caller may not know
    of one."""
    found = last_card(context, person, period, scheme)
    if found is None or found[0].withdrawn is None:
        return None
    card, _ = found
    told = described(card, told_of(context, [card]))
    return None if told is None else ResultWithdrawn(card, told)


def last_card(
    context: Context, person: PersonKey, period: str, scheme: str | None
) -> tuple[Scorecard, PeriodRecord] | None:
    """Return the last card of a person whose result was taken back, if the caller may read it.

    None also when the person has a result again. Without a scheme it is the one that went last. It
    costs two requests; none for somebody who sees the own person alone and asks for another.
    """
    principal = context.principal
    if not principal.sees_others and not principal.is_own(person):
        return None
    keys = {
        (
            key_of_removed(context.scope, one.scheme, period, person, principal.shards),
            key_of_scorecard(context.scope, one.scheme, period, person, principal.shards),
        ): one
        for one in _with_removed(context, period, scheme)
    }
    found = context.table.get_many([key for pair in keys for key in pair]) if keys else {}
    cards = [
        (card_of(removed, found[removed]), record)
        for (removed, current), record in keys.items()
        if removed in found and current not in found
    ]
    seen = [pair for pair in cards if _may_read(principal, *pair)]
    return max(seen, key=lambda pair: (pair[0].withdrawn or {}).get("at", ""), default=None)


def told_of(context: Context, cards: Sequence[Scorecard]) -> Told:
    """Return what is told of the withdrawals that changed these cards, by upload. One batch read,
    if there are any."""
    ids = [upload for card in cards if (upload := _upload(card)) is not None]
    return context.platform.contents.told_withdrawals(context, ids) if ids else {}


def described(card: Scorecard, told: Told) -> dict[str, Any] | None:
    """Return the withdrawal by which a result went, or by which this revision came to be."""
    upload = _upload(card)
    if upload is None:
        return None
    known = told.get(upload, {})
    return {"upload": upload, **{name: known.get(name) for name in ("at", "by", "reason")}}


def left_at(card: Scorecard, after: Scorecard) -> str:
    """Return since when a former revision does not stand: it went, or ``after`` replaced it."""
    return after.computed_at if card.withdrawn is None else str(card.withdrawn["at"])


def uploads_among(causes: Iterable[str]) -> Iterator[str]:
    """Give the withdrawn uploads among the causes of a revision; the others are cases."""
    return (one for one in causes if one.startswith(UPLOAD))


def _upload(card: Scorecard) -> str | None:
    if card.withdrawn is not None:
        return str(card.withdrawn["upload"])
    return next(uploads_among(card.cause or ()), None)


def _with_removed(context: Context, period: str, scheme: str | None) -> list[PeriodRecord]:
    if scheme is None:
        partition = partition_of_periods(context.scope)
        items = list(context.table.query_all(partition, prefix=f"{period}#"))
    else:
        item = context.table.get(key_of_period(context.scope, period, scheme))
        items = [] if item is None else [item]
    records = (from_item(PeriodRecord, item) for item in items)
    return [record for record in records if record.some_removed]


def _may_read(principal: Principal, card: Scorecard, record: PeriodRecord) -> bool:
    if principal.oversees(card.team):
        return True
    interim = card.incomplete and pilot_of(card.scheme) is None
    return principal.is_own(card.person) and bool(
        interim or card.imported or shown_before(card, record)
    )


def shown_before(card: Scorecard, record: PeriodRecord) -> bool:
    """Return whether the period was published before the result went."""
    if card.withdrawn is None or record.published_at is None:
        return False
    return record.published_at < str(card.withdrawn["at"])
