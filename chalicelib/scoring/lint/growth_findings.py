"""The linter's findings about growth: over a base of 0 or less there is none (process.md §10)."""

from collections.abc import Iterator

from chalicelib.scoring.explain.not_available import policy_words
from chalicelib.scoring.findings import Finding, joined
from chalicelib.scoring.scheme import Scheme
from chalicelib.scoring.text import Text, text
from chalicelib.scoring.values.growth import Growth

from .column_findings import Places
from .sentences import finding


def growth_warnings(scheme: Scheme, places: Places) -> Iterator[Finding]:
    """Warnings: nothing keeps a growth's base above 0, and then its policy decides.

    A scheme can say what a column is at most, and nothing says what it is at least. So each growth
    has the warning.
    """
    names = {note.code: note.name for note in scheme.columns}
    for indicator, pointer in places:
        if isinstance(indicator.value, Growth):
            columns = dict.fromkeys(use.column for use in indicator.value.of.uses())
            yield finding(
                "growth_base",
                joined(pointer, "value", "of"),
                indicator=indicator.name,
                base=_listed([names.get(column, text(column, column)) for column in columns]),
                then=policy_words(indicator.not_available),
            )


def _listed(names: list[Text]) -> Text:
    zh = "、".join(f"“{name['zh']}”" for name in names)
    return text(zh, ", ".join(f"“{name['en']}”" for name in names))
