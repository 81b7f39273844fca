"""What the reader and the linter have to say about a scheme document."""

from dataclasses import dataclass
from typing import Literal

from .finding_words import WORDS
from .text import Text, text, worded

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault or remark.

    `code` is stable and meant for programs, `pointer` is the JSON pointer (RFC 6901) to the place
    in the document, `message` says what is found there and `suggestion` what to do about it.
    """

    code: str
    severity: Severity
    pointer: str
    message: Text
    suggestion: Text


class InvalidScheme(ValueError):
    """The document is not a scheme. `findings` names every structural fault at once."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        super().__init__("; ".join(f"{f.pointer or '/'}: {f.message['en']}" for f in findings[:5]))
        self.findings = findings


def finding(code: str, pointer: str, **figures: object) -> Finding:
    """The finding `code` at `pointer`, its sentences filled with the figures that they name.

    Names in two languages are given as a Text.
    """
    words = WORDS[code]
    return Finding(
        code=code,
        severity=words.severity,
        pointer=pointer,
        message=text(worded(words.zh, "zh", figures), worded(words.en, "en", figures)),
        suggestion=text(
            worded(words.suggestion_zh, "zh", figures), worded(words.suggestion_en, "en", figures)
        ),
    )


def joined(pointer: str, *keys: str | int) -> str:
    """The pointer to a place below `pointer`, escaped as RFC 6901 says."""
    parts = (str(key).replace("~", "~0").replace("/", "~1") for key in keys)
    return "".join([pointer, *(f"/{part}" for part in parts)])
