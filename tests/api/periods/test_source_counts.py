"""The counts of a period's sources: made at a settling, or adjusted by what a run has changed."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.periods.source_counts import MOST_UPLOADS, Origins, adjusted, counted
from tests.profiles import examples

SOURCES = ("chat", "qa")
UPLOADS = st.sampled_from(["upl_1", "upl_2", "upl_3"])


@st.composite
def origins(draw: st.DrawFn) -> Origins:
    """A result: each source from the card's own upload, from another, awaited or without."""
    upload = draw(UPLOADS)
    layers, awaiting, without = [], [], []
    for source in SOURCES:
        how = draw(st.sampled_from(["own", "other", "awaiting", "without"]))
        if how == "other":
            layers.append((source, draw(UPLOADS)))
        elif how != "own":
            (awaiting if how == "awaiting" else without).append(source)
    return Origins(upload, tuple(layers), tuple(awaiting), tuple(without))


def test_each_source_counts_its_results_by_the_upload_they_came_from() -> None:
    results = {
        Origins("upl_1"): 3,
        Origins("upl_2", (("qa", "upl_1"),)): 2,
        Origins("upl_2", (), ("qa",)): 4,
        Origins("upl_2", (), (), ("qa",)): 1,
    }
    chat, qa = counted(results, SOURCES)
    assert chat == {
        "code": "chat", "arrived": 10, "awaiting": 0, "final": 0,
        "uploads": [["upl_2", 7], ["upl_1", 3]], "more": False,
    }  # fmt: skip
    assert qa == {
        "code": "qa", "arrived": 5, "awaiting": 4, "final": 1,
        "uploads": [["upl_1", 5]], "more": False,
    }  # fmt: skip


@pytest.mark.long
@settings(max_examples=examples(20))
@given(st.lists(origins(), max_size=8), st.lists(st.tuples(st.none() | st.just(1), origins())))
def test_adjusted_by_what_was_lost_and_won_they_are_those_counted_anew(
    stood: list[Origins], changes: list[tuple[int | None, Origins]]
) -> None:
    before = counted(Counter(stood), SOURCES)
    now, lost, won = list(stood), Counter[Origins](), Counter[Origins]()
    for loses, gained in changes:
        if loses and now:
            lost[now.pop(0)] += 1
        now.append(gained)
        won[gained] += 1
    assert adjusted(before, won, lost, SOURCES) == counted(Counter(now), SOURCES)


def test_of_many_uploads_the_largest_are_kept_and_it_says_that_there_are_more() -> None:
    results = {Origins(f"upl_{n:03}"): 1 + (n < 3) for n in range(MOST_UPLOADS + 10)}
    (chat,) = counted(results, ("chat",))
    assert (chat["arrived"], len(chat["uploads"]), chat["more"]) == (63, MOST_UPLOADS, True)
    (after,) = adjusted([chat], {Origins("upl_new"): 1}, {Origins("upl_000"): 1}, ("chat",)) or []
    assert (after["arrived"], after["uploads"][0], after["more"]) == (63, ["upl_001", 2], True)


def test_counts_of_other_sources_are_counted_anew() -> None:
    before = counted({Origins("upl_1"): 3}, ("chat",))
    assert adjusted(before, {}, {}, SOURCES) is None
    assert adjusted([], {}, {}, SOURCES) is None
