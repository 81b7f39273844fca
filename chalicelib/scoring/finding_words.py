"""The sentences of every finding, in both languages, with what to do about it.

A code is a promise to programs that read findings: it never changes its meaning. The sentences of
structural faults stand in `structure_words`, of the linter's errors and warnings in `lint_words`
and `warning_words`.
"""

from dataclasses import dataclass
from typing import Final, Literal

from .lint_words import ERRORS
from .structure_words import STRUCTURE
from .warning_words import WARNINGS


@dataclass(frozen=True, slots=True)
class Words:
    """A finding's sentences; `{names}` are filled with the figures of the case."""

    severity: Literal["error", "warning"]
    zh: str
    en: str
    suggestion_zh: str
    suggestion_en: str


WORDS: Final[dict[str, Words]] = {
    **{code: Words("error", *sentences) for code, sentences in (STRUCTURE | ERRORS).items()},
    **{code: Words("warning", *sentences) for code, sentences in WARNINGS.items()},
}
