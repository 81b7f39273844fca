"""Words in the two languages of the product."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Literal, TypedDict

from .exact import written


class Text(TypedDict):
    """The same words in Chinese and in English; a plain dict, ready for JSON."""

    zh: str
    en: str


def text(zh: str, en: str) -> Text:
    return {"zh": zh, "en": en}


def worded(sentence: str, language: Literal["zh", "en"], figures: Mapping[str, object]) -> str:
    """A sentence with its `{names}` filled: words in the language, numbers as people write them."""
    return sentence.format(**{name: _spoken(found, language) for name, found in figures.items()})


def _spoken(figure: object, language: Literal["zh", "en"]) -> object:
    if isinstance(figure, dict):
        return figure[language]
    return written(figure) if isinstance(figure, Decimal) else figure
