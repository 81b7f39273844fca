"""The worker of a draw, a handing on or a closing dies at any write; its message comes again."""

from typing import Any

import pytest

from chalicelib.inspections import draw_run, handing_run
from chalicelib.tenancy.platform import Platform
from tests.api.clock import Clock
from tests.api.inspections.conftest import bureau  # noqa: F401 (fixture)
from tests.api.inspections.inspecting import Bureau, said
from tests.faults.killing import NEVER, Killed, kill_points, killed_at


def parts(house: Bureau) -> list[Any]:
    """All items of all inspections but their own records, without what differs between them."""
    found = []
    for item in house.desk.world.items():
        if "#inspection-parts#" in item["pk"]["S"] and "packed" not in item:
            kept = {name: one for name, one in item.items() if name not in ("pk", "inspection")}
            found.append(repr(sorted(kept.items())))
    return sorted(found)


@pytest.mark.deep
def test_a_draw_that_dies_is_drawn_to_the_end_by_the_next_run(
    bureau: Bureau,  # noqa: F811
    platform: Platform,
    clock: Clock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(draw_run, "CHUNK", 1)
    writes: list[str] = []
    whole: list[Any] = []

    def killed(number: int) -> None:
        nonlocal writes, whole
        before = parts(bureau)
        path = f"/v1/inspections/{bureau.ask(double_percent=50).ok(201)['id']}"
        (message,) = bureau.desk.world.messages("uploads")
        try:
            with killed_at(platform, number, after=False) as seen:
                bureau.desk.run_once(message)
        except Killed:
            clock.advance(minutes=30)
            bureau.desk.deliver_body(message)
        else:
            writes = list(seen)
        made = parts(bureau)
        for one in before:
            made.remove(one)
        whole = whole or made
        assert made == whole, number
        found = bureau.hr.get(path).ok()
        assert (found["status"], found["drawn"]["people"]) == ("open", 2), number
        reason = {"status": "cancelled", "reason": "x"}
        bureau.hr.patch(path, reason, if_match="*").ok()

    killed(NEVER)
    for number in kill_points(writes, after=False):
        killed(number)


@pytest.mark.long
@pytest.mark.deep
def test_a_closing_that_dies_is_closed_by_the_next_run(
    bureau: Bureau,  # noqa: F811
    platform: Platform,
    clock: Clock,
) -> None:
    path = bureau.drawn()
    bureau.judge([said("privacy"), said(), said(mark="3"), said("greeting")])
    writes: list[str] = []

    def killed(number: int) -> None:
        nonlocal writes
        bureau.hr.patch(path, {"status": "closed"}, if_match="*").ok()
        (message,) = bureau.desk.world.messages("uploads")
        try:
            with killed_at(platform, number, after=False) as seen:
                bureau.desk.run_once(message)
        except Killed:
            clock.advance(minutes=30)
            bureau.desk.deliver_body(message)
        else:
            writes = list(seen)
        bureau.work()
        found = bureau.hr.get(path).ok()
        assert found["status"] == "closed", number
        upload = bureau.hr.get(f"/v1/uploads/{found['upload']}").ok()
        assert (upload["status"], upload["counts"]["scored"]) == ("completed", 2), number
        values = {line["indicator"]: line["value"] for line in bureau.card("1001")["lines"]}
        assert (values["tone"], values["manner"]) == ("1", "8"), number
        bureau.hr.patch(path, {"status": "open", "reason": "x"}, if_match="*").ok()

    killed(NEVER)
    for number in kill_points(writes, after=False):
        killed(number)


@pytest.mark.deep
def test_a_handing_on_that_dies_is_ended_by_the_next_run(
    bureau: Bureau,  # noqa: F811
    platform: Platform,
    clock: Clock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(handing_run, "PIECE", 1)
    writes: list[str] = []
    whole: list[tuple[str, str]] = []

    def killed(number: int) -> None:
        nonlocal writes, whole
        path = bureau.drawn(per_agent=4)
        bureau.hr.post(f"{path}/hand-on", {"employee_id": "i1"}, if_match="*").ok()
        (message,) = bureau.desk.world.messages("uploads")
        try:
            with killed_at(platform, number, after=False) as seen:
                bureau.desk.run_once(message)
        except Killed:
            clock.advance(minutes=30)
            bureau.desk.deliver_body(message)
        else:
            writes = list(seen)
        found = bureau.hr.get(path).ok()
        counted = {one["employee_id"]: one["assigned"] for one in found["progress"]}
        inspection = {"inspection": found["id"]}
        lists = {
            who: api.get("/v1/inspection-tasks", query=inspection).ok()["items"]
            for who, api in bureau.inspectors.items()
        }
        assert (found["status"], counted["i1"], sum(counted.values())) == ("open", 0, 8), number
        assert {who: len(tasks) for who, tasks in lists.items()} == counted, number
        made = [(who, task["contact"]) for who, tasks in lists.items() for task in tasks]
        whole = whole or made
        assert made == whole, number
        bureau.hr.patch(path, {"status": "cancelled", "reason": "x"}, if_match="*").ok()

    killed(NEVER)
    for number in kill_points(writes, after=False):
        killed(number)
