"""Stored scorecards: one item for each revision, below 1 KB for a scheme of ten lines.

The lines are packed in one text (:mod:`chalicelib.scoring.packing`). Indicator codes, names and
maxima are not in it: they come from the scheme's version, which never changes. An item below 1 KB
costs one write unit, and its entry in the employee index another.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final

from chalicelib.periods.pilot_codes import pilot_of
from chalicelib.periods.records import places
from chalicelib.person_keys import PersonKey
from chalicelib.scorecards.keys import (
    index_of_employee_scorecards,
    key_of_removed,
    key_of_scorecard,
    key_of_scorecard_revision,
)
from chalicelib.store.converters import Item
from chalicelib.store.keys import Key, parts_of
from chalicelib.store.records import STORED, from_item, stored_as, to_item
from chalicelib.store.table import Table
from chalicelib.tenancy.context import Context
from chalicelib.tenancy.scope import TenantScope

#: Why a card is outdated (scorecards/outdated.py).
PREVIOUS: Final = "previous_period"
TEAM_MEAN: Final = "team_mean"
REGISTER: Final = "register"


@dataclass(frozen=True, slots=True)
class Scorecard:
    """A revision of a person's result.

    ``person`` is the lasting key of whose result it is; what the person is called now is in the
    register. ``scheme`` is the scheme's code or a pilot's. ``packed`` holds the lines. ``row`` is
    the row of the upload's file; the header is row 1. Without enough data ``total`` is None, and
    there is no grade and no coefficient. ``previous_revision`` names the previous period's result
    that this one was made with (scorecards/previous_period.py). None: its version does not look
    back.

    ``paid_by`` is the scheme that pays the person's month in place of this one, ``share`` what this
    one pays of it (scorecards/belonging.py). ``register_team``: the team is the register's, because
    the file named none.

    ``imported``: the result was found elsewhere and imported (docs/decisions/imported-results.md).
    ``version`` is then the one by which the file's names and columns were read. Its lines have
    values and no points, and it pays nobody and is not ranked. None: the result was computed here.

    ``awaiting`` are the codes of the sources that have not arrived: the result is incomplete.
    ``without`` are those that will not, by a declaration. ``layers`` has the upload and row of each
    source that came from elsewhere than ``upload`` and ``row`` (results/layers.py). ``final`` is
    the declaration about this person alone: ``sources``, ``at``, ``by`` and ``reason``.

    ``void`` says ``at``, ``by`` whom and for what ``reason`` the result was declared void. Then it
    has no total, grade and coefficient, whatever its lines say (docs/decisions/undo.md).
    ``cases`` are the ids of the recorded cases that were applied (cases/in_force.py). ``cause`` are
    those by which this revision is another one than the revision before, the upload whose
    withdrawal made it, and the appeals whose remedies it has. ``vetoed``: a veto set grade and
    coefficient, so that the result is not ranked. ``withdrawn``, of a result that went, says with
    which ``upload``, and when (``at``) (results/removing.py).

    ``corrected``, of a locked result, says that a corrected one stands beside it: its ``revision``,
    since when (``at``), and whether it is ``void``. ``correction``, of a corrected result, is the
    id of the correction that made it (scorecards/corrected.py). ``added``: a correction made the
    person's first result of a locked period, and what followed it. The lock has none of the person,
    whose first one lies among the current ones, because nothing else does, and is in no count, list
    or file of the lock.

    ``closed``, of a leaver's result that was settled ahead of its open month, says when (``at``),
    ``by`` whom and for what ``reason``: it is locked by itself, has a file for payroll of its own,
    and changes by corrections alone (docs/decisions/settled-ahead.md).

    ``made`` says what the figures do not: ``by`` whom the result was scored anew (a credential), or
    ``after`` which upload the team's mean that it takes was another. ``link`` holds the revision in
    the chain over all of the result, ``erased`` that an erasure has changed it
    (scorecards/chain.py).
    """

    person: PersonKey = field(metadata=stored_as("employee_id"))
    scheme: str
    period: str
    version: int
    revision: int
    packed: str
    upload: str
    row: int
    computed_at: str
    employee_name: str | None = None
    team: str | None = None
    total: Decimal | None = None
    grade: str | None = None
    coefficient: Decimal | None = None
    previous_revision: str | None = None
    paid_by: str | None = None
    share: Decimal | None = None
    register_team: bool | None = None
    imported: bool | None = None
    awaiting: tuple[str, ...] | None = None
    without: tuple[str, ...] | None = None
    layers: dict[str, Any] | None = None
    final: dict[str, Any] | None = None
    void: dict[str, Any] | None = None
    cases: tuple[str, ...] | None = None
    cause: tuple[str, ...] | None = None
    vetoed: bool | None = None
    withdrawn: dict[str, Any] | None = None
    corrected: dict[str, Any] | None = None
    correction: str | None = None
    added: bool | None = None
    closed: dict[str, Any] | None = None
    made: dict[str, str] | None = None
    #: Stored under one letter: a card of ten lines fits in a write unit with it.
    link: bytes | None = field(default=None, metadata=stored_as("l"))
    erased: dict[str, Any] | None = None

    @property
    def incomplete(self) -> bool:
        """Whether a source is awaited: there is no total yet. A void result awaits nothing."""
        return bool(self.awaiting) and self.void is None

    @property
    def insufficient(self) -> bool:
        return self.total is None and not self.incomplete and self.void is None

    @property
    def not_arrived(self) -> frozenset[str]:
        """The codes of the sources that have not arrived."""
        return frozenset((*(self.awaiting or ()), *(self.without or ())))

    @property
    def uploads(self) -> frozenset[str]:
        """The uploads that figures of the result came from."""
        return frozenset((self.upload, *(str(at[0]) for at in (self.layers or {}).values())))

    @property
    def paying(self) -> bool:
        """Whether the result pays the person's month, or a share of it.

        A pilot's never does, nor an imported or a void one.
        """
        if self.imported or self.void is not None:
            return False
        return self.paid_by is None and pilot_of(self.scheme) is None


#: The attributes that a list needs of a card: all but its lines, which are half of it, and its link
#: of the chain: an answer without bytes is decoded in half the time (store/answer_decoding.py).
BRIEF: Final = tuple(
    one.metadata.get(STORED, one.name)
    for one in fields(Scorecard)
    if one.name not in ("packed", "link", "scheme", "period")
)


def current_write(scope: TenantScope, card: Scorecard, shards: int) -> tuple[Key, Item]:
    """Return the write that makes the card the current revision, with its employee index entry.

    A pilot's card has no index entry, because it is not listed among the person's results.
    """
    key = key_of_scorecard(scope, card.scheme, card.period, card.person, shards)
    if pilot_of(card.scheme) is not None:
        return key, _stored(card)
    return key, {
        **_stored(card),
        **scope.index_entry(
            index_of_employee_scorecards(scope, card.person), card.period, card.scheme
        ),
    }


def superseded_write(scope: TenantScope, card: Scorecard, shards: int) -> tuple[Key, Item]:
    """Return the write that keeps a card as a former revision."""
    key = key_of_scorecard_revision(
        scope, card.scheme, card.period, card.person, shards, card.revision
    )
    return key, _stored(card)


def removed_write(scope: TenantScope, card: Scorecard, shards: int) -> tuple[Key, Item]:
    """Return the write that keeps the last card of a result that is removed.

    The next result of the person goes on with its revision, and a void holds (results/removing.py).
    """
    key = key_of_removed(scope, card.scheme, card.period, card.person, shards)
    return key, _stored(card)


def read_removed(
    context: Context, scheme: str, period: str, persons: Iterable[PersonKey]
) -> dict[PersonKey, Scorecard]:
    """Return the last cards of removed results, by person. Somebody may have a result again."""
    shards = context.principal.shards
    wanted = [
        key_of_removed(context.scope, scheme, period, person, shards)
        for person in dict.fromkeys(persons)
    ]
    found = context.table.get_many(wanted) if wanted else {}
    cards = (card_of(key, item) for key, item in found.items())
    return {card.person: card for card in cards}


def read_cards(
    table: Table,
    scope: TenantScope,
    scheme: str,
    period: str,
    persons: Iterable[PersonKey],
    shards: int,
    *,
    brief: bool = False,
) -> dict[PersonKey, Scorecard]:
    """Return the current cards by person. People without a card are left out.

    ``brief``: without their lines.
    """
    wanted = [
        key_of_scorecard(scope, scheme, period, person, shards) for person in dict.fromkeys(persons)
    ]
    found = table.get_many(wanted, only=BRIEF if brief else None)
    made = brief_card_of if brief else card_of
    cards = (made(key, item) for key, item in found.items())
    return {card.person: card for card in cards}


def read_card(context: Context, scheme: str, period: str, person: PersonKey) -> Scorecard | None:
    """Return the current card of a person; None without one."""
    shards = context.principal.shards
    return read_cards(context.table, context.scope, scheme, period, [person], shards).get(person)


def card_of(key: Key, item: Mapping[str, Any]) -> Scorecard:
    """Return the card that an item holds. Scheme and period come from the key ``key``."""
    return from_item(Scorecard, {**item, **_place_of(key.pk)})


def brief_card_of(key: Key, item: Mapping[str, Any]) -> Scorecard:
    """Return the card of an item that was read without its lines, to be shown and never written.

    It has an empty text for them, which nobody can unpack.
    """
    return from_item(Scorecard, {**item, **_place_of(key.pk), "packed": ""})


@lru_cache(maxsize=256)
def _place_of(partition: str) -> Mapping[str, str]:
    """Return the scheme and the period of a partition: a page has few."""
    _, _, scheme, period, _ = parts_of(partition)
    return {"scheme": scheme, "period": period}


def _stored(card: Scorecard) -> Item:
    item = to_item(card)
    del item["scheme"], item["period"]
    return item


def places_of(context: Context, person: PersonKey) -> set[tuple[str, str]]:
    """Return (period, scheme code) of every current result of a person, pilots' included."""
    shards = context.principal.shards
    keys = {
        key_of_scorecard(context.scope, scheme, period, person, shards): (period, scheme)
        for period, scheme in map(parts_of, places(context))
    }
    return {keys[key] for key in context.table.get_many(list(keys))}
