"""Choose the language of an answer by Accept-Language (RFC 9110, 12.5.4)."""

from decimal import Decimal

from chalicelib.language import Language
from chalicelib.web.preferences import preferences


def preferred_language(accept_language: str | None, default: Language = "en") -> Language:
    """Return the supported language with the highest weight; of equal weights, the earlier one.

    Return ``default`` when the header names no supported language.
    """
    best: tuple[Decimal, Language] | None = None
    for tag, weight in preferences(accept_language):
        language = supported_language(tag)
        if language and weight > 0 and (best is None or weight > best[0]):
            best = (weight, language)
    return best[1] if best else default


def supported_language(tag: str) -> Language | None:
    """Return the language of a tag (``zh-Hans-CN``); None for an unsupported one."""
    primary = tag.split("-", 1)[0].lower()
    if primary == "zh":
        return "zh"
    return "en" if primary == "en" else None
