"""A figure as it is stored and displayed: half up to six decimals."""

from decimal import ROUND_HALF_UP, Context, Decimal

from hypothesis import example, given
from hypothesis import strategies as st

from chalicelib.scoring.exact import SETTLED_DIGITS, shown, shown_text

PLAIN = Context(prec=400, rounding=ROUND_HALF_UP)
NUMBERS = st.decimals(allow_nan=False, allow_infinity=False, min_value="-1E15", max_value="1E15")


@given(NUMBERS | st.tuples(NUMBERS, st.integers(-30, 0)).map(lambda pair: pair[0].scaleb(pair[1])))
@example(Decimal("0.0000005"))
@example(Decimal("-0.0000004"))
@example(Decimal("91.50"))
@example(Decimal("1E+2"))
@example(Decimal("0.00"))
@example(Decimal(1) / Decimal(3))
def test_a_figure_is_shown_half_up_to_six_decimals_without_trailing_zeros(value: Decimal) -> None:
    settled = Context(prec=SETTLED_DIGITS, rounding=ROUND_HALF_UP).plus(value)
    exponent = value.as_tuple().exponent
    assert isinstance(exponent, int)
    exact = settled if exponent < -6 else value
    text = format(exact.quantize(Decimal("0.000001"), context=PLAIN), "f")

    expected = text.rstrip("0").rstrip(".")
    assert shown_text(value) == ("0" if expected in ("-0", "0") else expected)
    assert str(shown(value)) == shown_text(value)
