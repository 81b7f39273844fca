"""Words in the two languages of the product."""

from collections.abc import Mapping
from typing import Literal, TypedDict


class Text(TypedDict):
    """The same words in Chinese and in English; a plain dict, ready for JSON."""

    zh: str
    en: str


def text(zh: str, en: str) -> Text:
    return {"zh": zh, "en": en}


def worded(sentence: str, language: Literal["zh", "en"], figures: Mapping[str, object]) -> str:
    """A sentence with its `{names}` filled; a figure that is words is taken in the language."""
    spoken = {
        name: figure[language] if isinstance(figure, dict) else figure
        for name, figure in figures.items()
    }
    return sentence.format(**spoken)
