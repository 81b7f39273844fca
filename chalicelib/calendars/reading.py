"""Reads a company's calendar: a bounded number of schemes and months, with what says their days."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, NamedTuple

from chalicelib.announcements.records import Announcement
from chalicelib.announcements.standing import standing_of
from chalicelib.calendars.entries import Company, Entry, Month, entries, today_in
from chalicelib.due_days.records import DueDays, days_of_period, habits
from chalicelib.errors import NotFound
from chalicelib.exports.records import open_months, read_schedule
from chalicelib.periods.calendar import following, previous
from chalicelib.periods.keys import key_of_period
from chalicelib.periods.records import PeriodRecord, period_of
from chalicelib.rating_forms.keys import key_of_round
from chalicelib.rating_forms.records import Round
from chalicelib.schemes.calendar import Effect, in_effect
from chalicelib.schemes.compiled import ReadyScheme, ready
from chalicelib.schemes.keys import key_of_scheme, partition_of_schemes
from chalicelib.store.converters import Item
from chalicelib.store.records import from_item
from chalicelib.tenancy.context import Context
from chalicelib.tenancy.records import Tenant, read_tenant

#: Schemes of one calendar; a company that has more asks for them one by one.
MOST_SCHEMES: Final = 20
#: Days between the first and the last day that are asked for.
MOST_DAYS: Final = 190
#: A period's days lie in it or after it, at most so many months: a plan's, three after the end, and
#: 90 days in which people may appeal.
MONTHS_AFTER: Final = 6
_HEAD: Final = ("pk", "sk", "code", "name", "calendar", "updated_at", "created_at")


@dataclass(frozen=True, slots=True)
class Calendar:
    """The entries between two days, in their order. ``more_schemes``: there are schemes beyond."""

    time_zone: str
    entries: Sequence[Entry]
    more_schemes: bool


class _Head(NamedTuple):
    """What a calendar needs of a scheme: its versions, and when they changed last."""

    code: str
    names: Mapping[str, str]
    effects: Sequence[Effect]
    updated_at: str


def calendar(context: Context, first: str, last: str, scheme: str | None = None) -> Calendar:
    """Return what is due from one day to another, of a scheme or of the first MOST_SCHEMES.

    Raises NotFound (404) for an unknown scheme. The range is at most MOST_DAYS. Requests: one for
    each hundred months of schemes that may be due then (six where plans were announced again), one
    for each version in effect, and some ten.
    """
    tenant = read_tenant(context.table, context.scope)
    if tenant is None:
        raise NotFound("company")
    heads, more = _heads(context, scheme)
    months = _months(first, last)
    company = _company(context, tenant)
    found = _Found(context, tenant, heads, months)
    shown = [
        entry
        for month in found.months()
        for entry in entries(company, month)
        if first <= entry.due_on <= last
    ]
    return Calendar(tenant.time_zone, sorted(shown, key=lambda one: one.order), more)


def _months(first: str, last: str) -> list[str]:
    """Return the months of which something may be due between two days, in order."""
    month = first[:7]
    for _ in range(MONTHS_AFTER):
        month = previous(month)
    found = []
    while month <= last[:7]:
        found.append(month)
        if following(month) == month:
            break
        month = following(month)
    return found


def _heads(context: Context, scheme: str | None) -> tuple[list[_Head], bool]:
    """Return the schemes, without their drafts, and whether there are more of them."""
    if scheme is not None:
        key = key_of_scheme(context.scope, scheme)
        found = context.table.get_many([key], only=_HEAD)
        if key not in found:
            raise NotFound("scheme")
        return [_head(found[key])], False
    partition, kept, after = partition_of_schemes(context.scope), list[_Head](), None
    # A page has 1 MB of what is read, drafts too, so it may have few schemes.
    for _ in range(MOST_SCHEMES):
        page = context.table.query(partition, after=after, limit=MOST_SCHEMES, only=_HEAD)
        kept += (_head(item) for item in page.items if item.get("calendar"))
        after = page.after
        if after is None or len(kept) > MOST_SCHEMES:
            break
    return kept[:MOST_SCHEMES], after is not None or len(kept) > MOST_SCHEMES


def _head(item: Item) -> _Head:
    effects = tuple(from_item(Effect, entry) for entry in item.get("calendar", ()))
    code = str(item["code"])
    names = item.get("name") or {"zh": code, "en": code}
    return _Head(code, names, effects, str(item["updated_at"]))


def _company(context: Context, tenant: Tenant) -> Company:
    table, scope = context.table, context.scope
    schedule = read_schedule(table, scope)
    waiting = open_months(table, scope) if schedule.enabled else []
    return Company(
        tenant.time_zone,
        tenant.appeal_days,
        schedule,
        frozenset(one.period for one in waiting),
        today_in(tenant.time_zone, context.now),
    )


class _Found:
    """What is read of schemes' months, each part for all of them together."""

    def __init__(
        self, context: Context, tenant: Tenant, heads: Sequence[_Head], months: Sequence[str]
    ) -> None:
        self._context, self._tenant, self._heads = context, tenant, heads
        self._habits = habits(context, [one.code for one in heads])
        self._versions = dict(self._in_effect(months))
        self._records = self._read_records(list(self._versions))
        self._announced: dict[tuple[str, str], Announcement] = standing_of(context, self._versions)
        self._rounds = self._read_rounds(self._records.values())

    def months(self) -> Iterator[Month]:
        """Give each scheme's month that a version scores."""
        for head in self._heads:
            for (period, code), version in self._versions.items():
                if code == head.code and version.scheme.period == "month":
                    yield self._month(head, period, version)

    def _month(self, head: _Head, period: str, version: ReadyScheme) -> Month:
        record = self._records[period, head.code]
        announced, habit = self._announced.get((period, head.code)), self._habits[head.code]
        rounds = [
            self._rounds[one] for one in (record.rounds or {}).values() if one in self._rounds
        ]
        return Month(
            record,
            head.names,
            version.compiled.layout.sources,
            {} if announced is None else announced.dates,
            days_of_period(habit.days, period),
            list({one.id: one for one in rounds}.values()),
            self._changed_at(head, record, announced, habit, rounds),
        )

    def _changed_at(
        self,
        head: _Head,
        record: PeriodRecord,
        announced: Announcement | None,
        habit: DueDays,
        rounds: Iterable[Round],
    ) -> str:
        times = [self._tenant.created_at, head.updated_at, record.published_at, record.locked_at]
        times += [record.settled_at, record.reopened_at, habit.updated_at]
        times += [None if announced is None else announced.announced_at]
        times += [one.created_at for one in rounds]
        return max(one for one in times if one is not None)

    def _in_effect(self, months: Sequence[str]) -> Iterator[tuple[tuple[str, str], ReadyScheme]]:
        table, scope = self._context.table, self._context.scope
        for head in self._heads:
            for period in months:
                effect = in_effect(head.effects, period)
                if effect is None:
                    continue
                version = ready(table, scope, head.code, effect.version)
                if version is not None:
                    yield (period, head.code), version

    def _read_records(
        self, wanted: Sequence[tuple[str, str]]
    ) -> dict[tuple[str, str], PeriodRecord]:
        keys = {place: key_of_period(self._context.scope, *place) for place in wanted}
        items = self._context.table.get_many(list(keys.values())) if keys else {}
        return {place: period_of(items.get(key), *place) for place, key in keys.items()}

    def _read_rounds(self, records: Iterable[PeriodRecord]) -> dict[str, Round]:
        ids = dict.fromkeys(one for record in records for one in (record.rounds or {}).values())
        keys = {one: key_of_round(self._context.scope, one) for one in ids}
        items = self._context.table.get_many(list(keys.values())) if keys else {}
        return {one: from_item(Round, items[key]) for one, key in keys.items() if key in items}


def days_between(first: str, last: str) -> int:
    """Return how many days lie between two."""
    return (date.fromisoformat(last) - date.fromisoformat(first)).days
