"""The current cards of a period whose grade may get plans, page by page."""

from collections.abc import Iterable, Mapping
from functools import cached_property

from pynamodb.expressions.condition import Condition
from pynamodb.expressions.operand import Path

from chalicelib.person_keys import PersonKey
from chalicelib.scorecards.keys import CURRENT, partition_of_scorecards
from chalicelib.scorecards.period_cards import Head
from chalicelib.scorecards.records import Scorecard, card_of, read_cards
from chalicelib.store.keys import escaped, key_of_item
from chalicelib.tenancy.context import Context
from chalicelib.tenancy.scope import shard_of

#: Cards are read by key when at most one in so many is wanted.
BY_KEY = 7


class GradedCards:
    """Cards of a scheme's period that are by another version than ``version``, or have one of its
    ``grades``. Imported ones are not among them. ``known``: the counted values of all cards by
    employee id; None: not known."""

    def __init__(
        self,
        context: Context,
        scheme: str,
        period: str,
        version: int,
        grades: frozenset[str],
        known: Mapping[PersonKey, Head] | None,
    ) -> None:
        self._context, self._scheme, self._period = context, scheme, period
        self._version, self._grades, self._known = version, grades, known

    def page(self, shard: int, after: str | None, size: int) -> tuple[list[Scorecard], str | None]:
        """Return a page of a shard's cards after the sort key ``after``, and the page's end.

        The end is None for the last page. At most ``size`` cards are read. Few cards of known
        people are read by key: such a read costs seven times its share of a query. Else the shard
        is queried, and the table filters by version and grade.
        """
        if self._known is not None:
            wanted = self._wanted.get(shard, [])
            if len(wanted) * BY_KEY * self._context.principal.shards <= len(self._known):
                rest = [place for place in wanted if place[0] > (after or "")]
                some = rest[:size]
                cards = self.of(person for _, person in some)
                return cards, some[-1][0] if len(rest) > size else None
        partition = partition_of_scorecards(self._context.scope, self._scheme, self._period, shard)
        other: Condition = Path("version") != self._version
        where = other | Path("grade").is_in(*sorted(self._grades)) if self._grades else other
        where &= Path("imported").does_not_exist()
        page = self._context.table.query(
            partition, prefix=CURRENT, after=after, limit=size, where=where
        )
        return [card_of(key_of_item(item), item) for item in page.items], page.after

    def of(self, persons: Iterable[PersonKey]) -> list[Scorecard]:
        """Return the cards of these people, of those who have one."""
        context = self._context
        shards = context.principal.shards
        found = read_cards(
            context.table, context.scope, self._scheme, self._period, persons, shards
        )
        return list(found.values())

    def may_be(self, person: PersonKey) -> bool:
        """Return whether a person's card may be one of these, by what is known without reading."""
        if self._known is None:
            return True
        head = self._known.get(person)
        return head is not None and self._is(head)

    def _is(self, head: Head) -> bool:
        return not head.imported and (head.version != self._version or head.grade in self._grades)

    @cached_property
    def _wanted(self) -> dict[int, list[tuple[str, PersonKey]]]:
        """By shard, the sort keys and persons of the known people whose cards these are."""
        shards = self._context.principal.shards
        found: dict[int, list[tuple[str, PersonKey]]] = {}
        for person, head in (self._known or {}).items():
            if self._is(head):
                place = (f"{CURRENT}{escaped(person)}", person)
                found.setdefault(shard_of(person, shards), []).append(place)
        return {shard: sorted(places) for shard, places in found.items()}
