"""Accept-Language: Chinese or English, by the caller's own order of preference."""

import pytest

from chalicelib.web.languages import Text, chosen, text_of


@pytest.mark.parametrize(
    ("header", "language"),
    [
        (None, "en"),
        ("", "en"),
        ("zh", "zh"),
        ("zh-Hans-CN", "zh"),
        ("fr, zh;q=0.5", "zh"),
        ("en;q=0.8, zh;q=0.9", "zh"),
        ("en, zh", "en"),
        ("zh;q=0, en;q=0.1", "en"),
        ("fr", "en"),
        ("*", "en"),
        ("zh;q=high", "en"),
        ("zh;q=nan", "en"),
        ("english", "en"),
        (";;;,,,", "en"),
    ],
)
def test_the_language_with_the_highest_weight_that_we_have(
    header: str | None, language: str
) -> None:
    assert chosen(header) == language


def test_a_plain_name_stands_for_both_languages() -> None:
    assert text_of("优秀") == Text("优秀", "优秀")
    assert text_of({"zh": "优秀"}) == Text("优秀", "优秀")
    assert text_of({"zh": "优秀", "en": "Excellent"}) == Text("优秀", "Excellent")
