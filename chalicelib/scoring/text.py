"""Text in Chinese and English."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Literal, TypedDict

from .exact import with_minus_sign


class Text(TypedDict):
    """The same text in both languages: a plain dict, ready for JSON."""

    zh: str
    en: str


def text(zh: str, en: str) -> Text:
    """Make a Text."""
    return {"zh": zh, "en": en}


def worded(sentence: str, language: Literal["zh", "en"], figures: Mapping[str, object]) -> str:
    """The sentence with its `{names}` filled: Texts in the language, Decimals in plain notation."""
    return sentence.format(**{name: _filled(found, language) for name, found in figures.items()})


def _filled(figure: object, language: Literal["zh", "en"]) -> object:
    if isinstance(figure, dict):
        return figure[language]
    return with_minus_sign(figure) if isinstance(figure, Decimal) else figure
