"""The calculation of a figure: the cells that were put in, and the result."""

from decimal import Decimal

from chalicelib.scoring.phrases import exact_figure
from chalicelib.scoring.scheme import Indicator
from chalicelib.scoring.text import Text, text
from chalicelib.scoring.values.catalogue import value_kind_of
from chalicelib.scoring.values.value_kind import CalculationInputs


def measure_sum(
    indicator: Indicator, inputs: CalculationInputs, value: Decimal, seen: Decimal, *, nearly: bool
) -> Text:
    """The cells put in and the result: "5200 ÷ 125 = 41.6 s".

    `seen` is the value as it is displayed. `nearly` says that `value` itself had been rounded.
    """
    how = value_kind_of(indicator.value).calculation(indicator.value, inputs)
    sign, result = "≈" if nearly or seen != value else "=", exact_figure(seen, indicator.unit)
    return text(f"{how['zh']} {sign} {result['zh']}。", f"{how['en']} {sign} {result['en']}.")


def recorded_value(indicator: Indicator, value: Decimal) -> Text:
    """The figure of a result that an earlier version of the service made by another rule."""
    result = exact_figure(value, indicator.unit)
    return text(
        f"按当时的算法，数值为 {result['zh']}。",
        f"By the rules of that time the figure is {result['en']}.",
    )
