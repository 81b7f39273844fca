"""Notes of a plan: they may be many and long, and never outgrow the plan's item or the log's."""

import pytest

from chalicelib.plans import service
from tests.api.company import Company
from tests.api.uploads.sending import Desk, csv_of

PATH = "/v1/improvement-plans"
LONG = "好" * 2000


@pytest.fixture
def plan(acme: Company, desk: Desk) -> str:
    desk.send(csv_of("1001,Ann,red,9375,125,45,90"))
    found = acme.hr.get(PATH).ok()["items"][0]
    return f"{PATH}/{found['id']}"


@pytest.mark.long
def test_the_longest_notes_are_taken_up_to_the_bound_and_then_refused_with_it(
    acme: Company, plan: str
) -> None:
    """A note of 2,000 characters has 6,000 bytes: 41 are 246,000, and 42 more than 250,000."""
    for _ in range(41):
        acme.hr.patch(plan, {"note": LONG}, if_match="*").ok()
    problem = acme.hr.patch(plan, {"note": LONG}, if_match="*").problem(422)
    (error,) = problem["errors"]
    assert (error["pointer"], error["code"]) == ("/note", "too_many_notes")
    assert "250 KB" in error["message"]
    # Everything else can still be changed, and the notes are all there.
    texts = {"problem": {"zh": LONG, "en": LONG}, "cause": {"zh": LONG, "en": LONG}}
    acme.hr.patch(plan, texts, if_match="*").ok()
    acme.hr.patch(plan, {**texts, "measure": {"zh": LONG, "en": LONG}}, if_match="*").ok()
    assert len(acme.hr.get(plan).ok()["progress_notes"]) == 41


def test_short_notes_are_bounded_by_their_number(
    acme: Company, plan: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "MOST_NOTES", 2)
    for _ in range(2):
        acme.hr.patch(plan, {"note": "x"}, if_match="*").ok()
    acme.hr.patch(plan, {"note": "x"}, if_match="*").problem(422)


def test_the_log_has_the_note_that_was_added_and_not_all_of_them_again(
    acme: Company, plan: str
) -> None:
    for text in ("first", "second"):
        acme.hr.patch(plan, {"note": text}, if_match="*").ok()
    listed = acme.admin.get("/v1/audit-events", query={"limit": 200}).ok()["items"]
    events = [one for one in listed if one["action"] == "plans.change"]
    noted = [note["text"] for event in events for note in event["after"]["notes"]]
    assert sorted(noted) == ["first", "second"]
    assert all("notes" not in event["before"] for event in events)
