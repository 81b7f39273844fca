"""Escaping and folding of RFC 5545, read back by another library."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Event

from chalicelib.calendars import icalendar_text as ical

TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=200)


@given(TEXTS)
def test_any_text_comes_back_whole_from_lines_of_75_octets(text: str) -> None:
    shown = "".join(one for one in text if one.isprintable())
    written = ical.component("VEVENT", [("UID", "x"), ("SUMMARY", ical.escaped(text))])
    assert all(len(line.encode()) <= 75 for line in written.split("\r\n"))
    assert str(Event.from_ical(written)["SUMMARY"]) == shown


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("a,b;c\\d", "a\\,b\\;c\\\\d"),
        ("one\r\ntwo\rthree\n", "one\\ntwo\\nthree\\n"),
        ("a\x07b\u202e", "ab"),
        ("甲：乙", "甲：乙"),
    ],
)
def test_texts_are_escaped(text: str, written: str) -> None:
    assert ical.escaped(text) == written


def test_a_line_is_folded_between_characters() -> None:
    # 26 characters of three octets are 78: 25 of them fit, then a blank begins the next line.
    assert ical.folded("甲" * 26) == "甲" * 25 + "\r\n 甲\r\n"
