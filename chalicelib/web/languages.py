"""Chinese or English: texts in both, and the choice by Accept-Language (RFC 9110, 12.5.4)."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Literal, NamedTuple

from chalicelib.web.preferences import preferences

Language = Literal["zh", "en"]


class Text(NamedTuple):
    """One sentence or name in both of the product's languages."""

    zh: str
    en: str

    def to(self, language: Language) -> str:
        return self.zh if language == "zh" else self.en

    def as_names(self) -> dict[str, str]:
        return {"zh": self.zh, "en": self.en}


def text_of(names: Any) -> Text:
    """A {"zh", "en"} object, or a plain string for both, as a Text."""
    if isinstance(names, Mapping):
        zh, en = names.get("zh"), names.get("en")
        return Text(str(zh or en or ""), str(en or zh or ""))
    return Text(str(names), str(names))


def chosen(accept_language: str | None, default: Language = "en") -> Language:
    """The language with the highest weight that we have; the earlier one when weights are equal."""
    best: tuple[Decimal, Language] | None = None
    for tag, weight in preferences(accept_language):
        language = known(tag)
        if language and weight > 0 and (best is None or weight > best[0]):
            best = (weight, language)
    return best[1] if best else default


def known(tag: str) -> Language | None:
    """The language of a tag (``zh-Hans-CN``), if it is one of ours."""
    primary = tag.split("-", 1)[0].lower()
    if primary == "zh":
        return "zh"
    return "en" if primary == "en" else None
