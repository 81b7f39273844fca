"""Putting sentences together in two languages."""

from collections.abc import Iterable
from decimal import Decimal

from chalicelib.scoring.exact import SHOWN_DECIMALS, decimals, plain, shown
from chalicelib.scoring.text import Text, text
from chalicelib.scoring.units import with_unit


def figure(value: Decimal, unit: Text | None = None) -> Text:
    """A value with its unit; ≈ when it had to be rounded for showing."""
    rounded = decimals(value) > SHOWN_DECIMALS and shown(value) != value
    return with_unit(("≈ " if rounded else "") + plain(shown(value)), unit)


def distance(value: Decimal, unit: Text | None) -> Text:
    """A difference between two values: of percentages, in percentage points."""
    if unit is not None and unit["en"] == "%":
        words = figure(value)
        if value == 1:
            return text("1 个百分点", "1 percentage point")
        return text(f"{words['zh']} 个百分点", f"{words['en']} percentage points")
    return figure(value, unit)


def equals(value: Decimal, unit: Text | None = None) -> Text:
    """ "= 41.6 s", or "≈ 41.269841 s" when it had to be rounded for showing."""
    words = figure(value, unit)
    if words["en"].startswith("≈"):
        return words
    return text(f"= {words['zh']}", f"= {words['en']}")


def points(amount: Decimal) -> Text:
    """Points as printed: trailing zeros kept, because a scorecard shows them."""
    written = format(amount, "f")
    return text(f"{written} 分", f"{written} {'point' if amount == 1 else 'points'}")


def sentence(parts: Iterable[Text]) -> Text:
    """Clauses joined into one sentence."""
    clauses = list(parts)
    zh, en = "；".join(c["zh"] for c in clauses), "; ".join(c["en"] for c in clauses)
    return text(f"{zh}。", f"{en[:1].upper()}{en[1:]}.")


def paragraph(sentences: Iterable[Text]) -> Text:
    """Sentences one after the other; nothing where there are none."""
    several = [s for s in sentences if s["zh"]]
    return text("".join(s["zh"] for s in several), " ".join(s["en"] for s in several))


def listed(items: Iterable[Text]) -> Text:
    several = list(items)
    return text("、".join(i["zh"] for i in several), ", ".join(i["en"] for i in several))
