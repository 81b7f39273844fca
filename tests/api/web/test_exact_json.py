"""JSON without binary floats, of limited size."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.web.exact_json import UnreadableJson, read, write
from tests.profiles import examples


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
        "1e60",
        "1e-60",
        "0e999999999999999999999",
        "1e-999999999999999999999",
        "123.4e58",
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


@pytest.mark.parametrize(
    ("text", "full"),
    [
        ("1E2", "100"),
        ("1.5e-3", "0.0015"),
        ("-2.50e+1", "-25.0"),
        ("1e59", "1" + "0" * 59),
        ("1e-59", "0." + "0" * 58 + "1"),
        ("1e0000002", "100"),
        ("0e5", "0"),
        ("0." + "0" * 57 + "1e100", "1" + "0" * 42),
    ],
)
def test_a_number_with_an_exponent_is_the_number_written_in_full(text: str, full: str) -> None:
    assert format(read(text), "f") == full


@settings(max_examples=examples(3))
@given(st.from_regex(r"-?(0|[1-9][0-9]{0,40})(\.[0-9]{1,40})?[eE][+-]?[0-9]{1,3}", fullmatch=True))
def test_a_number_is_read_exactly_or_refused_for_its_length(text: str) -> None:
    """``Decimal`` reads every exponent exactly, and ``Fraction`` compares without rounding."""
    exact = Fraction(Decimal(text))
    places = -min(Decimal(text).as_tuple().exponent, 0)
    digits = max(len(format(Decimal(text), "f").lstrip("-").replace(".", "")), places + 1)
    try:
        number = read(text)
    except UnreadableJson:
        # The longest mantissa has 60 characters, sign and point included.
        mantissa = text.lower().partition("e")[0]
        assert digits > 60 or len(mantissa) > 60 or exact == 0
    else:
        assert Fraction(number) == exact
        assert digits <= 60
        assert "E" not in str(number) or abs(exact) < Fraction(1, 10**6)


@pytest.mark.parametrize(
    ("text", "zh", "en"),
    [
        (
            '{"a": 1,\n "b" 2}',
            "第 2 行第 6 列处不是有效的 JSON。",
            "not valid JSON at line 2, column 6.",
        ),
        ("[" * 5_000 + "]" * 5_000, "嵌套过深，最多 64 层。", "nested too deeply; 64 levels"),
        ("1e99", "有一个数完整写出时超过 60 位。", "more than 60 digits"),
        (b"\xff", "不是 UTF-8 文本。", "it is not UTF-8."),
        ('{"a": 1, "a": 2}', "同一对象中有两个同名成员。", "a member is named twice"),
        ("[NaN]", "NaN 不是 JSON。", "NaN is not JSON."),
    ],
)
def test_why_it_cannot_be_read_is_said_in_both_languages(
    text: str | bytes, zh: str, en: str
) -> None:
    with pytest.raises(UnreadableJson) as refused:
        read(text)
    assert refused.value.reason.zh == zh
    assert en in refused.value.reason.en


def test_a_whole_pair_of_surrogates_is_one_character() -> None:
    assert read('"\\ud83d\\ude00"') == "😀"


def test_a_byte_order_mark_is_no_part_of_the_text() -> None:
    assert read(b"\xef\xbb\xbf[1]") == [1]


def test_sixty_four_levels_are_read() -> None:
    text = "[" * 64 + "]" * 64
    assert read(text) == eval(text)
