"""Which contacts a `where` counts: a text is the same text in any case, width and spacing."""

from decimal import Decimal

import pytest

from chalicelib.reading.contact_counts import counter


def count(cells: list[str | Decimal | None], **where: object) -> Decimal | None:
    tally = counter({"count": {"where": [{"field": "solved", **where}]}})()
    for cell in cells:
        tally.add({"solved": cell})
    return tally.result()


@pytest.mark.parametrize("written", ["Y", "y", " Y ", "Ｙ", "ｙ", "Ｙ　"])
def test_a_text_counts_in_any_case_width_and_spacing(written: str) -> None:
    assert count([written, "N", "Ｎ", None], equals="Y") == 1


def test_the_schemes_own_text_may_be_of_full_width() -> None:
    assert count(["Y", "yes", "N"], equals="Ｙ") == 1
    assert count(["电话A", "电话Ａ", "在线"], **{"in": ["电话Ａ", "邮件"]}) == 2


def test_words_for_true_and_numbers_count_in_full_width_too() -> None:
    assert count(["ＹＥＳ", "１", "是", "Ｎ"], equals=True) == 3
    assert count(["１", "1", "2"], equals=1) == 2
