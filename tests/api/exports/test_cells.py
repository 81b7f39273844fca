"""Text cells of a CSV file."""

import pytest

from chalicelib.coefficients.cells import safe


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("+86 10", "'+86 10"),
        ("-2", "'-2"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("＝1", "'＝1"),
        ("－2", "'－2"),
        ("\t=1", "'\t'=1"),
        ("\r\n=1", "'\r\n'=1"),
        # Excel in a country with the decimal comma splits a line at semicolons, even in quotes.
        ("a;=1+1", "a;'=1+1"),
        ("a;b", "a;b"),
        ("Ann-Lee", "Ann-Lee"),
        ("1+1=2", "1+1=2"),
        ("张三", "张三"),
        ("'=1", "'=1"),
        ("", ""),
    ],
)
def test_what_could_start_a_formula_stands_behind_an_apostrophe(text: str, cell: str) -> None:
    assert safe(text) == cell
