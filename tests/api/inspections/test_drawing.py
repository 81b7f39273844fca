"""The draw: spread over days and channels, fair, balanced, and the same from the same seed."""

import hashlib
import json
from collections import Counter

import pytest

from chalicelib.inspections.drawing import Drawn, Terms, chosen, draw, places
from chalicelib.inspections.frame_source import day_in
from chalicelib.inspections.frames import Contact, Frame, canonical, fingerprint, frame_of

OCTOBER = ("2026-10-01", "2026-10-31")
INSPECTORS = ("i1", "i2", "i3", "i4")


def contacts(employee_id: str, days: int, each: int = 1, channel: str = "phone") -> list[Contact]:
    return [
        Contact(employee_id, f"{employee_id}-{channel}-{day}-{n}", f"2026-10-{day:02d}", channel)
        for day in range(1, days + 1)
        for n in range(each)
    ]


def drawn(people: int = 10, **terms: object) -> list[Drawn]:
    said = {"seed": "s", "per_agent": 10, "double_percent": 0, "inspectors": INSPECTORS, **terms}
    frame = {f"{n:03d}": contacts(f"{n:03d}", 31) for n in range(people)}
    return list(draw(frame, Terms(**said)))  # type: ignore[arg-type]


@pytest.mark.parametrize(("size", "wanted"), [(7, 3), (10, 10), (9, 1), (12, 5)])
def test_over_all_starts_each_contact_is_drawn_equally_often(size: int, wanted: int) -> None:
    counts: Counter[int] = Counter()
    for start in range(size):
        found = places(size, wanted, start)
        assert len(set(found)) == wanted
        counts.update(found)
    # n of N in each of N starts: every place n times
    assert counts == dict.fromkeys(range(size), wanted)


def test_it_is_spread_over_days_and_channels_in_proportion() -> None:
    # Twenty days with six calls and three chats each, of which twenty are drawn: one a day. In the
    # order of days and channels 180 contacts are cut into 20 pieces of 9: each day is a piece.
    found = chosen("s", [*contacts("a", 20, 6), *contacts("a", 20, 3, "chat")], 20)
    assert Counter(one.day for one in found) == {f"2026-10-{day:02d}": 1 for day in range(1, 21)}
    # One channel in 2 : 1: of 180 over both in a single day's order, 30 and 60 give 10 and 20.
    one_day = [*contacts("a", 1, 60), *contacts("a", 1, 30, "chat")]
    assert Counter(one.channel for one in chosen("s", one_day, 30)) == {"phone": 20, "chat": 10}


def test_all_are_drawn_of_somebody_with_few() -> None:
    few = contacts("a", 3)
    assert sorted(chosen("s", few, 10)) == few


def test_the_same_seed_draws_the_same_whatever_the_order_of_the_frame() -> None:
    frame = {"a": contacts("a", 30), "b": contacts("b", 30)}
    turned = {"b": frame["b"][::-1], "a": frame["a"][::-1]}
    terms = Terms("s", 5, 20, INSPECTORS)
    assert list(draw(frame, terms)) == list(draw(turned, terms))
    assert list(draw(frame, terms)) != list(draw(frame, Terms("t", 5, 20, INSPECTORS)))


def test_inspectors_get_equally_many() -> None:
    # 100 tickets, of which 30 are judged by two: 130 tasks for four
    found = drawn(double_percent=30)
    counts = Counter(judge for one in found for judge in one.judges)
    assert sorted(counts.values()) == [32, 32, 33, 33]
    assert sum(len(one.judges) == 2 for one in found) == 30
    assert [one.number for one in found] == list(range(1, 101))


def test_nobody_judges_an_own_contact_and_nobody_twice() -> None:
    frame = {name: contacts(name, 31) for name in INSPECTORS}
    for one in draw(frame, Terms("s", 20, 100, INSPECTORS)):
        assert one.contact.employee_id not in one.judges
        assert len(set(one.judges)) == 2


def test_two_judge_only_where_a_third_could_decide() -> None:
    frame = {"i1": contacts("i1", 5), "a": contacts("a", 5)}
    found = list(draw(frame, Terms("s", 5, 100, INSPECTORS[:3])))
    # Of i1's contacts two inspectors are left, of a's three.
    assert {len(one.judges) for one in found if one.contact.employee_id == "i1"} == {1}
    assert {len(one.judges) for one in found if one.contact.employee_id == "a"} == {2}


def test_whom_no_inspector_may_judge_is_left_out() -> None:
    assert list(draw({"i1": contacts("i1", 5)}, Terms("s", 5, 0, ("i1",)))) == []


def test_the_frame_leaves_out_what_is_outside_twice_or_contradicting() -> None:
    one = Contact("a", "t-1", "2026-10-01", "phone")
    frame = frame_of(
        [
            one,
            one,
            Contact("a", "t-2", "2026-10-02", "phone"),
            Contact("b", "t-2", "2026-10-02", "phone"),
            Contact("b", "t-2", "2026-10-02", "chat"),
            Contact("b", "t-3", "2026-11-01", "phone"),
            Contact("b", "t-4", "", "phone"),
            None,
        ],
        OCTOBER,
    )
    assert frame.contacts == {"a": [one]}
    # t-2 is of two people: both rows and the third go.
    assert frame.left_out == {
        "outside": 1,
        "without_day": 1,
        "repeated": 1,
        "contradicting": 3,
        "bad": 1,
    }


def test_the_fingerprint_is_that_of_the_sorted_lines() -> None:
    frame = Frame({"b": [Contact("b", "2", "2026-10-01", "")], "a": contacts("a", 1)})
    lines = ['["a","a-phone-1-0","2026-10-01","phone"]\n', '["b","2","2026-10-01",""]\n']
    assert list(canonical(frame.contacts)) == lines
    assert [json.loads(line) for line in lines] == [
        list(c) for f in "ab" for c in frame.contacts[f]
    ]
    assert fingerprint(frame.contacts) == hashlib.sha256("".join(lines).encode()).hexdigest()


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("2026-10-07", "2026-10-07"),
        ("2026/10/7 08:15:00", "2026-10-07"),
        ("2026年10月7日", "2026-10-07"),
        ("2026.1.31", "2026-01-31"),
        ("07/10/2026", ""),
        ("soon", ""),
        ("2026-10-071", ""),
    ],
)
def test_a_day_is_what_a_cell_begins_with(cell: str, day: str) -> None:
    assert day_in(cell) == day
