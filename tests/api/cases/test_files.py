"""Evidence as files: sent by a form, looked at when they came, read by few, kept for a term."""

import json
from typing import Any

import pytest

from chalicelib.evidence import file_types, looking
from tests.api.cases.deciding import PATH, Panel
from tests.api.client import Api
from tests.api.clock import Clock
from tests.api.exports.delivering import deliver
from tests.api.people.worker import Worker
from tests.api.world import BUCKET

PDF = b"%PDF-1.7 a letter"
LETTER = {"filename": "投诉信.pdf", "content_type": "application/pdf"}


def proposed(panel: Panel, who: str = "1001") -> str:
    made = panel.propose(who, "exemption", indicator="answer_time", treatment="full")
    return f"{PATH}/{made.ok(201)['id']}"


def announced(panel: Panel, case: str, caller: Api | None = None, **other: str) -> Any:
    return (caller or panel.lead).post(f"{case}/files", {**LETTER, **other}).ok(201)


def event_of(panel: Panel, file: Any, content: bytes = PDF) -> str:
    """Store the file as the form would. Return the bucket's event."""
    return json.dumps({"Records": [panel.desk.put(file, content)]})


def told(panel: Panel, event: str) -> None:
    """Let the workers do what an event asks for, and what follows from it."""
    assert deliver(panel.desk.world, event, queue="uploads") == {"batchItemFailures": []}
    Worker(panel.desk.world).work()


def sent(panel: Panel, case: str, content: bytes = PDF, **other: str) -> str:
    """Announce a file, send it, and let it be looked at. Return its path."""
    file = announced(panel, case, **other)
    told(panel, event_of(panel, file, content))
    return f"{case}/files/{file['id']}"


def objects(panel: Panel) -> list[str]:
    found = panel.desk.world.s3.list_objects_v2(Bucket=BUCKET, Prefix="evidence/")
    return [one["Key"] for one in found.get("Contents", ())]


def test_a_file_that_came_is_looked_at_listed_and_read_by_a_link(panel: Panel) -> None:
    case = proposed(panel)
    file = announced(panel, case)
    assert (file["state"], file["url"], file["kept_until"]) == ("awaiting_file", None, None)
    assert file["form"]["fields"]["key"].startswith("evidence/acme/cas_2026-10_")

    told(panel, event_of(panel, file))

    (listed,) = panel.head.get(case).ok()["files"]
    assert (listed["id"], listed["state"], listed["size"]) == (file["id"], "stored", len(PDF))
    assert listed["url"] is None
    read = panel.head.get(f"{case}/files/{file['id']}").ok()
    assert "X-Amz-Signature" in read["url"] or "Signature=" in read["url"]
    assert panel.head.get(case).ok()["proposal"]["employee_id"] == "lead"
    # Two years after it came.
    assert read["kept_until"][:4] == str(int(read["stored_at"][:4]) + 2)


def test_evidence_is_for_hr_admin_and_the_person_concerned(panel: Panel) -> None:
    case = proposed(panel)
    path = sent(panel, case)
    company = panel.company
    for other in (company.supervisor, company.auditor):
        assert other.get(case).ok()["files"] is None
        other.get(path).problem(404)
    company.agent.get(path).problem(404)
    panel.lead.patch(case, {"hearing": {"asked_on": "2026-11-05"}}, if_match="*").ok()
    assert company.agent.get(path).ok()["url"] is not None
    company.with_role("agent", employee_id="1002").get(path).problem(404)
    # A supervisor proposes, and so sends what shows it.
    company.supervisor.post(f"{case}/files", LETTER).ok(201)
    company.supervisor.post(f"{proposed(panel, '1003')}/files", LETTER).problem(404)


@pytest.mark.parametrize(
    ("content_type", "content"),
    [
        ("application/pdf", PDF),
        ("image/png", b"\x89PNG\r\n\x1a\n..."),
        ("image/jpeg", b"\xff\xd8\xff\xe0..."),
        ("audio/mpeg", b"ID3\x04..."),
        ("audio/mpeg", b"\xff\xfb\x90..."),
        ("audio/wav", b"RIFF....WAVEfmt "),
    ],
)
def test_a_file_is_what_its_content_says(content_type: str, content: bytes) -> None:
    fitting = {one for one in file_types.TYPES if file_types.is_of_type(one, content)}
    assert fitting == {content_type}


def test_another_content_and_a_larger_one_are_rejected_and_removed(
    panel: Panel, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = proposed(panel)
    wrong = sent(panel, case, b"<html>no letter")
    monkeypatch.setattr(looking, "MOST_BYTES", 10)
    large = sent(panel, case)
    for path, code in ((wrong, "not_of_its_type"), (large, "too_large")):
        found = panel.head.get(path).ok()
        assert (found["state"], found["reason"]["code"], found["url"]) == ("rejected", code, None)
    assert objects(panel) == []
    assert {one["state"] for one in panel.head.get(case).ok()["files"]} == {"rejected"}


def test_an_event_that_comes_twice_late_or_never_changes_nothing_of_it(panel: Panel) -> None:
    case = proposed(panel)
    file = announced(panel, case)
    path = f"{case}/files/{file['id']}"
    panel.lead.post(f"{path}/check").problem(409, "no_file")
    event = event_of(panel, file)
    # Nobody tells of it: somebody asks.
    assert panel.lead.post(f"{path}/check").ok(202)["state"] == "awaiting_file"
    panel.work()
    first = panel.head.get(path).ok()
    assert first["state"] == "stored"
    # A second file by the same form is another version, and the first one counts.
    for again in (event, event_of(panel, file, b"another")):
        told(panel, again)
    now = panel.head.get(path).ok()
    assert {**now, "url": None} == {**first, "url": None}
    assert panel.lead.post(f"{path}/check").ok(202)["state"] == "stored"
    assert panel.desk.world.messages("uploads") == []


def test_a_decided_case_takes_no_file_and_none_that_was_on_its_way(panel: Panel) -> None:
    case = proposed(panel)
    file = announced(panel, case, panel.company.hr)
    etag = panel.head.get(case).etag
    kept = sent(panel, case)
    # What is confirmed is what was read: a file is a part of it.
    panel.head.post(f"{case}/confirm", if_match=etag).problem(412)
    panel.head.post(f"{case}/confirm", if_match=panel.head.get(case).etag).ok()
    panel.work()

    told(panel, event_of(panel, file))

    late = panel.head.get(f"{case}/files/{file['id']}").ok()
    assert (late["state"], late["reason"]["code"]) == ("rejected", "case_decided")
    panel.lead.post(f"{case}/files", LETTER).problem(409, "case_decided")
    panel.lead.delete(kept).problem(409, "case_decided")
    assert len(objects(panel)) == 1


def test_who_sends_a_file_does_not_confirm_the_case(panel: Panel) -> None:
    case = proposed(panel)
    announced(panel, case, panel.head)
    panel.head.post(f"{case}/confirm", if_match="*").problem(409, "four_eyes")


@pytest.mark.long
def test_a_file_can_be_removed_and_a_case_has_ten(panel: Panel) -> None:
    case = proposed(panel)
    path = sent(panel, case)
    for _ in range(9):
        announced(panel, case)
    panel.lead.post(f"{case}/files", LETTER).problem(409, "too_many_files")
    panel.lead.post(f"{case}/files", {**LETTER, "content_type": "text/html"}).problem(422)

    panel.lead.delete(path).ok(204)
    Worker(panel.desk.world).work()

    panel.head.get(path).problem(404)
    assert (len(panel.head.get(case).ok()["files"]), objects(panel)) == (9, [])


def test_a_form_that_was_not_used_says_so_and_a_term_that_is_over_too(
    panel: Panel, clock: Clock
) -> None:
    case = proposed(panel)
    unused, path = announced(panel, case), sent(panel, case)
    clock.advance(minutes=16)
    found = panel.head.get(f"{case}/files/{unused['id']}").ok()
    assert (found["state"], found["reason"]["code"]) == ("awaiting_file", "form_expired")
    clock.advance(days=731)
    over = panel.head.get(path).ok()
    assert (over["state"], over["url"]) == ("removed", None)


@pytest.mark.long
def test_an_erasure_of_the_person_removes_the_files(panel: Panel) -> None:
    case = proposed(panel)
    sent(panel, case)
    late = announced(panel, case)
    other = sent(panel, proposed(panel, "1002"))
    panel.company.admin.post("/v1/employees/1001/erase", {"files": "keep"}).ok(202)
    Worker(panel.desk.world).work()
    # A file that comes afterwards is one of no case.
    told(panel, event_of(panel, late))

    assert len(objects(panel)) == 1
    assert panel.head.get(other).ok()["state"] == "stored"
    files = [one["files"] for one in panel.head.get(PATH).ok()["items"]]
    assert sorted(map(len, files)) == [0, 1]


def test_a_copy_of_the_company_tells_of_files_and_the_log_of_no_name(panel: Panel) -> None:
    case = proposed(panel)
    sent(panel, case)
    events = panel.company.auditor.get("/v1/audit-events?limit=200").ok()["items"]
    mine = [one for one in events if one["action"].endswith("_file")]
    assert {(one["action"], (one["after"] or {}).get("status")) for one in mine} == {
        ("cases.add_file", None),
        ("cases.end_file", "stored"),
    }
    assert "投诉信" not in json.dumps(mine, ensure_ascii=False)
