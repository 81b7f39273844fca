"""Findings about a scheme document: what the reader and the linter report."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from .structure_words import STRUCTURE
from .text import Text, text, worded

Severity = Literal["error", "warning"]
# Message in Chinese and English, suggestion in Chinese and English; `{names}` are filled.
Sentences = tuple[str, str, str, str]


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault or warning.

    `code` is for programs and never changes its meaning. `pointer` is the JSON pointer (RFC 6901)
    to the place in the document, `message` what is wrong there, `suggestion` what to do about it.
    """

    code: str
    severity: Severity
    pointer: str
    message: Text
    suggestion: Text


class InvalidScheme(ValueError):
    """The document cannot be read as a scheme. `findings` holds every structural fault."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        super().__init__("; ".join(f"{f.pointer or '/'}: {f.message['en']}" for f in findings[:5]))
        self.findings = findings


def finding(code: str, pointer: str, **figures: object) -> Finding:
    """The structural fault `code` at `pointer`, its sentences filled with the figures.

    A figure that is a name in two languages is given as a Text. KeyError for an unknown code.
    """
    return filled_finding(code, "error", STRUCTURE[code], pointer, figures)


def filled_finding(
    code: str,
    severity: Severity,
    sentences: Sentences,
    pointer: str,
    figures: Mapping[str, object],
) -> Finding:
    """A finding with its sentences filled with the figures that they name."""
    zh, en, suggestion_zh, suggestion_en = sentences
    return Finding(
        code=code,
        severity=severity,
        pointer=pointer,
        message=text(worded(zh, "zh", figures), worded(en, "en", figures)),
        suggestion=text(worded(suggestion_zh, "zh", figures), worded(suggestion_en, "en", figures)),
    )


def joined(pointer: str, *keys: str | int) -> str:
    """The JSON pointer to a place below `pointer`; keys are escaped (RFC 6901)."""
    parts = (str(key).replace("~", "~0").replace("/", "~1") for key in keys)
    return "".join([pointer, *(f"/{part}" for part in parts)])
