"""Building blocks of sentences in both languages."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Final

from chalicelib.scoring.exact import SHOWN_DECIMALS, decimals, rounded, shown, with_minus_sign
from chalicelib.scoring.text import Text, text
from chalicelib.scoring.units import with_unit

# A quotient of cells and a number of the scheme differ within so many decimals: see exact.py.
MOST_DECIMALS: Final = 60


def shown_figure(value: Decimal, unit: Text | None = None) -> Text:
    """A value with its unit, rounded to at most six decimals for display."""
    return with_unit(with_minus_sign(shown(value)), unit)


def exact_figure(value: Decimal, unit: Text | None = None) -> Text:
    """A number with its unit and all its digits."""
    return with_unit(with_minus_sign(value), unit)


def rounded_beside(value: Decimal, breakpoints: Iterable[Decimal]) -> Decimal:
    """The value rounded for display, yet on its own side of every breakpoint of a rule.

    94.999999999 beside a tier from 95 keeps its digits: rounded, it would read as 95 that missed
    95.
    """
    if decimals(value) <= SHOWN_DECIMALS:
        return value
    several = tuple(breakpoints)
    for places in range(SHOWN_DECIMALS, MOST_DECIMALS):
        short = rounded(value, places)
        if all((short > at) == (value > at) and (short < at) == (value < at) for at in several):
            return short
    return value


def distance(value: Decimal, unit: Text | None) -> Text:
    """A difference between two values with its unit; of percentages in percentage points."""
    if unit is not None and unit["en"] == "%":
        words = exact_figure(value)
        if value == 1:
            return text("1 个百分点", "1 percentage point")
        return text(f"{words['zh']} 个百分点", f"{words['en']} percentage points")
    return exact_figure(value, unit)


def equals(value: Decimal, *, nearly: bool = False) -> Text:
    """ "= 41.6"; "≈ 41.269841" when the value, or what it was made from (`nearly`), was rounded."""
    words = shown_figure(value)
    sign = "≈" if nearly or shown(value) != value else "="
    return text(f"{sign} {words['zh']}", f"{sign} {words['en']}")


def after_figure(words: str, after: str) -> str:
    """Chinese words after a figure: with a space after a digit, without after a Chinese unit."""
    return f"{words} {after}" if words[-1:].isascii() else f"{words}{after}"


def capitalized(words: str) -> str:
    """With a capital first letter. Not for sentences that begin with a tenant's name or code."""
    return words[:1].upper() + words[1:]


def points(amount: Decimal) -> Text:
    """Points as a scorecard prints them, with trailing zeros."""
    written = format(amount, "f")
    return text(f"{written} 分", f"{written} {'point' if amount == 1 else 'points'}")


def sentence(parts: Iterable[Text]) -> Text:
    """Clauses joined into one sentence."""
    clauses = list(parts)
    zh, en = "；".join(c["zh"] for c in clauses), "; ".join(c["en"] for c in clauses)
    return text(f"{zh}。", f"{capitalized(en)}.")


def paragraph(sentences: Iterable[Text]) -> Text:
    """Sentences one after the other, empty ones left out."""
    several = [s for s in sentences if s["zh"]]
    return text("".join(s["zh"] for s in several), " ".join(s["en"] for s in several))


def enumeration(items: Iterable[Text]) -> Text:
    """Items with commas between them; empty texts for none."""
    several = list(items)
    return text("、".join(i["zh"] for i in several), ", ".join(i["en"] for i in several))
