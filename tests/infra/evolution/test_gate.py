"""Each breaking change needs an entry and each entry a change; older entries are history."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from infra.openapi.evolution import __main__ as command
from infra.openapi.evolution.changelog import Entry
from infra.openapi.evolution.gate import complaints, recorded
from tests.infra.evolution.documents import TEXT, giving, members

OLD, NEW = giving(members(a=TEXT, b=TEXT)), giving(members(a=TEXT))
BREAK = 'POST /things: answer member "b" removed'
FIRST = Entry(date(2026, 11, 29), "The first.")
ADMITTING = Entry(date(2026, 12, 1), "b is gone.", (BREAK,), at_once="it told a secret")
BASELINE = recorded(OLD, [FIRST], date(2026, 11, 29))


def test_a_break_without_an_entry_is_refused_with_the_line_to_write() -> None:
    assert complaints(BASELINE, NEW, [FIRST]) == [f"No entry names it: - `{BREAK}`"]


def test_a_break_with_its_entry_passes() -> None:
    assert complaints(BASELINE, NEW, [ADMITTING, FIRST]) == []


def test_an_entry_of_a_break_that_is_not_there_is_refused() -> None:
    assert complaints(BASELINE, OLD, [ADMITTING, FIRST]) == [
        f"The entry of 2026-12-01 names what did not change since the baseline: {BREAK}"
    ]


def test_what_was_written_before_the_baseline_is_history() -> None:
    moved = recorded(NEW, [ADMITTING, FIRST], date(2026, 12, 1))
    assert complaints(moved, NEW, [ADMITTING, FIRST]) == []


def test_an_entry_of_the_baselines_own_day_counts_when_it_was_written_after_it() -> None:
    moved = recorded(OLD, [FIRST], date(2026, 12, 1))
    assert complaints(moved, NEW, [ADMITTING, FIRST]) == []


def test_history_admits_nothing_new() -> None:
    moved = recorded(OLD, [ADMITTING, FIRST], date(2026, 12, 1))
    assert complaints(moved, NEW, [ADMITTING, FIRST]) == [f"No entry names it: - `{BREAK}`"]


def test_an_entry_may_not_be_dated_before_the_baseline() -> None:
    moved = recorded(OLD, [FIRST], date(2026, 12, 2))
    assert complaints(moved, NEW, [ADMITTING, FIRST]) == [
        "The entry of 2026-12-01 is older than the baseline of 2026-12-02"
    ]


def test_history_may_not_be_thrown_away() -> None:
    assert complaints(BASELINE, OLD, []) == [
        "The changelog has lost entries: 1 were there on 2026-11-29"
    ]


@pytest.fixture
def paths(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Path]:
    """Return the command's three files in a temporary folder: NEW since OLD, without an entry."""
    found = {name: tmp_path / name for name in ("DOCUMENT", "BASELINE", "CHANGELOG")}
    for name, path in found.items():
        monkeypatch.setattr(command, name, path)
    found["DOCUMENT"].write_text(json.dumps(NEW))
    found["BASELINE"].write_text(json.dumps(BASELINE))
    found["CHANGELOG"].write_text("# Changelog\n\n## 2026-11-29\n\nThe first.\n")
    return found


def _admit(paths: dict[str, Path]) -> None:
    entry = f"## 2026-12-01\n\nb is gone.\n\nAt once: a secret\n\nBreaking:\n\n- `{BREAK}`\n\n"
    text = paths["CHANGELOG"].read_text()
    paths["CHANGELOG"].write_text(text.replace("## 2026-11-29", f"{entry}## 2026-11-29"))


def test_the_command_lists_what_breaks_and_what_no_entry_names(
    paths: dict[str, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    assert command.main([]) == 1
    told = capsys.readouterr()
    assert told.out == f"- `{BREAK}`\n"
    assert told.err == f"No entry names it: - `{BREAK}`\n"


def test_a_break_without_an_entry_is_not_recorded_away(paths: dict[str, Path]) -> None:
    assert command.main(["record"]) == 1
    assert json.loads(paths["BASELINE"].read_text()) == BASELINE


def test_with_its_entry_the_document_becomes_the_baseline(paths: dict[str, Path]) -> None:
    _admit(paths)
    assert command.main(["record"]) == 0
    baseline: dict[str, Any] = json.loads(paths["BASELINE"].read_text())
    assert baseline.pop("x-recorded")["entries"] == 2
    assert baseline == NEW
    assert command.main([]) == 0


def test_the_first_baseline_needs_none_before(paths: dict[str, Path]) -> None:
    paths["BASELINE"].unlink()
    assert command.main(["record"]) == 0
    assert json.loads(paths["BASELINE"].read_text())["paths"] == NEW["paths"]
