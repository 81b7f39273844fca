"""Units with a name in both languages."""

from typing import Final

from .limits import UNIT_CHARACTERS
from .reading.place import Place
from .text import Text, text

UNITS: Final[dict[str, Text]] = {
    "second": text("秒", "s"),
    "minute": text("分钟", "min"),
    "hour": text("小时", "h"),
    "day": text("天", "days"),
    "percent": text("%", "%"),
    "%": text("%", "%"),
    "point": text("分", "points"),
    "count": text("次", "times"),
    "item": text("条", "items"),
    "ticket": text("单", "tickets"),
    "person": text("人", "people"),
    "per_day": text("次/天", "a day"),
    "yuan": text("元", "yuan"),
}
SINGULAR: Final = {
    "days": "day",
    "points": "point",
    "times": "time",
    "items": "item",
    "tickets": "ticket",
    "people": "person",
    "cases": "case",
}
CASES: Final = text("次", "cases")
# Units that say how much, not of what.
OF_NOTHING: Final = ("%", "points", "times", "a day")


def unit_text(place: Place) -> Text | None:
    """A unit by its word, in both languages; other words are printed as they stand."""
    if not place.present:
        return None
    if isinstance(place.value, str) and place.value in UNITS:
        return UNITS[place.value]
    return place.text(UNIT_CHARACTERS)


def with_unit(figure: str, unit: Text | None) -> Text:
    """A figure with its unit: "41.6 s", "41.6 秒", "92%"."""
    if unit is None:
        return text(figure, figure)
    if unit["en"] == "%":
        return text(f"{figure}%", f"{figure}%")
    words = SINGULAR.get(unit["en"], unit["en"]) if figure == "1" else unit["en"]
    return text(f"{figure} {unit['zh']}", f"{figure} {words}")


def counted(unit: Text | None) -> Text:
    """What a count is of: tickets, people; cases where the unit does not say."""
    return CASES if unit is None or unit["en"] in OF_NOTHING else unit


def each(unit: Text | None) -> Text:
    """One of what is counted: "ticket", "case"."""
    things = counted(unit)
    return text(things["zh"], SINGULAR.get(things["en"], things["en"]))
