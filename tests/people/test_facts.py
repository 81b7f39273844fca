"""What a person's dated facts mean for a month, against a second reading day by day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from chalicelib.people.dated import Entry
from chalicelib.people.facts import month_of, rounded, shares, value_on
from chalicelib.periods.calendar import days_of
from tests.api.periods.dated import since

OCTOBER = days_of("2026-10")


@dataclass
class Person:
    """Somebody with dated facts, as the register has them."""

    team: str | None = None
    status: str = "active"
    facts: Mapping[str, Sequence[Entry]] = field(default_factory=dict)
    employments: Sequence[Mapping[str, Any]] = ()
    leaves: Sequence[Mapping[str, Any]] = ()
    status_set: bool = False


def employed(joined: str | None = None, left: str | None = None) -> dict[str, str | None]:
    return {"joined_on": joined, "left_on": left}


def leave(first: str, last: str) -> dict[str, Any]:
    return {"from": first, "to": last, "protected": True}


MOVED = Person(facts={"team": since((None, "Blue"), ("2026-10-21", "Red"))})


def test_a_fact_has_on_a_day_the_value_of_the_last_entry_until_then() -> None:
    assert value_on(MOVED, "team", date(2026, 10, 20)) == "Blue"
    assert value_on(MOVED, "team", date(2026, 10, 21)) == "Red"
    assert value_on(MOVED, "level", date(2026, 10, 21)) is None


def test_a_team_without_dates_holds_always_but_not_before_a_dated_one_begins() -> None:
    assert value_on(Person(team="Blue"), "team", date(1999, 1, 1)) == "Blue"
    dated = Person(team="Red", facts={"team": since(("2026-10-21", "Red"))})
    assert value_on(dated, "team", date(2026, 10, 20)) is None


def test_a_month_has_the_facts_of_the_last_day_worked() -> None:
    month = month_of(MOVED, OCTOBER)
    assert (month.last_day, month.team) == (date(2026, 10, 31), "Red")
    left_before = Person(facts=MOVED.facts, employments=[employed(None, "2026-10-20")])
    month = month_of(left_before, OCTOBER)
    assert (month.last_day, month.team) == (date(2026, 10, 20), "Blue")


def test_a_day_of_leave_is_no_day_worked() -> None:
    away = Person(facts=MOVED.facts, leaves=[leave("2026-10-20", "2026-11-08")])
    month = month_of(away, OCTOBER)
    assert (month.last_day, month.team) == (date(2026, 10, 19), "Blue")
    assert (month.due, month.worked) == (31, 19)


def test_somebody_on_leave_for_the_whole_month_has_its_last_day_and_is_not_expected() -> None:
    away = Person(facts=MOVED.facts, leaves=[leave("2026-09-20", "2026-10-31")])
    month = month_of(away, OCTOBER)
    assert (month.last_day, month.team) == (date(2026, 10, 31), "Red")
    assert (month.due, month.worked, month.expected) == (31, 0, False)


def test_a_newcomer_and_a_leaver_of_the_month_are_expected_and_those_of_other_months_are_not() -> (
    None
):
    def expected(*spans: dict[str, str | None]) -> bool:
        return month_of(Person(employments=spans), OCTOBER).expected

    assert expected(employed("2026-10-31"))
    assert expected(employed(None, "2026-10-01"))
    assert not expected(employed("2026-11-01"))
    assert not expected(employed(None, "2026-09-30"))
    assert expected(employed(None, "2026-09-30"), employed("2026-10-20"))


def test_whoever_has_left_on_an_unknown_day_is_not_expected() -> None:
    assert month_of(Person(), OCTOBER).expected
    assert not month_of(Person(status="left"), OCTOBER).expected
    assert not month_of(Person(status="deleted"), OCTOBER).expected
    open_end = [employed("2026-01-01")]
    assert not month_of(Person(status="left", status_set=True, employments=open_end), OCTOBER).due
    known_end = [employed("2026-01-01", "2026-10-05")]
    assert month_of(Person(status="left", employments=known_end), OCTOBER).worked == 5
    assert month_of(Person(status_set=True, employments=known_end), OCTOBER).worked == 31


def test_the_full_time_share_is_an_exact_decimal() -> None:
    part = Person(facts={"fte": since((None, "1"), ("2026-10-16", "0.6"))})
    assert month_of(part, OCTOBER).fte == Decimal("0.6")


def test_shares_are_of_the_days_worked_that_have_a_value() -> None:
    moved = Person(facts={"scheme": since((None, "desk"), ("2026-10-16", "phone"))})
    assert shares(moved, "scheme", OCTOBER) == {
        "desk": Fraction(15, 31),
        "phone": Fraction(16, 31),
    }
    away = Person(facts=moved.facts, leaves=[leave("2026-10-01", "2026-10-10")])
    assert shares(away, "scheme", OCTOBER) == {"desk": Fraction(5, 21), "phone": Fraction(16, 21)}
    later = Person(facts={"scheme": since(("2026-10-16", "phone"))})
    assert shares(later, "scheme", OCTOBER) == {"phone": Fraction(1)}
    assert shares(Person(), "scheme", OCTOBER) == {}


def test_rounded_shares_have_four_places_and_add_up_to_one() -> None:
    # 1/3 each: 3 × 0.3333 leaves 0.0001, which goes to the first by its name.
    third = Fraction(1, 3)
    assert rounded({"b": third, "a": third, "c": third}) == {
        "a": Decimal("0.3334"),
        "b": Decimal("0.3333"),
        "c": Decimal("0.3333"),
    }
    # 15/31 = 0.48387…, 16/31 = 0.51612…: the larger remainder is the first's.
    assert rounded({"desk": Fraction(15, 31), "phone": Fraction(16, 31)}) == {
        "desk": Decimal("0.4839"),
        "phone": Decimal("0.5161"),
    }
    assert rounded({}) == {}


days = st.dates(date(2026, 8, 20), date(2026, 11, 20)).map(date.isoformat)
values = st.sampled_from([None, "a", "b", "c"])


@st.composite
def entries(draw: st.DrawFn) -> list[dict[str, Any]]:
    starts = sorted(draw(st.sets(days, max_size=5)))
    dated = [{"from": day, "value": draw(values)} for day in starts]
    return [{"value": draw(values)}, *dated] if draw(st.booleans()) else dated


@st.composite
def pairs(draw: st.DrawFn, first: str, last: str) -> list[dict[str, Any]]:
    found = []
    for _ in range(draw(st.integers(0, 3))):
        start, end = sorted(draw(st.tuples(days, days)))
        found.append({first: start, last: end})
    return sorted(found, key=lambda one: str(one[first]))


people = st.builds(
    Person,
    team=values,
    status=st.sampled_from(["active", "left"]),
    facts=st.fixed_dictionaries({"team": entries(), "scheme": entries()}),
    employments=pairs("joined_on", "left_on"),
    leaves=pairs("from", "to"),
)
periods = st.sampled_from(["2026-09", "2026-10", "2026-11", "2026-Q4", "2026"])


def day_by_day(person: Person, period: str) -> tuple[list[date], list[date]]:
    """The days of employment and of work: each day of the period asked for itself."""
    first, last = days_of(period)
    every = [first + timedelta(days=number) for number in range((last - first).days + 1)]

    def within(day: date, spans: Sequence[Mapping[str, Any]], first: str, last: str) -> bool:
        return any(one[first] <= day.isoformat() <= one[last] for one in spans)

    there = [
        day
        for day in every
        if (not person.employments and person.status == "active")
        or within(day, person.employments, "joined_on", "left_on")
    ]
    return there, [day for day in there if not within(day, person.leaves, "from", "to")]


def plain_value(person: Person, name: str, day: date) -> str | None:
    known = person.facts[name]
    if not known:
        return person.team if name == "team" else None
    before = [one["value"] for one in known if one.get("from", "") <= day.isoformat()]
    return before[-1] if before else None


@given(people, periods)
def test_a_period_is_what_its_days_say(person: Person, period: str) -> None:
    there, worked = day_by_day(person, period)
    month = month_of(person, days_of(period))
    assert (month.due, month.worked) == (len(there), len(worked))
    last = max(worked or there, default=None)
    assert month.last_day == last
    if last is not None:
        assert month_of(person, (last, last)).due == 1
        assert month.team == plain_value(person, "team", last)
        assert month.scheme == plain_value(person, "scheme", last)


@given(people, periods)
def test_shares_are_what_its_days_say_and_add_up(person: Person, period: str) -> None:
    there, worked = day_by_day(person, period)
    counted = [plain_value(person, "scheme", day) for day in worked or there]
    named = [value for value in counted if value is not None]
    found = shares(person, "scheme", days_of(period))
    assert found == {value: Fraction(named.count(value), len(named)) for value in named}
    if found:
        assert sum(found.values()) == 1
        assert sum(rounded(found).values()) == 1


@given(people, periods)
def test_the_value_of_the_last_day_worked_has_a_share(person: Person, period: str) -> None:
    month = month_of(person, days_of(period))
    if month.scheme is not None:
        assert shares(person, "scheme", days_of(period))[month.scheme] > 0


@given(st.dictionaries(st.text("abc", min_size=1), st.integers(1, 400), min_size=1, max_size=9))
def test_rounded_shares_differ_from_the_exact_ones_by_less_than_a_unit(
    days: dict[str, int],
) -> None:
    whole = sum(days.values())
    exact = {name: Fraction(number, whole) for name, number in days.items()}
    cut = rounded(exact)
    assert sum(cut.values()) == 1
    unit = Fraction(1, 10_000)
    assert all(abs(Fraction(cut[name]) - exact[name]) < unit for name in exact)
