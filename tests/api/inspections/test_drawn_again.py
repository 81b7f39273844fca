"""Anybody can draw again: a second reading of the algorithm, from what the API gives alone."""

import hashlib
import json
from typing import Any

from tests.api.inspections.inspecting import Bureau, contacts


def number(*words: str) -> int:
    text = json.dumps(list(words), ensure_ascii=False, separators=(",", ":"))
    return int(hashlib.sha256(text.encode()).hexdigest(), 16)


def drawn_again(terms: Any, frame: dict[str, list[Any]]) -> list[tuple[str, int]]:
    """The contacts drawn and how many judge each, as docs/decisions/inspections.md says."""
    found: list[tuple[str, int]] = []
    wanted, seed, p = terms["per_agent"], terms["seed"], terms["double_percent"]
    o = number(seed, "double") % 100
    for person in sorted(frame):
        rows = sorted(frame[person], key=lambda one: (one[1], one[2], number(seed, person, one[0])))
        size = len(rows)
        u = number(seed, person) % size
        chosen = rows if size <= wanted else [rows[(u + k * size) // wanted] for k in range(wanted)]
        for contact, _, _ in chosen:
            i = len(found)
            twice = (o + (i + 1) * p) // 100 > (o + i * p) // 100
            found.append((contact, 2 if twice else 1))
    return found


def test_the_seed_and_the_frame_draw_the_same_again(bureau: Bureau) -> None:
    sent = [*contacts("1001", 9), *contacts("1002", 3), *contacts("9999", 2)]
    path = bureau.drawn(contacts=sent, per_agent=4, double_percent=40)
    frame: dict[str, list[Any]] = {}
    tickets: dict[int, str] = {}
    cursor: dict[str, str] = {}
    while True:
        page = bureau.hr.get(f"{path}/draw", query={"limit": 1, **cursor}).ok()
        for part in page["items"]:
            for one in part["contacts"]:
                row = (one["contact"], one["day"], one["channel"])
                frame.setdefault(part["employee_id"], []).append(row)
                if one["ticket"] is not None:
                    tickets[one["ticket"]] = one["contact"]
        if page["next"] is None:
            break
        cursor = {"cursor": page["next"]}
    terms = page["terms"]
    lines = sorted(
        json.dumps([person, *row], separators=(",", ":"))
        for person, rows in frame.items()
        for row in rows
    )
    whole = "".join(f"{line}\n" for line in lines)
    assert hashlib.sha256(whole.encode()).hexdigest() == terms["sha256"]
    again = drawn_again(terms, frame)
    assert [tickets[n] for n in sorted(tickets)] == [contact for contact, _ in again]
    inspection = bureau.hr.get(path).ok()
    # 4 of nine and all three: seven tickets. 9999 is nobody's id.
    assert inspection["drawn"] == {
        "people": 2,
        "tickets": 7,
        "tasks": sum(judges for _, judges in again),
    }
    assert (inspection["frame"]["unknown_ids"], inspection["frame"]["left_out"]["unknown"]) == (
        ["9999"],
        1,
    )


def test_the_contacts_of_an_uploaded_file_are_a_frame(bureau: Bureau) -> None:
    """The file is one of contacts that was scored. Its rows name ticket, day and channel."""
    rows = [
        f"{who},t-{who}-{n},2026/10/{n:02d} 08:00,{('电话', '在线')[n % 2]},30"
        for who in ("1001", "1002")
        for n in range(1, 9)
    ]
    head = "employee_id,工单,时间,渠道,seconds"
    content = "\n".join([head, *rows, rows[0], "1002,t-1001-1,2026-10-01,电话,1", ""]).encode()
    upload = bureau.desk.send(content, grain="contact", source="chat")
    frame = {"id": upload["id"], "contact": "工单", "day": "时间", "channel": "渠道"}
    path = bureau.drawn(contacts=None, upload=frame, per_agent=4)
    found = bureau.hr.get(path).ok()
    assert (found["status"], found["reason"]) == ("open", None)
    # Sixteen rows, one again, and one that names t-1001-1 as another's: both of that go.
    assert found["frame"]["contacts"] == 15
    assert found["frame"]["left_out"] == {
        "outside": 0,
        "without_day": 0,
        "repeated": 1,
        "contradicting": 2,
        "bad": 0,
        "unknown": 0,
    }
    assert found["drawn"]["tickets"] == 8
    parts = bureau.hr.get(f"{path}/draw").ok()["items"]
    drawn = [one for part in parts for one in part["contacts"] if one["ticket"]]
    assert {one["channel"] for one in drawn} == {"电话", "在线"}
