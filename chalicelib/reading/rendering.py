"""Render a number stored in an XLSX cell as the text that Excel shows for it, exactly.

Excel computes in binary and stores 17 digits (0.1 + 0.2 is 0.30000000000000004 in the file), but
shows and compares 15. This module rounds to 15 digits too, in decimals from the file's own text and
never through a float.
"""

import re
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Final

from .number_formats import NumberFormat

# At most fifteen digits, and already in the shortest form.
is_short = re.compile(r"-?[0-9]{1,7}(?:\.[0-9]{0,7}[1-9])?").fullmatch
_STORED = re.compile(r"[+-]?[0-9]{1,40}(?:\.[0-9]{0,40})?(?:[eE][+-]?[0-9]{1,3})?")
_FIFTEEN: Final = Context(prec=15, rounding=ROUND_HALF_UP)
_WIDE: Final = Context(prec=40, rounding=ROUND_HALF_UP)
_MILLISECOND: Final = Decimal("0.001")
_DAY_SECONDS: Final = 86_400
_EXACT_DIGITS: Final = 15
_MAX_EXPONENT: Final = 30
_MAX_DAYS: Final = 2_958_465  # 9999-12-31 as Excel counts

_EPOCH_1900: Final = datetime(1899, 12, 30)  # noqa: DTZ001 - a spreadsheet's dates have no zone
_EPOCH_1904: Final = datetime(1904, 1, 1)  # noqa: DTZ001
_LEAP_DAY_THAT_NEVER_WAS: Final = 60  # Excel's 29 February 1900


def number_text(stored: str, form: NumberFormat, *, epoch_1904: bool) -> str:
    """Return `0.95` as `95%`, `0.00104166666666667` as `0:01:30`, a date as `2026-10-01`.

    A text that is not a number is returned unchanged; the cell's reader refuses it.
    """
    if form.shape == "number" and not form.digits and is_short(stored):
        return stored
    if not _STORED.fullmatch(stored):
        return stored
    number = _FIFTEEN.create_decimal(stored)
    if abs(number.adjusted()) > _MAX_EXPONENT:
        return stored
    if number.adjusted() >= _EXACT_DIGITS:
        # Its last digits are lost. Scientific notation makes the cell's reader refuse it.
        return format(number, "E")
    match form.shape:
        case "percent":
            return _plain(_WIDE.scaleb(number, 2)) + "%"
        case "duration" if abs(number) <= _MAX_DAYS:
            return _duration_text(Decimal(stored))
        case "hours_minutes" if abs(number) <= _MAX_DAYS:
            return _duration_text(Decimal(stored)).removesuffix(":00")
        case "date" if 0 <= number <= _MAX_DAYS:
            return _date_text(number, epoch_1904=epoch_1904)
        case _:
            return _plain(number).zfill(form.digits) if number >= 0 else _plain(number)


def id_text(stored: str, form: NumberFormat) -> str | None:
    """Return a number in the column of ids as its format shows it; None: as a figure is."""
    if form.picture is None or not _STORED.fullmatch(stored):
        return None
    number = _FIFTEEN.create_decimal(stored)
    if number.adjusted() >= _EXACT_DIGITS:
        return None
    return form.picture.shown(_plain(number))


def _plain(number: Decimal) -> str:
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _duration_text(days: Decimal) -> str:
    """Return the duration as h:mm:ss, rounded to the milliseconds that Excel stores."""
    exact = _WIDE.multiply(days, Decimal(_DAY_SECONDS)).quantize(_MILLISECOND, context=_WIDE)
    sign = "-" if exact < 0 else ""
    whole, _, decimals = format(abs(exact), "f").partition(".")
    minutes, seconds = divmod(int(whole), 60)
    hours, minutes = divmod(minutes, 60)
    rest = decimals.rstrip("0")
    return f"{sign}{hours}:{minutes:02}:{seconds:02}{'.' if rest else ''}{rest}"


def _date_text(number: Decimal, *, epoch_1904: bool) -> str:
    days = int(number)
    if not epoch_1904 and days < _LEAP_DAY_THAT_NEVER_WAS:
        days += 1
    seconds = int(_WIDE.multiply(number - int(number), Decimal(_DAY_SECONDS)).to_integral_value())
    try:
        moment = (_EPOCH_1904 if epoch_1904 else _EPOCH_1900) + timedelta(days, seconds)
    except OverflowError:
        return _plain(number)
    return moment.date().isoformat() if seconds == 0 else moment.isoformat(sep=" ")
