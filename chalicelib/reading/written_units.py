"""What to write in place of a number with a unit behind it: `30秒`, `1.2万`, `5分钟`.

The number alone is right where the unit is the column's own. 1.2万 is 12000, and 5 minutes are 300
in a column of seconds: there the number alone would be wrong by a factor, and nobody would see it.
"""

import re
from decimal import Decimal
from typing import Final

from chalicelib.scoring.exact import plain

from .faults import CellFault, fault, shown
from .units import SECONDS, Measure, measure_of_word

#: A number with a unit behind it: `30秒`, `3 次`, `12 min`.
_WITH_UNIT = re.compile(r"([+-]?[0-9][0-9,]*(?:\.[0-9]+)?)\s*([^\W\d_]{1,12})")
#: What a column takes beside a number without a sign, by the kind of its quantity.
_TIME: Final = ("90 或 0:01:30", "90 or 0:01:30")
_OFFERED: Final[dict[Measure, tuple[str, str]]] = {
    "second": _TIME,
    "minute": ("1.5 或 0:01:30", "1.5 or 0:01:30"),
    "hour": ("1.5 或 1:30:00", "1.5 or 1:30:00"),
    "day": ("1.5 或 36:00:00", "1.5 or 36:00:00"),
    "percent": ("95 或 95%", "95 or 95%"),
    "fraction": ("0.95 或 95%", "0.95 or 95%"),
    "other": ("12.5", "12.5"),
    "unknown": ("12、95% 或时长 0:01:30", "12, 95% or a duration 0:01:30"),
}
_MAGNITUDES: Final = {
    "百": 100,
    "千": 1_000,
    "万": 10_000,
    "w": 10_000,
    "k": 1_000,
    "百万": 1_000_000,
    "千万": 10_000_000,
    "亿": 100_000_000,
}


def in_full(number: str, unit: str, measure: Measure) -> str | None:
    """Return the number to write in a column; None where the number alone is meant.

    ``number`` has no unit and may have commas; ``measure`` is the column's.
    """
    figure = Decimal(number.replace(",", ""))
    factor = _MAGNITUDES.get(unit.casefold())
    if factor is not None:
        return plain(figure * factor)
    written = measure_of_word(unit)
    if written not in SECONDS or measure not in SECONDS or written == measure:
        return None
    seconds, own = figure * SECONDS[written], SECONDS[measure]
    whole = seconds / own
    return plain(whole) if whole * own == seconds else None


def no_number(text: str, measure: Measure) -> CellFault:
    """Return the fault of a text that is no number: only what the column takes is offered."""
    found = shown(text)
    zh, en = _OFFERED.get(measure, ("12", "12"))
    with_unit = _WITH_UNIT.fullmatch(text)
    if with_unit and measure != "unknown":
        number, unit = with_unit.groups()
        whole = in_full(number, unit, measure)
        if whole is not None:
            return fault(
                "not_a_number",
                f"“{found}”不是数字；请写出按本列单位的完整数字，如 {whole}",
                f'"{found}" is not a number; write all of it in the unit of the column, such as '
                f"{whole}",
            )
        return fault(
            "not_a_number",
            f"“{found}”不是数字；请只填数字，如 {number}，不要写“{shown(unit)}”",
            f'"{found}" is not a number; write the number alone, such as {number}, without '
            f'"{shown(unit)}"',
        )
    return fault(
        "not_a_number",
        f"“{found}”不是数字；应为数字，例如 {zh}，没有数据请留空",
        f'"{found}" is not a number; expected one, such as {en}, blank when there is none',
    )
