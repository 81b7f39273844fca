"""The open tasks of an inspector who left, or fell ill, go to others."""

from collections import Counter
from typing import Any

from tests.api.clock import Clock
from tests.api.inspections.inspecting import Bureau, contacts, said
from tests.api.inspections.test_drawn_again import number
from tests.api.inspections.test_erasure import everything_stored
from tests.api.people.worker import Worker

SEED = "0123456789abcdef"


def handed_on(house: Bureau, path: str, employee_id: str, *to: str) -> Any:
    """Hand on, and let the worker do it; return the inspection."""
    asked = {"employee_id": employee_id, **({"to": list(to)} if to else {})}
    assert ask(house, path, asked).ok()["status"] == "handing_on"
    house.work()
    return house.hr.get(path).ok()


def ask(house: Bureau, path: str, asked: dict[str, Any]) -> Any:
    return house.hr.post(f"{path}/hand-on", asked, if_match="*")


def of(house: Bureau, who: str) -> list[dict[str, Any]]:
    """An inspector's tasks by ticket."""
    return sorted(
        house.inspectors[who].get("/v1/inspection-tasks", query={"limit": 200}).ok()["items"],
        key=lambda one: str(one["id"]),
    )


def assigned(found: Any) -> dict[str, tuple[int, int]]:
    return {one["employee_id"]: (one["assigned"], one["submitted"]) for one in found["progress"]}


def test_open_tasks_go_by_the_seed_to_who_has_fewest_and_judged_ones_stay(bureau: Bureau) -> None:
    path = bureau.drawn(per_agent=4)
    i1 = bureau.inspectors["i1"]
    judged, drafted, *others = of(bureau, "i1")
    bureau.put(i1, judged, said()).ok()
    bureau.put(i1, drafted, {"verdicts": {"tone.words": "fail"}, "submitted": False}).ok()
    counts = {"i2": len(of(bureau, "i2")), "i3": len(of(bureau, "i3"))}
    gets: dict[str, str] = {}
    for task in (drafted, *others):
        first = min(counts, key=lambda one: (counts[one], number(SEED, task["contact"], one)))
        counts[first] += 1
        gets[task["id"]] = first

    found = handed_on(bureau, path, "i1")

    assert (found["status"], found["handed_on"]) == (
        "open",
        {"from": "i1", "to": ["i2", "i3"], "tasks": len(gets)},
    )
    assert assigned(found) == {"i1": (1, 1), "i2": (counts["i2"], 0), "i3": (counts["i3"], 0)}
    assert [one["id"] for one in of(bureau, "i1")] == [judged["id"]]
    for task, who in gets.items():
        (given,) = [one for one in of(bureau, who) if one["id"] == task]
        assert given["status"] == "open"
        place = f"/v1/inspection-tasks/{task}"
        assert i1.get(place).problem(409)["code"] == "task_handed_on"
        assert i1.put(place, said(), if_match="*").problem(409)["code"] == "task_handed_on"
    # Nothing is left to hand on, and nothing changes.
    assert ask(bureau, path, {"employee_id": "i1"}).ok() == found
    log = bureau.company.admin.get("/v1/audit-events").ok()["items"]
    (event,) = [one["after"] for one in log if one["action"] == "inspections.end_handing_on"]
    named = [one["employee_id"] for one in (event["from"], *event["to"])]
    assert (named, event["tasks"]) == (["i1", "i2", "i3"], len(gets))


def test_of_two_the_other_stays_blind_and_no_third_is_who_was_handed_on(bureau: Bureau) -> None:
    path = bureau.drawn(contacts=contacts("1001", 1), per_agent=1, double_percent=100)
    (first, task), (second, _) = bureau.tasks()
    place = f"/v1/inspection-tasks/{task['id']}"
    bureau.put(first, task, said("privacy", mark="1")).ok()
    names = {api: who for who, api in bureau.inspectors.items()}
    before = first.get(place)
    found = handed_on(bureau, path, names[second])
    after = first.get(place)
    assert (after.text, after.headers["etag"]) == (before.text, before.headers["etag"])
    # One has judged it, one has left it: the last of three judges it, and nobody is left to decide.
    ((last, given),) = bureau.tasks(status="open")
    assert last not in (first, second)
    bureau.put(last, given, said(mark="9")).ok()
    assert bureau.tasks(status="open") == []
    assert sorted(assigned(found).values()) == [(0, 0), (1, 0), (1, 1)]


def test_nobody_gets_the_own_contact_and_what_nobody_may_judge_stays(bureau: Bureau) -> None:
    path = bureau.drawn(
        contacts=[*contacts("i2", 1), *contacts("1001", 1)], per_agent=1, inspectors=["i1", "i2"]
    )
    bureau.hr.patch("/v1/employees/i1", {"status": "left"}, if_match="*").ok()
    had = Counter(one["employee_id"] for one in of(bureau, "i1"))
    found = handed_on(bureau, path, "i1")
    assert found["left"] == ["i1"]
    # The contact of i2 stays with i1 until somebody else is named.
    assert [one["employee_id"] for one in of(bureau, "i1")] == ["i2"]
    assert found["handed_on"]["tasks"] == had.total() - 1
    found = handed_on(bureau, path, "i1", "i3")
    assert [one["employee_id"] for one in of(bureau, "i3")] == ["i2"]
    assert (found["inspectors"], assigned(found)["i1"]) == (["i1", "i2", "i3"], (0, 0))
    # The draw was made among two.
    terms = bureau.hr.get(f"{path}/draw").ok()["terms"]
    assert terms["inspectors"] == ["i1", "i2"]


def test_nobody_left_and_whom_nobody_knows_are_refused(bureau: Bureau) -> None:
    path = bureau.drawn(inspectors=["i1"])
    refused = ask(bureau, path, {"employee_id": "i1"}).problem(409)
    assert refused["code"] == "nobody_to_hand_on_to"
    for asked, where, code in (
        ({"employee_id": "i2"}, "/employee_id", "not_an_inspector"),
        ({"employee_id": "i1", "to": ["i1"]}, "/to/0", "same_inspector"),
        ({"employee_id": "i1", "to": ["nobody"]}, "/to/0", "unknown_employee"),
    ):
        (fault,) = ask(bureau, path, asked).problem(422)["errors"]
        assert (fault["pointer"], fault["code"]) == (where, code)
    ask(bureau, path, {"employee_id": "i1", "to": ["i2"]}).ok()
    # Nobody judges, closes or hands on meanwhile.
    task = of(bureau, "i1")[0]
    answer = bureau.put(bureau.inspectors["i1"], task, said())
    assert answer.problem(409)["code"] == "inspection_not_open"
    assert ask(bureau, path, {"employee_id": "i1"}).problem(409)["code"] == "under_way"
    closing = bureau.hr.patch(path, {"status": "closed", "accept": {"open": 4}}, if_match="*")
    assert closing.problem(409)["code"] == "under_way"
    bureau.work()
    bureau.close(path, accept={"open": 4})
    answer = ask(bureau, path, {"employee_id": "i2"})
    assert answer.problem(409)["code"] == "inspection_not_open"


def test_who_was_erased_is_named_and_leaves_no_trace_in_what_was_handed_on(bureau: Bureau) -> None:
    path = bureau.drawn()
    handed_on(bureau, path, "i1")
    for who in ("i1", "i2"):
        bureau.company.admin.post(f"/v1/employees/{who}/erase", {"files": "keep"}).ok(202)
        Worker(bureau.desk.world).work()
    found = bureau.hr.get(path).ok()
    first, second, third = found["inspectors"]
    assert (found["left"], third) == ([first, second], "i3")
    assert (found["handed_on"]["from"], found["handed_on"]["to"]) == (first, [second, "i3"])
    found = handed_on(bureau, path, second)
    assert assigned(found) == {first: (0, 0), second: (0, 0), "i3": (4, 0)}
    for who in ("i1", "i2"):
        assert f"'{who}'" not in everything_stored(bureau)


def test_what_was_given_up_goes_on_to_those_who_are_still_there(
    bureau: Bureau, clock: Clock
) -> None:
    path = bureau.drawn()
    had = len(of(bureau, "i1"))
    ask(bureau, path, {"employee_id": "i1"}).ok()
    assert len(bureau.desk.world.messages("uploads")) == 1  # lost
    clock.advance(hours=7)
    assert bureau.hr.get(path).ok()["failed_at"] is not None
    bureau.hr.patch("/v1/employees/i2", {"status": "left"}, if_match="*").ok()
    found = handed_on(bureau, path, "i1")
    assert (found["status"], found["failed_at"]) == ("open", None)
    assert found["handed_on"] == {"from": "i1", "to": ["i3"], "tasks": had}
