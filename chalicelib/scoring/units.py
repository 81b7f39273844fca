"""Units: their names in both languages, and figures with a unit."""

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
# Units that do not say what is counted.
WITHOUT_THINGS: Final = ("%", "points", "times", "a day")


def unit_text(place: Place) -> Text | None:
    """The unit written at `place`: a known word in both languages, other words as they are."""
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


def counted_unit(unit: Text | None) -> Text:
    """The things that a unit counts ("tickets"); "cases" where the unit does not say."""
    return CASES if unit is None or unit["en"] in WITHOUT_THINGS else unit


def singular_unit(unit: Text | None) -> Text:
    """One of the things that a unit counts: "ticket", "case"."""
    things = counted_unit(unit)
    return text(things["zh"], SINGULAR.get(things["en"], things["en"]))
