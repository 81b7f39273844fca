"""Which version is in effect in each month, without the API."""

from itertools import permutations

import pytest

from chalicelib.schemes.calendar import (
    Effect,
    first_month_changing,
    in_effect,
    overlapping,
    periods_changing_version,
)

V1 = Effect(1, "published", "2026-01")
V2 = Effect(2, "published", "2026-07")
SEASON = Effect(3, "published", "2026-11", "2026-12")
PILOT = Effect(4, "pilot", "2026-03", "2026-04", ("red",))


def version(effects: list[Effect], period: str) -> int | None:
    found = in_effect(effects, period)
    return found.version if found else None


@pytest.mark.parametrize(
    ("period", "expected"),
    [
        ("2025-12", None),
        ("2026-01", 1),
        ("2026-06", 1),
        ("2026-07", 2),
        ("2026-10", 2),
        ("2026-11", 3),
        ("2026-12", 3),
        ("2027-01", 2),
    ],
)
def test_the_last_begun_is_in_effect_and_a_season_goes_before_it(
    period: str, expected: int | None
) -> None:
    assert version([V1, V2, SEASON, PILOT], period) == expected


def test_a_quarter_and_a_year_are_scored_by_the_version_of_their_first_month() -> None:
    assert version([V1, V2], "2026-Q2") == 1
    assert version([V1, V2], "2026-Q3") == 2
    assert version([V1, V2], "2026") == 1
    assert version([V2], "2026") is None


def test_a_pilot_scores_nobody_else() -> None:
    assert version([PILOT], "2026-03") is None


def test_after_a_version_is_retired_the_former_one_returns() -> None:
    retired = Effect(2, "published", "2026-07", retired_from="2026-09")

    assert [version([V1, retired], month) for month in ("2026-08", "2026-09")] == [2, 1]


def test_a_version_retired_before_it_began_was_never_in_effect() -> None:
    withdrawn = Effect(2, "published", "2026-07", retired_from="2026-07")

    assert version([V1, withdrawn], "2026-07") == 1
    assert withdrawn.state_in("2026-05") == "retired"
    assert overlapping(Effect(5, "published", "2026-07"), [V1, withdrawn]) is None


def test_a_version_is_retired_from_its_month_on_and_published_before_it() -> None:
    ending = Effect(1, "published", "2026-01", retired_from="2026-09")

    assert [ending.state_in(month) for month in ("2026-08", "2026-09")] == ["published", "retired"]


@pytest.mark.parametrize(
    ("effect", "clashes_with"),
    [
        (Effect(9, "published", "2026-07"), 2),
        (Effect(9, "published", "2026-08"), None),
        (Effect(9, "published", "2026-03"), None),
        (Effect(9, "published", "2026-12", "2027-02"), 3),
        (Effect(9, "published", "2027-01", "2027-02"), None),
        (Effect(9, "published", "2026-07", "2026-07"), None),
        (Effect(9, "pilot", "2026-07", None, ("red",)), None),
    ],
)
def test_two_cannot_both_be_the_one_in_effect(effect: Effect, clashes_with: int | None) -> None:
    found = overlapping(effect, [V1, V2, SEASON, PILOT])

    assert (found.version if found else None) == clashes_with


def test_a_season_changes_what_governs_its_own_months_alone() -> None:
    months = ["2026-10", "2026-11", "2026-12", "2027-01"]

    assert periods_changing_version([V1, V2], [V1, V2, SEASON], months) == ["2026-11", "2026-12"]


def test_the_first_month_that_changes_is_that_of_all_months_looked_through() -> None:
    """Of each pair of five calendars, with seasons, pilots and versions that were retired."""
    every = [f"{2025 + n // 12}-{n % 12 + 1:02d}" for n in range(36)]
    ending = Effect(1, "published", "2026-01", retired_from="2026-09")
    withdrawn = Effect(2, "published", "2026-07", retired_from="2026-07")
    calendars = [[], [V1], [V1, V2, PILOT], [V1, V2, SEASON], [ending, V2], [V1, withdrawn, SEASON]]
    for before, after in permutations(calendars, 2):
        expected = min(periods_changing_version(before, after, every), default=None)
        assert first_month_changing(before, after) == expected
    assert first_month_changing([V1, V2], [V1, V2, SEASON]) == "2026-11"
    assert first_month_changing([ending, V2], [V1, V2]) is None
    assert first_month_changing([V1], [V1, PILOT]) is None
