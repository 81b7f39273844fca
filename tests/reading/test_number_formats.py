"""What Excel's number formats make of a stored number, and how it is put in words."""

from decimal import Decimal

import pytest

from chalicelib.reading.number_formats import GENERAL, NumberFormat, read_format_code
from chalicelib.reading.rendering import id_text, number_text


@pytest.mark.parametrize(
    ("code", "shape"),
    [
        ("General", "number"),
        ("G/通用格式", "number"),
        ("0.00", "number"),
        ("#,##0.00_);[Red](#,##0.00)", "number"),
        ("0.00E+00", "number"),
        ('0"秒"', "number"),
        ('"¥"#,##0', "number"),
        ("[$¥-804]#,##0.00", "number"),
        ('0.0"%"', "number"),
        (r"0\%", "number"),
        ("@", "number"),
        ("0%", "percent"),
        ("0.00%;[Red]-0.00%", "percent"),
        ("[>=1]0%;0.00", "percent"),
        ("h:mm", "hours_minutes"),
        ("[h]:mm", "hours_minutes"),
        ('h"时"mm"分"', "duration"),
        ("[h]:mm:ss", "duration"),
        ("[mm]:ss", "duration"),
        ("[m]", "duration"),
        ("mm:ss.0", "duration"),
        ('上午/下午h"时"mm"分"', "duration"),
        ("h:mm AM/PM", "hours_minutes"),
        ("yyyy-mm-dd", "date"),
        ('yyyy"年"m"月"d"日"', "date"),
        ("yyyy年m月", "date"),
        ("m/d/yy h:mm", "date"),
        ("[$-804]dddd", "date"),
        ("mmm", "date"),
        ("", "number"),
    ],
)
def test_a_format_code_tells_what_a_number_is(code: str, shape: str) -> None:
    assert read_format_code(code).shape == shape


def test_a_code_of_zeros_pads() -> None:
    assert read_format_code("000000") == NumberFormat("number", digits=6)


@pytest.mark.parametrize(
    ("code", "stored", "shown"),
    [
        ('"EMP"0000', "8", "EMP0008"),
        ("000-000", "7001", "007-001"),
        ('0000"号"', "7002", "7002号"),
        ('"A"000', "11", "A011"),
        ('"A"000', "12345", "A12345"),
        ("000000;[Red]-000000", "7004", None),
        ("[$-804]000000", "7005", None),
        ("0000_ ", "7006", None),
        ('"0"0', "7007", "07007"),
        (r"00000\-0", "7008", "00700-8"),
        ('General"号"', "7009", "7009号"),
        ('"00"General', "7016", "007016"),
        ("#,##0", "7010", None),
        # Formats that choose by the number, or show more than its digits, are refused for ids.
        ('[>=100]"A"000;"B"000', "11", "#unread format!"),
        ('"A"0.0', "11", "#unread format!"),
        ('"A"000', "1.5", "#unread format!"),
    ],
)
def test_an_id_is_shown_with_the_signs_of_its_format(
    code: str, stored: str, shown: str | None
) -> None:
    form = read_format_code(code)
    assert id_text(stored, form) == shown
    # A figure keeps its value whatever its format adds.
    assert Decimal(number_text(stored, form, epoch_1904=False)) == Decimal(stored)


PERCENT, DURATION, HOURS_MINUTES, DATE = map(
    NumberFormat, ("percent", "duration", "hours_minutes", "date")
)


@pytest.mark.parametrize(
    ("stored", "form", "words"),
    [
        ("5200", GENERAL, "5200"),
        ("95.50", GENERAL, "95.5"),
        ("1007.0", GENERAL, "1007"),
        ("-12.5", GENERAL, "-12.5"),
        # 17 digits in the file, 15 that Excel shows: the sixteenth rounds half up
        ("0.30000000000000004", GENERAL, "0.3"),
        ("95.499999999999986", GENERAL, "95.5"),
        ("1.2345678901234567", GENERAL, "1.23456789012346"),
        ("1E-3", GENERAL, "0.001"),
        ("1.5E+10", GENERAL, "15000000000"),
        ("123456789012345", GENERAL, "123456789012345"),
        ("1.1010119900101123E+17", GENERAL, "1.10101199001011E+17"),
        ("1E999", GENERAL, "1E999"),
        ("NaN", GENERAL, "NaN"),
        ("", GENERAL, ""),
        ("7", NumberFormat("number", digits=6), "000007"),
        ("-7", NumberFormat("number", digits=6), "-7"),
        ("0.95", PERCENT, "95%"),
        ("0.95499999999999996", PERCENT, "95.5%"),
        ("1", PERCENT, "100%"),
        ("0", PERCENT, "0%"),
        ("-0.005", PERCENT, "-0.5%"),
        # 90 s ÷ 86400 = 0.00104166…: back to whole milliseconds
        ("1.0416666666666667E-3", DURATION, "0:01:30"),
        ("0.0010416666666666667", DURATION, "0:01:30"),
        ("1.25", DURATION, "30:00:00"),
        # 1:30 in a format of hours and minutes is 5400 s; with seconds it is told in full.
        ("0.0625", HOURS_MINUTES, "1:30"),
        ("0.0010416666666666667", HOURS_MINUTES, "0:01:30"),
        ("1.1580092592592592E-5", DURATION, "0:00:01.001"),
        ("-1.0416666666666667E-3", DURATION, "-0:01:30"),
        ("46296", DATE, "2026-10-01"),
        ("46296.5", DATE, "2026-10-01 12:00:00"),
        ("1", DATE, "1900-01-01"),
        ("59", DATE, "1900-02-28"),
        ("61", DATE, "1900-03-01"),
        ("99999999", DATE, "99999999"),
    ],
)
def test_a_stored_number_is_put_in_the_words_that_excel_shows(
    stored: str, form: NumberFormat, words: str
) -> None:
    assert number_text(stored, form, epoch_1904=False) == words


def test_a_mac_date_beyond_the_calendar_stays_a_number() -> None:
    assert number_text("2958465", DATE, epoch_1904=True) == "2958465"


def test_a_mac_date_counts_from_1904() -> None:
    # 1462 days lie between the two calendars
    assert number_text("44834", DATE, epoch_1904=True) == "2026-10-01"
