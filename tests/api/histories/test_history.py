"""The history of a result: every revision with its cause, in a chain that anybody can check."""

from typing import Any

import pytest

from chalicelib.histories import service
from tests.api.company import Company
from tests.api.fixtures import Calls
from tests.api.histories.conftest import MONTH, WORSE
from tests.api.histories.plain_reading import wrong
from tests.api.histories.reading import ONE, asked, carried_out, kinds, removed, tampered
from tests.api.people.worker import Worker
from tests.api.settled_month import settled
from tests.api.uploads.sending import Desk
from tests.api.world import World

WHY = {"scheme": "desk", "reason": "the inspection was counted twice"}
FORMER = "R#1001#00001"


def corrected(acme: Company, desk: Desk, solved: str) -> Any:
    body = {**WHY, "employee_id": "1001", "period": "2026-10", "figures": {"solved": solved}}
    made = acme.hr.post("/v1/corrections", body).ok(201)
    for message in desk.world.messages("uploads"):
        desk.deliver_body(message)
    return made


def test_a_result_tells_each_revision_with_its_cause_and_what_it_changed(
    october: Desk, acme: Company
) -> None:
    second = october.send(WORSE)
    settled(acme.hr, "lock", "2026-10", "desk").ok()
    made = corrected(acme, october, "78")  # 78 %: 32 + 60 − 24 = 68.00
    corrected(acme, october, "95")  # 95 %: 32 + 60 = 92.00

    found = asked(acme.hr).ok()

    assert kinds(found) == [["file"], ["file"], ["correction"], ["correction"]]
    states = [(one["revision"], one["state"]) for one in found["items"]]
    assert states == [(1, "superseded"), (2, "locked"), (3, "superseded"), (4, "corrected")]
    totals = [one["after"]["total"] for one in found["items"]]
    assert totals == ["88.00", "56.00", "68.00", "92.00"]
    assert [one["before"] and one["before"]["total"] for one in found["items"]] == [
        None,
        *totals[:3],
    ]
    (file,) = found["items"][1]["causes"]
    assert (file["ref"], file["row"], file["sources"]) == (second["id"], 2, [])
    assert file["by"] == second["created_by"]
    (correction,) = found["items"][2]["causes"]
    assert (correction["ref"], correction["by"]) == (made["id"], made["made"]["by"])
    assert correction["reason"] == WHY["reason"]
    (line,) = found["items"][1]["lines"]
    assert (line["indicator"], line["before"]["points"], line["after"]["points"]) == (
        "resolution",
        "56.00",
        "24.00",
    )
    assert found["chain"] == {
        "verified": True,
        "broken_at": [],
        "covers_from": 1,
        "without_commitment": 0,
        "erased": 0,
        "last": {"revision": 4, "hash": found["items"][3]["hash"]},
    }
    assert wrong(found) == []


def test_a_second_reading_finds_what_was_changed_in_an_answer(october: Desk, acme: Company) -> None:
    october.send(WORSE)
    found = asked(acme.hr).ok()
    found["items"][0]["content"]["total"] = "89"
    assert wrong(found) == [1]


def test_pages_follow_one_another_and_the_check_goes_over_their_edges(
    october: Desk, acme: Company, world: World, calls: Calls
) -> None:
    october.send(WORSE)
    first = asked(acme.hr, limit=1).ok()
    second = asked(acme.hr, limit=1, cursor=first["next"]).ok()
    assert [one["revision"] for one in (*first["items"], *second["items"])] == [1, 2]
    assert (second["next"], kinds(second)) == (None, [["file"]])
    assert second["items"][0]["before"]["total"] == "88.00"
    # A page of more revisions makes no more requests.
    made = []
    for limit in (1, 200):
        calls()
        asked(acme.hr, limit=limit).ok()
        made.append([one for one in calls() if one != "Lease"])
    assert made[0] == made[1]
    removed(world, FORMER)
    assert asked(acme.hr, limit=1, cursor=first["next"]).ok()["chain"]["broken_at"] == [2]


@pytest.mark.parametrize(("packed", "pages"), [(1, [[1], [2], [3]]), (10_000, [[1, 2, 3]])])
def test_a_page_has_so_much_of_results_and_one_revision_at_least(
    october: Desk,
    acme: Company,
    monkeypatch: pytest.MonkeyPatch,
    packed: int,
    pages: list[list[int]],
) -> None:
    october.send(WORSE)
    october.send(MONTH)
    monkeypatch.setattr(service, "MOST_PACKED", packed)
    found, more = [], dict[str, Any]()
    for _ in pages:
        page = asked(acme.hr, limit=200, **more).ok()
        found.append([one["revision"] for one in page["items"]])
        # Each is checked against the one before it, on whatever page that is.
        assert page["chain"]["verified"]
        assert [one["holds"] for one in page["items"]] == [True] * len(page["items"])
        more = {"cursor": page["next"]}
    assert (found, more) == (pages, {"cursor": None})
    html = asked(acme.hr, format="html", lang="en").text
    assert ("cursor=" in html) is (len(pages) > 1)


def _other_total(item: dict[str, Any]) -> None:
    item["total"] = {"N": "99"}


def _other_figures(item: dict[str, Any]) -> None:
    """What was put in: no reader of the page sees it, and the commitment covers it."""
    packed = item["packed"]["S"]
    item["packed"] = {"S": packed.replace("88,100]", "89,100]")}
    assert item["packed"]["S"] != packed


def _unlinked(item: dict[str, Any]) -> None:
    del item["l"]


@pytest.mark.parametrize(
    ("change", "broken"), [(_other_total, [1]), (_other_figures, [1]), (_unlinked, [2])]
)
def test_a_revision_that_was_changed_shows(
    october: Desk, acme: Company, world: World, change: Any, broken: list[int]
) -> None:
    """Of one whose link was taken away the next one tells, which follows it."""
    october.send(WORSE)
    tampered(world, FORMER, change)
    found = asked(acme.hr).ok()["chain"]
    assert (found["verified"], found["broken_at"]) == (False, broken)


def test_a_missing_revision_shows(october: Desk, acme: Company, world: World) -> None:
    october.send(WORSE)
    removed(world, FORMER)
    found = asked(acme.hr).ok()
    assert [one["missing"] for one in found["items"]] == [True, False]
    assert (found["chain"]["verified"], found["chain"]["broken_at"]) == (False, [1, 2])


def test_what_was_made_before_there_were_commitments_is_said_to_prove_nothing(
    october: Desk, acme: Company, world: World
) -> None:
    tampered(world, "C#1001", _unlinked)
    found = asked(acme.hr).ok()
    assert (found["chain"]["verified"], found["chain"]["without_commitment"]) == (None, 1)
    assert (found["chain"]["last"]["hash"], found["items"][0]["holds"]) == (None, None)

    october.send(WORSE)

    later = asked(acme.hr).ok()
    assert kinds(later) == [["file"], ["file"]]
    chain = later["chain"]
    assert (chain["verified"], chain["covers_from"], chain["without_commitment"]) == (True, 2, 1)
    assert wrong(later) == []


def test_a_person_reads_what_was_shown_and_of_the_rest_the_commitment_alone(
    october: Desk, acme: Company
) -> None:
    """The first revision was replaced before publication."""
    asked(acme.agent).problem(404)
    october.send(WORSE)
    settled(acme.hr, "publish", "2026-10", "desk").ok()

    found = asked(acme.agent).ok()

    first, second = found["items"]
    assert (first["shown"], first["content"], first["salt"], first["after"]) == (
        False,
        None,
        None,
        None,
    )
    assert first["causes"] == []
    assert (second["shown"], second["before"], second["after"]["total"]) == (True, None, "56.00")
    assert (found["chain"]["verified"], wrong(found)) == (True, [])
    # hr reads all of it, and it is the same chain.
    assert [one["hash"] for one in asked(acme.hr).ok()["items"]] == [first["hash"], second["hash"]]
    asked(acme.agent, who="1002").problem(404)
    asked(acme.with_role("supervisor", team="blue")).problem(404)


def test_a_void_result_and_its_end_are_revisions_with_who_and_why(october: Desk) -> None:
    carried_out(october, f"{ONE}/void", reason="数据属于他人")
    carried_out(october, f"{ONE}/void/lift", reason="弄错了")
    found = asked(october.caller).ok()
    assert kinds(found) == [["file"], ["void"], ["void_lifted"]]
    _, void, lifted = (one["causes"][0] for one in found["items"])
    assert void["reason"] == "数据属于他人"
    assert void["by"] == lifted["by"] is not None
    assert [one["after"]["total"] for one in found["items"]] == ["88.00", None, "88.00"]
    assert (found["chain"]["verified"], wrong(found)) == (True, [])


def test_a_withdrawn_file_is_in_the_chain_when_its_results_go_and_when_others_come(
    desk: Desk,
) -> None:
    first = desk.send(WORSE)
    carried_out_withdrawal(desk, first["id"])
    gone = asked(desk.caller).ok()
    assert gone["items"][0]["withdrawn"]["upload"] == first["id"]
    assert (gone["chain"]["verified"], wrong(gone)) == (True, [])

    desk.send(WORSE)

    again = asked(desk.caller).ok()
    assert [one["revision"] for one in again["items"]] == [1, 2]
    assert again["items"][1]["follows"] == gone["items"][0]["hash"]
    assert (again["chain"]["verified"], wrong(again)) == (True, [])


def carried_out_withdrawal(desk: Desk, upload: str) -> None:
    desk.caller.post(f"/v1/uploads/{upload}/withdraw", {"reason": "发错了文件"}).ok(202)
    for message in desk.world.messages("uploads"):
        desk.deliver_body(message)


def test_an_erasure_takes_the_salts_and_leaves_a_chain_that_says_so(
    october: Desk, acme: Company, world: World
) -> None:
    october.send(WORSE)
    before = asked(acme.hr).ok()
    secrets = {item["l"]["B"][:12] for item in world.items() if "l" in item}
    asked_for = acme.admin.post("/v1/employees/1001/erase", {"files": "keep"}).ok(202)
    Worker(world).work()
    (pseudonym,) = (
        one["employee_id"]
        for one in acme.hr.get("/v1/periods/2026-10/scorecards").ok()["items"]
        if one["employee_id"] != "1002"
    )

    found = asked(acme.hr, who=pseudonym).ok()

    chain = found["chain"]
    assert (chain["verified"], chain["erased"], chain["broken_at"]) == (True, 2, [])
    for was, one in zip(before["items"], found["items"], strict=True):
        assert (one["commitment"], one["hash"]) == (was["commitment"], was["hash"])
        assert one["erased"]["erasure"] == asked_for["id"]
        assert one["salt"] != was["salt"]
        assert "Ann" not in str(one)
    left = {item["l"]["B"][:12] for item in world.items() if "l" in item}
    assert len(secrets & left) == 1  # 1002's
    # Whoever has the former answer can still prove it by the hash; what is left is covered too.
    assert wrong(before) == wrong(found) == []
    tampered(world, f"R#{pseudonym}#00001", _other_total)
    assert asked(acme.hr, who=pseudonym).ok()["chain"]["broken_at"] == [1]
