"""The language of an answer, chosen by Accept-Language (RFC 9110, 12.5.4)."""

from decimal import Decimal

from chalicelib.language import Language
from chalicelib.web.preferences import preferences


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
