"""A rater's forms: what they ask, saving, submitting, and what bad input gets."""

import pytest
from pynamodb.expressions.operand import Path

from chalicelib.store.keys import Key
from chalicelib.tenancy.platform import Platform
from tests.api.rating_rounds.rating import Ring, answers
from tests.api.worker import worker_in


def first(ring: Ring, rater: str, role: str = "peer") -> str:
    """The path of the first form of a rater in a role."""
    found = next(one for one in ring.tasks(rater) if one["role"] == role)
    return f"/v1/rating-tasks/{found['id']}"


def test_a_form_has_the_schemes_questions_with_scale_and_anchors_in_both_languages(
    ring: Ring,
) -> None:
    ring.open()
    form = ring.of("a1").get(first(ring, "a1")).ok()
    sharing, helping = form["questions"]
    assert sharing["scale"] == {"min": "0", "max": "10"}
    assert sharing["name"] == {"zh": "及时共享信息", "en": "Shares information in time"}
    assert sharing["anchors"] == [{"mark": "10", "name": {"zh": "总是", "en": "Always"}}]
    assert (helping["answered"], helping["mark"]) == (False, None)
    assert (form["anonymous"], form["anonymity_min"], form["status"]) == (True, 3, "not_begun")


def test_a_saved_form_may_change_and_is_submitted_when_every_question_is_answered(
    ring: Ring,
) -> None:
    ring.open()
    path, caller = first(ring, "a1"), ring.of("a1")
    ring.save("a1", path, "7").ok()
    unanswered = caller.post(f"{path}/submit", if_match="*").problem(422)["errors"]
    assert [one["code"] for one in unanswered] == ["unanswered"]
    saved = ring.save("a1", path, "7.5", None, comment="Helps at once").ok()
    assert saved["questions"][1]["cannot_judge"] is True
    assert caller.post(f"{path}/submit", if_match="*").ok()["status"] == "submitted"
    changed = ring.save("a1", path, "8", "9").ok()
    assert (changed["status"], changed["comment"]) == ("submitted", None)
    assert ring.save("a1", path, "8").problem(422)["errors"][0]["code"] == "unanswered"


def test_a_form_that_has_said_too_much_before_is_refused_and_stays_as_it_was(
    ring: Ring, platform: Platform
) -> None:
    """A form keeps what it said at each closing. A scheme of a thousand questions, closed again and
    again, comes to more than an item holds."""
    ring.open()
    path, caller = first(ring, "a1"), ring.of("a1")
    ring.save("a1", path, "7", "7").ok()
    with worker_in(platform, "acme") as context:
        (item,) = (
            one
            for one in ring.world.items()
            if one["pk"]["S"].startswith("acme#rating-sheets") and "answers" in one
        )
        key = Key(item["pk"]["S"], item["sk"]["S"])
        # Ten times 40 KB of answers; the item takes 405,000 bytes here.
        before = [{"until": n, "answers": {}, "comment": "好" * 13_430} for n in range(1, 11)]
        context.table.update(key, [Path("before").set(before)])
    ring.save("a1", path, "8", "8", comment="好" * 1_000).problem(413, "record_too_large")
    assert caller.get(path).ok()["questions"][0]["mark"] == "7"


def test_of_two_windows_the_second_is_told_that_the_form_has_changed(ring: Ring) -> None:
    ring.open()
    path, caller = first(ring, "a1"), ring.of("a1")
    both = caller.get(path).etag
    caller.put(path, answers("3", "3"), if_match=both).ok()
    assert caller.put(path, answers("9", "9"), if_match=both).problem(412)["code"] == "stale_etag"
    assert caller.get(path).ok()["questions"][0]["mark"] == "3"


@pytest.mark.parametrize(
    ("given", "code", "words"),
    [
        ([("sharing", "10.5")], "mark_off_scale", "A mark from 0 to 10 is expected."),
        ([("sharing", "-1")], "mark_off_scale", "A mark from 0 to 10 is expected."),
        ([("manners", "5")], "unknown_question", "The form has no such question."),
        ([("sharing", "5"), ("sharing", "6")], "answered_twice", "A question is answered once."),
    ],
)
def test_what_a_form_does_not_take(
    ring: Ring, given: list[tuple[str, str]], code: str, words: str
) -> None:
    ring.open()
    body = {"answers": [{"indicator": "teamwork", "question": q, "mark": m} for q, m in given]}
    path = first(ring, "a1")
    (fault,) = ring.of("a1").put(path, body, if_match="*").problem(422)["errors"]
    assert (fault["code"], fault["message"]) == (code, words)


def test_nobody_finds_anothers_form(ring: Ring) -> None:
    ring.open()
    of_a1 = f"/v1/rating-tasks/{ring.tasks('lead')[0]['id']}"
    for caller in (ring.of("a1"), ring.hr, ring.company.admin):
        assert caller.get(of_a1).problem(404)["missing"] == "rating_task"
    assert ring.hr.get("/v1/rating-tasks").ok()["items"] == []
    refused = ring.hr.put(of_a1, answers("1", "1"), if_match="*").problem(403)
    assert refused["code"] == "needs_a_person"


def test_a_round_takes_answers_from_its_first_to_its_last_day_alone(ring: Ring) -> None:
    path = ring.open(opens_on="2026-11-06", closes_on="2026-11-07")
    form = first(ring, "a1")
    assert ring.save("a1", form, "5", "5").problem(409)["code"] == "round_not_open"
    ring.clock.advance(days=1)
    ring.save("a1", form, "5", "5").ok()
    ring.clock.advance(days=2)
    assert ring.save("a1", form, "6", "6").problem(409)["code"] == "round_not_open"
    ring.close(path)
    assert ring.tasks("a1") == []
    refused = ring.of("a1").put(form, answers("6", "6"), if_match="*").problem(409)
    assert refused["code"] == "round_not_open"


def test_a_rater_who_left_and_a_person_who_is_gone_are_told(ring: Ring) -> None:
    ring.open()
    about_a2 = next(
        f"/v1/rating-tasks/{one['id']}" for one in ring.tasks("a1") if one["employee_id"] == "a2"
    )
    ring.hr.delete("/v1/employees/a2").ok(204)
    assert ring.save("a1", about_a2, "5", "5").problem(409)["code"] == "ratee_gone"
    ring.hr.patch("/v1/employees/a1", {"status": "left"}).ok()
    assert ring.save("a1", first(ring, "a1"), "5", "5").problem(409)["code"] == "rater_left"


def test_a_rater_of_many_has_the_forms_in_pages(ring: Ring) -> None:
    ring.open()
    caller = ring.of("a1")
    pages, query = [], {"limit": 2}
    while True:
        found = caller.get("/v1/rating-tasks", query=query).ok()
        pages.append([one["id"] for one in found["items"]])
        if found["next"] is None:
            break
        query = {"limit": 2, "cursor": found["next"]}
    # four peers and the own person
    assert [len(one) for one in pages] == [2, 2, 1]
    assert len({one for page in pages for one in page}) == 5
