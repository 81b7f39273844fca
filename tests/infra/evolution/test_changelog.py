"""The API's changelog: its form, and the notice period of a breaking change."""

from datetime import date

import pytest

from infra.openapi.evolution.changelog import Entry, MalformedChangelog, entries

HEAD = "# Changelog of the API\n\nHow to read this.\n\n"
#: 180 days before 2026-12-28: 1 July + 30 + 31 + 30 + 31 + 30 + 28.
ANNOUNCED = "## 2026-07-01\n\nThe hint ends.\n"


def _broken(dated: str, reason: str, *items: str) -> str:
    listed = "\n".join(items)
    return f"## {dated}\n\nThe hint is gone.\n\n{reason}\n\nBreaking:\n\n{listed}\n\n"


def test_an_entry_is_a_date_a_text_and_what_it_breaks() -> None:
    text = HEAD + _broken("2026-12-28", "Announced: 2026-07-01", "- `a: b`", "- `c: d`")
    assert entries(text + ANNOUNCED) == [
        Entry(date(2026, 12, 28), "The hint is gone.", ("a: b", "c: d"), date(2026, 7, 1)),
        Entry(date(2026, 7, 1), "The hint ends."),
    ]


def test_what_cannot_wait_says_why() -> None:
    (found,) = entries(HEAD + _broken("2026-12-28", "At once: it let strangers in", "- `a: b`"))
    assert found.at_once == "it let strangers in"
    assert found.announced is None


def test_a_changelog_may_have_no_entry() -> None:
    assert entries(HEAD) == []


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("## Version 2\n\nNew.\n", "Version 2: a heading is a date"),
        ("## 2026-07-01\n\n", "2026-07-01: a sentence says what changed"),
        (ANNOUNCED + "## 2026-07-02\n\nNew.\n", "2026-07-02 stands below 2026-07-01: newest first"),
        (_broken("2026-12-28", "", "- `a: b`"), "Announced or At once"),
        (_broken("2026-12-28", "At once: why"), "Announced or At once"),
        (_broken("2026-12-28", "At once: why", "- a: b"), "each line is - `one change`"),
        (_broken("2026-12-28", "At once: why", "- `a`", "- `a`"), "names a change twice"),
        (_broken("2026-12-28", "Announced: July", "- `a: b`"), "July is no date"),
        (
            _broken("2026-12-28", "Announced: 2026-06-30", "- `a: b`") + ANNOUNCED,
            "there is no entry of 2026-06-30",
        ),
        (
            _broken("2026-12-27", "Announced: 2026-07-01", "- `a: b`") + ANNOUNCED,
            "announced 2026-07-01, less than 180 days before",
        ),
    ],
)
def test_a_changelog_of_another_form_is_refused(text: str, wrong: str) -> None:
    with pytest.raises(MalformedChangelog) as refused:
        entries(HEAD + text)
    assert wrong in str(refused.value)
