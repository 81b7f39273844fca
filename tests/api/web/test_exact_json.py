"""JSON without binary floats, and in bounds."""

from decimal import Decimal
from typing import Any

import pytest

from chalicelib.web.exact_json import UnreadableJson, read, write


def test_a_number_is_read_digit_by_digit() -> None:
    assert read("[0.1, 91.00, 3]") == [Decimal("0.1"), Decimal("91.00"), 3]
    assert str(read("91.00")) == "91.00"


def test_a_decimal_is_written_as_text_in_full() -> None:
    assert write({"a": Decimal("91.00"), "b": Decimal("1E-7")}) == '{"a":"91.00","b":"0.0000001"}'


def test_chinese_is_written_as_it_is() -> None:
    assert write({"名": "优秀"}) == '{"名":"优秀"}'


@pytest.mark.parametrize("value", [0.5, {"a": [0.5]}, b"x", {1, 2}, object()])
def test_what_has_no_exact_form_is_never_written(value: Any) -> None:
    with pytest.raises(TypeError):
        write(value)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[1,]",
        "NaN",
        "-Infinity",
        "1e5",
        "0." + "1" * 60,
        "9" * 61,
        '{"a": 1, "a": 2}',
        "[" * 65 + "]" * 65,
        "[" * 100_000,
        '"\\ud800"',
        '{"\\udfff": 1}',
        '{"a": ["x", {"b": "\\uD83D"}]}',
        b"\xff\xfe[\x001\x00]\x00",
        b'"\xed\xa0\x80"',
    ],
)
def test_what_cannot_be_read_exactly_is_refused(text: str | bytes) -> None:
    with pytest.raises(UnreadableJson):
        read(text)


def test_a_whole_pair_of_surrogates_is_one_character() -> None:
    assert read('"\\ud83d\\ude00"') == "😀"


def test_a_byte_order_mark_is_no_part_of_the_text() -> None:
    assert read(b"\xef\xbb\xbf[1]") == [1]


def test_sixty_four_levels_are_read() -> None:
    text = "[" * 64 + "]" * 64
    assert read(text) == eval(text)
