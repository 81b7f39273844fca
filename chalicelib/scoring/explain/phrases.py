"""Putting sentences together in two languages."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Final

from chalicelib.scoring.exact import SHOWN_DECIMALS, decimals, rounded, shown, written
from chalicelib.scoring.text import Text, text
from chalicelib.scoring.units import with_unit

# More than a quotient of cells and a number of the scheme can have in common: see exact.py.
MOST_DECIMALS: Final = 60


def figure(value: Decimal, unit: Text | None = None) -> Text:
    """A value with its unit, rounded for showing where it is finer; the minus is a true one."""
    return with_unit(written(shown(value)), unit)


def exactly(value: Decimal, unit: Text | None = None) -> Text:
    """A number with its unit, all its digits kept: a scheme's own, or one chosen by `legible`."""
    return with_unit(written(value), unit)


def legible(value: Decimal, corners: Iterable[Decimal]) -> Decimal:
    """The value as it is shown beside a rule: rounded, yet on its own side of every corner.

    94.999999999 beside a tier from 95 keeps its digits; else it would read as 95 that missed 95.
    """
    if decimals(value) <= SHOWN_DECIMALS:
        return value
    several = tuple(corners)
    for places in range(SHOWN_DECIMALS, MOST_DECIMALS):
        short = rounded(value, places)
        if all((short > at) == (value > at) and (short < at) == (value < at) for at in several):
            return short
    return value


def distance(value: Decimal, unit: Text | None) -> Text:
    """A difference between two values: of percentages, in percentage points."""
    if unit is not None and unit["en"] == "%":
        words = exactly(value)
        if value == 1:
            return text("1 个百分点", "1 percentage point")
        return text(f"{words['zh']} 个百分点", f"{words['en']} percentage points")
    return exactly(value, unit)


def equals(value: Decimal, *, nearly: bool = False) -> Text:
    """ "= 41.6", or "≈ 41.269841" when it, or what it was made from (`nearly`), was rounded."""
    words = figure(value)
    sign = "≈" if nearly or shown(value) != value else "="
    return text(f"{sign} {words['zh']}", f"{sign} {words['en']}")


def follows(words: str, after: str) -> str:
    """Chinese after a figure: a space after a digit, none after a Chinese unit."""
    return f"{words} {after}" if words[-1:].isascii() else f"{words}{after}"


def begun(words: str) -> str:
    """With a capital: for sentences that begin with a word of ours, never with a name or code."""
    return words[:1].upper() + words[1:]


def points(amount: Decimal) -> Text:
    """Points as printed: trailing zeros kept, because a scorecard shows them."""
    written = format(amount, "f")
    return text(f"{written} 分", f"{written} {'point' if amount == 1 else 'points'}")


def sentence(parts: Iterable[Text]) -> Text:
    """Clauses joined into one sentence."""
    clauses = list(parts)
    zh, en = "；".join(c["zh"] for c in clauses), "; ".join(c["en"] for c in clauses)
    return text(f"{zh}。", f"{begun(en)}.")


def paragraph(sentences: Iterable[Text]) -> Text:
    """Sentences one after the other; nothing where there are none."""
    several = [s for s in sentences if s["zh"]]
    return text("".join(s["zh"] for s in several), " ".join(s["en"] for s in several))


def listed(items: Iterable[Text]) -> Text:
    several = list(items)
    return text("、".join(i["zh"] for i in several), ", ".join(i["en"] for i in several))
