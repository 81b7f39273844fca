"""Words in the two languages of the product."""

from typing import TypedDict


class Text(TypedDict):
    """The same words in Chinese and in English; a plain dict, ready for JSON."""

    zh: str
    en: str


def text(zh: str, en: str) -> Text:
    return {"zh": zh, "en": en}
