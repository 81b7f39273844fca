"""A cell of a number column: what is understood, exactly, and what is refused by which code."""

from decimal import Decimal

import pytest

from chalicelib.reading import ColumnSpec
from chalicelib.scoring.text import Text, text

from .opened import one_cell

SECOND, MINUTE, HOUR, DAY = (
    text("秒", "s"),
    text("分钟", "min"),
    text("小时", "h"),
    text("天", "days"),
)
PERCENT, RATIO, COUNT = text("%", "%"), text("ratio", "ratio"), text("次", "times")


def number(written: str, unit: Text | None = None) -> object:
    value = one_cell(written, ColumnSpec("value", unit=unit))
    return format(value, "f") if isinstance(value, Decimal) else value


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("0", "0"),
        ("-0", "0"),
        ("007", "7"),
        ("1.50", "1.5"),
        ("100", "100"),
        (".5", "0.5"),
        ("5.", "5"),
        ("+5", "5"),
        ("-12.25", "-12.25"),
        ("−12.25", "-12.25"),  # U+2212, as typesetting programs write a minus
        ("1,234.5", "1234.5"),
        ("1,234,567", "1234567"),
        ("１，２３４．５", "1234.5"),
        ("999999999999999", "999999999999999"),
        ("0.12345678901234567890", "0.1234567890123456789"),
    ],
)
def test_a_number_is_read_exactly_and_in_its_shortest_form(written: str, value: str) -> None:
    assert number(written) == value


@pytest.mark.parametrize(
    "written",
    [
        "1,23",
        "12,34.5",
        "1,2345",
        "0,123",
        ",123",
        "1,234,56",
        "1 234",
        "1.2.3",
        "1e",
        "5%%",
        "%",
        "¥5",
        "(5)",
        "30s",
        "30秒",
        "1.2万",
        "NaN",
        "Infinity",
        "TRUE",
        "٣",
        "一百",
        "0x10",
        "1_000",
    ],
)
def test_what_no_rule_reads_as_a_number_is_not_a_number(written: str) -> None:
    assert number(written) == "not_a_number"


@pytest.mark.parametrize(
    ("written", "unit", "value"),
    [
        ("95%", PERCENT, "95"),
        ("95 %", PERCENT, "95"),
        ("９５．５％", None, "95.5"),
        ("1,234.5%", None, "1234.5"),
        ("5%", COUNT, "percent_in_count_column"),
        ("５％", text("元", "yuan"), "percent_in_count_column"),
        ("5%", text("张", "sheets"), "percent_in_count_column"),
        ("5%", text("分", "points"), "5"),
        ("-3%", None, "-3"),
        ("95%", RATIO, "0.95"),
        ("0.5%", RATIO, "0.005"),
        ("95%", SECOND, "percent_in_time_column"),
    ],
)
def test_a_percent_sign_is_understood_by_the_columns_unit(
    written: str, unit: Text | None, value: str
) -> None:
    assert number(written, unit) == value


@pytest.mark.parametrize(
    ("written", "unit", "value"),
    [
        ("0:01:30", SECOND, "90"),
        ("0:01:30", None, "90"),
        ("00:01:30.5", SECOND, "90.5"),
        ("0：01：30", SECOND, "90"),
        ("120:00:00", SECOND, "432000"),
        ("0:01:30", MINUTE, "1.5"),
        ("6:30:00", HOUR, "6.5"),
        ("36:00:00", DAY, "1.5"),
        # 100 s ÷ 60 = 1.666…: rounded half even at the 28th digit, and nowhere before
        ("0:01:40", MINUTE, "1.666666666666666666666666667"),
        ("0:01:30", COUNT, "duration_not_expected"),
        ("0:01:30", PERCENT, "duration_not_expected"),
        ("1:30", SECOND, "ambiguous_duration"),
        ("0:60:00", SECOND, "not_a_duration"),
        ("0:01:75", SECOND, "not_a_duration"),
        ("-0:01:30", SECOND, "not_a_duration"),
        ("1:2:3", SECOND, "not_a_duration"),
    ],
)
def test_a_duration_becomes_the_columns_own_unit(
    written: str, unit: Text | None, value: str
) -> None:
    assert number(written, unit) == value


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("1234567890123456", "number_too_long"),
        ("0.123456789012345678901", "number_too_long"),
        ("9" * 5000, "number_too_long"),
        ("1.2E+05", "scientific_notation"),
        ("1e-7", "scientific_notation"),
        ("#DIV/0!", "formula_error"),
        ("#N/A", "formula_error"),
        ("2026-10-01", "date_found"),
        ("2026/10/1 8:30", "date_found"),
        ("10月1日", "date_found"),
        ("2026年10月", "date_found"),
    ],
)
def test_a_text_that_spreadsheets_make_of_a_number_has_a_code_of_its_own(
    written: str, code: str
) -> None:
    assert number(written) == code


@pytest.mark.parametrize(
    "written", ["", " ", "-", "－", "—", "N/A", "n/a", "Ｎ／Ａ", "无", "\u200b"]
)
def test_nothing_is_not_available_and_not_zero(written: str) -> None:
    assert number(written) is None
