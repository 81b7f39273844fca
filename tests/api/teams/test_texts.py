"""Spellings that fold to one text are one team, whoever writes them first."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.team_folds import cleaned, fold
from chalicelib.teams import making
from chalicelib.teams.canonical import TeamTexts, canonical, known
from chalicelib.teams.codes import code_of
from chalicelib.teams.records import read_counts
from chalicelib.tenancy.platform import Platform
from tests.api.company import Company
from tests.api.fixtures import Calls
from tests.api.worker import worker_in

SPELLINGS = ("Blue", "blue ", "ＢＬＵＥ", "  bLuE", "Bl\u200bue")


def test_width_case_blanks_and_what_nobody_sees_make_no_other_team() -> None:
    assert {fold(one) for one in SPELLINGS} == {"blue"}
    assert fold("售前\u3000 一组") == "售前 一组"
    assert fold("STRASSE") == fold("straße")
    assert fold("Blue") != fold("Blues")
    assert (fold(" \u200b "), cleaned(" \u200b "), cleaned(None)) == ("", None, None)
    assert cleaned("  Blue \t Team ") == "Blue Team"


@pytest.mark.long
@given(st.text(max_size=12))
def test_a_fold_is_its_own_fold(text: str) -> None:
    once = fold(text)
    assert fold(once) == once == unicodedata.normalize("NFKC", once)


def test_the_code_comes_from_ascii_or_from_a_hash() -> None:
    """SHA-256 of 蓝队 in UTF-8 begins with c9abab9a7f9f04b3."""
    assert code_of("blue team") == "blue-team"
    assert code_of("蓝队").startswith("team-")
    assert len(code_of("蓝队")) == len("team-") + 8
    # The name of a path of teams is no code, and neither is a text without letters and digits.
    assert code_of("proposals").startswith("proposals-")
    assert code_of("!!!").startswith("team-")
    # Taken by another team: longer, with the same beginning.
    codes = [code_of("蓝队", attempt) for attempt in range(3)]
    assert [len(one) - len("team-") for one in codes] == [8, 16, 32]
    assert all(len(code_of("x" * 300, attempt)) <= 48 for attempt in range(3))
    with pytest.raises(ValueError, match="no code"):
        code_of("蓝队", 3)


def test_the_first_spelling_makes_the_team_and_the_others_are_it(
    acme: Company, platform: Platform
) -> None:
    with worker_in(platform, "acme") as context:
        found = canonical(context, SPELLINGS)
        again = canonical(context, reversed(SPELLINGS))
        nothing = canonical(context, [None, "", "  "])
    assert set(found.values()) == {("blue", "Blue")}
    assert again == found
    assert nothing == {}
    (team,) = acme.hr.get("/v1/teams").ok()["items"]
    assert (team["code"], team["text"], team["names"]["zh"]) == ("blue", "Blue", "Blue")


def test_reading_makes_no_team(acme: Company, platform: Platform) -> None:
    with worker_in(platform, "acme") as context:
        found = known(context, ["Blue ", None])
    assert found == {"Blue ": (None, "Blue")}
    assert acme.hr.get("/v1/teams").ok()["items"] == []


def test_only_distinct_names_are_read_a_hundred_at_a_time_and_each_once_in_a_run(
    acme: Company, platform: Platform, calls: Calls
) -> None:
    """150 teams in 100,000 people: two reads and, at 32 a transaction, five transactions."""
    texts = [f"Team {n % 150}" for n in range(100_000)]
    with worker_in(platform, "acme") as context:
        run = TeamTexts(context)
        calls()
        run.learn(texts)
        assert calls() == ["BatchGetItem"] * 2
        run.make(texts)
        assert calls() == ["TransactWriteItems"] * 5
        run.learn(texts)
        run.make(texts)
        assert {run.text(text) for text in texts} == {f"Team {n}" for n in range(150)}
    assert calls() == []


def test_two_runs_at_once_make_one_team(acme: Company, platform: Platform) -> None:
    """Both have read that there is no such team. Each has its own spelling."""
    with worker_in(platform, "acme") as context:
        runs = {text: TeamTexts(context) for text in ("Blue", "BLUE ")}
        for text, run in runs.items():
            run.learn([text])
        for text, run in runs.items():
            run.make([text])
        assert [run.ref(text) for text, run in runs.items()] == [("blue", "Blue")] * 2
    assert len(acme.hr.get("/v1/teams").ok()["items"]) == 1


def test_a_code_that_another_team_has_gets_longer(acme: Company, platform: Platform) -> None:
    with worker_in(platform, "acme") as context:
        one = canonical(context, ["Blue Team"])["Blue Team"]
        other = canonical(context, ["Blue-Team"])["Blue-Team"]
    assert one.code == "blue-team"
    assert other.code == code_of("blue-team", 1) != one.code


def test_a_team_that_was_made_is_in_the_audit_log_and_among_the_events(
    acme: Company, platform: Platform
) -> None:
    with worker_in(platform, "acme") as context:
        canonical(context, ["Blue"])
    (event,) = [
        one
        for one in acme.admin.get("/v1/audit-events").ok()["items"]
        if one["action"] == "teams.create"
    ]
    assert (event["target"], event["after"]["text"]) == ("teams/blue", "Blue")


def test_beyond_the_limit_a_text_stays_a_text(
    acme: Company, platform: Platform, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody's result is lost for it: there is no code, and nothing more is tried in the run."""
    monkeypatch.setattr(making, "MOST_TEAMS", 2)
    with worker_in(platform, "acme") as context:
        found = canonical(context, ["A", "B", "C "])
        again = canonical(context, ["a", "c"])
        counts = read_counts(context)
    assert [found[one].code for one in ("A", "B", "C ")] == ["a", "b", None]
    assert found["C "].text == "C"
    assert (again["a"].code, again["c"].code) == ("a", None)
    assert counts.number == 2
