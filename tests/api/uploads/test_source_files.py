"""A month's data comes from several hands: files for one source, merged person by person."""

from typing import Any

import pytest

from chalicelib.tenancy.platform import Platform
from chalicelib.uploads import run
from tests.api.clock import Clock
from tests.api.company import Company
from tests.api.results.settled_anew import count_anew, counting_adjusted, told
from tests.api.uploads.sending import IN_PARTS, SCHEME, Desk, chat_of, csv_of, published, qa_of
from tests.api.uploads.test_looked_at import applied
from tests.api.worker import worker_in
from tests.api.world import World

# 40 s: 40 − 8 × 1 = 32 points. 88 %: 60 − 2 × 2 = 56 points. Together 88.00: good.
ANN_CHAT, ANN_QA = "1001,4000,100", "1001,88,100"
# 72 s: 40 − 8 × 4 = 8 points. 80 %: 60 − 2 × 10 = 40 points. Together 48.00: poor.
BOB_CHAT, BOB_QA = "1002,7200,100", "1002,80,100"


@pytest.fixture
def parts(acme: Company, world: World) -> Desk:
    published(acme, IN_PARTS)
    return Desk(world, acme.hr, "acme")


def card(desk: Desk, who: str = "1001", query: str = "") -> Any:
    return desk.caller.get(f"/v1/employees/{who}/scorecards/2026-10{query}").ok()


def brief(desk: Desk, who: str = "1001") -> tuple[Any, ...]:
    found = card(desk, who)
    return found["revision"], found["state"], found["total"], found["awaiting"]


def where(desk: Desk, who: str = "1001") -> dict[str, tuple[Any, ...]]:
    """Of each source the upload and the row, or the state."""
    return {
        one["code"]: (one["upload"], one["row"]) if one["state"] == "arrived" else (one["state"],)
        for one in card(desk, who)["sources"]
    }


def test_a_file_of_one_source_makes_an_incomplete_result(parts: Desk) -> None:
    upload = parts.send(chat_of(ANN_CHAT, BOB_CHAT), source="chat")

    assert (upload["status"], upload["source"], upload["incomplete"]) == ("completed", "chat", 2)
    assert upload["counts"]["insufficient"] == 0
    found = card(parts)
    assert (found["state"], found["total"], found["grade"], found["coefficient"]) == (
        "incomplete", None, None, None,
    )  # fmt: skip
    assert (found["awaiting"], found["rank"], found["next_grade"]) == (["qa"], None, None)
    waits, solved = found["lines"]
    assert (waits["status"], waits["value"], waits["points"], waits["distance"]) == (
        "scored", "40", "32.00", "10",
    )  # fmt: skip
    assert (solved["status"], solved["reason"], solved["value"], solved["points"]) == (
        "awaited", "source_awaited", None, None,
    )  # fmt: skip
    assert where(parts) == {"chat": (upload["id"], 2), "qa": ("awaited",)}


@pytest.mark.parametrize("first", ["chat", "qa"])
def test_the_other_sources_file_completes_it_in_either_order(parts: Desk, first: str) -> None:
    files = {"chat": chat_of(ANN_CHAT, BOB_CHAT), "qa": qa_of(BOB_QA, ANN_QA)}
    second = "qa" if first == "chat" else "chat"
    sent = {source: parts.send(files[source], source=source)["id"] for source in (first, second)}

    assert brief(parts) == (2, "provisional", "88.00", [])
    assert brief(parts, "1002") == (2, "provisional", "48.00", [])
    assert where(parts) == {"chat": (sent["chat"], 2), "qa": (sent["qa"], 3)}
    assert where(parts, "1002") == {"chat": (sent["chat"], 3), "qa": (sent["qa"], 2)}
    assert card(parts)["rank"] == {"position": 1, "of": 2}
    assert card(parts, query="?revision=1")["awaiting"] == [second]


def test_a_source_replaces_its_own_figures_and_leaves_the_others_alone(parts: Desk) -> None:
    chat = parts.send(chat_of(ANN_CHAT), source="chat")["id"]
    parts.send(qa_of(ANN_QA), source="qa")
    corrected = parts.send(qa_of("1001,90,100"), source="qa")["id"]

    # 90 % is the target: 32 + 60.
    assert brief(parts) == (3, "provisional", "92.00", [])
    assert where(parts) == {"chat": (chat, 2), "qa": (corrected, 2)}


def test_a_file_of_one_source_that_was_looked_at_is_applied_for_that_source(parts: Desk) -> None:
    """88.00, then 90 % of resolution: 32 + 60. The sheet has the other source's columns too."""
    parts.send(csv_of("1001,Ann,red,4000,100,88,100"))
    looked = parts.send(csv_of("1001,Ann,red,9000,100,90,100"), source="qa", dry_run=True)
    done = applied(parts, looked)

    assert (done["status"], done["source"]) == ("completed", "qa")
    assert done["other_columns"] == looked["other_columns"] == ["wait_seconds", "contacts"]
    assert brief(parts) == (2, "provisional", "92.00", [])


def test_an_inspectors_file_for_some_leaves_everybody_elses_results(parts: Desk) -> None:
    parts.send(csv_of("1001,Ann,red,4000,100,88,100", "1002,Bob,red,7200,100,80,100"))
    parts.send(qa_of("1002,90,100"), source="qa")

    # 8 + 60
    assert brief(parts, "1002") == (2, "provisional", "68.00", [])
    assert brief(parts) == (1, "provisional", "88.00", [])
    assert card(parts, "1002")["team"] == "red"
    assert card(parts, "1002")["employee_name"] == "Bob"


def test_a_file_for_all_sources_replaces_all(parts: Desk) -> None:
    parts.send(chat_of("1001,9000,100"), source="chat")
    parts.send(qa_of("1001,10,100"), source="qa")
    whole = parts.send(csv_of("1001,Ann,red,4000,100,88,100"))["id"]

    assert brief(parts) == (3, "provisional", "88.00", [])
    assert where(parts) == {"chat": (whole, 2), "qa": (whole, 2)}


@pytest.mark.long
def test_a_merged_file_that_changes_nothing_makes_no_revision(parts: Desk) -> None:
    chat = parts.send(chat_of(ANN_CHAT), source="chat")["id"]
    qa = parts.send(qa_of(ANN_QA), source="qa")["id"]
    parts.send(qa_of("1001,88.00,100.0"), source="qa")
    parts.send(chat_of("1001,4000.000,100"), source="chat")
    parts.send(csv_of("1001,,,4000,100.0,88,100"))

    assert brief(parts) == (2, "provisional", "88.00", [])
    assert where(parts) == {"chat": (chat, 2), "qa": (qa, 2)}


def test_a_blank_of_a_source_that_came_is_a_blank(parts: Desk) -> None:
    parts.send(chat_of("1001,,100"), source="chat")
    parts.send(qa_of(ANN_QA), source="qa")

    # 56 of the 60 points that are available: 56 × 100 ÷ 60 = 93.33
    assert brief(parts) == (2, "provisional", "93.33", [])
    assert card(parts)["lines"][0]["status"] == "not_available"


def test_columns_of_other_sources_are_passed_over_by_name(parts: Desk) -> None:
    parts.send(chat_of(ANN_CHAT), source="chat")
    header = b"employee_id,solved,raised,contacts,\xe7\xad\x89\xe5\xbe\x85,my note\n"
    upload = parts.send(header + b"1001,88,100,1,2,3\n", source="qa")

    assert upload["other_columns"] == ["contacts", "等待"]
    assert upload["unknown_columns"] == ["my note"]
    assert brief(parts) == (2, "provisional", "88.00", [])


def test_a_file_without_a_column_of_its_source_is_refused_and_names_it(parts: Desk) -> None:
    upload = parts.send(b"employee_id,solved\n1001,88\n", source="qa")

    assert (upload["status"], upload["reason"]["code"]) == ("rejected", "missing_columns")
    assert [one["code"] for one in upload["reason"]["details"]["columns"]] == ["raised"]


@pytest.mark.parametrize("scheme", [IN_PARTS, SCHEME], ids=["sources", "none"])
def test_a_source_that_the_scheme_does_not_have_is_refused(
    acme: Company, world: World, scheme: Any
) -> None:
    published(acme, scheme)
    body = {"scheme": "desk", "period": "2026-10", "filename": "a.csv", "source": "exam"}
    refused = acme.hr.post("/v1/uploads", body).problem(422, "invalid_request")
    assert [(e["pointer"], e["code"]) for e in refused["errors"]] == [("/source", "no_such_source")]


def test_a_later_file_stays_per_source_whatever_is_scored_last(
    parts: Desk, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The whole file came first, but its event comes days after the inspection's."""
    whole = parts.announce()
    event = parts.put(whole, csv_of("1001,Ann,red,4000,100,10,100"))
    clock.advance(seconds=1)
    later = parts.announce(source="qa")
    other = parts.put(later, qa_of(ANN_QA))
    monkeypatch.setattr(run, "PATIENCE", 0)

    parts.deliver(other)
    assert brief(parts) == (1, "incomplete", None, ["chat"])
    parts.deliver(event)

    assert brief(parts) == (2, "provisional", "88.00", [])
    assert where(parts) == {"chat": (whole["id"], 2), "qa": (later["id"], 2)}
    told = parts.caller.get(f"/v1/uploads/{whole['id']}").ok()
    assert (told["counts"]["scored"], told["overtaken"]) == (1, 1)


def test_reject_refuses_no_part_file_but_a_blank_of_its_own(acme: Company, world: World) -> None:
    (dimension,) = IN_PARTS["dimensions"]
    lines = [{**line, "not_available": "reject"} for line in dimension["indicators"]]
    published(acme, {**IN_PARTS, "dimensions": [{**dimension, "indicators": lines}]})
    desk = Desk(world, acme.hr, "acme")

    assert desk.send(chat_of(ANN_CHAT), source="chat", on_error="reject")["status"] == "completed"
    refused = desk.send(qa_of("1001,,100"), source="qa")
    assert (refused["status"], refused["counts"]["failed"]) == ("completed_with_errors", 1)
    assert brief(desk) == (1, "incomplete", None, ["qa"])


def test_incomplete_results_are_in_no_rank_no_coefficient_and_no_export(parts: Desk) -> None:
    parts.send(csv_of("1002,Bob,red,7200,100,80,100"))
    parts.send(chat_of(ANN_CHAT), source="chat")

    assert card(parts, "1002")["rank"] == {"position": 1, "of": 1}
    rows = parts.caller.get("/v1/periods/2026-10/bonus-coefficients").ok()["items"]
    assert [row["employee_id"] for row in rows] == ["1002"]
    (period,) = parts.caller.get("/v1/periods/2026-10").ok()["schemes"]
    assert (period["scorecards"], period["incomplete"]) == (2, 1)
    assert period["states"] == {"provisional": 1, "insufficient_data": 0}
    assert [(t["team"], t["scorecards"], t["incomplete"]) for t in period["teams"]] == [
        ("red", 1, 0), (None, 1, 1),
    ]  # fmt: skip


def test_the_person_sees_interim_figures_before_publication(parts: Desk, acme: Company) -> None:
    parts.send(chat_of(ANN_CHAT), source="chat")

    seen = acme.agent.get("/v1/employees/1001/scorecards/2026-10").ok()
    assert seen["interim"] == {"as_of": seen["computed_at"]}
    assert (seen["lines"][0]["value"], seen["lines"][0]["distance"]) == ("40", "10")
    assert (seen["rank"], seen["grade"], seen["coefficient"]) == (None, None, None)
    parts.send(qa_of(ANN_QA), source="qa")
    acme.agent.get("/v1/employees/1001/scorecards/2026-10").problem(404)
    assert card(parts)["interim"] is None


def test_the_team_of_a_file_stays_when_another_sources_file_names_none(parts: Desk) -> None:
    head = b"employee_id,employee_name,team,wait_seconds,contacts\n"
    parts.send(head + b"1001,Ann,blue,4000,100\n", source="chat")
    parts.send(qa_of(ANN_QA), source="qa")

    assert (card(parts)["team"], card(parts)["employee_name"]) == ("blue", "Ann")


def test_a_rescoring_keeps_what_is_awaited_and_where_figures_came_from(
    parts: Desk, acme: Company
) -> None:
    chat = parts.send(chat_of(ANN_CHAT, BOB_CHAT), source="chat")["id"]
    qa = parts.send(qa_of(ANN_QA), source="qa")["id"]
    acme.hr.post("/v1/periods/2026-10/rescore", {"scheme": "desk"}).ok(202)
    parts.deliver_body(parts.world.messages("uploads")[0])

    assert brief(parts) == (2, "provisional", "88.00", [])
    assert brief(parts, "1002") == (1, "incomplete", None, ["qa"])
    assert where(parts) == {"chat": (chat, 2), "qa": (qa, 2)}


def test_a_result_is_listed_under_the_upload_that_changed_it_last(parts: Desk) -> None:
    chat = parts.send(chat_of(ANN_CHAT, BOB_CHAT), source="chat")["id"]
    parts.send(qa_of(ANN_QA), source="qa")

    found = parts.caller.get(f"/v1/periods/2026-10/scorecards?upload={chat}").ok()["items"]
    assert [one["employee_id"] for one in found] == ["1002"]


def test_a_part_of_few_adjusts_the_summary_as_counting_anew_makes_it(
    parts: Desk, platform: Platform, monkeypatch: pytest.MonkeyPatch
) -> None:
    parts.send(chat_of(ANN_CHAT, BOB_CHAT), source="chat")
    with counting_adjusted(monkeypatch) as made:
        parts.send(qa_of(ANN_QA), source="qa")
        parts.send(csv_of("1003,Cy,red,3000,100,90,100"))
    assert made["summary"] == 2
    with worker_in(platform, "acme") as context:
        adjusted = told(context, "2026-10")
    count_anew(platform, "acme", "2026-10")
    with worker_in(platform, "acme") as context:
        assert told(context, "2026-10") == adjusted
    assert (adjusted["scorecards"], adjusted["incomplete"]) == (3, 1)
