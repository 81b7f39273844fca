"""Texts in both of the product's languages, Chinese and English."""

from collections.abc import Mapping
from typing import Any, Literal, NamedTuple

Language = Literal["zh", "en"]


class Text(NamedTuple):
    """One sentence or name in both of the product's languages."""

    zh: str
    en: str

    def to(self, language: Language) -> str:
        """Return the text in the language."""
        return self.zh if language == "zh" else self.en

    def as_names(self) -> dict[str, str]:
        """Return both texts as a {"zh", "en"} object."""
        return {"zh": self.zh, "en": self.en}


def text_of(names: Any) -> Text:
    """Return a Text of a {"zh", "en"} object or of one string for both languages.

    A language that the object lacks takes the text of the other.
    """
    if isinstance(names, Mapping):
        zh, en = names.get("zh"), names.get("en")
        return Text(str(zh or en or ""), str(en or zh or ""))
    return Text(str(names), str(names))
