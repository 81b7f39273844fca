"""Due times in any time zone, at any moment (generated)."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.exports.calendar import due_period, next_due
from chalicelib.periods.calendar import last_day, previous
from tests.profiles import examples

#: Both sides of the date line, half-hour zones, summer time in both hemispheres, Lord Howe's
#: summer time of half an hour, and the day that Samoa left out (2011-12-30).
ZONES = st.sampled_from(
    [
        "UTC",
        "Asia/Shanghai",
        "Europe/Berlin",
        "America/New_York",
        "America/Santiago",
        "Asia/Kolkata",
        "Australia/Lord_Howe",
        "Pacific/Kiritimati",
        "Pacific/Apia",
        "Pacific/Pago_Pago",
    ]
)
#: From 2009 to 2034, to the second.
MOMENTS = st.integers(1_230_768_000, 2_051_222_400).map(
    lambda seconds: datetime.fromtimestamp(seconds, UTC)
)
DAYS, HOURS = st.integers(1, 31), st.integers(0, 23)


@given(DAYS, HOURS, ZONES, MOMENTS)
@settings(max_examples=examples(10))
def test_the_next_due_time_is_the_wanted_local_hour_or_where_the_clocks_jump_over_it(
    day: int, hour: int, zone: str, after: datetime
) -> None:
    due = next_due(day, hour, zone, after)

    local = due.astimezone(ZoneInfo(zone))
    month = local.strftime("%Y-%m")
    wanted = min(day, last_day(month).day)
    skipped = (
        due.astimezone(ZoneInfo(zone)).utcoffset()
        != (due - timedelta(days=1)).astimezone(ZoneInfo(zone)).utcoffset()
    )
    assert due > after
    assert (local.day, local.hour) == (wanted, hour) or skipped


@given(DAYS, HOURS, ZONES, MOMENTS)
@settings(max_examples=examples(10))
def test_no_month_is_left_out_and_none_comes_twice(
    day: int, hour: int, zone: str, after: datetime
) -> None:
    first = next_due(day, hour, zone, after)
    second = next_due(day, hour, zone, first)

    assert due_period(first, zone) == previous(due_period(second, zone))
    assert next_due(day, hour, zone, first - timedelta(microseconds=1)) == first
