"""What is due of a scheme's period, on which day, and whether it is done. Pure: nothing is read.

The day comes from whatever says it most exactly: what has happened, a rating round, a source of the
scheme, the announced plan, or the habit of the company (due_days). Where none of them says one,
there is no entry.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from chalicelib.appeal_records.window import last_day
from chalicelib.due_days.records import DATA, LOCK, PUBLICATION, RATINGS
from chalicelib.exports.calendar import due_time
from chalicelib.exports.records import Schedule
from chalicelib.people.today import day_of
from chalicelib.periods.calendar import day_after, days_later
from chalicelib.periods.records import PeriodRecord
from chalicelib.rating_forms.records import CANCELLED, CLOSED, Round
from chalicelib.results.layers import WHOLE
from chalicelib.scoring import Source
from chalicelib.tenancy.context import timestamp

WINDOW, EXPORT = "window_ends", "export"
KINDS: Final = (DATA, RATINGS, PUBLICATION, WINDOW, LOCK, EXPORT)
#: What says the day of an entry.
SOURCE, ROUND, ANNOUNCED, RULE, SETTING, HAPPENED = BASES = (
    *("source", "rating_round", "announcement", "rule"),
    *("setting", "happened"),
)


@dataclass(frozen=True, slots=True)
class Month:
    """What is known of a scheme's period, for its entries.

    ``announced`` and ``rules`` are days by name. ``rounds`` are the rating rounds that feed its
    sources. ``changed_at``: when any of it changed last, RFC 3339.
    """

    record: PeriodRecord
    names: Mapping[str, str]
    sources: Sequence[Source]
    announced: Mapping[str, str]
    rules: Mapping[str, str]
    rounds: Sequence[Round]
    changed_at: str


@dataclass(frozen=True, slots=True)
class Company:
    """What is the same for all entries of a company.

    ``unexported`` are the months whose export is due and not all asked for, ``today`` is the date
    in the company's time zone.
    """

    zone: str
    appeal_days: int
    schedule: Schedule
    unexported: frozenset[str]
    today: str


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that is due on a day. ``done_on``: the day on which it was done; None: it is not.

    ``part`` tells entries of one kind apart: a source's code, a round's id. ``due_at`` is the exact
    time of what has one, RFC 3339 in UTC.
    """

    month: Month
    kind: str
    due_on: str
    basis: str
    done: bool = False
    late: bool = False
    part: str = ""
    names: Mapping[str, str] | None = None
    due_at: str | None = None

    @property
    def order(self) -> tuple[str, ...]:
        """What entries are sorted by: the day, then the scheme, the period and the kind."""
        record = self.month.record
        kind = str(KINDS.index(self.kind))
        return (self.due_on, record.scheme, record.period, kind, self.part)


def entries(company: Company, month: Month) -> Iterator[Entry]:
    """Give what is due of a scheme's period."""
    yield from _figures(company, month)
    yield from _ratings(company, month)
    record = month.record
    published, locked = record.published_at is not None, record.locked_at is not None
    yield from _step(company, month, PUBLICATION, done=published)
    yield from _window(company, month)
    yield from _step(company, month, LOCK, done=locked and record.state == "locked")
    yield from _export(company, month)


def _figures(company: Company, month: Month) -> Iterator[Entry]:
    """Give until when the figures of each source are due; of all where the scheme declares none."""
    period = month.record.period
    given = _given(month, DATA)
    for source in month.sources:
        if source.due_day is not None:
            day, basis = day_after(period, source.due_day).isoformat(), SOURCE
        elif given is not None:
            day, basis = given
        else:
            continue
        done = _arrived(month.record, source.code)
        names = {"zh": source.name["zh"], "en": source.name["en"]}
        yield _entry(company, month, DATA, day, basis, done, source.code, names)
    if not month.sources and given is not None:
        yield _entry(company, month, DATA, *given, _arrived(month.record, WHOLE))


def _arrived(record: PeriodRecord, code: str) -> bool:
    """Return whether nothing more is awaited of a source, as of the settling."""
    if code in (record.final or {}) or record.state != "provisional":
        return True
    counts = {one["code"]: one for one in (record.board or {}).get("sources", ())}
    found = counts.get(code)
    return found is not None and bool(found["arrived"]) and not found["awaiting"]


def _ratings(company: Company, month: Month) -> Iterator[Entry]:
    """Give until when ratings are due: of each round, or as it was announced or is usual."""
    there = [one for one in month.rounds if one.status != CANCELLED]
    for one in there:
        done = one.status == CLOSED
        yield _entry(company, month, RATINGS, one.closes_on, ROUND, done, one.id)
    given = _given(month, RATINGS)
    if not there and given is not None:
        yield _entry(company, month, RATINGS, *given, month.record.published_at is not None)


def _step(company: Company, month: Month, kind: str, *, done: bool) -> Iterator[Entry]:
    given = _given(month, kind)
    if given is not None:
        yield _entry(company, month, kind, *given, done)


def _window(company: Company, month: Month) -> Iterator[Entry]:
    """Give until when people may appeal: so many days from the publication, or from its plan."""
    if not company.appeal_days:
        return
    since = month.record.published_at
    if since is not None:
        day, basis = last_day(since, company.appeal_days, company.zone), HAPPENED
    else:
        given = _given(month, PUBLICATION)
        if given is None:
            return
        ends = days_later(date.fromisoformat(given[0]), company.appeal_days)
        day, basis = ends.isoformat(), given[1]
    # Nobody has to do anything, so it is never late.
    over = since is not None and day < company.today
    yield Entry(month, WINDOW, day, basis, done=over)


def _export(company: Company, month: Month) -> Iterator[Entry]:
    """Give when the schedule exports the month."""
    schedule, record = company.schedule, month.record
    if not schedule.enabled or len(record.period) != 7:
        return
    if schedule.scheme not in (None, record.scheme):
        return
    due = due_time(record.period, schedule.day, schedule.hour, company.zone)
    first = schedule.first_period(company.zone)
    begun = first is not None and record.period < first
    waits = record.period in company.unexported
    day = day_of(due, company.zone)
    late = waits and day < company.today
    at = timestamp(due)
    yield Entry(month, EXPORT, day, SETTING, begun and not waits, late, due_at=at)


def _given(month: Month, name: str) -> tuple[str, str] | None:
    """Return the day of a step, and what says it; None: nothing does."""
    if name in month.announced:
        return month.announced[name], ANNOUNCED
    return (month.rules[name], RULE) if name in month.rules else None


def _entry(
    company: Company,
    month: Month,
    kind: str,
    day: str,
    basis: str,
    done: bool,
    part: str = "",
    names: Mapping[str, str] | None = None,
) -> Entry:
    late = not done and day < company.today
    return Entry(month, kind, day, basis, done, late, part, names)


def today_in(zone: str, now: datetime) -> str:
    """Return the day of a moment in a time zone."""
    return now.astimezone(ZoneInfo(zone)).date().isoformat()
